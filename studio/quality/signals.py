"""When to read a page again: it changed, or what it rests on did. The worker does it, after the commit."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from home.background import is_resting
from home.models import SiteFrame, Source
from studio.quality import tasks


def _soon(page_ids: Iterable[int]) -> None:
    keys = sorted(page_ids)
    if keys and not is_resting():
        transaction.on_commit(lambda: tasks.look_again.enqueue(keys))


def _versions(page: Page) -> set[int]:
    return set(Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True))


@receiver(page_published, dispatch_uid="quality_published")
def published(sender, instance: Page, **kwargs) -> None:
    """The page, its translations, and those whose link to it led nowhere until now."""
    from studio.quality.health import DEAD_PAGE, holders_of
    from studio.quality.models import Problem

    waiting = Problem.objects.filter(code=DEAD_PAGE, page_id__in=holders_of(instance))
    _soon(_versions(instance) | set(waiting.values_list("page_id", flat=True)))


@receiver(page_unpublished, dispatch_uid="quality_unpublished")
def unpublished(sender, instance: Page, **kwargs) -> None:
    """The page, its translations, and all that link to it."""
    from studio.quality.health import holders_of

    _soon(_versions(instance) | holders_of(instance))


@receiver(pre_delete, dispatch_uid="quality_deleted")
def deleted(sender, instance, **kwargs) -> None:
    """Before a page goes: afterwards nothing tells any more who linked to it."""
    from studio.quality.health import holders_of

    if isinstance(instance, Page) and sender is Page:
        _soon((_versions(instance) | holders_of(instance)) - {instance.pk})


@receiver(post_save, sender=Source, dispatch_uid="quality_source")
@receiver(post_save, sender=SiteFrame, dispatch_uid="quality_frame")
def record_saved(sender, instance, raw: bool = False, **kwargs) -> None:
    if not raw and not is_resting():
        kind = "source" if sender is Source else "frame"
        transaction.on_commit(lambda: tasks.look_at_record_again.enqueue(kind, instance.pk))
