"""The terms of one language with all their forms, ready to be found in a text in one pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple

from glossary.linking.words import HYPHENS, WORD, bare, fold, fold_gap, is_acronym, plural
from home.markup import ADDRESS

Node = dict[str, Any]
ENDS = ""  # the key, in a node, of the forms that end there; no word is empty


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the glossary.

    `forms` are what it is met as besides its title; regular plurals are not needed. `not_in` are phrases
    that hold one of them and mean something else. With `as_written`, a word that has a capital is the term
    only where it has the same capitals. A term that is not `linked` is found as well, so that no shorter
    one is found inside it, and no link is made.
    """

    pk: int
    title: str
    address: str = ""
    definition: str = ""
    forms: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    as_written: bool = False
    linked: bool = True


class Match(NamedTuple):
    """A term in a text, from the sign at `start` to the one before `end`."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a term: the words that must have their capitals, and what must follow."""

    term: Term
    rank: tuple
    capitals: tuple[tuple[int, str], ...]
    tail: str


@dataclass
class Vocabulary:
    """All terms of a language, compiled.

    Where one form belongs to two terms, the term that has it as its title wins, then the first title in
    the order of the alphabet.
    """

    language: str
    terms: Iterable[Term] = ()
    by_address: dict[str, Term] = field(init=False)
    _root: Node = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.terms = tuple(self.terms)
        self.by_address = {term.address: term for term in self.terms if term.address}
        for term in self.terms:
            for form in dict.fromkeys((term.title, *term.forms)):
                self._add(term, form)
            for phrase in term.not_in:
                self._add(replace(term, linked=False), phrase)

    def __bool__(self) -> bool:
        return bool(self._root)

    def _add(self, term: Term, text: str) -> None:
        spans = [found.span() for found in WORD.finditer(text)]
        if not spans:
            return
        words = [text[start:end] for start, end in spans]
        gaps = ["", *(fold_gap(text[one[1] : two[0]]) for one, two in pairwise(spans))]
        capitals = tuple(
            (place, bare(word))
            for place, word in enumerate(words)
            if is_acronym(word) or (term.as_written and word != word.lower())
        )
        tail = ")" if "(" in text and text.rstrip().endswith(")") else ""
        form = Form(term, (text != term.title, fold(term.title), term.pk), capitals, tail)
        folded = [fold(word) for word in words]
        for way in {tuple(folded), tuple(self._plural(folded, capitals))}:
            self._put([gap + word for gap, word in zip(gaps, way, strict=True)], form)

    def _plural(self, folded: list[str], capitals: tuple) -> list[str]:
        """French acronyms do not vary; English ones take an s."""
        kept = {place for place, _word in capitals} if self.language == "fr" else set()
        many = plural(folded, self.language)
        return [
            old if place in kept else new for place, (old, new) in enumerate(zip(folded, many, strict=True))
        ]

    def _put(self, path: list[str], form: Form) -> None:
        node = self._root
        for step in path:
            node = node.setdefault(step, {})
        ends = node.setdefault(ENDS, [])
        ends.append(form)
        ends.sort(key=lambda form: form.rank)

    def find(self, text: str) -> Iterator[Match]:
        """Every term in the text, the longest at each place, none inside another."""
        root = self._root
        spans = [found.span() for found in WORD.finditer(text)]
        folded = [fold(text[start:end]) for start, end in spans]
        place, count = 0, len(spans)
        while place < count:
            if folded[place] in root:
                for last, forms in self._ways(text, spans, folded, place):
                    if match := _first_fitting(text, spans[place : last + 1], forms):
                        yield match
                        place = last
                        break
            place += 1

    def _ways(self, text: str, spans: list, folded: list[str], first: int) -> list[tuple[int, list[Form]]]:
        """(place of the last word, forms) of all that begins with the word at `first`, longest first."""
        node: Node | None = self._root[folded[first]]
        found = []
        for place in range(first, len(spans)):
            if place > first:
                gap = text[spans[place - 1][1] : spans[place][0]]
                node = node.get(fold_gap(gap) + folded[place]) if gap and node else None
            if node is None:
                break
            if ENDS in node:
                found.append((place, node[ENDS]))
        return found[::-1]


def _first_fitting(text: str, spans: list[tuple[int, int]], forms: list[Form]) -> Match | None:
    start, end = spans[0][0], spans[-1][1]
    if not _stands_alone(text, start, end):
        return None
    for form in forms:
        if text.startswith(form.tail, end) and _has_capitals(text, spans, form):
            return Match(start, end + len(form.tail), form.term)
    return None


def _has_capitals(text: str, spans: list[tuple[int, int]], form: Form) -> bool:
    """Whether the words that must have their capitals have them; SDGs is SDG in the plural."""
    for place, wanted in form.capitals:
        word = bare(text[slice(*spans[place])])
        if word != wanted and word != wanted + "s":
            return False
    return True


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Not a part of a compound (vice-présidente) nor of an address."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if len(before) == 2 and before[1] in HYPHENS and before[0].isalnum():
        return False
    if len(after) == 2 and after[0] in HYPHENS and after[1].isalnum():
        return False
    around = text[text.rfind(" ", 0, start) + 1 : (text.find(" ", end) + 1 or len(text) + 1) - 1]
    return len(around) == end - start or not any(
        found.start() < end and start < found.end()
        for found in ADDRESS.finditer(text, max(0, start - len(around)), end + len(around))
    )
