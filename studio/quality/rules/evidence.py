"""What a reader needs in order to believe a page, find it, or do without seeing it."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block

from home.blocks.data import ChartBlock, FigureItemBlock
from home.blocks.knowledge import DefinitionBlock
from home.blocks.media import ImageBlock
from home.blocks.text import QuotationBlock
from showcase.models import ProjectFigure
from studio.quality.findings import Found, Weight, rule
from studio.quality.texts import PageReading, Spot

# A year within the words, or the word that says there is none to be had.
DATED = re.compile(r"\b(?:1[89]|20)\d\d|\bnon datée?s?\b|\bsans date\b|\bundated\b", re.IGNORECASE)


def _words(spot: Spot) -> str:
    """What the page prints of a block, by which it is found again."""
    value = spot.value
    if isinstance(spot.block, FigureItemBlock):
        return f"{value['value']} {value['label']}"
    return value.get("caption") or value.get("text") or ""


def _blocks(reading: PageReading, *kinds: type[Block]) -> list[Spot]:
    return [spot for spot in reading.spots if isinstance(spot.block, kinds)]


def _project_figures(reading: PageReading) -> list[tuple[ProjectFigure, str]]:
    return [(child, path) for child, path in reading.children if isinstance(child, ProjectFigure)]


@rule(
    "figure-year",
    Weight.ADVICE,
    title=_("A figure has no year"),
    advice=_("Give the year it speaks of, or say in its words that it is undated."),
)
def figure_without_year(reading: PageReading) -> Iterator[Found]:
    for spot in _blocks(reading, FigureItemBlock, ChartBlock):
        if not spot.value["year"] and not DATED.search(_words(spot)):
            yield Found(f"{spot.path}.year", _words(spot))
    for figure, path in _project_figures(reading):
        if not figure.year and not DATED.search(figure.label):
            yield Found(f"{path}.year", f"{figure.value} {figure.label}")


@rule(
    "figure-source",
    Weight.SERIOUS,
    title=_("A figure has no source"),
    advice=_("Add the source it comes from, or take the figure out."),
)
def figure_without_source(reading: PageReading) -> Iterator[Found]:
    for spot in _blocks(reading, FigureItemBlock, ChartBlock):
        if not any(spot.value["sources"]):
            yield Found(f"{spot.path}.sources", _words(spot))
    for figure, path in _project_figures(reading):
        if not (figure.source_title and figure.source_url):
            yield Found(f"{path}.source_url", f"{figure.value} {figure.label}")


@rule(
    "image-alt",
    Weight.SERIOUS,
    title=_("A picture is not described"),
    advice=_("Say what it shows, for whoever cannot see it, or tick “Only decorates”."),
)
def image_without_alt(reading: PageReading) -> Iterator[Found]:
    for spot in _blocks(reading, ImageBlock):
        described = spot.value["decorative"] or (spot.value["alt_text"] or "").strip()
        if spot.value["image"] and not described:
            picture = reading.references.image(spot.value["image"])
            file = picture.filename.rsplit(".", 1)[0] if picture else ""
            # The names of all renditions begin with the original's.
            yield Found(
                f"{spot.path}.alt_text",
                selector=f'figure.picture img[src*="{file}."]',
                detail=spot.value["caption"] or getattr(picture, "title", ""),
            )


@rule(
    "quotation-source",
    Weight.SERIOUS,
    title=_("A quotation has no source"),
    advice=_("Say where these words can be read: add their source to the block."),
)
def quotation_without_source(reading: PageReading) -> Iterator[Found]:
    for spot in _blocks(reading, QuotationBlock, DefinitionBlock):
        quoted = isinstance(spot.block, QuotationBlock) or spot.value["quoted"]
        if quoted and not any(spot.value["sources"]):
            yield Found(f"{spot.path}.sources", _words(spot))


@rule(
    # Wagtail's checker has a rule of this name: the preview shows that one.
    "empty-meta-description",
    Weight.SERIOUS,
    title=_("The page has no description"),
    advice=_("Write the summary, or a description for search engines: lists and results show it."),
)
def empty_description(reading: PageReading) -> Iterator[Found]:
    if not getattr(reading.page, "description", reading.page.search_description).strip():
        yield Found("search_description")
