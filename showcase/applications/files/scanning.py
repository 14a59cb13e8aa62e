"""A virus scanner, where one is switched on: a file waits until it has answered."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from home.posting import try_later
from showcase.applications.files.clamd import is_clean
from showcase.applications.models import Attachment
from showcase.applications.models.attachments import ScanState

# After that nothing tries again by itself (`RETRY_MINUTES` come to fifteen hours).
FORGOTTEN = timedelta(days=1)


@task()
def scan(attachment_id: int, attempt: int = 0) -> None:
    """Have a waiting attachment scanned. What is found is deleted, and its row stays to say so. Where clamd
    does not answer, the file goes on waiting and is tried again, five times within a day.
    """
    attachment = Attachment.objects.filter(pk=attachment_id, scan=ScanState.WAITING).first()
    if attachment is None:
        return
    try:
        state = _asked(attachment)
    except OSError:
        try_later(scan, attachment_id, attempt=attempt)
        raise
    Attachment.objects.filter(pk=attachment_id).update(scan=state)
    if state == ScanState.REFUSED:
        attachment.file.storage.delete(str(attachment.file.name))


def _asked(attachment: Attachment) -> ScanState:
    if not settings.CLAMD_ADDRESS:  # it was switched off meanwhile: nothing is to be waited for
        return ScanState.CLEAN
    with attachment.file.open("rb") as content:
        return ScanState.CLEAN if is_clean(settings.CLAMD_ADDRESS, content.chunks()) else ScanState.REFUSED


def scan_forgotten() -> int:
    """Queue the attachments that have waited for more than a day. Returns how many."""
    waiting = Attachment.objects.filter(scan=ScanState.WAITING, added_at__lt=timezone.now() - FORGOTTEN)
    keys = list(waiting.values_list("pk", flat=True))
    for key in keys:
        scan.enqueue(key)
    return len(keys)
