"""Dates and numbers as French writes them, where Django’s own are short of a word or of a narrow space."""

DATETIME_FORMAT = r"j F Y \à H:i"
THOUSAND_SEPARATOR = "\u202f"
