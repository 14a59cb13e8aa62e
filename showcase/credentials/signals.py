"""What is published, or taken away, is followed by the credentials."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from home.background import is_resting
from showcase.credentials import issuing
from showcase.credentials.models import Cause
from showcase.models.projects import ProjectPage


@receiver(page_published, sender=ProjectPage, dispatch_uid="credential_published")
def follow(instance: ProjectPage, **kwargs: Any) -> None:
    if not is_resting():
        issuing.keep_in_step(instance)


@receiver([page_unpublished, post_delete], sender=ProjectPage, dispatch_uid="credential_gone")
def withdraw(instance: ProjectPage, **kwargs: Any) -> None:
    issuing.retire(instance, Cause.WITHDRAWN)
