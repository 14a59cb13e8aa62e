"""Is it still true? Asked each year, and before a badge expires. Silence lets the badge expire by itself."""

import datetime
from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import Application, Event, EventKind, Letter, State
from showcase.applications.steps import SITE, held, record
from showcase.models import CriterionAssessment, Finding
from showcase.vocabulary import Status

A_YEAR = timedelta(days=365)
BEFORE_EXPIRY = timedelta(days=60)
REMINDED_AFTER = timedelta(days=30)
LINK_MINUTES = 30 * 24 * 60
ANSWERS = (EventKind.CONFIRMED, EventKind.CHANGES_ASKED, EventKind.ENDED)
QUESTION, REMINDER = "still_true", "still_true_reminder"


def files_to_ask(today: datetime.date) -> list[Application]:
    """The files of the projects to write to: those whose page was last spoken of a year ago, or one of whose
    badges expires within 60 days; and once more 30 days later where nobody has answered. One query.
    """
    return [file for file in _followed(today).iterator(chunk_size=500) if _letter(file, today)]


def _followed(today: datetime.date) -> QuerySet[Application]:
    """The files whose page is public and whose project goes on, each with `answered`, `answer`, `asked`,
    `reminded` and `expires`.
    """
    answers = Event.objects.filter(application=OuterRef("pk"), kind__in=ANSWERS).order_by("-at", "-pk")
    asked = Event.objects.filter(application=OuterRef("pk"), kind=EventKind.ASKED_AGAIN).order_by("-at")
    reminders = Letter.objects.filter(application=OuterRef("pk"), kind=REMINDER).order_by("-written_at")
    holds = CriterionAssessment.objects.filter(page=OuterRef("page"), review_by__gte=today)
    expires = holds.exclude(finding=Finding.NOT_DEMONSTRATED).order_by("review_by")
    followed = Application.objects.filter(state=State.PUBLISHED, page__live=True, published_at__isnull=False)
    return followed.exclude(page__status=Status.ENDED).annotate(
        answered=Subquery(answers.values("at")[:1]),
        answer=Subquery(answers.values("kind")[:1]),
        asked=Subquery(asked.values("at")[:1]),
        reminded=Subquery(reminders.values("written_at")[:1]),
        expires=Subquery(expires.values("review_by")[:1]),
    )


def _letter(file: Any, today: datetime.date) -> str:
    """The kind of letter that is due, or nothing. Who says that the project has ended is asked no more."""
    if file.answer == EventKind.ENDED:
        return ""
    spoken_at = max(filter(None, [file.answered, file.published_at]))
    spoken = timezone.localdate(spoken_at)
    asked = timezone.localdate(file.asked) if file.asked else None
    if _is_due(spoken, asked, file.expires, today):
        return QUESTION
    is_silent = asked is not None and file.asked > spoken_at and today >= asked + REMINDED_AFTER
    is_reminded = file.reminded is not None and file.asked is not None and file.reminded > file.asked
    return REMINDER if is_silent and not is_reminded else ""


def _is_due(
    spoken: datetime.date, asked: datetime.date | None, expires: datetime.date | None, today: datetime.date
) -> bool:
    """Whether to ask: a year after the last word or question, or when a badge is about to expire and nobody
    has been asked just before.
    """
    if today >= max(spoken, asked or spoken) + A_YEAR:
        return True
    if expires is None or not expires - BEFORE_EXPIRY <= today <= expires:
        return False
    lately = expires - BEFORE_EXPIRY
    return spoken < lately and (asked is None or asked < lately - BEFORE_EXPIRY)


def ask_whether_still_true(found: Application, today: datetime.date) -> bool:
    """Write the letter that is due to everybody on a file. False where none is due any more."""
    with held(found) as held_file:
        file: Any = _followed(today).filter(pk=found.pk).first()
        kind = _letter(file, today) if file else ""
        if not kind:
            return False
        write_to_all(
            kind,
            held_file,
            number=today.isoformat(),
            leads_to="still-true",
            link_minutes=LINK_MINUTES,
            expires=file.expires,
        )
        if kind == QUESTION:
            record(held_file, EventKind.ASKED_AGAIN, SITE)
    return True
