"""How easy a text is to read, by the two formulas made for its language.

English: R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948), pages 221-233.
French: L. Kandel and A. Moles, « Application de l’indice de Flesch à la langue française », Cahiers d’études
de radio-télévision 19 (1958), pages 253-274, who fitted it so that the same scale holds.
100 is very easy; 60 to 70, standard; 30 to 50, difficult; under 30, for graduates.
"""

import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])[»”\"’)\]\s]+(?=[«“\"(\[]?\s*[A-ZÀ-ÖØ-ÞŒ\d])|\n+")
VOWELS_FR = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
# Two vowels that are heard apart: thé-âtre, co-opération, ré-union, ma-ïs.
HIATUS_FR = re.compile(r"(?<=[aou])(?=[éèêïü])|(?<=[éï])(?=[aouâô])|(?<=o)(?=o)")
# The u of « que » and « guide » is not heard, nor are these endings.
SILENT_U_FR = re.compile(r"(?<=[gq])u(?=[eiéèê])")
MUTE_FR = re.compile(r"(?:es?|(?<!m)ent)$")

VOWELS_EN = re.compile(r"[aeiouy]+")
# Heard apart: cre-ated, go-ing, medi-ate; but not in na-tion or so-cial.
HIATUS_EN = re.compile(
    r"(?<=cre)(?=at)|(?<=[aeiouy])(?=ing)|(?<=[^tcsg]i)(?=[aou])|(?<=ide)(?=a)|(?<=co)(?=o)"
)
MUTE_EN = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouysxzcg])es$")


@dataclass(frozen=True)
class Ease:
    """What was counted, and the score, higher where it is easier."""

    words: int
    sentences: int
    syllables: int
    score: float


def sentences(text: str) -> list[str]:
    """The sentences of a text. A figure or a capital letter must follow the full stop."""
    return [part.strip() for part in SENTENCE_END.split(text) if WORD.search(part)]


def words(text: str) -> list[str]:
    return WORD.findall(text)


def syllables(word: str, language: str) -> int:
    """Syllables of a word, as heard; at least one. An estimate, right for about nine words in ten."""
    word = unicodedata.normalize("NFC", word.casefold())
    parts = re.split(r"[’'\-]", word)
    return max(1, sum(_syllables(part, language) for part in parts if part))


def _syllables(word: str, language: str) -> int:
    if language == "fr":
        heard = HIATUS_FR.sub("·", SILENT_U_FR.sub("", word))
        count = len(VOWELS_FR.findall(heard))
        ending = MUTE_FR.search(heard)
        # An ending that begins with a consonant's vowel is a group of its own: « sociale », not « amie ».
        return count - bool(ending and not VOWELS_FR.match(heard[ending.start() - 1 : ending.start()]))
    count = len(VOWELS_EN.findall(HIATUS_EN.sub("·", word)))
    return count - bool(MUTE_EN.search(word))


def ease(text: str, language: str) -> Ease | None:
    """How easy the text is; None where it has no words."""
    found = words(text)
    if not found:
        return None
    number = max(1, len(sentences(text)))
    heard = sum(syllables(word, language) for word in found)
    length, weight = len(found) / number, heard / len(found)
    if language == "fr":
        score = 207 - 1.015 * length - 73.6 * weight
    else:
        score = 206.835 - 1.015 * length - 84.6 * weight
    return Ease(len(found), number, heard, round(score, 1))
