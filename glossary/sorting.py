"""Alphabetical order as a dictionary has it."""

import unicodedata

from home.letters import plain


def letters(text: str) -> str:
    """The letters and digits of a text, lower case, without accents: « Économie, l’ » gives `economiel`.

    Spaces, hyphens and apostrophes do not count, as in French dictionaries (norme AFNOR Z44-001).
    """
    return "".join(character for character in plain(text) if character.isalnum())


def sort_key(text: str) -> tuple[str, str]:
    """Letters first; where they are the same, accents tell words apart (cote, coté)."""
    return letters(text), unicodedata.normalize("NFKD", text.casefold())


def initial(text: str) -> str:
    """The letter a term is filed under, upper case; `#` where it begins with a digit or a sign."""
    first = letters(text)[:1].upper()
    return first if first.isalpha() else "#"
