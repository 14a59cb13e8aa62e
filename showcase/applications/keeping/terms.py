"""How long a file is kept, by rule."""

import datetime
from datetime import timedelta

from django.db.models import Max, Min
from django.utils import timezone

from showcase.applications.carrying.making import months_later
from showcase.applications.decisions.telling import appeal_ends
from showcase.applications.models import Application, ApplicationRules, State

NOTICE = "draft_ends"
# A draft is never deleted sooner after its letter was sent, whatever the rules say.
LEAST_NOTICE = timedelta(days=25)


def morning(day: datetime.date) -> datetime.datetime:
    """When a day begins here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def kept_until(application: Application, rules: ApplicationRules) -> datetime.date | None:
    """The day on which a file is deleted by rule; None while the jury has it and while its page is public."""
    if application.state == State.DRAFT:
        return months_later(timezone.localdate(application.touched_at), rules.draft_months)
    if application.state == State.REFUSED:
        answered = application.decided_at or application.state_since
        ends = months_later(timezone.localdate(answered), rules.refused_months)
        last = appeal_ends(application) if application.round == 1 else None
        return max(ends, last + timedelta(days=1)) if last else ends
    if application.state == State.WITHDRAWN:
        return months_later(timezone.localdate(application.state_since), rules.refused_months)
    return None


def notice_on(ends: datetime.date) -> datetime.date:
    """The day on which the letter is due that tells of the end of a draft: a month before."""
    return months_later(ends, -1)


def notice_of(application: Application) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """(when the letter about the end of a draft was written, when it was sent), since the last change; of
    several people, the first to be written and the last to be sent. One query.
    """
    letters = application.letters.filter(kind=NOTICE, written_at__gte=application.touched_at)
    found = letters.aggregate(written=Min("written_at"), sent=Max("sent_at"))
    return found["written"], found["sent"]


def draft_ends(application: Application, rules: ApplicationRules, *, today: datetime.date) -> datetime.date:
    """The day on which a draft that nobody touches is deleted: by rule, and never sooner than its letter
    says, nor than 25 days after it was sent. One query.
    """
    ends = kept_until(application, rules)
    assert ends is not None  # noqa: S101  it is a draft
    written, sent = notice_of(application)
    told = months_later(timezone.localdate(written) if written else today, 1)
    at_least = timezone.localdate(sent) + LEAST_NOTICE if sent else ends
    return max(ends, told, at_least)
