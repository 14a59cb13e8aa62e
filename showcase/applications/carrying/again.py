"""A project that has spoken of its draft page is told when editors have changed it since: what it asked for
may be done, and nothing is published before it has looked again.
"""

import datetime
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from showcase.applications.carrying.checking import check_of
from showcase.applications.keeping.retention import in_batches
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import Application, Event, EventKind, Letter, State
from showcase.applications.steps import held

KIND = "approve_again"
SPOKEN = (EventKind.CHANGES_ASKED, EventKind.APPROVED)
# Who has just saved may still be writing.
QUIET = timedelta(hours=1)
LINK_MINUTES = 14 * 24 * 60


def changed_since(today: datetime.date) -> Iterator[Application]:
    """The files whose draft page was saved after the project last spoke of it, and of which it was not told
    since.
    """
    spoken = Event.objects.filter(application=OuterRef("pk"), kind__in=SPOKEN).order_by("-at", "-pk")
    told = Letter.objects.filter(application=OuterRef("pk"), kind=KIND).order_by("-written_at")
    files = Application.objects.filter(state=State.ACCEPTED, page__live=False).annotate(
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
        if spoken is None or check is None or file.state != State.ACCEPTED:
            return False
        if not any(part.has_changed for part in check.parts):
            return False
        if file.letters.filter(kind=KIND, written_at__gt=spoken.at).exists():
            return False
        write_to_all(KIND, file, number=str(spoken.pk), leads_to="approve", link_minutes=LINK_MINUTES)
    return True
