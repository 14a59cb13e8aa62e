"""A page taken apart for the rules: its blocks, its passages of text, its links, saved or not."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from modelcluster.models import get_all_child_relations
from wagtail.blocks import (
    BaseStreamBlock,
    BaseStructBlock,
    Block,
    CharBlock,
    ListBlock,
    RichTextBlock,
    TextBlock,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText, get_text_for_indexing

from home.blocks.knowledge import DefinitionBlock
from home.blocks.text import QuotationBlock, VerbatimTextBlock
from home.references import References
from showcase.blocks import EvidenceBlock

PARAGRAPH_END = re.compile(r"</(?:p|li|h[2-6]|blockquote)>|<br\s*/?>")
# Names of things in their own language, and what is not read as text.
NOT_OUR_WORDS = {"slug", "source_title", "also_known_as", "wagtail_admin_comments", "draft_title", "url_path"}


@dataclass(frozen=True)
class Spot:
    """One block with its value. `path` is Wagtail's content path: field, block key, child…"""

    path: str
    block: Block
    value: Any
    # The nearest named block around, which an editor sees as one thing.
    parent: "Spot | None" = None

    def inside(self, *kinds: type[Block]) -> bool:
        """Whether this or a block around it is one of these."""
        return isinstance(self.block, kinds) or bool(self.parent and self.parent.inside(*kinds))


@dataclass(frozen=True)
class Passage:
    """Some words of the page. `html` is rich text as stored, where it is; `running` marks prose."""

    path: str
    text: str
    html: str = ""
    running: bool = False
    ours: bool = True

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs(self.html) if self.html else [self.text]


class PageReading:
    """A page as the rules read it. Asks the database once for what the page points at, if a rule needs it."""

    def __init__(self, page: Page):
        self.page = page
        self.language = page.locale.language_code if page.locale_id else "fr"

    @cached_property
    def spots(self) -> list[Spot]:
        """Every block of every StreamField, at any depth, in reading order."""
        found: list[Spot] = []
        for owner, prefix in self._owners:
            for field in owner._meta.get_fields():
                if isinstance(field, StreamField):
                    value = getattr(owner, field.name)
                    found += _descend(Spot(prefix + field.name, value.stream_block, value))
        return found

    @cached_property
    def passages(self) -> list[Passage]:
        """Every text that a reader meets, in the order of the fields."""
        found = [passage for owner, prefix in self._owners for passage in _field_passages(owner, prefix)]
        return found + [passage for spot in self.spots if (passage := _passage(spot))]

    @cached_property
    def children(self) -> list[tuple[models.Model, str]]:
        """(inline child, its content path) of each: figures, assessments."""
        found = []
        for relation in get_all_child_relations(type(self.page)):
            name = relation.get_accessor_name()
            if name == "wagtail_admin_comments":
                continue
            for child in getattr(self.page, name).all():
                found.append((child, f"{name}.{child.pk or ''}"))
        return found

    @property
    def _owners(self) -> list[tuple[models.Model, str]]:
        return [(self.page, ""), *((child, f"{path}.") for child, path in self.children)]

    @cached_property
    def references(self) -> References:
        """What the page points at, as its own readers see it."""
        return References(self.page, language=self.language)


def read_value(path: str, block: Block, value: Any) -> list[Spot]:
    """The block and all within it."""
    return list(_descend(Spot(path, block, value)))


def paragraphs(source: str) -> list[str]:
    """The paragraphs and list items of a rich text, as plain words."""
    parts = (html.unescape(strip_tags(part)).strip() for part in PARAGRAPH_END.split(source))
    return [part for part in parts if part]


def _descend(spot: Spot) -> Iterator[Spot]:
    yield spot
    for name, block, value in _children(spot):
        yield from _descend(Spot(f"{spot.path}.{name}", block, value, spot))


def _children(spot: Spot) -> Iterator[tuple[str, Block, Any]]:
    block, value = spot.block, spot.value
    if isinstance(block, BaseStreamBlock):
        yield from ((child.id or "", child.block, child.value) for child in value or ())
    elif isinstance(block, ListBlock):
        bound = getattr(value, "bound_blocks", None) or ()
        yield from ((child.id or "", child.block, child.value) for child in bound)
    elif isinstance(block, BaseStructBlock):
        yield from ((name, child, value.get(name)) for name, child in block.child_blocks.items())


def _passage(spot: Spot) -> Passage | None:
    """The words of a block that holds some, else None."""
    if not spot.value or spot.inside(VerbatimTextBlock, EvidenceBlock):
        return None
    ours = not _quoted(spot)
    if isinstance(spot.block, RichTextBlock):
        # As stored: made HTML, its links would each ask for their page.
        source = spot.value.source if isinstance(spot.value, RichText) else spot.value
        return Passage(spot.path, get_text_for_indexing(source), source, running=True, ours=ours)
    if isinstance(spot.block, CharBlock | TextBlock):
        return Passage(spot.path, str(spot.value), running=isinstance(spot.block, TextBlock), ours=ours)
    return None


def _quoted(spot: Spot) -> bool:
    """Whether the words are somebody else's: nobody may make them simpler."""
    around = spot.parent
    word_for_word = around and isinstance(around.block, DefinitionBlock) and around.value.get("quoted")
    return spot.inside(QuotationBlock) or bool(word_for_word)


def _field_passages(owner: models.Model, prefix: str) -> Iterator[Passage]:
    for field in owner._meta.get_fields():
        if not isinstance(field, models.Field) or field.name in NOT_OUR_WORDS or not field.editable:
            continue
        if isinstance(field, RichTextField):
            source = getattr(owner, field.name) or ""
            yield Passage(prefix + field.name, get_text_for_indexing(source), source, running=True)
        elif type(field) in (models.CharField, models.TextField) and not field.choices:
            running = isinstance(field, models.TextField) and field.name != "search_description"
            yield Passage(prefix + field.name, getattr(owner, field.name) or "", running=running)
