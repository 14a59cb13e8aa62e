"""What moves a translation, and what follows from a publication."""

from typing import Any

from django.db.models import Model, TextField
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from django.db.transaction import on_commit
from django.dispatch import receiver
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.signals import page_published
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from studio.models import TranslationState
from studio.translation import facts, state, sync

# Where each record of wagtail-localize keeps the key of what it is about.
KEYS = {
    TranslationSource: lambda record: record.object_id,
    Translation: lambda record: record.source.object_id,
    TranslationLog: lambda record: record.source.object_id,
    StringSegment: lambda record: record.source.object_id,
    StringTranslation: lambda record: record.context and record.context.object_id,
}


@receiver(pre_save, dispatch_uid="studio_translation_newlines")
def one_kind_of_newline(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """A form sends lines as CR LF where other texts have LF, and the same words would be another sentence."""
    if not isinstance(instance, TranslatableMixin):
        return
    for field in instance._meta.concrete_fields:
        value = instance.__dict__.get(field.attname)
        if isinstance(field, TextField) and isinstance(value, str):
            setattr(instance, field.attname, value.replace("\r\n", "\n"))


@receiver([post_save, post_delete], dispatch_uid="studio_translation_moved")
def mark_on_change(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """A page, an item or a sentence has moved: its rows on the board are worked out again."""
    if raw:
        return
    if sender in KEYS:
        key = KEYS[sender](instance)
    elif facts.is_translated_by_itself(instance):
        key = instance.translation_key  # type: ignore[attr-defined]
    else:
        return
    if key:
        state.mark(key)


@receiver(post_save, sender=Locale, dispatch_uid="studio_translation_new_language")
def rebuild_for_a_new_language(created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        on_commit(state.rebuild)


@receiver(page_published, dispatch_uid="studio_translation_page_published")
def follow_a_page(instance: Page, **kwargs: Any) -> None:
    sync.follow(instance)


@receiver(post_save, dispatch_uid="studio_translation_item_saved")
def follow_an_item(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """A criterion or the site frame has no drafts: saved is published."""
    if not raw and not isinstance(instance, Page) and facts.is_translated_by_itself(instance):
        sync.follow(instance)


@receiver(post_migrate, dispatch_uid="studio_translation_first_rows")
def fill_the_board(sender: Any, apps: Any, **kwargs: Any) -> None:
    """A site that had translations before it had a board finds them on it."""
    if sender.name != "studio":
        return
    try:  # the state after these migrations, which need not be the last ones
        apps.get_model("studio", "TranslationState")
        apps.get_model("wagtail_localize", "TranslationLog")
    except LookupError:
        return
    if not TranslationState.objects.exists():
        state.rebuild()
