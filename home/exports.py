"""What every spreadsheet that leaves the admin has in common."""

from typing import Any


def as_text(value: Any) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
