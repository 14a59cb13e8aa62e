"""The team's figures: what came and what became of it, how long each step takes, who reads how much."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from showcase.applications.carrying.making import months_later
from showcase.applications.jury.assigning import jurors
from showcase.applications.jury.opening import name_of
from showcase.applications.keeping.terms import morning
from showcase.applications.models import Event, EventKind, Review, State, Trace
from showcase.applications.models.reviews import STANDING, TO_SCORE
from showcase.figures.charts import Bar, Chart, Part

MONTHS = 12
Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """Numbers with their headings, and the charts that show them. A cell without a number is None."""

    code: str
    title: str
    note: str
    headings: list[str]
    rows: list[list[Cell]]
    charts: list[Chart] = field(default_factory=list)


def first_day(today: datetime.date) -> datetime.date:
    """The first of the last 12 months, this one included."""
    return months_later(today.replace(day=1), 1 - MONTHS)


def month_name(month: datetime.date) -> str:
    return capfirst(date_format(month, "YEAR_MONTH_FORMAT"))


# --- What came, and what became of it

COLUMNS = {
    EventKind.SUBMITTED: pgettext_lazy("number of files", "received"),
    EventKind.ACCEPTED: pgettext_lazy("number of files", "accepted"),
    EventKind.REFUSED: pgettext_lazy("number of files", "not accepted"),
    EventKind.WITHDRAWN: pgettext_lazy("number of files", "withdrawn"),
}
ANSWERS = tuple(COLUMNS)[1:]


def by_month(today: datetime.date) -> Table:
    """Two queries: the log, and the traces of deleted files."""
    start = first_day(today)
    counts = _logged(start) + _traced(start)
    months = [months_later(start, number) for number in range(MONTHS)]
    rows: list[list[Cell]] = [
        [month_name(month), *(counts[(month, kind)] for kind in COLUMNS)] for month in months
    ]

    def chart(code: str, title: str, kinds: Iterable[EventKind]) -> Chart:
        parts = [Part(kind.value, COLUMNS[kind]) for kind in kinds]
        bars = [
            Bar(
                month.isoformat()[:7],
                month_name(month),
                tuple(counts[(month, kind)] for kind in kinds),
            )
            for month in months
        ]
        return Chart(code, title, gettext_lazy("files"), parts, bars)

    return Table(
        "months",
        _("Month by month"),
        _(
            "Counted from the log, on the day of each event: a file that was refused and then accepted on"
            " appeal counts in both. Files deleted since are counted; drafts that were never sent are not."
        ),
        [_("Month"), *(str(words) for words in COLUMNS.values())],
        rows,
        [
            chart("received", _("Files received"), (EventKind.SUBMITTED,)),
            chart("answered", _("What became of files"), ANSWERS),
        ],
    )


def _logged(start: datetime.date) -> Counter[tuple[datetime.date, str]]:
    events = Event.objects.filter(kind__in=COLUMNS, at__gte=morning(start))
    events = events.exclude(kind=EventKind.WITHDRAWN, application__submitted_at=None)
    months = events.annotate(month=TruncMonth("at")).order_by().values_list("month", "kind")
    return Counter(
        {(timezone.localdate(month), kind): count for month, kind, count in months.annotate(Count("pk"))}
    )


def _traced(start: datetime.date) -> Counter[tuple[datetime.date, str]]:
    lately = Q(received_on__gte=start) | Q(decided_on__gte=start) | Q(withdrawn_on__gte=start)
    counts: Counter[tuple[datetime.date, str]] = Counter()
    for trace in Trace.objects.filter(lately, received_on__isnull=False).iterator(chunk_size=2000):
        answer = EventKind.REFUSED if trace.outcome == State.REFUSED else EventKind.ACCEPTED
        days = {
            EventKind.SUBMITTED: trace.received_on,
            answer: trace.decided_on,
            EventKind.WITHDRAWN: trace.withdrawn_on,
        }
        counts.update((day.replace(day=1), kind) for kind, day in days.items() if day and day >= start)
    return counts


# --- How long each step takes

TIMES = {
    "sent": Min("at", filter=Q(kind__in=(EventKind.SUBMITTED, EventKind.APPEALED))),
    "read": Min("at", filter=Q(kind=EventKind.NO_CONFLICT)),
    "scored": Max("at", filter=Q(kind=EventKind.REVIEWED)),
    "decided": Min("at", filter=Q(kind__in=(EventKind.ACCEPTED, EventKind.REFUSED))),
    "published": Min("at", filter=Q(kind=EventKind.PUBLISHED)),
}
STEPS = (
    ("read", "sent", gettext_lazy("from sending to the first reading")),
    ("scored", "read", gettext_lazy("from the first reading to the last scores")),
    ("decided", "scored", gettext_lazy("from the last scores to the decision")),
    ("published", "decided", gettext_lazy("from the decision to the publication")),
    ("decided", "sent", gettext_lazy("from sending to the decision, in all")),
)


def by_step(today: datetime.date) -> Table:
    """One query over the log."""
    start = morning(first_day(today))
    lately = Event.objects.filter(at__gte=start, kind__in=(*COLUMNS, EventKind.PUBLISHED, EventKind.REVIEWED))
    events = Event.objects.filter(application__in=lately.order_by().values("application"))
    rounds = events.order_by().values("application", "round").annotate(**TIMES)
    days: dict[int, list[float]] = defaultdict(list)
    for times in rounds.values(*TIMES).iterator(chunk_size=2000):
        if times["decided"] is None:
            times["scored"] = None  # others may still send theirs
        for number, (end, begin, _words) in enumerate(STEPS):
            if times[end] and times[begin] and times[end] >= start:
                days[number].append(max(0.0, (times[end] - times[begin]) / timedelta(days=1)))
    medians = [_rounded(days[number]) for number in range(len(STEPS))]
    words = [capfirst(str(step[2])) for step in STEPS]
    rows: list[list[Cell]] = [[words[at], len(days[at]), medians[at]] for at in range(len(STEPS))]
    bars = [Bar(str(at), words[at], (round(medians[at] or 0),)) for at in range(len(STEPS))]
    return Table(
        "steps",
        _("How long each step takes"),
        _(
            "The median, in days, over the steps that ended within the last 12 months; half of the files"
            " took less. The time in which a project had questions to answer is in it. An appeal is counted"
            " as a reading of its own."
        ),
        [_("Step"), _("Files"), _("Median days")],
        rows,
        [
            Chart(
                "steps",
                _("Median days of each step"),
                gettext_lazy("days"),
                [Part("all", gettext_lazy("days"))],
                bars,
            )
        ],
    )


def _rounded(days: list[float]) -> float | None:
    return round(median(days), 1) if days else None


# --- Who reads how much

SENT = pgettext_lazy("number of files", "sent")
WAITING = pgettext_lazy("number of files", "waiting")


def by_juror(today: datetime.date) -> Table:
    """Four queries: the jurors, their numbers, their names, their days."""
    start = morning(first_day(today))
    counted = (
        Review.objects.order_by()
        .values_list("juror")
        .annotate(
            assigned=Count("pk", filter=STANDING & Q(assigned_at__gte=start)),
            sent=Count("pk", filter=Q(sent_at__gte=start)),
            waiting=Count("pk", filter=TO_SCORE),
            conflicts=Count("pk", filter=Q(conflict=True, declared_at__gte=start)),
        )
    )
    numbers: dict[int, tuple[int, ...]] = {row[0]: row[1:] for row in counted}
    days: dict[int, list[float]] = defaultdict(list)
    reviews = Review.objects.filter(sent_at__gte=start).order_by()
    for juror, assigned, sent in reviews.values_list("juror", "assigned_at", "sent_at").iterator(2000):
        if sent:
            days[juror].append(max(0.0, (sent - assigned) / timedelta(days=1)))
    keys = numbers.keys() | set(jurors().values_list("pk", flat=True))
    people = sorted(get_user_model().objects.filter(pk__in=keys), key=lambda user: name_of(user).lower())
    rows: list[list[Cell]] = [
        [name_of(user), *numbers.get(user.pk, (0, 0, 0, 0)), _rounded(days[user.pk])] for user in people
    ]
    return Table(
        "jurors",
        _("What each juror reads"),
        _(
            "Given and sent within the last 12 months, and waiting today. The days are the median from being"
            " given a file to sending its scores. What was read of files withdrawn or deleted since is not"
            " counted."
        ),
        [
            _("Juror"),
            pgettext("number of files", "given"),
            str(SENT),
            str(WAITING),
            _("conflicts declared"),
            _("Median days"),
        ],
        rows,
        [_juror_chart(rows)],
    )


def _juror_chart(rows: list[list[Any]]) -> Chart:
    parts = [Part("sent", SENT), Part("waiting", WAITING)]
    bars = [Bar(str(number), row[0], (row[2], row[3])) for number, row in enumerate(rows)]
    return Chart("jurors", _("Scores sent and waiting, juror by juror"), gettext_lazy("files"), parts, bars)
