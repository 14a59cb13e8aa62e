"""The jury's queue, reviews and discussion, in the admin."""
