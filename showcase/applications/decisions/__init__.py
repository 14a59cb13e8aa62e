"""The decision, its letter, the answer that the project reads, the appeal."""
