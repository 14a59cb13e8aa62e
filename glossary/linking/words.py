"""Words as they are compared: without case, accents or invisible signs; and their regular plurals."""

import re
from functools import lru_cache

from home import letters

# Marks that combine with a letter, and signs that a reader does not see, belong to the word they stand in.
UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
WORD = re.compile(rf"\w[\w\u0300-\u036f{UNSEEN}]*\+?")
NOT_SEEN = re.compile(f"[{UNSEEN}]")
# What may stand between the words of a term as well as anything else here: "tiers-lieu", "tiers lieu".
JOINS = re.compile(rf"[\s{UNSEEN}]+|[-‐‑'’ʼ]")
HYPHENS = "-‐‑"

# The words that end the noun and its adjectives: société | à mission, theory | of change.
_FRENCH_STOPS = (
    "a au aux avec contre d dans de des du en l la le les non par pour qui que sans sous sur un une"
)
FRENCH_STOPS = frozenset(_FRENCH_STOPS.split())
ENGLISH_STOPS = frozenset(("at", "by", "for", "from", "in", "of", "on", "the", "to", "with"))


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """The word without accents and unseen signs, in its own case."""
    return word if word.isascii() else letters.bare(NOT_SEEN.sub("", word))


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """The word as it is looked up."""
    return word.lower() if word.isascii() else bare(word).casefold()


@lru_cache(maxsize=4_096)
def fold_gap(gap: str) -> str:
    """What stands between two words, without what joins them; a hyphen between spaces is a dash."""
    return "-" if len(gap) > 1 and gap.strip() in HYPHENS else JOINS.sub("", gap)


def is_acronym(word: str) -> bool:
    """Two capitals or more: ESS, SDGs, FSE+."""
    return sum(letter.isupper() for letter in word) >= 2


def plural(words: list[str], language: str) -> list[str]:
    """The regular plural of a noun with its adjectives, as folded words; the same where there is none."""
    return _french(words) if language == "fr" else _english(words)


def _french(words: list[str]) -> list[str]:
    """Every word up to the first preposition takes its mark: sociétés à mission, pôles territoriaux de…"""
    end = next((place for place, word in enumerate(words) if word in FRENCH_STOPS), len(words))
    return [word if word in ("et", "ou") else _french_word(word) for word in words[:end]] + words[end:]


def _french_word(word: str) -> str:
    if not word.isalpha() or word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return word[:-1] + "ux"
    return word + ("x" if word.endswith(("eau", "au", "eu")) else "s")


def _english(words: list[str]) -> list[str]:
    """The noun takes the mark: the last word, or the last before a preposition: theories of change."""
    noun = next((place for place, word in enumerate(words) if word in ENGLISH_STOPS), len(words)) - 1
    if noun < 0:
        return words
    return [*words[:noun], _english_word(words[noun]), *words[noun + 1 :]]


def _english_word(word: str) -> str:
    if not word.isalpha() or (word.endswith("s") and not word.endswith("ss")):
        return word
    if word.endswith(("ss", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return word[:-1] + "ies"
    return word + "s"
