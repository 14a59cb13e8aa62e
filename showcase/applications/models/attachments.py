"""Files that an applicant adds: kept apart from what the public reads."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from showcase.applications.models.files import Application, Person


class AttachmentKind(models.TextChoices):
    IMAGE = "image", _("image")
    DOCUMENT = "document", _("document")


class ScanState(models.TextChoices):
    WAITING = "waiting", _("being checked for viruses")
    CLEAN = "clean", _("ready")
    REFUSED = "refused", _("refused by the virus scanner")


def private_storage() -> Storage:
    return storages["private"]


def place(attachment: "Attachment", name: str) -> str:
    """Where it is kept: nothing in the name comes from outside but the extension that its content has."""
    return f"applications/{attachment.application.key}/{attachment.key}{attachment.extension}"


class Attachment(models.Model):
    """One file, as the site keeps it: an image drawn again, a document as it was found good."""

    wagtail_reference_index_ignore = True

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(_("kind"), max_length=10, choices=AttachmentKind.choices)
    # As it was called on the applicant's machine: shown and offered for download, never a path.
    name = models.CharField(_("name"), max_length=160)
    extension = models.CharField(max_length=8)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(max_length=64)
    file = models.FileField(storage=private_storage, upload_to=place, max_length=200)
    scan = models.CharField(_("state"), max_length=10, choices=ScanState.choices, default=ScanState.CLEAN)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            # The same file sent twice, by a click or a connection that came back, is one.
            models.UniqueConstraint(fields=["application", "digest"], name="one_attachment_per_content")
        ]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
