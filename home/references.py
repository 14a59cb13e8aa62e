"""What one page points at, fetched once for all of its blocks.

A block keeps only the key of a page, a source or a picture (`home.blocks.links`), and so does rich
text. Rendering asks this object, which loads each kind with one query however many blocks there are.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django.conf import settings
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
)
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.blocks import BoundBlock, StreamValue
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import expand_db_html, extract_references_from_rich_text
from wagtail.rich_text.rewriters import LinkRewriter

from home import providers


class References:
    """The pages, sources and pictures that a page's streams point at, as a reader of `language` sees them.

    `page` is the page being shown, saved or not, or None; `streams` are values of StreamFields outside
    it (the menus), and `blocks` are blocks with their values outside any; `request` lets Wagtail make
    addresses without asking again.
    """

    # Whether pictures, drawings and badges are shown; a text that nobody looks at goes without.
    shows_pictures = True

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
        self._rich_texts = getattr(page, "rich_texts", [])
        self._cited: dict[int, int] = {}
        self._cards: dict[int, Page] = {}
        # The glossary's terms that the text uses, once it has been made.
        self.terms: list = []

    @cached_property
    def _keys(self) -> dict[str, set[int]]:
        keys: dict[str, set[int]] = {"page": set(), "source": set(), "image": set()}
        for text in self._rich_texts:
            keys["page"] |= _pages_in(text)
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
    def _pages(self) -> "KnownPages":
        known = KnownPages()
        known.learn(self._keys["page"], getattr(self.page, "translation_key", None))
        return known

    def find(self, reference: Any) -> Page | None:
        """The live page that a key, or a page that knows only its key, stands for in the reader's language.

        In another language where it is not published in the reader's; None where it is in neither.
        """
        key = getattr(reference, "pk", reference)
        return self._pages.version(int(key), self.language) if key else None

    def listed(self, references: Iterable) -> list[Page]:
        """The pages found for these that anybody may read: what a list may show of them."""
        return [page for page in map(self.find, references) if page and not page.is_restricted]

    def cards(self, references: Iterable) -> list[Page]:
        """The pages found for these, each as its own type with what a card shows, in the order given.

        One query per page type, and those that the type's `for_cards` adds; none for a page asked for
        before.
        """
        pages = self.listed(references)
        by_type: dict[type[Page], set[int]] = {}
        for page in pages:
            if page.pk not in self._cards:
                by_type.setdefault(page.specific_class, set()).add(page.pk)
        for model, keys in by_type.items():
            self._cards |= {page.pk: page for page in model.objects.for_cards().filter(pk__in=keys)}
        return [self._cards[page.pk] for page in pages if page.pk in self._cards]

    def with_pictures(self, *pages: Page) -> None:
        """Load the renditions of these pages' pictures, and the pictures of the blocks with theirs: all of
        them with one query, and with one more those that have never been shown.
        """
        own = [picture for page in pages for picture in (page.listing_image, page.social_image) if picture]
        renditions = _renditions({picture.pk for picture in own} | self._keys["image"])
        for picture in own:
            picture.prefetched_renditions = renditions.get(picture.pk, [])
        self._images = _pictures(self._keys["image"], renditions)

    @cached_property
    def translations(self) -> list[Page]:
        """The live versions of the page itself, each language's, its own among them."""
        versions = self._pages.versions.get(getattr(self.page, "translation_key", None), {})
        return [versions[language] for language in sorted(versions)]

    @property
    def source_version(self) -> Page | None:
        """The page in the site's source language; the page itself where it is not published in it."""
        by_language = {row.locale.language_code: row for row in self.translations}
        return by_language.get(settings.LANGUAGE_CODE, self.page)

    @property
    def shows_machine(self) -> bool:
        """Whether parts of the page itself were translated by machine and not yet read by a person."""
        key = getattr(self.page, "pk", None)
        return any(version.pk == key and version.shows_machine for version in self.translations)

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
        return _pictures(self._keys["image"], _renditions(self._keys["image"]))

    def image(self, reference: Any):
        """The picture that a block points at, with its renditions at hand; None where it is gone."""
        return self._images.get(reference.pk) if reference else None

    def expand(self, source: str) -> str:
        """Rich text as stored, made HTML: links to pages lead to the reader's language.

        A link to a page that is not published keeps its words and loses its link. Texts of the page's own
        fields cost nothing; one of another record asks once for the pages it is the first to name.
        """
        self._pages.learn(_pages_in(source) - self._pages.asked)
        html = LinkRewriter(bulk_rules={"page": self._expand_links}, reference_extractors={})(source)
        return re.sub(r"<a>(.*?)</a>", r"\1", expand_db_html(html), flags=re.DOTALL)

    def _expand_links(self, attrs_list: list[dict]) -> list[str]:
        pages = [self.find(attrs.get("id")) for attrs in attrs_list]
        return [f'<a href="{escape(page.get_url(self.request) or "")}">' if page else "<a>" for page in pages]


def _renditions(keys: set[int]) -> dict[int, list]:
    """{key of a picture: its renditions, each with the picture}. One query, none for no key."""
    found: dict[int, list] = {}
    if keys:
        model = get_image_model().get_rendition_model()
        for rendition in model.objects.filter(image__in=keys).select_related("image"):
            found.setdefault(rendition.image_id, []).append(rendition)
    return found


def _pictures(keys: set[int], renditions: dict[int, list]) -> dict[int, Any]:
    """{key: picture} of those that are there, each with its renditions at hand, as Wagtail looks for them."""
    pictures = {key: renditions[key][0].image for key in keys & renditions.keys()}
    if unseen := keys - pictures.keys():
        pictures |= get_image_model().objects.in_bulk(unseen)
    for key, picture in pictures.items():
        picture.prefetched_renditions = renditions.get(key, [])
    return pictures


class KnownPages:
    """The versions of the pages that have been asked for, by what they translate."""

    def __init__(self) -> None:
        self.asked: set[int] = set()
        self.versions: dict[Any, dict[str, Page]] = {}
        self._translation_keys: dict[int, Any] = {}

    def learn(self, keys: set[int], translation_key: Any = None) -> None:
        """Load every version of the pages with these keys, and of `translation_key`, in one query."""
        if not keys and translation_key is None:
            return
        self.asked |= keys
        wanted = Q(pk__in=keys)
        if translation_key is not None:
            wanted |= Q(translation_key=translation_key)
        # The "or" stands inside, where the database has an index of each; outside it would read every page.
        versions = Page.objects.filter(wanted).values("translation_key")
        pages = Page.objects.filter(translation_key__in=versions).annotate(
            is_restricted=restricted(), shows_machine=providers.machine_written()
        )
        for page in pages.select_related("locale"):
            # A page that is not published still tells what its live version in another language is.
            self._translation_keys[page.pk] = page.translation_key
            if page.live:
                self.versions.setdefault(page.translation_key, {})[page.locale.language_code] = page

    def version(self, key: int, language: str) -> Page | None:
        """The live version in the language, else in another; None for a page that is not known."""
        versions = self.versions.get(self._translation_keys.get(key), {})
        return versions.get(language) or next(iter(versions.values()), None)


def restricted(path: str = "path") -> Exists:
    """Whether a page, or one above it, asks for a password or a login; for a query over pages, or over
    rows from which `path` leads to a page's path.
    """
    # Not a join: the few restrictions are to be read first, never the many pages.
    shut = Page.objects.filter(pk=OuterRef("page_id")).values("path")[:1]
    above = PageViewRestriction.objects.alias(
        path_below=ExpressionWrapper(OuterRef(path), output_field=CharField()), path_shut=Subquery(shut)
    )
    return Exists(above.filter(path_below__startswith=F("path_shut")))


def _pages_in(text: str) -> set[int]:
    """Keys of the pages that a rich text links to."""
    found = extract_references_from_rich_text(text)
    return {int(key) for model, key, *_path in found if issubclass(model, Page)}
