"""The files of a section: those that come with its form, and those that are taken out of it."""

from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from showcase.applications.files.taking import RefusedError, take, unused
from showcase.applications.models import Person
from showcase.applications.models.attachments import AttachmentKind
from showcase.applications.sections import SectionForm
from showcase.applications.sections.base import MOST_ROWS
from showcase.applications.sections.proof import ImagesSection
from showcase.applications.steps import held

# How long a page on which two versions are brought together may offer a file that nothing names.
OFFERED = timedelta(hours=1)


def take_files(
    request: HttpRequest, person: Person, kind: type[SectionForm], sent: QueryDict
) -> dict[str, str]:
    """Keep the files that came with the form, and name them in their rows, but for a row that is taken out.
    Returns {field: what is wrong}.
    """
    if kind.row_form is None or "file" not in kind.row_form.base_fields or not person.application.is_open:
        return {}
    refused = {}
    wanted = AttachmentKind.IMAGE if issubclass(kind, ImagesSection) else AttachmentKind.DOCUMENT
    for number in range(MOST_ROWS):
        upload = request.FILES.get(f"row-{number}-file")
        if not isinstance(upload, UploadedFile) or sent.get("remove-row") == str(number):
            continue
        try:
            sent[f"row-{number}-attachment"] = str(take(person, upload, wanted).key)
        except RefusedError as error:
            refused[f"row-{number}-file"] = str(error)
    return refused


def take_out(sent: QueryDict) -> None:
    """A row whose button was pressed is emptied, and so is not kept; or its file alone."""
    row, file = sent.get("remove-row", ""), sent.get("remove-file", "")
    for name in list(sent):
        if (row and name.startswith(f"row-{row}-")) or (file and name == f"row-{file}-attachment"):
            del sent[name]


def forget_left(person: Person, left: set[str]) -> None:
    """Delete the attachments that nothing names any more: at once those of `left`, which the section named
    before it was saved or would have named, where this person has added them. What another has added, a page
    of theirs may still offer for an hour from then.
    """
    with held(person.application) as file:
        for attachment in unused(file):
            is_own = str(attachment.key) in left and attachment.added_by_id == person.pk
            if is_own or attachment.added_at < timezone.now() - OFFERED:
                attachment.delete()
