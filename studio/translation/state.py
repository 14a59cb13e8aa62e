"""Working out how far each translation is, and keeping `TranslationState` so.

What moves a translation marks its key (`mark`); once the transaction is committed the rows of every key
marked are worked out again from the database, some hundreds at a time. Marking too much costs time and
never truth, and `rebuild` makes the whole table again.
"""

import datetime
import threading
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from home import content_version
from studio.models import State, TranslationState
from studio.translation import facts
from studio.translation.facts import Key, Sentences, Version

BATCH = 200
UNIQUE = ["translation_key", "target_locale"]
FIELDS = [
    field
    for field in TranslationState._meta.concrete_fields
    if field.name != "id" and field.name not in UNIQUE
]
COLUMNS = [field.name for field in FIELDS]
ATTRIBUTES = [field.attname for field in FIELDS]

_marked = threading.local()


def mark(key: Key) -> None:
    """The item with this translation key has moved: its rows are made again after this transaction.

    A key whose transaction is rolled back stays marked and is looked at again with the next one.
    """
    if not hasattr(_marked, "keys"):
        _marked.keys = set()
    _marked.keys.add(key)
    transaction.on_commit(_refresh_marked)


def _refresh_marked() -> None:
    keys, _marked.keys = _marked.keys, set()
    refresh(keys)


def rebuild() -> int:
    """Make the whole table again. Returns the number of rows."""
    keys: set[Key] = set(Page.objects.filter(depth__gt=1).values_list("translation_key", flat=True))
    for model in facts.item_models():
        keys |= set(model._default_manager.values_list("translation_key", flat=True))
    keys |= set(TranslationState.objects.values_list("translation_key", flat=True))
    refresh(keys)
    return TranslationState.objects.count()


def refresh(keys: Iterable[Key]) -> None:
    """Work out the rows of these items again: a constant number of queries for each two hundred."""
    waiting = sorted(keys)
    for start in range(0, len(waiting), BATCH):
        _refresh_batch(waiting[start : start + BATCH])


@transaction.atomic
def _refresh_batch(keys: list[Key]) -> None:
    before = {
        (row.translation_key, row.target_locale_id): row
        for row in TranslationState.objects.filter(translation_key__in=keys)
    }
    wanted = {(row.translation_key, row.target_locale_id): row for row in _rows(keys, before)}
    changed = [row for place, row in wanted.items() if _differs(row, before.get(place))]
    gone = [row.pk for place, row in before.items() if place not in wanted]
    if gone:
        TranslationState.objects.filter(pk__in=gone).delete()
    TranslationState.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=UNIQUE, update_fields=COLUMNS, batch_size=BATCH
    )
    if any(
        row.shows_machine != getattr(before.get(place), "shows_machine", False)
        for place, row in wanted.items()
    ):
        # Readers are told so on the page, which may be kept ready in memory.
        transaction.on_commit(content_version.move)


def _differs(row: TranslationState, before: TranslationState | None) -> bool:
    return before is None or any(getattr(row, name) != getattr(before, name) for name in ATTRIBUTES)


def _rows(keys: list[Key], before: dict) -> Iterator[TranslationState]:
    versions = facts.versions(keys)
    translations = facts.translations(keys)
    sentences = facts.sentences(record for found in translations.values() for record in found.values())
    published = facts.published(keys)
    translators = facts.translators(keys)
    locales = list(Locale.objects.order_by("pk"))
    for key, found in versions.items():
        origin = _origin(found, translations.get(key, {}), locales)
        for locale in locales:
            place = (key, locale.pk)
            target = found.get(locale.pk)
            if locale.pk == origin.locale_id or not (target or origin.live):
                continue
            translation = translations.get(key, {}).get(locale.pk)
            counted = sentences.get(translation.pk, Sentences()) if translation else Sentences()
            row = TranslationState(
                translation_key=key, target_locale_id=locale.pk, source_locale_id=origin.locale_id
            )
            _describe(row, origin, target, counted)
            row.state = _state(target, translation, counted, published.get(place))
            row.in_charge_id = translators.get(place) or (target or origin).owner_id
            row.since = _since(row, before.get(place), origin, translation, counted)
            row.shows_machine = _shows_machine(target, counted, published.get(place), before.get(place))
            yield row


def _origin(
    found: dict[int, Version], translations: dict[int, Translation], locales: list[Locale]
) -> Version:
    """The version that the others are translated from.

    The source of a translation; without any, the one in the site's source language, else the oldest.
    """
    for translation in translations.values():
        locale = translation.source.locale_id
        if locale in found and locale not in translations:
            return found[locale]
    own = next((locale.pk for locale in locales if locale.language_code == settings.LANGUAGE_CODE), None)
    written = [version for version in found.values() if not version.is_alias] or list(found.values())
    return min(written, key=lambda version: (version.locale_id != own, version.pk))


def _describe(row: TranslationState, origin: Version, target: Version | None, counted: Sentences) -> None:
    row.content_type_id = origin.content_type_id
    row.title = origin.title[:255]
    if origin.is_page:
        row.source_page_id = origin.pk
        row.target_page_id = target.pk if target else None
    else:
        row.source_item = str(origin.pk)
        row.target_item = str(target.pk) if target else ""
    row.sentences, row.stale, row.machine = counted.count, counted.stale, counted.machine
    row.reasons = counted.reasons
    row.first_segment = counted.first[1] if counted.first else None


def _state(
    target: Version | None,
    translation: Translation | None,
    counted: Sentences,
    published_at: datetime.datetime | None,
) -> State:
    """What is to be done next for this translation."""
    if target is None or target.is_alias:
        return State.MISSING
    if translation is None:
        return State.BY_HAND
    if counted.stale:
        return State.STALE
    if not target.live or is_pending(target, counted, published_at):
        return State.DRAFT
    return State.MACHINE if counted.machine else State.IN_STEP


def is_pending(target: Version, counted: Sentences, published_at: datetime.datetime | None) -> bool:
    """Whether sentences were translated that the page or item does not show yet."""
    if target.has_draft:
        return True
    return bool(counted.translated_at and (published_at is None or counted.translated_at > published_at))


def _since(
    row: TranslationState,
    before: TranslationState | None,
    origin: Version,
    translation: Translation | None,
    counted: Sentences,
) -> datetime.datetime:
    """Since when it is in this state; as well as is known, for one that is met for the first time."""
    if before is not None:
        return before.since if before.state == row.state else timezone.now()
    known = {
        State.MISSING: origin.published_at,
        State.STALE: translation and translation.source.last_updated_at,
    }.get(State(row.state), counted.translated_at)
    return known or timezone.now()


def _shows_machine(
    target: Version | None,
    counted: Sentences,
    published_at: datetime.datetime | None,
    before: TranslationState | None,
) -> bool:
    """Whether readers see sentences that only a machine has written.

    A sentence that a person has mended since is still shown as the machine wrote it until it is published.
    """
    if target is None or not target.live or target.is_alias:
        return False
    if published_at and any(when <= published_at for when in counted.machine_times):
        return True
    showed = before is not None and before.shows_machine
    return showed and is_pending(target, counted, published_at)
