"""The project's own rules, told by `manage.py check`."""

from django.core.checks import Error, register
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from home.models import BasePage

OURS = ("home", "showcase", "glossary", "studio")


@register()
def page_rules(app_configs, **kwargs) -> list[Error]:
    """Each page type says what is above and below it and what search reads; each block has a template."""
    errors = []
    for model in get_page_models():
        if model._meta.app_label not in OURS or not issubclass(model, BasePage):
            continue
        for rule in ("parent_page_types", "subpage_types"):
            if rule not in vars(model):
                errors.append(
                    Error(
                        f"{model.__name__} does not say its {rule}.",
                        obj=model,
                        id="passerelle.E001",
                    )
                )
        if "search_fields" not in vars(model):
            errors.append(Error(f"{model.__name__} has no search_fields.", obj=model, id="passerelle.E002"))
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                errors += _block_rules(model, field)
    return errors


def _block_rules(model, field: StreamField) -> list[Error]:
    errors = []
    for name, block in field.stream_block.child_blocks.items():
        place = f"{model.__name__}.{field.name}.{name}"
        if isinstance(block, BaseStructBlock) or type(block).__module__.startswith(OURS):
            if not _is_plain_reference(block) and not getattr(block.meta, "template", None):
                errors.append(Error(f"{place} has no template.", obj=model, id="passerelle.E003"))
            if not _is_plain_reference(block) and not getattr(block.meta, "description", None):
                errors.append(Error(f"{place} has no description.", obj=model, id="passerelle.E004"))
    return errors


def _is_plain_reference(block: Block) -> bool:
    """A chooser is rendered by the page that holds it."""
    return not isinstance(block, BaseStructBlock | BaseStreamBlock | ListBlock) and hasattr(
        block, "target_model"
    )
