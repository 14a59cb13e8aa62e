"""The way into the showcase: a project applies, is read, is answered, and is followed from year to year."""
