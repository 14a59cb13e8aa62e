"""What follows when a source is published: its sentences, its translations' other values, who is told.

wagtail-localize keeps a copy of the source as it was submitted, and looks at it again only when somebody
presses “Sync translated pages”. Here every publication does.
"""

import json
import logging
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from studio.translation import carry, facts, letters, state

log = logging.getLogger(__name__)

# (string, context): the same sentence at the same place.
Sentence = tuple[int, int]


def follow(instance: models.Model) -> None:
    """Refresh the sentences of a source that was published; nothing happens for any other page or item.

    A failure here is logged and never undoes the publication.
    """
    source = TranslationSource.objects.filter(
        object_id=instance.translation_key,  # type: ignore[attr-defined]
        locale_id=instance.locale_id,  # type: ignore[attr-defined]
    ).first()
    translations = list(_in_force(source)) if source else []
    if not source or not translations:
        return
    try:
        with transaction.atomic():
            _follow(source, translations)
    except Exception:
        log.exception("The translations of %s could not be brought up to its new version", source.object_repr)


def _in_force(source: TranslationSource) -> models.QuerySet[Translation]:
    return source.translations.filter(enabled=True).select_related("target_locale")


def _follow(source: TranslationSource, translations: list[Translation]) -> None:
    waiting = {translation.pk: set(untranslated(translation)) for translation in translations}
    content = source.content_json
    # From the database: the instance at hand may still hold children that were never saved.
    fresh = source.get_source_instance()
    source, _created = TranslationSource.update_or_create_from_instance(fresh)
    if essence(type(fresh), json.loads(content)) == essence(type(fresh), json.loads(source.content_json)):
        return
    told = letters.Letters(source)
    for translation in _in_force(source):
        now = untranslated(translation)
        told.add(translation, [now[place] for place in now if place not in waiting[translation.pk]])
        bring_over(translation, fresh)
    told.post()


def untranslated(translation: Translation) -> dict[Sentence, int]:
    """The segments that wait for a translation, in order, by sentence."""
    segments = (
        StringSegment.objects.filter(source_id=translation.source_id)
        .annotate_translation(translation.target_locale)
        .filter(translation__isnull=True)
        .order_by("order")
    )
    return {(segment.string_id, segment.context_id): segment.pk for segment in segments}


def essence(model: type[models.Model], content: dict[str, Any]) -> dict[str, Any]:
    """What of a serialised page or item its translations are made of: no dates of publication, no keys."""
    found: dict[str, Any] = {}
    for translatable in get_translatable_fields(model):
        field = translatable.get_field(model)
        value = content.get(field.name)
        if isinstance(field, models.ManyToOneRel):
            value = [
                (child.get("translation_key"), essence(field.related_model, child)) for child in value or []
            ]
        found[field.name] = value
    return found


def bring_over(translation: Translation, source_instance: models.Model) -> None:
    """Give the published translation what needs no translator.

    Where every sentence has its translation and nothing waits to be published, the whole of it is
    published again: pictures, order, what was added or taken away. Otherwise the translation keeps the
    words it shows, and only what is the same in every language (dates, coordinates, findings) follows.
    A translation that is not published gets all this with its own publication.
    """
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        return
    if isinstance(target, Page) and (not target.live or target.alias_of_id):
        return
    try:
        if _is_ready(translation):
            translation.save_target(publish=True)
        else:
            carry.copy_values(source_instance, target)
    except ValidationError as error:
        log.warning("%s was not brought over to %s: %s", translation.source, translation.target_locale, error)


def _is_ready(translation: Translation) -> bool:
    key, locale = translation.source.object_id, translation.target_locale_id
    counted = facts.sentences([translation])[translation.pk]
    target = facts.versions([key])[key][locale]
    return not counted.stale and not state.is_pending(
        target, counted, facts.published([key]).get((key, locale))
    )
