"""The picture that a social network shows of a project: its title and its badges, in the site's look."""

import io
from collections import Counter
from html import escape, unescape
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image, ImageDraw, ImageOps
from wagtail.images.models import SourceImageIOError

from home.models import SiteFrame
from home.typography import typeset
from showcase.sheet import badge_shapes as look
from showcase.sheet.brush import paint
from showcase.sheet.fonts import SANS, SERIF, font

SIZE = (1200, 630)  # what the networks ask for
# Drawn at twice the size and made smaller: smooth edges.
SCALE = 2
MARGIN = 64
WORDS = 640  # width of the column of words
ARCH = (764, 84, 1136, 630)  # the doorway: left, top, right, bottom
TITLE_SIZES = (76, 68, 60, 54, 48, 42)
TITLE_HEIGHT = 228
BADGE_STEP = 130
# Signs that the serif has not, with the nearest that it has.
NOT_IN_FONT = {0x202F: "\u00a0", 0x2011: "-"}


def png(page: Any, request: HttpRequest) -> bytes:
    """The picture as a PNG file, in the language of the page."""
    with override(page.locale.language_code):
        drawn = _drawn(page, SiteFrame.for_request(request).site_name)
    file = io.BytesIO()
    drawn.resize(SIZE, Image.Resampling.LANCZOS).quantize(256).save(file, "PNG", optimize=True)
    return file.getvalue()


def _drawn(page: Any, site_name: str) -> Image.Image:
    picture = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), look.PAPER)
    draw = ImageDraw.Draw(picture)
    _doorway(picture, draw, page)
    paint(draw, look.mark(), _scaled(MARGIN, 46), 48 / 24 * SCALE)
    _write(draw, (MARGIN + 62, 52), site_name, SERIF, "Semibold", 30, look.INK)
    place = ", ".join(filter(None, (page.place, page.country.name)))
    _write(
        draw,
        (MARGIN, 134),
        _one_line(_set(page, place), SANS, "Semibold", 26),
        SANS,
        "Semibold",
        26,
        look.DEEP,
    )
    _title(draw, _set(page, page.title))
    _badges(draw, page)
    return picture


def _scaled(*lengths: float) -> tuple:
    return tuple(length * SCALE for length in lengths)


def _set(page: Any, text: str) -> str:
    """Plain text with the typography of its language."""
    return unescape(typeset(escape(text), page.locale.language_code)).translate(NOT_IN_FONT)


def _write(
    draw: ImageDraw.ImageDraw,
    at: tuple,
    text: str,
    family: str,
    weight: str,
    size: int,
    colour: str,
    anchor: str = "la",
) -> None:
    draw.text(_scaled(*at), text, fill=colour, font=font(family, weight, size * SCALE), anchor=anchor)


def _width(text: str, family: str, weight: str, size: int) -> float:
    return font(family, weight, size * SCALE).getlength(text) / SCALE


def _one_line(text: str, family: str, weight: str, size: int, most: float = WORDS) -> str:
    """The text, cut with an ellipsis where it is wider than it may be."""
    if _width(text, family, weight, size) <= most:
        return text
    while text and _width(text + "…", family, weight, size) > most:
        text = text[:-1]
    return text.rstrip() + "…"


def _lines(text: str, family: str, weight: str, size: int, most: float = WORDS) -> list[str]:
    """The text in lines of a column's width, broken between words; a word wider than it is cut."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if lines[-1] and _width(longer, family, weight, size) > most:
            lines.append(word)
        else:
            lines[-1] = longer
    return [_one_line(line, family, weight, size, most) for line in lines]


def _title(draw: ImageDraw.ImageDraw, title: str) -> None:
    """The title in the largest letters in which it has room; at the smallest, what there is no room for is
    cut.
    """
    for size in TITLE_SIZES:
        lines, leading = _lines(title, SERIF, "Semibold", size), size * 1.12
        most = int(TITLE_HEIGHT // leading)
        if len(lines) <= most and not lines[-1].endswith("…"):
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], _one_line(" ".join(lines[most - 1 :]), SERIF, "Semibold", size)]
    for number, line in enumerate(lines):
        _write(draw, (MARGIN, 168 + number * leading), line, SERIF, "Semibold", size, look.INK)


def _badges(draw: ImageDraw.ImageDraw, page: Any) -> None:
    """The badges with their names, and in words how many are in each state."""
    badges = page.badges
    if not badges:
        return
    step = min(BADGE_STEP, WORDS / len(badges))
    scale = 62 / look.WIDTH
    for number, found in enumerate(badges):
        left = MARGIN + number * step
        shapes = look.badge_shapes(found.badge, found.criterion.glyph)
        paint(draw, shapes, _scaled(left, 408), scale * SCALE)
        for row, part in enumerate(_lines(found.criterion.short_title, SANS, "Semibold", 18, step - 10)[:2]):
            _write(draw, (left, 486 + row * 21), part, SANS, "Semibold", 18, look.INK)
    counts = Counter(found.badge.words for found in badges)
    states = _set(page, " · ".join(f"{capfirst(words)} ({count})" for words, count in counts.items()))
    for number, line in enumerate(_lines(states, SANS, "Regular", 19)[:2]):
        _write(draw, (MARGIN, 538 + number * 23), line, SANS, "Regular", 19, look.INK_SOFT)
    note = _("Not an official label: this site’s own reading of public evidence.")
    _write(
        draw,
        (MARGIN, 592),
        _one_line(_set(page, note), SANS, "Regular", 17),
        SANS,
        "Regular",
        17,
        look.INK_SOFT,
    )


def _doorway(picture: Image.Image, draw: ImageDraw.ImageDraw, page: Any) -> None:
    """The page's picture seen through an arch; where it has none, arches one in another."""
    left, top, right, bottom = _scaled(*ARCH)
    box = (right - left, bottom - top)
    mask = Image.new("L", box, 0)
    _arch(ImageDraw.Draw(mask), (0, 0, *box), 255)
    seen = _seen(page.listing_image, box)
    if seen is None:
        seen = Image.new("RGB", box, look.PAPER_DEEP)
        rings = ImageDraw.Draw(seen)
        for inset, colour in ((0.18, look.DEEP_LIGHT), (0.3, look.PAPER_DEEP), (0.36, look.DEEP)):
            space = round(box[0] * inset)
            _arch(rings, (space, box[1] * inset * 1.5, box[0] - space, box[1]), colour)
    picture.paste(seen, (left, top), mask)
    edge = f"M{ARCH[0]} {SIZE[1]}V270a186 186 0 0 1 372 0V{SIZE[1]}"
    paint(draw, [look.Shape(edge, stroke=look.DEEP, width=3)], (0, 0), SCALE)
    draw.line(_scaled(0, SIZE[1] - 5, SIZE[0], SIZE[1] - 5), fill=look.SAFFRON, width=10 * SCALE)


def _arch(draw: ImageDraw.ImageDraw, box: tuple, fill: Any) -> None:
    """A doorway: a half circle on a rectangle, in the box left, top, right, bottom."""
    left, top, right, bottom = box
    radius = (right - left) / 2
    draw.pieslice((left, top, right, top + 2 * radius), 180, 360, fill=fill)
    draw.rectangle((left, top + radius, right, bottom), fill=fill)


def _seen(image: Any, box: tuple[int, int]) -> Image.Image | None:
    """The picture cut to the box; None where there is none, or it cannot be read."""
    if image is None:
        return None
    try:
        with image.get_rendition("width-960|format-jpeg").file.open("rb") as file:
            return ImageOps.fit(Image.open(file).convert("RGB"), box)
    except (OSError, SourceImageIOError):
        return None
