"""What the glossary finds in a page, published or not: its terms, and the acronyms that nothing explains."""

import re
from dataclasses import dataclass, field
from html import escape

from wagtail.models import Page

from glossary.linking import Use, Vocabulary
from glossary.linking.words import WORD, bare, is_acronym
from glossary.store import link_page, vocabulary
from home.markup import ADDRESS, Markup
from home.page_text import text_of

# Met by everybody every day: institutions, formats, units and currencies.
_WELL_KNOWN = (
    "UE EU ONU UN USA UK TV PDF CSV XLSX PO HTML CSS URL QR FAQ CV TVA VAT SMS GPS OK PDG CEO WWW CO2 COVID"
    " KWH MWH GWH TWH KW MW GW KB MB GB TB KO MO GO TO EUR USD GBP CHF MAD CAD AM PM ID ISBN ISSN DOI"
    " CC BY SA CDI CDD SARL SAS"
)
WELL_KNOWN = frozenset(_WELL_KNOWN.split())
ROMAN = re.compile(r"(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?:e|er|ère|th)?\Z")
NOT_READ = ("code", "pre", "kbd", "samp", "var", "svg", "math", "sup")
MOST_LETTERS = 10
AROUND = 40


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym that nothing explains, how often it stands in the page, and the words around the first."""

    word: str
    count: int
    context: str


@dataclass(frozen=True, slots=True)
class Readout:
    terms: list[Use] = field(default_factory=list)
    acronyms: list[Acronym] = field(default_factory=list)


def read(page: Page) -> Readout:
    """Read the text and the summary of a page as it is in memory, saved or not.

    `terms` are the links that it will have, in order. `acronyms` are those that no term of the glossary
    has as a form, that the text does not write out beside them, and that not everybody knows.
    """
    html = text_of(page)
    words = vocabulary(page.locale.language_code)
    summary = escape(getattr(page, "summary", "") or "")
    return Readout(
        terms=link_page(html, page).uses,
        acronyms=unexplained(f"<p>{summary}</p>{html}", words),
    )


def unexplained(html: str, words: Vocabulary) -> list[Acronym]:
    """The acronyms of the HTML that nothing explains, in the order in which they are met."""
    markup = Markup(html, NOT_READ, language=words.language)
    explained: set[str] = set()
    found: dict[str, list[str]] = {}
    for line in _lines(markup, words.language):
        explained |= _written_out(line)
        covered = [(match.start, match.end) for match in words.find(line)]
        covered += [found.span() for found in ADDRESS.finditer(line)]
        for word in WORD.finditer(line):
            name = _name(word[0])
            if name and not any(start < word.end() and word.start() < end for start, end in covered):
                found.setdefault(name, []).append(_around(line, *word.span()))
    return [
        Acronym(name, len(contexts), contexts[0])
        for name, contexts in found.items()
        if name not in explained and not any(words.find(name))
    ]


def _around(line: str, start: int, end: int) -> str:
    """The whole words on both sides."""
    before, after = line[max(0, start - AROUND) : start], line[end : end + AROUND]
    if start > AROUND:
        before = before.partition(" ")[2]
    if end + AROUND < len(line):
        after = after.rpartition(" ")[0]
    return " ".join(f"{before}{line[start:end]}{after}".split())


def _lines(markup: Markup, language: str) -> list[str]:
    """The texts of the language, joined across the tags inside a line."""
    lines: dict[int, list[str]] = {}
    for text in markup.texts:
        if not text.barred and text.language[:2] == language:
            lines.setdefault(text.line, []).append(text.plain)
    return ["".join(parts) for parts in lines.values()]


def _name(word: str) -> str:
    """The acronym that a word is, without the number that may follow it (ODD8) or the s of an English
    plural; empty for a word that is none, or one that everybody knows.
    """
    name = bare(word).rstrip("0123456789")
    name = name[:-1] if name.endswith("s") and name[:-1].isupper() else name
    capitals = sum(letter.isupper() for letter in name)
    if not is_acronym(name) or not name[0].isupper() or 2 * capitals <= len(name) or len(name) > MOST_LETTERS:
        return ""
    known = name.upper() in WELL_KNOWN or bare(word).upper() in WELL_KNOWN
    return "" if known or ROMAN.match(bare(word)) else name


def _written_out(line: str) -> set[str]:
    """The acronyms of the line with their words beside them: before, “… solidaire (ESS)”, or after."""
    found = set()
    for bracket in re.finditer(r"\(([^()]{2,160})\)", line):
        before, inside = WORD.findall(line[: bracket.start()]), WORD.findall(bracket[1])
        for word in inside:
            if (name := _name(word)) and _spells(before[-len(name) - 8 :], name):
                found.add(name)
        if before and (name := _name(before[-1])) and _spells(inside, name):
            found.add(name)
    return found


def _spells(words: list[str], name: str) -> bool:
    """Whether the first letters of the words hold the letters of the acronym, in their order."""
    initials = iter([bare(word)[:1].upper() for word in words])
    return all(letter in initials for letter in name.upper() if letter.isalpha())
