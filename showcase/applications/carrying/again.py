"""What a project is written again of its draft page, without which nothing is published: that it waits; and,
once the project has spoken of it, that editors have changed it since.
"""

import datetime
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from showcase.applications.carrying.checking import check_of
from showcase.applications.keeping.retention import in_batches
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import Application, Event, EventKind, Letter, State
from showcase.applications.models.files import HAVING_LOST_THEIR_PAGE
from showcase.applications.steps import held

CHANGED, WAITS = "approve_again", "approve_reminder"
SPOKEN = (EventKind.CHANGES_ASKED, EventKind.APPROVED)
# Who has just saved may still be writing.
QUIET = timedelta(hours=1)
# The link of the first letter is good for as long.
PATIENCE = timedelta(days=14)
LINK_MINUTES = int(PATIENCE.total_seconds()) // 60


def _with_a_draft() -> QuerySet[Application]:
    """The accepted files with a draft page of their own: not the translation of one that was deleted."""
    return Application.objects.filter(state=State.ACCEPTED, page__live=False).exclude(HAVING_LOST_THEIR_PAGE)


def waiting_for_long(today: datetime.date) -> Iterator[Application]:
    """The accepted files of which the project has not spoken of its draft page for two weeks, and was not
    reminded.
    """
    made = Event.objects.filter(application=OuterRef("pk"), kind=EventKind.PAGE_MADE).order_by("-at")
    files = _with_a_draft().annotate(made=Subquery(made.values("at")[:1]))
    spoken = Event.objects.filter(application=OuterRef("pk"), kind__in=SPOKEN, at__gt=OuterRef("made"))
    reminded = Letter.objects.filter(application=OuterRef("pk"), kind=WAITS, written_at__gt=OuterRef("made"))
    silent = files.filter(~Exists(spoken), ~Exists(reminded), made__lt=timezone.now() - PATIENCE)
    return in_batches(silent)


def remind(found: Application, today: datetime.date) -> bool:
    """Remind everybody on a file, once, that the page waits for them. False where it does not any more."""
    with held(found) as file:
        made = file.events.filter(kind=EventKind.PAGE_MADE).last()
        if file.state != State.ACCEPTED or file.has_lost_its_page or made is None:
            return False
        has_spoken = file.events.filter(kind__in=SPOKEN, at__gt=made.at).exists()
        if has_spoken or file.letters.filter(kind=WAITS, written_at__gt=made.at).exists():
            return False
        write_to_all(WAITS, file, number=str(made.pk), leads_to="approve", link_minutes=LINK_MINUTES)
    return True


def changed_since(today: datetime.date) -> Iterator[Application]:
    """The files whose draft page was saved after the project last spoke of it, and of which it was not told
    since.
    """
    spoken = Event.objects.filter(application=OuterRef("pk"), kind__in=SPOKEN).order_by("-at", "-pk")
    told = Letter.objects.filter(application=OuterRef("pk"), kind=CHANGED).order_by("-written_at")
    files = _with_a_draft().annotate(
        spoken=Subquery(spoken.values("at")[:1]), told=Subquery(told.values("written_at")[:1])
    )
    saved = Q(page__latest_revision_created_at__gt=F("spoken"))
    quiet = Q(page__latest_revision_created_at__lt=timezone.now() - QUIET)
    untold = Q(told=None) | Q(told__lte=F("spoken"))
    return in_batches(files.filter(saved, quiet, untold))


def tell(found: Application, today: datetime.date) -> bool:
    """Ask everybody on a file to look again. False where all that they looked at stands as it was, or where
    they were told.
    """
    with held(found) as file:
        spoken = file.events.filter(kind__in=SPOKEN).last()
        check = check_of(file)
        if spoken is None or check is None or file.state != State.ACCEPTED or file.has_lost_its_page:
            return False
        if not any(part.has_changed for part in check.parts):
            return False
        if file.letters.filter(kind=CHANGED, written_at__gt=spoken.at).exists():
            return False
        write_to_all(CHANGED, file, number=str(spoken.pk), leads_to="approve", link_minutes=LINK_MINUTES)
    return True
