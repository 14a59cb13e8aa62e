"""Every field that an editor fills in says what belongs in it, in both admin languages."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock
from wagtail.fields import StreamField

from glossary.models import GlossaryIndexPage, TermPage
from home.models import (
    ConceptIndexPage,
    ConceptPage,
    ContactPage,
    ContentPage,
    CustomDocument,
    CustomImage,
    HomePage,
    PublisherSettings,
    SiteFrame,
    Source,
    SourcesPage,
)
from showcase.models import (
    CriteriaGrid,
    Criterion,
    CriterionAssessment,
    Framework,
    FrameworkCategory,
    ProjectFigure,
    ProjectPage,
    ShowcasePage,
)

MODELS = [
    *(HomePage, ConceptIndexPage, ConceptPage, ContentPage, ContactPage, SourcesPage),
    *(ShowcasePage, ProjectPage, ProjectFigure, CriterionAssessment, CriteriaGrid, Criterion),
    *(Framework, FrameworkCategory),
    *(GlossaryIndexPage, TermPage, SiteFrame, Source, PublisherSettings, CustomImage, CustomDocument),
]
OURS = ("home", "showcase", "glossary")
# Said by the place they stand in.
SAID_ELSEWHERE = {"id", "page", "framework", "locale", "page_ptr"}


def _is_others(base: type) -> bool:
    """A model, or half of one, that comes with a package: its words are not ours."""
    return base.__module__.split(".")[0] not in OURS and hasattr(base, "_meta")


def _names(base: type) -> set[str]:
    return {field.name for field in base._meta.get_fields()}  # type: ignore[attr-defined]


def own_fields(model) -> Iterator:
    for field in model._meta.get_fields():
        written_here = getattr(field, "model", None) and field.model.__module__.split(".")[0] in OURS
        inherited = any(field.name in _names(base) for base in model.__mro__ if _is_others(base))
        if written_here and not inherited and getattr(field, "editable", False):
            yield field


def fields_of_blocks(block: Block, place: str) -> Iterator[tuple[str, Block]]:
    if isinstance(block, ListBlock):
        yield from fields_of_blocks(block.child_block, place)
    elif isinstance(block, BaseStructBlock | BaseStreamBlock):
        for name, child in block.child_blocks.items():
            if isinstance(block, BaseStructBlock):
                yield f"{place}.{name}", child
            yield from fields_of_blocks(child, f"{place}.{name}")


def help_of(block: Block) -> str:
    said = getattr(getattr(block, "field", None), "help_text", "")
    return str(said or getattr(block.meta, "help_text", ""))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_says_what_belongs_in_it_in_both_languages(model):
    wanted = {
        f"{model.__name__}.{field.name}": lambda field=field: str(field.help_text)
        for field in own_fields(model)
        if field.name not in SAID_ELSEWHERE
    }
    for field in own_fields(model):
        if isinstance(field, StreamField):
            for place, block in fields_of_blocks(field.stream_block, f"{model.__name__}.{field.name}"):
                wanted[place] = lambda block=block: help_of(block)
    assert wanted
    for place, read in wanted.items():
        with override("en"):
            english = read()
        with override("fr"):
            french = read()
        assert english, f"{place} has no help text"
        assert french != english, f"{place}: its help text is not in French"
