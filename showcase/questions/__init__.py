"""A reader contests a finding or reports a mistake; editors examine it, and say what came of it."""
