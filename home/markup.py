"""Changing the words of a page's HTML without touching its markup.

The site's own HTML is cut into tags and runs of text. Where nothing is changed, what comes out is what
went in, byte for byte. What a browser would not read as text (comments, scripts, a tag that never
closes) is never offered for change. The states follow the tokenization of the HTML standard, section
13.2.5, as far as a document's text depends on them.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape
from html.entities import html5

TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)
        (?P<attributes>(?:
            [\s/]++
          | [^\s/>=]++ (?: \s*+ = \s*+ (?: "[^"]*+" | '[^']*+' | [^\s"'>][^\s>]*+ | (?=>) ) )?+
        )*+)>""",
    re.VERBOSE,
)
NOT_TEXT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*(?:>|\Z)|</[^A-Za-z][^>]*(?:>|\Z)", re.DOTALL)
ATTRIBUTE = re.compile(r"""([^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>][^\s>]*+)))?+""")
# What opens something: a `<` before anything else is a sign like another.
OPENING = re.compile(r"<(?=[A-Za-z/!?])")

_RAW = "script style textarea title xmp iframe noembed noframes noscript"
_VOID = "area base br col embed hr img input link meta source track wbr"
_INLINE = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup"
    " time u var wbr"
)
RAW = frozenset(_RAW.split())
VOID = frozenset(_VOID.split())
# Elements inside a line of text; any other begins a new line.
INLINE = frozenset(_INLINE.split())
# An address of the web or of a person, in running text.
ADDRESS = re.compile(
    r"\w++://[^\s<>]++|\bwww\.[^\s<>]++|[\w.+-]++@[\w-]++(?:\.[\w-]++)+|\b(?:[\w-]++\.)+[a-z]{2,}+\b(?:/[^\s<>]*+)?"
)


@dataclass(slots=True)
class Element:
    """An open element: what its contents may undergo, and their language."""

    name: str
    barred: bool
    language: str


@dataclass(slots=True)
class Text:
    """A run of text: where it stands among the pieces, and what of it may be changed.

    `raw` is it as written, with its entities; `barred` says that it stays so; `line` numbers the lines of
    the document, which go on across inline tags.
    """

    place: int
    raw: str
    barred: bool
    language: str
    line: int

    @property
    def plain(self) -> str:
        return unescape(self.raw) if "&" in self.raw else self.raw


@dataclass(slots=True)
class Tag:
    """An opening tag with attributes, in nothing that is barred."""

    place: int
    raw: str
    name: str
    attributes: dict[str, str]


class Markup:
    """The pieces of `html`, in order. `barred` and `bars` say which elements keep their text as it is.

    `barred` are names of elements; `bars(name, attributes)` is asked of the others that have attributes.
    `language` is the language around it. Whoever reads it may put others in the place of
    its `pieces`; `str()` joins them.
    """

    def __init__(
        self,
        html: str,
        barred: Iterable[str] = (),
        bars: Callable[[str, dict[str, str]], bool] | None = None,
        language: str = "",
    ):
        self.pieces: list[str] = []
        self.texts: list[Text] = []
        self.tags: list[Tag] = []
        self._barred = RAW | frozenset(barred)
        self._bars = bars
        self._open: list[Element] = [Element("", False, language)]
        self._line = 0
        self._read(html)

    def __str__(self) -> str:
        return "".join(self.pieces)

    def _read(self, html: str) -> None:
        position, end = 0, len(html)
        while position < end:
            opening = OPENING.search(html, position)
            start = opening.start() if opening else end
            if start > position:
                self._text(html[position:start])
            position = self._markup(html, start) if start < end else end

    def _markup(self, html: str, start: int) -> int:
        """Take what opens at `start`; returns where it ends."""
        tag = TAG.match(html, start)
        if tag is None:
            other = NOT_TEXT.match(html, start)
            stop = other.end() if other else len(html)  # a tag that never closes: the browser drops the rest
            self.pieces.append(html[start:stop])
            return stop
        name = tag["name"].lower()
        if name not in INLINE:
            self._line += 1
        if tag["end"]:
            self._close(name)
        else:
            self._begin(name, tag)
        self.pieces.append(tag[0])
        if name in RAW and not tag["end"]:
            return self._raw(html, tag.end(), name)
        return tag.end()

    def _raw(self, html: str, start: int, name: str) -> int:
        """The inside of an element that holds no markup goes on untouched up to its end."""
        closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
        stop = closing.start() if closing else len(html)
        self.pieces.append(html[start:stop])
        return stop

    def _text(self, raw: str) -> None:
        around = self._open[-1]
        self.texts.append(Text(len(self.pieces), raw, around.barred, around.language, self._line))
        self.pieces.append(raw)

    def _begin(self, name: str, tag: re.Match) -> None:
        around = self._open[-1]
        attributes = attributes_of(tag["attributes"]) if tag["attributes"].strip() else {}
        language = attributes.get("lang", around.language)
        barred = around.barred or name in self._barred
        if not barred and attributes and self._bars:
            barred = self._bars(name, attributes)
        if attributes and not around.barred:
            self.tags.append(Tag(len(self.pieces), tag[0], name, attributes))
        if name not in VOID and not self._closes_itself(tag):
            self._open.append(Element(name, barred, language))

    def _closes_itself(self, tag: re.Match) -> bool:
        """`<path/>`: only inside a drawing; in HTML proper the stroke means nothing."""
        return tag["attributes"].endswith("/") and any(
            element.name in ("svg", "math") for element in self._open
        )

    def _close(self, name: str) -> None:
        """Close the element and all left open inside it; an end without a beginning closes nothing."""
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].name == name:
                del self._open[depth:]
                return


def attributes_of(source: str) -> dict[str, str]:
    """{name: value} of what stands in a tag after its name; the first of a name counts."""
    found: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(source):
        found.setdefault(name.lower(), unescape(next(filter(None, values), "")))
    return found


def offsets(raw: str) -> list[int]:
    """For each sign of `unescape(raw)`, and for its end, where it stands in `raw`."""
    places: list[int] = []
    position = 0
    for entity in re.finditer(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)", raw):
        places.extend(range(position, entity.start()))
        position = _entity(entity, places)
    places.extend(range(position, len(raw) + 1))
    return places


def _entity(entity: re.Match, places: list[int]) -> int:
    """Add the places of one entity's signs; returns where ordinary text goes on."""
    said = unescape(entity[0])
    if said == entity[0]:
        return entity.start()
    end = entity.end()
    if entity[0][1] != "#":
        # `&notit;` is read as `¬it;`: what follows the name that is known is ordinary text.
        end = next(
            at for at in range(end, entity.start(), -1) if entity.string[entity.start() + 1 : at] in html5
        )
    signs = len(said) - (entity.end() - end)
    places.extend([entity.start()] * signs)
    return end
