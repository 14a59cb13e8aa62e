"""How a file moves from one state to the next. Nothing else changes its state; each move is in the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from home.models import User
from showcase.applications.models import Application, Event, EventKind, Person, State

MOVES = {
    State.DRAFT: {State.RECEIVED, State.WITHDRAWN},
    State.RECEIVED: {State.READING, State.QUESTIONS, State.WITHDRAWN},
    State.READING: {State.QUESTIONS, State.ACCEPTED, State.REFUSED, State.WITHDRAWN},
    State.QUESTIONS: {State.READING, State.WITHDRAWN},
    State.REFUSED: {State.RECEIVED},  # an appeal
    State.ACCEPTED: {State.PUBLISHED, State.WITHDRAWN},
    State.PUBLISHED: set(),
    State.WITHDRAWN: set(),
}
# The column that says when the file came to a state.
TIMES = {
    State.ACCEPTED: "decided_at",
    State.REFUSED: "decided_at",
    State.PUBLISHED: "published_at",
}


class NotNowError(Exception):
    """The file is not, or is no longer, in a state from which this can be done."""


@dataclass(frozen=True)
class Actor:
    """Who does something: a person on the file, somebody of the team, or, with neither, the site itself."""

    person: Person | None = None
    user: User | None = None


SITE = Actor()


@contextmanager
def held(application: Application) -> Iterator[Application]:
    """The file as it is now, in a transaction in which nobody else changes it."""
    with transaction.atomic():
        yield Application.objects.select_for_update().get(pk=application.pk)


def record(application: Application, kind: EventKind, actor: Actor, **detail: Any) -> Event:
    """Add a line to the log of the file. `detail` holds codes, numbers and keys that JSON can hold."""
    return Event.objects.create(
        application=application,
        kind=kind,
        round=application.round,
        person=actor.person,
        user=actor.user,
        detail=detail,
    )


def move(application: Application, to: State, kind: EventKind, actor: Actor, **detail: Any) -> None:
    """Bring a held file (`held`) to a state, and log it. Raises NotNowError where no such move exists."""
    if to not in MOVES[State(application.state)]:
        raise NotNowError(f"{application.state} → {to}")
    now = timezone.now()
    application.state, application.state_since = to, now
    written = ["state", "state_since"]
    if column := TIMES.get(to):
        setattr(application, column, now)
        written.append(column)
    application.save(update_fields=written)
    record(application, kind, actor, **detail)
