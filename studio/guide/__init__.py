"""The editors' guide, read in the admin."""
