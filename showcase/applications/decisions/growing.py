"""A new file that is filled with one that was refused or withdrawn."""

import uuid

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from showcase.applications.door.own import NO_GRID, TOO_MANY, begin
from showcase.applications.files.scanning import scan
from showcase.applications.models import (
    Application,
    ApplicationRules,
    Attachment,
    Person,
    Section,
    State,
)
from showcase.applications.models.attachments import ScanState
from showcase.applications.sections.base import Kept, attachments_named
from showcase.applications.sections.closing import ConsentSection
from showcase.applications.sections.plan import kinds_of
from showcase.applications.steps import held
from showcase.models import Criterion

SALT = "applications.grow"
# The states of a file from which its project may begin again.
OVER = (State.REFUSED, State.WITHDRAWN)
CLOSED = _("Applications are closed today. You can begin a new file here when they open again.")
COPIED = ("kind", "name", "extension", "content_type", "size", "digest", "scan")


def token_for(person: Person) -> str:
    """What the button sends, so that two clicks begin one file."""
    return signing.dumps([uuid.uuid4().hex, person.pk], salt=SALT)


def key_of(token: str, person: Person) -> uuid.UUID | None:
    """The key of the file that a button begins; None where the token was not made for this person."""
    try:
        key, given_to = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return uuid.UUID(key) if given_to == person.pk else None


def grown_by(person: Person) -> Application | None:
    """The draft that this person has begun from their file already."""
    return person.application.grown.filter(state=State.DRAFT, people__email=person.email).first()


def begin_again(
    person: Person, token: str, rules: ApplicationRules
) -> tuple[Application | None, str | Promise]:
    """(the file that a button with this token begins from the person's, or None; why there is none, for its
    reader). A forged token begins nothing, and nothing is said of it.
    """
    key = key_of(token, person)
    grown = grow(person, key) if key and rules.is_open else grown_by(person)
    return grown, _why_not(person.application, rules) if key and not grown else ""


def _why_not(old: Application, rules: ApplicationRules) -> str | Promise:
    if not rules.is_open:
        return CLOSED
    with override(old.language):
        return TOO_MANY if Criterion.objects.of_grid_in_force().exists() else NO_GRID


def grow(person: Person, key: uuid.UUID) -> Application | None:
    """A new file with this key, filled with the sections and the attachments of the person's own, which is
    over (`OVER`) and stays as it is. The one that this person has begun from it already, if they are still
    writing it or if it has this key. None where the person has too many drafts, where no grid is in force,
    and where the file is not over.

    What the project agrees to is asked again.
    """
    old = person.application
    if known := _known(person, key):
        return known
    if old.state not in OVER:
        return None
    # Contents before rows, and before anything is held: copying takes as long as the storage takes.
    copies = _copies(old, key)
    # A grid is in force in a language: in that of the file, whichever its reader has chosen.
    with override(old.language), held(old) as file:
        grown = _known(person, key) or (
            begin(person.email, old.language, grown_from=file, key=key) if file.state in OVER else None
        )
        is_new = grown is not None and grown.key == key and not grown.sections.exists()
        if grown and is_new:
            _fill(grown, file, copies)
    if not is_new:
        for copy in copies.values():
            copy.file.delete(save=False)
    return grown


def _known(person: Person, key: uuid.UUID) -> Application | None:
    same = person.application.grown.filter(key=key, people__email=person.email).first()
    return same or grown_by(person)


def _copies(old: Application, key: uuid.UUID) -> dict[str, Attachment]:
    """{key of an attachment: its copy, not saved yet}, of those that the sections name. Each has a content of
    its own, so that either file can be deleted. One whose content is not there is left out.
    """
    named = attachments_named(old.sections.values_list("data", flat=True))
    copies = {}
    for attachment in old.attachments.exclude(scan=ScanState.REFUSED):
        if str(attachment.key) not in named:
            continue
        copy = Attachment(application=Application(key=key))
        for name in COPIED:
            setattr(copy, name, getattr(attachment, name))
        try:
            with attachment.file.open("rb") as content:
                copy.file.save(copy.name, content, save=False)
        except OSError:
            continue
        copies[str(attachment.key)] = copy
    return copies


def _fill(grown: Application, old: Application, copies: dict[str, Attachment]) -> None:
    person = grown.people.get()
    for copy in copies.values():
        copy.application, copy.added_by = grown, person
        copy.save()
        if copy.scan == ScanState.WAITING:
            scan.enqueue(copy.pk)
    keys = {key: str(copy.key) for key, copy in copies.items()}
    asked = kinds_of(grown).keys() - {ConsentSection.code}
    Section.objects.bulk_create(
        Section(application=grown, code=section.code, data=_with(keys, section.data), saved_by=person)
        for section in old.sections.filter(code__in=asked)
    )
    grown.title = old.title
    grown.save(update_fields=["title"])


def _with(keys: dict[str, str], data: Kept) -> Kept:
    """What is kept of a section, with the copies in the place of the attachments."""
    filled = {
        name: [keys[text] for text in texts if text in keys] if name.endswith("-attachment") else texts
        for name, texts in data.items()
    }
    return {name: texts for name, texts in filled.items() if texts}
