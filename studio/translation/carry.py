"""Copying what is the same in every language onto a published translation, its words left alone."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import SegmentOverride


def copy_values(source: models.Model, target: Any) -> bool:
    """Copy the synchronised fields of `source`, and of its parts, onto `target` and publish it.

    A value that the translation's editors have replaced by their own stays. Parts (figures, assessments)
    are matched by translation key; one that the translation has not yet comes with its next publication,
    and so does what stands inside a StreamField. Returns whether anything differed.
    """
    own = set(
        SegmentOverride.objects.filter(
            context__object_id=source.translation_key,  # type: ignore[attr-defined]
            locale_id=target.locale_id,
        ).values_list("context__path", flat=True)
    )
    differed = _copy_fields(source, target, own, "")
    for name in _parts(type(source)):
        theirs = list(getattr(target, name).all())
        changed = [_copy_part(part, theirs, own, name) for part in getattr(source, name).all()]
        if any(changed):
            setattr(target, name, theirs)
            differed = True
    if differed:
        _save(target)
    return differed


def _copy_part(part: Any, theirs: list[Any], own: set[str], name: str) -> bool:
    twin = next((found for found in theirs if found.translation_key == part.translation_key), None)
    return twin is not None and _copy_fields(part, twin, own, f"{name}.{part.translation_key}.")


def _copy_fields(source: Any, target: Any, own: set[str], place: str) -> bool:
    differed = False
    for field in _plain_fields(type(source)):
        value = getattr(source, field.attname)
        if place + field.name not in own and getattr(target, field.attname) != value:
            setattr(target, field.attname, value)
            differed = True
    return differed


def _plain_fields(model: type[models.Model]) -> Iterator[models.Field]:
    for translatable in get_translatable_fields(model):
        field = translatable.get_field(model)
        if isinstance(translatable, SynchronizedField) and isinstance(field, models.Field):
            yield field


def _parts(model: type[models.Model]) -> Iterator[str]:
    for translatable in get_translatable_fields(model):
        field = translatable.get_field(model)
        if (
            isinstance(field, models.ManyToOneRel)
            and isinstance(field.remote_field, ParentalKey)
            and issubclass(field.related_model, TranslatableMixin)
        ):
            yield field.name


def _save(target: Any) -> None:
    if isinstance(target, Page) and not target.has_unpublished_changes:
        target.save_revision(clean=False).publish()
    else:
        # A draft is left as it is: wagtail-localize gives it these values when it is published.
        target.save(**({"clean": False} if isinstance(target, Page) else {}))
