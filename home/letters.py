"""Letters without what a reader does not type: accents, ligatures, capitals."""

import re
import unicodedata

WORD = re.compile(r"\w+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})


def bare(text: str) -> str:
    """The text without accents and ligatures, in its own case: `Œuvre créée` gives `OEuvre creee`."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words_of(text: str) -> str:
    """The words alone, a space between them. Signs mean nothing to a reader and something to a database's
    full text: a lone quote would break a search.
    """
    return " ".join(WORD.findall(text))


def plain(text: str) -> str:
    """The same in lower case: what a search compares."""
    return bare(text).casefold()
