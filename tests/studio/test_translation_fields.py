"""What is no text is never sent to a translator: every model and every block of the site is walked."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, get_translatable_models
from wagtail_localize.fields import SynchronizedField, TranslatableField, get_translatable_fields

WORDS = "deux mots"
TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.BlockQuoteBlock)
# An address on the site, which each language has of its own (house rule 5).
SLUG = "slug"


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in get_translatable_models(include_subclasses=True)
        if model is not Page and not model._meta.abstract
    ]


def sent_fields(model: type[models.Model]) -> Iterator[models.Field]:
    for found in get_translatable_fields(model):
        field = found.get_field(model)
        if isinstance(found, TranslatableField) and isinstance(field, models.Field):
            yield field


def sent_blocks(block: blocks.Block, path: str) -> Iterator[tuple[str, blocks.Block]]:
    """The blocks below this one that wagtail-localize takes sentences from, with their paths."""
    if hasattr(block, "get_translatable_segments"):
        return
    if isinstance(block, blocks.BaseStructBlock | blocks.BaseStreamBlock):
        for name, child in block.child_blocks.items():
            yield from sent_blocks(child, f"{path}.{name}")
    elif isinstance(block, blocks.ListBlock):
        yield from sent_blocks(block.child_block, path)
    elif isinstance(block, TEXT_BLOCKS) and not isinstance(block, blocks.URLBlock | blocks.EmailBlock):
        yield path, block


def all_sent() -> Iterator[tuple[str, models.Field | blocks.Block]]:
    for model in our_models():
        for field in sent_fields(model):
            path = f"{model.__name__}.{field.name}"
            if isinstance(field, StreamField):
                yield from sent_blocks(field.stream_block, path)
            elif isinstance(field, models.CharField | models.TextField):
                yield path, field


def takes_words(found: models.Field | blocks.Block) -> bool:
    """Whether plain words are a good value: they are none for a code, a number, a date or an address."""
    try:
        if isinstance(found, models.Field):
            found.run_validators(WORDS)
        else:
            found.field.clean(WORDS)
    except ValidationError:
        return False
    return True


def test_the_walk_finds_what_is_sent():
    paths = {path for path, _found in all_sent()}
    assert {
        "ConceptPage.title",
        "CriterionAssessment.reason",
        "ConceptPage.body.quotation.text",
        "SiteFrame.menu.link.label",
        "ProjectFigure.label",
    } <= paths


def test_nothing_is_sent_that_words_are_no_value_of():
    sent = [path for path, found in all_sent() if not path.endswith(SLUG) and not takes_words(found)]
    assert sent == []


def test_no_address_code_choice_or_number_is_sent():
    wrong = (models.URLField, models.EmailField, models.SlugField)
    sent = [
        path
        for path, found in all_sent()
        if (isinstance(found, wrong) and not path.endswith(SLUG)) or getattr(found, "choices", None)
    ]
    assert sent == []


@pytest.mark.parametrize(
    "name",
    [
        "SiteFrame.phone",
        "SiteFrame.address",
        "SiteFrame.contact_email",
        "SiteFrame.social_links",
        "Criterion.code",
        "Criterion.glyph",
        "ProjectPage.latitude",
        "ProjectPage.website",
        "ProjectPage.start_year",
        "ProjectPage.legal_form",
        "ProjectPage.country",
        "ProjectPage.sectors",
        "ProjectPage.sdgs",
        "ProjectFigure.source_url",
        "ProjectFigure.year",
        "CriterionAssessment.assessed_on",
        "ConceptPage.listing_image",
        "ConceptPage.reviewed_on",
    ],
)
def test_what_is_the_same_in_every_language_is_synchronised(name):
    model_name, _dot, field_name = name.partition(".")
    (model,) = (found for found in our_models() if found.__name__ == model_name)
    (found,) = (found for found in get_translatable_fields(model) if found.field_name == field_name)
    assert isinstance(found, SynchronizedField)
