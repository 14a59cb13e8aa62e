"""The record as lines that a reader can follow, in the reader's language, the latest first."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db.models import OuterRef, Subquery
from wagtail.models import Locale

from showcase.history import wording
from showcase.history.models import AssessmentEvent
from showcase.models.assessments import CriterionAssessment, Finding
from showcase.models.grid import Criterion

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One thing that happened: its day, what it was in words, and what the editors say of it."""

    day: datetime.date
    words: str
    note: str = ""


def events_of(project: UUID, locale: Locale) -> list[AssessmentEvent]:
    """The record of a project, the oldest first, each event with the `title` that its criterion has in that
    language. One query.
    """
    titles = Criterion.objects.filter(code=OuterRef("criterion"), locale=locale).order_by("-grid__version")
    events = AssessmentEvent.objects.filter(project=project).order_by("pk")
    found: list[AssessmentEvent] = []
    for event in events.annotate(criterion_title=Subquery(titles.values("short_title")[:1])):
        event.title = event.criterion_title or event.criterion
        found.append(event)
    return found


def add_histories(
    project: UUID, locale: Locale, assessments: Iterable[CriterionAssessment], *, today: datetime.date
) -> list[Line]:
    """Give each assessment its `history`; return the lines of the page as a whole and of criteria that it has
    no finding for any more.
    """
    by_criterion: dict[str, list[AssessmentEvent]] = defaultdict(list)
    for event in events_of(project, locale):
        by_criterion[event.criterion].append(event)
    for found in assessments:
        events = by_criterion.pop(found.criterion.code, [])
        found.history = _in_order(_lines(events or [_first(found)], today))
    return _in_order(line for events in by_criterion.values() for line in _lines(events, today))


def _first(found: CriterionAssessment) -> AssessmentEvent:
    """For a finding that was never recorded, such as one that is still being written: the finding itself."""
    event = AssessmentEvent(
        day=found.assessed_on,
        to_finding=found.finding,
        to_assessor=found.assessor,
        to_grid=found.criterion.grid.version,
        to_review_by=found.review_by,
    )
    event.title = found.criterion.short_title
    return event


def _in_order(lines: Iterable[Line]) -> list[Line]:
    """The latest first, those of one day too."""
    return sorted(lines, key=lambda line: line.day)[::-1]


def _lines(events: list[AssessmentEvent], today: datetime.date) -> Iterator[Line]:
    """The lines of one criterion, or of the page, with the days on which findings expired."""
    findings = [event for event in events if not event.outcome]
    until = {id(event): later.day for event, later in pairwise(findings)}
    for event in events:
        yield Line(event.day, wording.sentence(event), event.note)
        if expired_on := _expiry(event, until.get(id(event), today + DAY)):
            yield Line(expired_on, wording.expired(event))


def _expiry(event: AssessmentEvent, until: datetime.date) -> datetime.date | None:
    """The day on which the finding of the event expired, if it did before `until`, the day of the next."""
    if not event.to_review_by or event.to_finding == Finding.NOT_DEMONSTRATED:
        return None
    day = max(event.to_review_by + DAY, event.day)
    return day if day < until else None
