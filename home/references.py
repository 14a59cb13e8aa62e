"""What one page points at, fetched once for all of its blocks.

A block keeps only the key of a page, a source or a picture (`home.blocks.links`), and so does rich
text. Rendering asks this object, which loads each kind with one query however many blocks there are.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django.conf import settings
from django.db.models import Q, prefetch_related_objects
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.blocks import BoundBlock, StreamValue
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.rewriters import LinkRewriter


class References:
    """The pages, sources and pictures that a page's streams point at, as a reader of `language` sees them.

    `page` is the page being shown, saved or not, or None; `streams` are values of StreamFields outside
    it (the menus), and `blocks` are blocks with their values outside any; `request` lets Wagtail make
    addresses without asking again.
    """

    def __init__(
        self,
        page: Page | None = None,
        *,
        language: str = settings.LANGUAGE_CODE,
        streams: Iterable[StreamValue] = (),
        blocks: Iterable[BoundBlock] = (),
        request: HttpRequest | None = None,
    ):
        self.page = page
        self.language = language
        self.request = request
        self._values = [
            *((stream.stream_block, stream) for stream in (*getattr(page, "streams", []), *streams)),
            *((bound.block, bound.value) for bound in blocks),
        ]
        self._cited: dict[int, int] = {}
        self._cards: dict[int, Page] = {}

    @cached_property
    def _keys(self) -> dict[str, set[int]]:
        keys: dict[str, set[int]] = {"page": set(), "source": set(), "image": set()}
        for block, value in self._values:
            for model, key, *_path in block.extract_references(value):
                if issubclass(model, Page):
                    keys["page"].add(int(key))
                elif model._meta.label == "home.Source":
                    keys["source"].add(int(key))
                elif issubclass(model, get_image_model()):
                    keys["image"].add(int(key))
        return keys

    @cached_property
    def _page_rows(self) -> list[Page]:
        pointed_at = Page.objects.filter(pk__in=self._keys["page"]).values("translation_key")
        wanted = Q(translation_key__in=pointed_at)
        if self.page is not None:
            wanted |= Q(translation_key=self.page.translation_key)
        return list(Page.objects.filter(wanted).live().select_related("locale"))

    @cached_property
    def _by_translation(self) -> dict:
        """Pages by translation key, the one in the reader's language where there is one."""
        found: dict = {}
        for page in self._page_rows:
            if page.translation_key not in found or page.locale.language_code == self.language:
                found[page.translation_key] = page
        return found

    @cached_property
    def _translation_keys(self) -> dict[int, Any]:
        return {page.pk: page.translation_key for page in self._page_rows}

    def find(self, reference: Any) -> Page | None:
        """The live page that a key, or a page that knows only its key, stands for in the reader's language.

        None where it is not published, or is gone.
        """
        key = getattr(reference, "pk", reference)
        if not key:
            return None
        return self._by_translation.get(self._translation_keys.get(int(key)))

    def cards(self, references: Iterable) -> list[Page]:
        """The pages found for these, each as its own type with what a card shows, in the order given.

        One query per page type, and those that the type's `for_cards` adds; none for a page asked for
        before.
        """
        pages = [page for page in map(self.find, references) if page]
        by_type: dict[type[Page], set[int]] = {}
        for page in pages:
            if page.pk not in self._cards:
                by_type.setdefault(page.specific_class, set()).add(page.pk)
        for model, keys in by_type.items():
            self._cards |= {page.pk: page for page in model.objects.for_cards().filter(pk__in=keys)}
        return [self._cards[page.pk] for page in pages if page.pk in self._cards]

    def with_pictures(self, *pages: Page) -> None:
        """Load the renditions of these pages' pictures, of all of them with one query."""
        pictures = [
            picture for page in pages for picture in (page.listing_image, page.social_image) if picture
        ]
        prefetch_related_objects(pictures, "renditions")

    @cached_property
    def translations(self) -> list[Page]:
        """The live versions of the page itself, each language's, its own among them."""
        return sorted(
            (
                row
                for row in self._page_rows
                if self.page is not None and row.translation_key == self.page.translation_key
            ),
            key=lambda row: row.locale.language_code,
        )

    @property
    def source_version(self) -> Page | None:
        """The page in the site's source language; the page itself where it is not published in it."""
        by_language = {row.locale.language_code: row for row in self.translations}
        return by_language.get(settings.LANGUAGE_CODE, self.page)

    @cached_property
    def _sources(self) -> dict[int, Any]:
        from home.models.sources import Source

        return Source.objects.in_bulk(self._keys["source"]) if self._keys["source"] else {}

    def cite(self, sources: Iterable) -> Iterator[tuple[int, Any]]:
        """(number on this page, source) of each; numbers follow the order in which they are first met."""
        for reference in sources:
            if reference is not None and reference.pk in self._sources:
                number = self._cited.setdefault(reference.pk, len(self._cited) + 1)
                yield number, self._sources[reference.pk]

    @property
    def cited(self) -> list[tuple[int, Any]]:
        """(number, source) of all that has been cited so far, for the list at the end of the page."""
        return [(number, self._sources[key]) for key, number in self._cited.items()]

    @cached_property
    def _images(self) -> dict[int, Any]:
        if not self._keys["image"]:
            return {}
        images = get_image_model().objects.in_bulk(self._keys["image"])
        prefetch_related_objects(list(images.values()), "renditions")
        return images

    def image(self, reference: Any):
        """The picture that a block points at, with its renditions at hand; None where it is gone."""
        return self._images.get(reference.pk) if reference else None

    def expand(self, source: str) -> str:
        """Rich text as stored, made HTML: links to pages lead to the reader's language.

        A link to a page that is not published keeps its words and loses its link.
        """
        html = LinkRewriter(bulk_rules={"page": self._expand_links}, reference_extractors={})(source)
        return re.sub(r"<a>(.*?)</a>", r"\1", expand_db_html(html), flags=re.DOTALL)

    def _expand_links(self, attrs_list: list[dict]) -> list[str]:
        pages = [self.find(attrs.get("id")) for attrs in attrs_list]
        return [f'<a href="{escape(page.get_url(self.request) or "")}">' if page else "<a>" for page in pages]
