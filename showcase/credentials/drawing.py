"""The badge of a project as one SVG file, which shows on any other site: it asks for nothing outside itself.

It has its own ground, so that it reads on white and on dark; a state is told by form and by words.
"""

import re
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override, pgettext

from showcase.badges import BadgeState
from showcase.models.assessments import CriterionAssessment, latest_of_each
from showcase.models.projects import ProjectPage

COLUMN, MARGIN, FEWEST = 96, 20, 5
TITLE_LINE, NAME_LINE, STATE_LINE = 20, 14, 13
ARCH_HEIGHT = 56
GLYPH = re.compile(r'<symbol id="glyph-(\w+)"[^>]*>(.*?)</symbol>', re.DOTALL)
# What XML 1.0 has no place for.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Line:
    """One line of text and the height of its baseline, in units of the drawing."""

    text: str
    y: int


@dataclass(frozen=True)
class Column:
    """One criterion: where its middle is, its arch, and the words below."""

    x: int
    found: CriterionAssessment
    glyph: SafeString
    name: list[Line]
    state: list[Line]


@dataclass(frozen=True)
class Layout:
    """Where everything is, in units of the drawing, one of which is a pixel at its own size."""

    title: list[Line]
    columns: list[Column]
    top: int
    bottom: int

    @classmethod
    def of(cls, page: ProjectPage, found: list[CriterionAssessment]) -> "Layout":
        """The layout for these findings, in the active language."""
        title = _lines(page.title, 54, 32, TITLE_LINE, most=2)
        top = title[-1].y + 16
        columns = [_column(one, place, top) for place, one in enumerate(found)]
        bottom = max((line.y for column in columns for line in column.state), default=top + ARCH_HEIGHT)
        return cls(title, columns, top, bottom)

    @property
    def width(self) -> int:
        return 2 * MARGIN + COLUMN * max(FEWEST, len(self.columns))

    @property
    def height(self) -> int:
        return self.bottom + 50


def drawing(page: ProjectPage, site_name: str) -> str:
    """The SVG text of a project's badge, in the language of the page."""
    found = latest_of_each(page.assessments.select_related("criterion__grid"))
    with override(page.locale.language_code):
        context = {
            "page": page,
            "site_name": _plain(site_name),
            "layout": Layout.of(page, found),
            "name": _plain(page.title),
            "sentences": summary(found),
        }
        return render_to_string("showcase/credentials/badge.svg", context).strip()


def summary(found: list[CriterionAssessment]) -> str:
    """What the drawing shows, in one sentence: each criterion with its state."""
    pairs = [
        gettext("%(criterion)s: %(state)s") % {"criterion": one.criterion.short_title, "state": _state(one)}
        for one in found
    ]
    return _plain(pgettext("between two criteria", "; ").join(pairs))


def _column(one: CriterionAssessment, place: int, top: int) -> Column:
    name = _lines(one.criterion.short_title, 14, top + ARCH_HEIGHT + 18, NAME_LINE, most=3)
    return Column(
        x=MARGIN + COLUMN * place + COLUMN // 2,
        found=one,
        glyph=glyphs().get(one.criterion.glyph, mark_safe("")),
        name=name,
        state=_lines(_state(one), 13, name[-1].y + 15, STATE_LINE, most=4),
    )


def _state(one: CriterionAssessment) -> str:
    if one.badge.state is BadgeState.EXPIRED and one.review_by:
        month = date_format(one.review_by, "F Y").replace(" ", "\N{NO-BREAK SPACE}")
        return f"{one.badge.words} ({month})"
    return one.badge.words


def _lines(text: str, width: int, y: int, step: int, most: int) -> list[Line]:
    parts = textwrap.wrap(_plain(text), width, max_lines=most, placeholder="…") or [""]
    return [Line(part, y + step * number) for number, part in enumerate(parts)]


def _plain(text: str) -> str:
    return NOT_XML.sub(" ", str(text))


@cache
def glyphs() -> dict[str, SafeString]:
    """{name: the marks of the glyph, on a 24 grid} from the drawing that the site's own pages use."""
    text = Path(str(finders.find("img/badges.svg"))).read_text(encoding="utf-8")
    return {name: mark_safe(marks) for name, marks in GLYPH.findall(text)}  # noqa: S308  a file of ours
