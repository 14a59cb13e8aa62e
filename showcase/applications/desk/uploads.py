"""The files of a section: those that come with its form, and those that are taken out of it."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from showcase.applications.files.taking import RefusedError, take
from showcase.applications.models import Application, Person
from showcase.applications.models.attachments import AttachmentKind
from showcase.applications.sections import SectionForm
from showcase.applications.sections.base import MOST_ROWS, Kept, attachments_named
from showcase.applications.sections.proof import ImagesSection
from showcase.applications.steps import held


def take_files(
    request: HttpRequest, person: Person, kind: type[SectionForm], sent: QueryDict
) -> dict[str, str]:
    """Keep the files that came with the form, and name them in their rows. Returns {field: what is wrong}."""
    if kind.row_form is None or "file" not in kind.row_form.base_fields or not person.application.is_open:
        return {}
    refused = {}
    wanted = AttachmentKind.IMAGE if issubclass(kind, ImagesSection) else AttachmentKind.DOCUMENT
    for number in range(MOST_ROWS):
        upload = request.FILES.get(f"row-{number}-file")
        if not isinstance(upload, UploadedFile):
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


def forget_left(application: Application, before: Kept) -> None:
    """Delete the attachments that a section named before it was saved, or would have named, where nothing
    names them: neither a section nor a version that was sent.
    """
    if not attachments_named([before]):
        return
    with held(application) as file:
        named = attachments_named(file.sections.values_list("data", flat=True))
        left = attachments_named([before]) - named
        if not left:
            return
        for sections in file.snapshots.values_list("sections", flat=True):
            left -= attachments_named(sections.values())
        for attachment in file.attachments.all():
            if str(attachment.key) in left:
                attachment.delete()
