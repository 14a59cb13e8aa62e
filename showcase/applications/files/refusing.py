"""A file that is not taken."""


class RefusedError(Exception):
    """Says, in the reader's language, what is wrong with a file and what to do."""
