"""Submitting, translating and publishing, as the admin does it."""

from typing import Any

from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from studio.models import TranslationState
from tests.factories import locale


def submit(instance: Any, language: str = "en", user: Any = None) -> Translation:
    """Submit a page or an item for translation. Returns the translation."""
    if isinstance(instance, Page):
        instance = type(instance).objects.get(pk=instance.pk)
    translate_object(instance, [locale(language)], user=user)
    return Translation.objects.get(source__object_id=instance.translation_key, target_locale=locale(language))


def segments(translation: Translation) -> list[StringSegment]:
    found = StringSegment.objects.filter(source=translation.source).order_by("order")
    return list(found.select_related("string", "context"))


def translate(
    translation: Translation, user: Any = None, kind: str = "manual", skip: tuple[str, ...] = ()
) -> None:
    """Give every sentence that has none a translation: its source, marked “[en] ”; slugs stay slugs."""
    for segment in segments(translation):
        path = segment.context.path
        if path in skip:
            continue
        data = segment.string.data
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={
                "data": f"en-{data}" if path == "slug" else f"[en] {data}",
                "translation_type": kind,
                "last_translated_by": user,
            },
        )


def state_of(translation: Translation) -> TranslationState:
    return TranslationState.objects.get(
        translation_key=translation.source.object_id, target_locale=translation.target_locale
    )


def republish(page: Page, **changes: Any) -> None:
    """Change a page as an editor does, and publish it."""
    fresh = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()
