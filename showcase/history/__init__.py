"""What was found of a project over time, in the open: a record that only grows."""
