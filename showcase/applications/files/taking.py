"""Taking a file that somebody adds: told by its content, made harmless, kept once."""

import hashlib
import unicodedata

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext as _

from showcase.applications.files.documents import written_again
from showcase.applications.files.images import drawn_again
from showcase.applications.files.kinds import is_image
from showcase.applications.files.limits import megabytes, most_bytes, most_files, most_in_all
from showcase.applications.files.refusing import RefusedError
from showcase.applications.files.scanning import scan
from showcase.applications.models import Application, Attachment, Person
from showcase.applications.models.attachments import AttachmentKind, ScanState
from showcase.applications.sections.base import attachments_named
from showcase.applications.steps import held

__all__ = ["RefusedError", "forget_unused", "take", "unused"]

# In characters, for the database; in bytes, for the disk on which somebody unpacks what they take away.
LONGEST_STEM, MOST_BYTES = 150, 200
# Signs that nobody sees, which can turn the others around: controls, formats, line ends, half characters.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def take(person: Person, upload: UploadedFile, kind: AttachmentKind) -> Attachment:
    """Keep a file for the person's application. Raises RefusedError, whose text says what to do.

    The same content twice is one attachment. Where scanning is on, it waits for the scanner's word.
    """
    most = most_bytes(kind)
    size = upload.size or 0
    if size > most:
        raise RefusedError(
            _(
                "This file is too large: %(size)s MB; we can take %(most)s MB. Make it smaller and add it"
                " again."
            )
            % {"size": megabytes(size), "most": megabytes(most)}
        )
    content = upload.read()
    if not content:
        raise RefusedError(_("This file is empty. Choose it again."))
    if kind == AttachmentKind.IMAGE or is_image(content):
        clean, extension, content_type = drawn_again(content)
    else:
        clean, extension, content_type = written_again(content)
    return _kept(
        Attachment(
            application=person.application,
            added_by=person,
            kind=AttachmentKind.IMAGE if content_type.startswith("image/") else AttachmentKind.DOCUMENT,
            name=_name(upload.name or "", extension),
            extension=extension,
            content_type=content_type,
            size=len(clean),
            digest=hashlib.sha256(clean).hexdigest(),
            scan=ScanState.WAITING if settings.CLAMD_ADDRESS else ScanState.CLEAN,
        ),
        clean,
    )


def _kept(attachment: Attachment, content: bytes) -> Attachment:
    """The attachment, or the one that has the same content already. Its content is there before its row, and
    what comes to nothing leaves a content at worst, which is swept.
    """
    same = Attachment.objects.filter(application=attachment.application, digest=attachment.digest)
    if known := same.first():
        return known
    attachment.file.save(attachment.name, ContentFile(content), save=False)
    kept = None
    try:
        # One at a time for one application: of two that come at once the second finds the first.
        with held(attachment.application):
            kept = same.first()
            if kept is None:
                _check_room(attachment)
                attachment.save()
                kept = attachment
                if attachment.scan == ScanState.WAITING:
                    scan.enqueue(attachment.pk)
    finally:
        if kept is not attachment:
            attachment.file.delete(save=False)
    return kept


def _check_room(attachment: Attachment) -> None:
    kept = Attachment.objects.filter(application=attachment.application).exclude(scan=ScanState.REFUSED)
    total = kept.aggregate(total=Sum("size"))["total"] or 0
    if kept.count() >= most_files() or total + attachment.size > most_in_all():
        raise RefusedError(
            _(
                "This application holds as many files as it can: %(files)d, or %(size)s MB in all. Remove"
                " one first."
            )
            % {"files": most_files(), "size": megabytes(most_in_all())}
        )


def _name(given: str, extension: str) -> str:
    """The name to show, without folders or signs that nobody sees, and with the extension that is true."""
    composed = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    bare = "".join(sign for sign in composed if unicodedata.category(sign) not in UNSEEN).strip(". ")
    stem = " ".join(bare.rsplit(".", 1)[0].split())[:LONGEST_STEM]
    stem = stem.encode()[:MOST_BYTES].decode(errors="ignore").strip()
    return (stem or _("document")) + extension


def unused(application: Application) -> list[Attachment]:
    """The attachments that no section names any more, nor any version that was sent."""
    sections = list(application.sections.values_list("data", flat=True))
    for sent in application.snapshots.values_list("sections", flat=True):
        sections += sent.values()
    named = attachments_named(sections)
    return [found for found in application.attachments.all() if str(found.key) not in named]


def forget_unused(application: Application) -> int:
    """Delete them. Returns how many."""
    found = unused(application)
    for attachment in found:
        attachment.delete()
    return len(found)
