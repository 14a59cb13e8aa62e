"""Which outside addresses a page, a source or a site frame links to."""

import html
import re
from collections.abc import Iterator

from django.db import models
from wagtail.blocks import URLBlock
from wagtail.models import Page

from home.models import SiteFrame, Source
from studio.quality.models import LinkCheck, LinkUse, Problem, digest
from studio.quality.texts import PageReading, read_value

HREF = re.compile(r'\bhref="(https?://[^"]+)"')
# As long as servers take; anything longer is no address.
MOST_CHARACTERS = 2000


def addresses_of(reading: PageReading) -> list[tuple[str, str]]:
    """(content path, address) of each outside link of a page, saved or not, in reading order."""
    return [(path, address) for path, address in _addresses(reading) if checkable(address)]


def _addresses(reading: PageReading) -> Iterator[tuple[str, str]]:
    for passage in reading.passages:
        yield from ((passage.path, html.unescape(found)) for found in HREF.findall(passage.html))
    for spot in reading.spots:
        if isinstance(spot.block, URLBlock) and spot.value:
            yield spot.path, spot.value
    for owner, prefix in [(reading.page, ""), *((child, f"{path}.") for child, path in reading.children)]:
        for field in owner._meta.get_fields():
            if isinstance(field, models.URLField) and (address := getattr(owner, field.name)):
                yield prefix + field.name, address


def checkable(address: str) -> bool:
    return address.startswith(("http://", "https://")) and len(address) <= MOST_CHARACTERS


def note_page(page: Page, reading: PageReading | None = None) -> None:
    """Keep which addresses a page links to; those it no longer has are forgotten."""
    found = addresses_of(reading or PageReading(page)) if page.live else []
    _note({"page_id": page.pk}, {address for _path, address in found})


def note_source(source: Source) -> None:
    _note({"source": source}, {source.url} if checkable(source.url) else set())


def note_frame(frame: SiteFrame) -> None:
    spots = read_value("social_links", frame.social_links.stream_block, frame.social_links)
    found = {spot.value for spot in spots if isinstance(spot.block, URLBlock) and spot.value}
    _note({"frame": frame}, {address for address in found if checkable(address)})


def _note(holder: dict, addresses: set[str]) -> None:
    """Make the rows of one holder say these addresses, changing only what differs."""
    known = {use.link.url: use for use in LinkUse.objects.filter(**holder).select_related("link")}
    gone = [use.pk for address, use in known.items() if address not in addresses]
    if gone:
        LinkUse.objects.filter(pk__in=gone).delete()
    new = addresses - known.keys()
    if new:
        links = links_for(new)
        LinkUse.objects.bulk_create(LinkUse(link=links[address], **holder) for address in sorted(new))


def links_for(addresses: set[str]) -> dict[str, LinkCheck]:
    """The row of each address, made where there is none. Two processes may ask at once."""
    rows = [LinkCheck(url=address, digest=digest(address)) for address in sorted(addresses)]
    LinkCheck.objects.bulk_create(rows, ignore_conflicts=True)
    found = LinkCheck.objects.filter(digest__in=[row.digest for row in rows])
    return {link.url: link for link in found}


def note_all() -> None:
    """Every holder anew, and no row for an address that nothing links to."""
    for page in Page.objects.live().specific().iterator(chunk_size=100):
        note_page(page)
    for source in Source.objects.all():
        note_source(source)
    for frame in SiteFrame.objects.all():
        note_frame(frame)
    LinkUse.objects.filter(page__live=False).delete()
    forget_unused()


def forget_unused() -> None:
    """Drop the addresses that nothing links to any more, with what was said of them."""
    unused = LinkCheck.objects.filter(uses__isnull=True)
    Problem.objects.filter(link__in=unused).delete()
    unused.delete()
