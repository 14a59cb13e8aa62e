"""Files that came on a day, for the tests of what is done day by day."""

import datetime
import io

from django.core.management import call_command

from showcase.applications.models import (
    Application,
    Event,
    EventKind,
    State,
)
from tests.applications.world import make_application

NOON = datetime.time(12, tzinfo=datetime.UTC)


def noon(day: str) -> datetime.datetime:
    return datetime.datetime.combine(datetime.date.fromisoformat(day), NOON)


def day_of(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def sent(grid, day: str, **fields) -> Application:
    """A file that came on a day, and that nobody has answered."""
    fields = {"state": State.READING, "submitted_at": noon(day), "state_since": noon(day)} | fields
    application = make_application(grid, **fields)
    event(application, EventKind.SUBMITTED, day)
    return application


def event(application, kind, day, **fields) -> Event:
    return Event.objects.create(application=application, kind=kind, at=noon(day), **fields)


def tend(*options: str) -> str:
    """What the daily command says."""
    out = io.StringIO()
    call_command("tend_applications", *options, stdout=out, stderr=out)
    return out.getvalue()
