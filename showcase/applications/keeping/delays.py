"""How long it takes, measured on files that were answered; told to applicants and to the team."""

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.utils import timezone

from showcase.applications.models import Application, ApplicationRules, Event, EventKind, Trace
from showcase.applications.models.files import WITH_THE_JURY

# Fewer than this say nothing about the next one.
LEAST_FILES = 5
MOST_FILES = 200
LOOKED_BACK = timedelta(days=365)
# What moves the day on which an answer may be expected.
GOES_ON = (EventKind.ANSWERED, EventKind.RESUMED)
CLOCK = (EventKind.ASKED, *GOES_ON, EventKind.APPEALED, EventKind.APOLOGISED)
# The same of many files at once, for `clock_of`.
CLOCKS = Prefetch("events", Event.objects.filter(kind__in=CLOCK), to_attr="clock")


@dataclass(frozen=True)
class Delay:
    """Days from sending to the answer. `is_measured` is False where the rules' usual days stand in."""

    days: int
    is_measured: bool


class Tick(NamedTuple):
    """One event of the clock of a file."""

    kind: str
    at: datetime.datetime
    detail: dict[str, Any]


def days_to_answer() -> Delay:
    """The median over the last files answered, within a year, without the time in which the jury waited for
    the project; deleted files count by their traces. Three queries.
    """
    since = timezone.now() - LOOKED_BACK
    files = Application.objects.filter(submitted_at__isnull=False, decided_at__gt=since, round=1)
    sent = list(files.order_by("-decided_at").values_list("pk", "submitted_at", "decided_at")[:MOST_FILES])
    traces = Trace.objects.filter(decided_on__gt=since, answer_days__isnull=False, round=1)
    last_traces = traces.order_by("-decided_on").values_list("decided_on", "answer_days")[:MOST_FILES]
    gone = [(day, days) for day, days in last_traces if day and days is not None]
    if len(sent) + len(gone) < LEAST_FILES:
        return Delay(ApplicationRules.load().usual_days, is_measured=False)
    waited = _waited([row[0] for row in sent])
    known = [
        (timezone.localdate(end), days_between(start, end, waited.get(key, [])))
        for key, start, end in sent
        if start and end
    ]
    last = sorted([*known, *gone], reverse=True)[:MOST_FILES]
    return Delay(max(1, round(median(days for _day, days in last))), is_measured=True)


def _waited(keys: list[int]) -> dict[int, list[Tick]]:
    """{file: its questions and answers in its first round, in order}."""
    found: dict[int, list[Tick]] = {}
    asked = Event.objects.filter(application__in=keys, round=1, kind__in=(EventKind.ASKED, *GOES_ON))
    for key, kind, at in asked.order_by("at", "pk").values_list("application", "kind", "at"):
        found.setdefault(key, []).append(Tick(kind, at, {}))
    return found


def days_between(start: datetime.datetime, end: datetime.datetime, clock: Iterable[Tick]) -> int:
    """Whole days, without those in which the project was waited for."""
    return max(0, (end - start - paused(clock, end)).days)


def paused(clock: Iterable[Tick], end: datetime.datetime) -> timedelta:
    """How long the project was waited for: from a first question until the jury read on, or to `end`."""
    total, since = timedelta(), None
    for tick in clock:
        if tick.kind == EventKind.ASKED and since is None:
            since = tick.at
        elif tick.kind in GOES_ON and since is not None:
            total += tick.at - since
            since = None
    return total if since is None else total + max(timedelta(), end - since)


def clock_of(application: Application) -> list[Tick]:
    """What has moved the day of a file's answer in its present round. One query, unless it was fetched for
    many files (`CLOCKS`).
    """
    events = getattr(application, "clock", None)
    if events is None:
        events = application.events.filter(kind__in=CLOCK)
    return [Tick(event.kind, event.at, event.detail) for event in events if event.round == application.round]


def expected_on(application: Application, delay: Delay | None = None) -> datetime.date | None:
    """The day on which the answer may be expected; None where the jury does not have the file.

    It is counted from the sending, or from the appeal; after an apology it is the day that was promised.
    While the project has questions to answer, time stands still.
    """
    if application.submitted_at is None or application.state not in WITH_THE_JURY:
        return None
    now, clock = timezone.now(), clock_of(application)
    for place in range(len(clock) - 1, -1, -1):
        if clock[place].kind == EventKind.APOLOGISED:
            promised = datetime.date.fromisoformat(clock[place].detail["expected"])
            return promised + timedelta(days=math.ceil(paused(clock[place:], now) / timedelta(days=1)))
    appealed = [tick.at for tick in clock if tick.kind == EventKind.APPEALED]
    start = appealed[-1] if appealed else application.submitted_at
    days = (delay or days_to_answer()).days
    return timezone.localdate(start + timedelta(days=days) + paused(clock, now))
