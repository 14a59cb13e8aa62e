"""A project that does not answer what the jury asks: it is reminded once, and the jury may go on without."""

import datetime
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from home.models import User
from showcase.applications.keeping.retention import in_batches
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import Application, EventKind, Letter, Message, State
from showcase.applications.steps import Actor, NotNowError, held, move

REMINDER = "question_reminder"
PATIENCE = timedelta(days=14)
LINK_MINUTES = int(PATIENCE.total_seconds()) // 60


def silent_for_long(today: datetime.date) -> Iterator[Application]:
    """The files whose project is asked something, in whose thread nothing was said for two weeks, and that
    were not reminded since.
    """
    last = Message.objects.filter(application=OuterRef("pk")).order_by("-at").values("at")[:1]
    files = Application.objects.filter(state=State.QUESTIONS).annotate(said=Subquery(last))
    reminded = Letter.objects.filter(
        application=OuterRef("pk"), kind=REMINDER, written_at__gte=OuterRef("said")
    )
    return in_batches(files.filter(~Exists(reminded), said__lt=timezone.now() - PATIENCE))


def remind(found: Application, today: datetime.date) -> bool:
    """Write to everybody on a file that the jury waits for them. False where it does not any more, or where
    they were told.
    """
    with held(found) as file:
        said, asked = file.messages.last(), file.messages.filter(from_jury=True).last()
        if file.state != State.QUESTIONS or said is None or asked is None:
            return False
        if timezone.now() - said.at < PATIENCE:
            return False
        if file.letters.filter(kind=REMINDER, written_at__gte=said.at).exists():
            return False
        write_to_all(
            REMINDER,
            file,
            number=str(said.pk),
            leads_to="questions",
            link_minutes=LINK_MINUTES,
            asked=timezone.localdate(asked.at),
        )
    return True


def go_on(application: Application, user: User) -> None:
    """The jury reads on without an answer, and everybody on the file is told. What was asked stays in the
    thread, where an answer can still be written. Raises NotNowError where nothing is asked any more.
    """
    with held(application) as file:
        if file.state != State.QUESTIONS:
            raise NotNowError(file.state)
        move(file, State.READING, EventKind.RESUMED, Actor(user=user))
        write_to_all(
            "resumed",
            file,
            number=file.state_since.isoformat(),
            leads_to="questions",
            link_minutes=LINK_MINUTES,
        )
