"""What the database knows of translations, for many items at once: a constant number of queries."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max
from modelcluster.fields import ParentalKey
from wagtail.models import Page, TranslatableMixin, get_translatable_models
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog

Key = uuid.UUID
REASON_PATH = "assessments.reason"


@dataclass
class Version:
    """A page or item in one language."""

    pk: int
    locale_id: int
    content_type_id: int
    title: str
    is_page: bool
    live: bool = True
    is_alias: bool = False
    has_draft: bool = False
    owner_id: int | None = None
    published_at: datetime.datetime | None = None


@dataclass
class Sentences:
    """The sentences of one translation, counted."""

    count: int = 0
    stale: int = 0
    machine: int = 0
    reasons: int = 0
    first: tuple[int, int] | None = None  # (order, segment) of the first that waits
    translated_at: datetime.datetime | None = None
    machine_times: list[datetime.datetime] = field(default_factory=list)

    def add(
        self, segment: int, order: int, path: str, kind: str | None, when: datetime.datetime | None
    ) -> None:
        """Count one sentence; `kind` is its type of translation, None where it has no translation."""
        self.count += 1
        if when and (self.translated_at is None or when > self.translated_at):
            self.translated_at = when
        if kind is None:
            self.stale += 1
        elif kind == StringTranslation.TRANSLATION_TYPE_MACHINE:
            self.machine += 1
            self.machine_times.append(when)  # type: ignore[arg-type]
        else:
            return
        self.reasons += path == REASON_PATH
        # Untranslated ones go before those to be read.
        self.first = min(self.first or (2**40, 0), (order + (0 if kind is None else 2**30), segment))


def item_models() -> list[type[models.Model]]:
    """Translatable models that are translated by themselves and are not pages: criteria, the site frame."""
    return [
        model
        for model in get_translatable_models()
        if not issubclass(model, Page)
        and not any(isinstance(found, ParentalKey) for found in model._meta.get_fields())
    ]


def is_translated_by_itself(instance: models.Model) -> bool:
    """Whether this is a page or an item, not a part of one (an assessment, a figure)."""
    return isinstance(instance, TranslatableMixin) and not any(
        isinstance(found, ParentalKey) for found in instance._meta.get_fields()
    )


def versions(keys: Iterable[Key]) -> dict[Key, dict[int, Version]]:
    """Every version of these items, by key and locale."""
    found: dict[Key, dict[int, Version]] = defaultdict(dict)
    pages = Page.objects.filter(translation_key__in=keys, depth__gt=1).select_related("owner")
    for page in pages:
        found[page.translation_key][page.locale_id] = Version(
            pk=page.pk,
            locale_id=page.locale_id,
            content_type_id=page.content_type_id,
            title=page.title,
            is_page=True,
            live=page.live,
            is_alias=page.alias_of_id is not None,
            has_draft=page.has_unpublished_changes,
            owner_id=page.owner_id if page.owner and page.owner.is_active else None,
            published_at=page.last_published_at,
        )
    for model in item_models():
        content_type = ContentType.objects.get_for_model(model)
        items: Iterable[Any] = model._default_manager.filter(translation_key__in=keys)
        for item in items:
            found[item.translation_key][item.locale_id] = Version(
                pk=item.pk,
                locale_id=item.locale_id,
                content_type_id=content_type.pk,
                title=str(getattr(item, "title", None) or getattr(item, "site_name", None) or item),
                is_page=False,
            )
    return found


def translations(keys: Iterable[Key]) -> dict[Key, dict[int, Translation]]:
    """The translations in force of these items, by key and target locale."""
    found: dict[Key, dict[int, Translation]] = defaultdict(dict)
    records = Translation.objects.filter(source__object_id__in=keys, enabled=True)
    for translation in records.select_related("source").defer("source__content_json"):
        found[translation.source.object_id][translation.target_locale_id] = translation
    return found


def sentences(records: Iterable[Translation]) -> dict[int, Sentences]:
    """The sentences of these translations, counted, by the translation's key.

    Segments and translations are matched here and not in SQL: a database without statistics of its
    tables, as after an import, would take minutes over that join.
    """
    chosen = list(records)
    found: dict[int, Sentences] = {record.pk: Sentences() for record in chosen}
    done = _translated(chosen)
    targets: dict[int, list[Translation]] = defaultdict(list)
    for record in chosen:
        targets[record.source_id].append(record)
    rows = StringSegment.objects.filter(source__in=targets).values_list(
        "source", "string", "context", "pk", "order", "context__field_path"
    )
    for source, string, context, *segment in rows:
        for record in targets[source]:
            kind_and_time = done.get((string, context, record.target_locale_id), (None, None))
            found[record.pk].add(*segment, *kind_and_time)
    return found


def _translated(records: list[Translation]) -> dict[tuple[int, int, int], tuple[str, datetime.datetime]]:
    """Type and time of each usable translation of these items, by string, context and locale."""
    rows = StringTranslation.objects.filter(
        context__object__in={record.source.object_id for record in records},
        locale__in={record.target_locale_id for record in records},
        has_error=False,
    ).values_list("translation_of", "context", "locale", "translation_type", "updated_at")
    return {(string, context, locale): (kind, when) for string, context, locale, kind, when in rows}


def published(keys: Iterable[Key]) -> dict[tuple[Key, int], datetime.datetime]:
    """When each translation was last carried over to its page or item, by key and target locale."""
    logs = TranslationLog.objects.filter(source__object_id__in=keys)
    times = logs.values_list("source__object_id", "locale").annotate(last=Max("created_at"))
    return {(key, locale): last for key, locale, last in times}


def translators(keys: Iterable[Key]) -> dict[tuple[Key, int], int]:
    """Who, of those that still sign in, last translated each item, by key and target locale."""
    work = StringTranslation.objects.filter(
        context__object_id__in=keys, last_translated_by__is_active=True
    ).values_list("context__object_id", "locale", "last_translated_by")
    latest = work.annotate(last=Max("updated_at")).order_by("last")
    return {(key, locale): person for key, locale, person, _last in latest}
