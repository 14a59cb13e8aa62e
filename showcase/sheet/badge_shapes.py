"""The drawing of a badge as shapes with their colours, for paper and pictures, where no style sheet reaches.

The same forms as `templates/components/badge.html` and `site/static/css/components.css` give on a page:
filled, filled lighter, outlined, half filled, hatched, hollow with a dash. On a field of 48 by 56.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from django.contrib.staticfiles import finders

from showcase.badges import Badge, BadgeState

# The light palette of `tokens.css`, as printers and pictures write colours.
PAPER, PAPER_DEEP, INK, INK_SOFT = "#fdfaf4", "#f4f0e6", "#11212c", "#3e505c"
LINE, LINE_STRONG, DEEP, SAFFRON = "#d4cdbf", "#657785", "#004556", "#f0b135"
# A quarter of DEEP on PAPER.
DEEP_LIGHT = "#bbc8c9"

WIDTH, HEIGHT = 48, 56
ARCH = "M3 54V24a21 21 0 0 1 42 0v30z"
HALF = "M3 54V33h42v21z"
HATCH = "M5 32 24 13M5 44 36 13M5 54 42 19M18 54 45 29M32 54 45 42"
GLYPH_AT = (12, 15)
CURRENT = "currentColor"


@dataclass(frozen=True)
class Shape:
    """A path as SVG writes it, moved by `at`; "none" for no fill or no stroke."""

    d: str
    fill: str = "none"
    stroke: str = "none"
    width: float = 2
    round_ends: bool = False
    dashes: str = ""
    at: tuple[float, float] = (0, 0)


def badge_shapes(badge: Badge, glyph: str) -> list[Shape]:
    """The shapes of a badge, the lowest first; `glyph` is the criterion's."""
    return [*_ground(badge), *_glyph(badge, glyph), *_mark(badge.state)]


def _colour(badge: Badge) -> str:
    return {BadgeState.NOT_DEMONSTRATED: LINE_STRONG, BadgeState.EXPIRED: INK_SOFT}.get(badge.state, DEEP)


def _ground(badge: Badge) -> Iterator[Shape]:
    colour = _colour(badge)
    fills = {BadgeState.VERIFIED: DEEP, BadgeState.DOCUMENTED: DEEP_LIGHT}
    fill = PAPER if badge.partly else fills.get(badge.state, PAPER)
    hollow = badge.state is BadgeState.NOT_DEMONSTRATED
    yield Shape(ARCH, fill, colour, 1.5 if hollow else 2, dashes="3 3" if hollow else "")
    if badge.partly:
        yield Shape(HALF, DEEP_LIGHT)
        yield Shape(ARCH, "none", colour)
    if badge.state is BadgeState.EXPIRED:
        yield Shape(HATCH, stroke=LINE_STRONG, width=1.2)


def _glyph(badge: Badge, glyph: str) -> Iterator[Shape]:
    inverse = badge.state is BadgeState.VERIFIED and not badge.partly
    colour = PAPER if inverse else _colour(badge)
    for shape in glyphs().get(glyph, ()):
        yield replace(
            shape,
            fill=colour if shape.fill == CURRENT else shape.fill,
            stroke=colour if shape.stroke == CURRENT else shape.stroke,
            at=GLYPH_AT,
        )


def _mark(state: BadgeState) -> list[Shape]:
    marks = {
        BadgeState.DOCUMENTED: Shape("M17 46h14M17 50h9", stroke=DEEP),
        BadgeState.NOT_DEMONSTRATED: Shape("M17 47h14", stroke=LINE_STRONG),
        BadgeState.VERIFIED: Shape("M16 46h16v4H16z", fill=SAFFRON),
    }
    return [marks[state]] if state in marks else []


@cache
def glyphs() -> dict[str, list[Shape]]:
    """{name of a criterion's glyph: its shapes}, from the drawings that the pages use."""
    prefix = "glyph-"
    return {
        symbol.get("id", "").removeprefix(prefix): _paths(symbol)
        for symbol in _drawing("img/badges.svg").iterfind("{*}symbol")
        if symbol.get("id", "").startswith(prefix)
    }


@cache
def mark() -> list[Shape]:
    """The mark of the site, on a field of 24 by 24."""
    return [
        replace(
            shape,
            fill=DEEP if shape.fill == CURRENT else shape.fill,
            stroke=DEEP if shape.stroke == CURRENT else shape.stroke,
        )
        for shape in _paths(_drawing("img/mark.svg"))
    ]


def _drawing(name: str) -> ElementTree.Element:
    """A drawing among the site's own static files."""
    return ElementTree.fromstring(Path(str(finders.find(name))).read_text())  # noqa: S314


def _paths(parent: ElementTree.Element) -> list[Shape]:
    return [
        Shape(
            path.get("d", ""),
            fill=path.get("fill", "none"),
            stroke=path.get("stroke", "none"),
            width=float(path.get("stroke-width", 1)),
            round_ends=path.get("stroke-linecap") == "round",
        )
        for path in parent.iterfind("{*}path")
    ]
