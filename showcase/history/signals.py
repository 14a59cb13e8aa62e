"""A publication is compared with the record."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published

from home.background import is_resting
from showcase.history import recording
from showcase.models.projects import ProjectPage


@receiver(page_published, sender=ProjectPage, dispatch_uid="history_of_findings")
def follow(instance: ProjectPage, **kwargs: Any) -> None:
    if not is_resting() and recording.speaks_for_all(instance):
        recording.record(instance, timezone.localdate())
