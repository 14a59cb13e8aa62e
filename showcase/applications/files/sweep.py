"""Contents that nothing names any more."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from showcase.applications.models import Attachment
from showcase.applications.models.attachments import ScanState, private_storage

ROOT = "applications"
# A file that is being taken has its content before its row.
YOUNG = timedelta(days=1)


@receiver(post_delete, sender=Attachment, dispatch_uid="applications_attachment_deleted")
def forget_content(instance: Attachment, **kwargs: Any) -> None:
    """Once the row is gone for good, so is what it named; where that fails, it is swept later."""
    name, storage = str(instance.file.name), instance.file.storage
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def sweep_orphans() -> int:
    """Delete contents of more than a day that no attachment names, or one that the virus scanner refused.
    Returns how many.
    """
    storage = private_storage()
    young = timezone.now() - YOUNG
    count = 0
    for folder in _folders():
        known = _known(folder)
        for bare in storage.listdir(f"{ROOT}/{folder}")[1]:
            name = f"{ROOT}/{folder}/{bare}"
            if name not in known and storage.get_modified_time(name) < young:
                storage.delete(name)
                count += 1
    return count


def _folders() -> Iterator[str]:
    try:
        yield from private_storage().listdir(ROOT)[0]
    except FileNotFoundError:  # nothing has been kept yet
        return


def _known(folder: str) -> set[str]:
    """The contents that are named, of the application whose folder it is."""
    try:
        key = UUID(folder)
    except ValueError:
        return set()
    kept = Attachment.objects.filter(application__key=key).exclude(scan=ScanState.REFUSED)
    return set(kept.values_list("file", flat=True))
