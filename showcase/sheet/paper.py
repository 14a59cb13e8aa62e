"""A project on one page of paper: what is shown of it, and the PDF.

WeasyPrint sets the page (docs/sheet.md says what it needs on the machine): this module is imported where a
sheet is asked for, and nowhere else.
"""

import mimetypes
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import segno
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.images.models import SourceImageIOError
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from home.models import SiteFrame
from showcase.sheet.badge_shapes import badge_shapes, mark
from showcase.sheet.excerpts import shortened, words_of_rich_text
from showcase.sheet.figures import grouped
from showcase.sheet.fonts import font_file

STYLES = "css/paper.css"
# How large the title is set, by its length in characters.
TITLES = ((70, "short"), (140, "long"), (1000, "longest"))
PDF_VARIANT = "pdf/ua-1"


@dataclass(frozen=True)
class Room:
    """How much of a project a page has room for: numbers of things, and characters of texts."""

    figures: int
    story: int
    reason: int
    listed: int
    note: int
    fact: int


# The least first. What is left at the first one is bounded by the lengths of the fields, and fits.
ROOMS = (
    Room(figures=0, story=0, reason=0, listed=1, note=0, fact=60),
    Room(figures=2, story=0, reason=90, listed=2, note=0, fact=80),
    Room(figures=2, story=0, reason=140, listed=3, note=160, fact=100),
    Room(figures=3, story=0, reason=180, listed=4, note=200, fact=120),
    Room(figures=4, story=0, reason=220, listed=5, note=240, fact=200),
    Room(figures=5, story=0, reason=260, listed=6, note=300, fact=200),
    Room(figures=6, story=0, reason=300, listed=6, note=300, fact=200),
    Room(figures=6, story=220, reason=300, listed=6, note=300, fact=200),
    Room(figures=6, story=360, reason=300, listed=6, note=300, fact=200),
    Room(figures=8, story=360, reason=320, listed=8, note=300, fact=200),
    Room(figures=8, story=640, reason=400, listed=8, note=300, fact=200),
)


class SiteFetcher(URLFetcher):
    """Reads what a sheet is made of: `static:` files of the site, `media:` pictures from wherever uploads are
    kept, `font:` files of the two families. Any other address is refused, so that making a sheet asks no
    other machine for anything, whatever an editor has written.
    """

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        scheme, _colon, name = url.partition(":")
        read = {"static": _static, "media": _media, "font": _font}.get(scheme)
        if read is None:
            raise ValueError(f"A sheet reads nothing from {url}")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, read(name), {"Content-Type": kind})


def _static(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()


def _media(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def _font(name: str) -> bytes:
    return font_file(name).read_bytes()


def printed(html: str) -> bytes:
    """A text of the site on as many sheets as it takes, in the same fonts and tagged (PDF/UA-1)."""
    fetcher, fonts = SiteFetcher(), FontConfiguration()
    styles = CSS(string=_static(STYLES).decode(), url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, url_fetcher=fetcher, media_type="print").render(
        font_config=fonts, stylesheets=[styles], pdf_variant=PDF_VARIANT
    )
    return document.write_pdf(pdf_variant=PDF_VARIANT)


def pdf(page: Any, request: HttpRequest) -> bytes:
    """The sheet of a project in the language of its page: one A4 page, tagged (PDF/UA-1)."""
    fetcher, fonts = SiteFetcher(), FontConfiguration()
    styles = CSS(string=_static(STYLES).decode(), url_fetcher=fetcher, font_config=fonts)

    def set_in(room: Room) -> Document:
        html = render_to_string("showcase/sheet/paper.html", {**context, **_within(room, page, context)})
        return HTML(string=html, url_fetcher=fetcher, media_type="print").render(
            font_config=fonts, stylesheets=[styles], pdf_variant=PDF_VARIANT
        )

    with override(page.locale.language_code):
        context = _context(page, request)
        document = _fullest(set_in)
    return document.write_pdf(pdf_variant=PDF_VARIANT)


def _fullest(set_in: Callable[[Room], Document]) -> Document:
    """The document that shows most of those that take one page, found by halves: a few tries of many."""
    fitting, first, last = None, 0, len(ROOMS)
    while first < last:
        middle = (first + last) // 2
        document = set_in(ROOMS[middle])
        if len(document.pages) == 1:
            fitting, first = document, middle + 1
        else:
            last = middle
    return fitting or document.copy(document.pages[:1])


def _context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """What does not depend on the room."""
    address = page.get_full_url(request)
    return {
        "page": page,
        "frame": SiteFrame.for_request(request),
        "address": address,
        "code": segno.make(address, error="m").svg_inline(
            scale=1,
            border=0,
            dark="#11212c",
            svgclass=None,
            lineclass=None,
            omitsize=True,
            title=_("QR code that leads to the page"),
        ),
        "mark": mark(),
        "title_length": next(name for most, name in TITLES if len(page.title) <= most),
        "picture": _picture(page.listing_image),
        "figures": list(page.figures.all()),
        "badges": [(found, badge_shapes(found.badge, found.criterion.glyph)) for found in page.badges],
    }


def _picture(image: Any) -> str:
    """The address, for the fetcher, of the picture at the size of the paper; empty where there is none or it
    cannot be read.
    """
    try:
        return f"media:{image.get_rendition('fill-640x400|format-jpeg').file.name}" if image else ""
    except (OSError, SourceImageIOError):
        return ""


def _within(room: Room, page: Any, context: dict[str, Any]) -> dict[str, Any]:
    """What is shown of the project in this much room."""
    figures = grouped(_first_figures(context["figures"], room.figures))
    return {
        "room": room,
        "figure_groups": [
            (heading, [(figure, _kind(figure)) for figure in found]) for heading, found in figures
        ],
        "figures_left": len(context["figures"]) - sum(len(found) for _heading, found in figures),
        "found": [(item, shapes, shortened(item.reason, room.reason)) for item, shapes in context["badges"]],
        "story": shortened(_story(page), room.story) if room.story else "",
        "caution": shortened(page.caution, room.note) if room.note else "",
        "place": shortened(page.place, room.fact),
        "organisation": shortened(page.organisation, room.fact),
        "legal_form": shortened(page.legal_form_detail or page.get_legal_form_display(), room.fact),
        "website": page.website if len(page.website) <= room.fact else "",
        "beneficiaries": _listed((block.value for block in page.beneficiaries), room),
        "partners": _listed((block.value["name"] for block in page.partners), room),
        # In words where there is room, else their numbers.
        "goals": page.sdg_labels if len(page.sdg_labels) <= room.listed + 1 else [],
    }


def _kind(figure: Any) -> str:
    """What kind of number it is, without the explanation after the colon: the heading gives it."""
    return figure.get_kind_display().partition(":")[0].strip()


def _first_figures(figures: list, most: int) -> list:
    """Results before targets, targets before the rest."""
    return list(chain.from_iterable(found for _heading, found in grouped(figures)))[:most]


def _listed(names: Iterable[str], room: Room) -> tuple[list[str], int]:
    """The first ones, and how many more there are."""
    names = list(names)
    return [shortened(name, room.fact) for name in names[: room.listed]], max(0, len(names) - room.listed)


def _story(page: Any) -> str:
    """The first passage of the story, in plain words."""
    texts = (block.value["text"].source for block in page.body if block.block_type == "text")
    return words_of_rich_text(next(texts, ""))
