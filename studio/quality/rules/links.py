"""Links that lead nowhere: inside the site, and outside it as far as the last check knows."""

import html
import re
from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model

from home.blocks.links import PageReferenceBlock
from home.blocks.media import DownloadBlock
from studio.quality.findings import Found, Weight, rule
from studio.quality.links.collect import addresses_of
from studio.quality.links.state import dead_among
from studio.quality.texts import PageReading

ANCHOR = re.compile(r"<a\b(?P<attributes>[^>]*)>(?P<words>.*?)</a>", re.DOTALL)
KIND = re.compile(r'linktype="(page|document)"')
KEY = re.compile(r'\bid="(\d+)"')


def _anchors(reading: PageReading, kind: str) -> Iterator[tuple[str, int, str]]:
    """(content path, key, words) of each link of one kind in the rich texts."""
    for passage in reading.passages:
        for anchor in ANCHOR.finditer(passage.html):
            found, key = KIND.search(anchor["attributes"]), KEY.search(anchor["attributes"])
            if found and key and found[1] == kind:
                yield passage.path, int(key[1]), html.unescape(strip_tags(anchor["words"]))


@rule(
    "dead-page-link",
    Weight.SERIOUS,
    title=_("A link leads to a page that is not published"),
    advice=_("Publish that page, choose another one, or take the link out: readers see no link here."),
)
def link_to_dead_page(reading: PageReading) -> Iterator[Found]:
    for path, key, words in _anchors(reading, "page"):
        if not reading.references.find(key):
            yield Found(path, words)
    for spot in reading.spots:
        if (
            isinstance(spot.block, PageReferenceBlock)
            and spot.value
            and not reading.references.find(spot.value)
        ):
            around = spot.parent.value if spot.parent else None
            words = around.get("title", "") if isinstance(around, dict) else ""
            yield Found(spot.path, words)


@rule(
    "dead-document-link",
    Weight.SERIOUS,
    title=_("A link leads to a file that is no longer in the library"),
    advice=_("Choose the file again, or take the link out."),
)
def link_to_dead_document(reading: PageReading) -> Iterator[Found]:
    anchors = list(_anchors(reading, "document"))
    keys = {key for _path, key, _words in anchors}
    model = get_document_model()
    kept = set(model.objects.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    for path, key, words in anchors:
        if key not in kept:
            yield Found(path, words)
    for spot in reading.spots:
        if isinstance(spot.block, DownloadBlock) and not spot.value["document"]:
            yield Found(f"{spot.path}.document", spot.value["title"])


@rule(
    "dead-outside-link",
    Weight.SERIOUS,
    title=_("A link to another site no longer answers"),
    advice=_("Look for the new address, or for a copy in a web archive, or cite another source."),
)
def dead_outside_link(reading: PageReading) -> Iterator[Found]:
    found = addresses_of(reading)
    dead = dead_among(address for _path, address in found)
    for path, address in found:
        if link := dead.get(address):
            selector = f'a[href="{address}"]' if '"' not in address else ""
            yield Found(
                path,
                selector=selector,
                detail=address,
                since=link.failing_since and link.failing_since.date(),
                link_id=link.pk,
            )
