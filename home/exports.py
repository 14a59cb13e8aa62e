"""What goes into a spreadsheet."""


def as_text(value: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
