"""HTML in, HTML with links out: the first use of each term on a page leads to what explains it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import merge
from html import escape
from itertools import pairwise

from glossary.linking.vocabulary import Match, Term, Vocabulary
from home.markup import Markup, Tag, Text, offsets

# Titles, other links, other people's words, captions, code, and what one presses.
_BARRED = (
    "h1 h2 h3 h4 h5 h6 hgroup a q blockquote figcaption caption th dt code pre kbd samp var svg math button"
    " summary label legend select option nav"
)
BARRED = frozenset(_BARRED.split())
GOES_ON = re.compile("[\\w\u0300-\u036f\u200c\u200d]")


@dataclass(frozen=True, slots=True)
class Use:
    """A term on a page, with the words that it was first met as."""

    term: Term
    words: str


@dataclass
class Linked:
    """The HTML with its links, and the terms that it uses, in the order in which they are met."""

    html: str
    uses: list[Use] = field(default_factory=list)


def link_terms(html: str, vocabulary: Vocabulary, own: str = "", switched_on: bool = True) -> Linked:
    """Link each term of `vocabulary` where it first stands in running text of its language.

    `own` is the address of the page itself, to which it does not lead. A link to a term that somebody
    made by hand is its use as well, and is not doubled after it; with `switched_on` false these alone are.
    """
    if not vocabulary:
        return Linked(html)
    linker = _Linker(Markup(html, BARRED, _bars, vocabulary.language), vocabulary, own)
    linker.work(switched_on)
    return Linked(str(linker.markup), linker.uses)


def _bars(name: str, attributes: dict[str, str]) -> bool:
    """What is not to be translated, and what a template keeps free of links."""
    return attributes.get("translate") == "no" or "data-unlinked" in attributes


class _Linker:
    def __init__(self, markup: Markup, vocabulary: Vocabulary, own: str):
        self.markup = markup
        self.vocabulary = vocabulary
        self.own = own
        self.uses: list[Use] = []
        self._met: set[int] = set()
        # Texts that a tag cuts in the middle of a word: their edge is no word's edge.
        self._cut_before: set[int] = set()
        self._cut_after: set[int] = set()
        for one, two in pairwise(markup.texts):
            if one.line == two.line and GOES_ON.match(one.plain[-1]) and GOES_ON.match(two.plain):
                self._cut_after.add(one.place)
                self._cut_before.add(two.place)

    def work(self, switched_on: bool) -> None:
        """Go through the tags and the texts in the order in which a reader meets them."""
        links = [tag for tag in self.markup.tags if tag.name == "a"]
        language = self.vocabulary.language
        texts = [text for text in self.markup.texts if not text.barred and text.language[:2] == language]
        pieces: Iterable[Tag | Text] = merge(
            links, texts if switched_on else (), key=lambda piece: piece.place
        )
        for piece in pieces:
            if isinstance(piece, Tag):
                self._by_hand(piece)
            else:
                self._by_words(piece)

    def _by_hand(self, tag: Tag) -> None:
        term = self.vocabulary.by_address.get(tag.attributes.get("href", ""))
        if term is None or not self._may_link(term):
            return
        if term.pk not in self._met:
            words = "".join(text.plain for text in self._inside(tag))
            self._remember(term, words)
        if "class" not in tag.attributes:
            self.markup.pieces[tag.place] = tag.raw.replace("<a", '<a class="term"', 1)

    def _inside(self, tag: Tag) -> list[Text]:
        """The texts up to the end of a link."""
        end = next(
            (at for at in range(tag.place, len(self.markup.pieces)) if self.markup.pieces[at] == "</a>"), 0
        )
        return [text for text in self.markup.texts if tag.place < text.place < end]

    def _by_words(self, text: Text) -> None:
        plain, places = text.plain, None
        done, parts = 0, []
        for match in self.vocabulary.find(plain):
            if (
                match.term.pk in self._met
                or not self._may_link(match.term)
                or self._is_cut(text, plain, match)
            ):
                continue
            if places is None:
                places = offsets(text.raw) if "&" in text.raw else range(len(plain) + 1)
            start, end = places[match.start], places[match.end]
            parts += [text.raw[done:start], _link(match.term, text.raw[start:end])]
            done = end
            self._remember(match.term, plain[match.start : match.end])
        if parts:
            self.markup.pieces[text.place] = "".join([*parts, text.raw[done:]])

    def _may_link(self, term: Term) -> bool:
        return term.linked and term.address != self.own

    def _is_cut(self, text: Text, plain: str, match: Match) -> bool:
        return (match.start == 0 and text.place in self._cut_before) or (
            match.end == len(plain) and text.place in self._cut_after
        )

    def _remember(self, term: Term, words: str) -> None:
        self._met.add(term.pk)
        self.uses.append(Use(term, " ".join(words.split())))


def _link(term: Term, raw: str) -> str:
    return f'<a class="term" href="{escape(term.address)}">{raw}</a>'
