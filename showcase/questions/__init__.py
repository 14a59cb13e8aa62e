"""A reader contests a finding or reports a mistake; editors examine it, and say in the open what came of it."""
