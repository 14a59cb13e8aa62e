"""Deleting a file for good: rows, contents, letters, links. One line without a name stays for the figures."""

import uuid
from collections.abc import Callable

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from showcase.applications.keeping.delays import CLOCK, Tick, days_between
from showcase.applications.keeping.unmaking import delete_page, versions_of
from showcase.applications.letters.writing import write
from showcase.applications.models import (
    AccessKey,
    Application,
    EventKind,
    Letter,
    Person,
    State,
    Trace,
)
from showcase.applications.steps import NotNowError, held

DELETABLE = (State.DRAFT, State.REFUSED, State.WITHDRAWN)
LETTER = "deleted"


def may_delete(application: Application) -> bool:
    """What the jury has is withdrawn first; what is public stays, with what it rests on, until its page is
    taken down.
    """
    if application.state == State.PUBLISHED:
        return not any(version.live for version in versions_of(application))
    return application.state in DELETABLE


def delete(
    application: Application, *, tells: bool, is_due: Callable[[Application], bool] | None = None
) -> bool:
    """Delete a file, and write to everybody on it where `tells`. Either all of it goes or nothing.

    Returns False where it was gone already, or where `is_due` says otherwise of the file as it is now. Raises
    NotNowError for a file that is not to be deleted in its state.
    """
    try:
        with held(application) as file:
            if is_due and not is_due(file):
                return False
            if not may_delete(file):
                raise NotNowError(file.state)
            _leave_trace(file)
            people = list(file.people.all())
            _forget_addresses(file, {person.email for person in people})
            if tells:
                _tell(file, people)
            delete_page(file)
            file.delete()
    except Application.DoesNotExist:
        return False
    return True


def _leave_trace(file: Application) -> None:
    reviewed = file.events.filter(kind=EventKind.REVIEWED)
    accepted = file.events.filter(kind=EventKind.ACCEPTED, round=file.round)
    sent, decided = file.submitted_at, file.decided_at
    # Of a refusal that was appealed against no day is kept: the figures take what was withdrawn for accepted.
    if file.state == State.WITHDRAWN and not accepted.exists():
        decided = None
    days = None
    if sent and decided and file.round == 1:
        clock = [Tick(*row, {}) for row in file.events.filter(kind__in=CLOCK).values_list("kind", "at")]
        days = days_between(sent, decided, clock)
    Trace.objects.create(
        language=file.language,
        outcome=file.state,
        round=file.round,
        jurors=reviewed.values("user").order_by().distinct().count(),
        begun_on=timezone.localdate(file.started_at),
        received_on=timezone.localdate(sent) if sent else None,
        decided_on=timezone.localdate(decided) if decided else None,
        withdrawn_on=timezone.localdate(file.state_since) if file.state == State.WITHDRAWN else None,
        deleted_on=timezone.localdate(),
        answer_days=days,
    )


def _forget_addresses(file: Application, emails: set[str]) -> None:
    """What is kept of an address apart from the file, for those who are on no other: the links and letters by
    which they came in, and what a mail server said of them.
    """
    others = Person.objects.filter(email__in=emails).exclude(application=file)
    gone = emails.difference(others.values_list("email", flat=True))
    AccessKey.objects.filter(application=None, email__in=gone).delete()
    Letter.objects.filter(application=None, to__in=gone).delete()
    for email in gone:
        DBTaskResult.objects.filter(traceback__icontains=email).delete()


def _tell(file: Application, people: list[Person]) -> None:
    """A letter that is tied to no file; it is forgotten once it is sent (`keeping.retention`)."""
    number, name = uuid.uuid4().hex[:8], str(file)
    for person in people:
        write(LETTER, person.email, number=number, language=file.language, project=name)
