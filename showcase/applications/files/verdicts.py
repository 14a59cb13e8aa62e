"""What the programs that read what somebody sent (`drawing`, `pdfs`) say when they end. Standard library
alone.
"""

from enum import IntEnum


class Verdict(IntEnum):
    """The exit code; 1 and 2 are Python's own."""

    TAKEN = 0
    DAMAGED = 10
    TOO_LARGE = 11
    PASSWORD = 12
    MANY_PAGES = 13
    FORM = 14
