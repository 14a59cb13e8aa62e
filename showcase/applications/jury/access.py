"""Who of the team may see what of a file."""

from typing import Any

from django.db.models import F, Q, QuerySet

from showcase.applications.models import Application, Review
from showcase.applications.models.files import WITH_THE_JURY

LEAD = "applications.lead_jury"
JUDGE = "applications.change_review"


def may_lead(user: Any) -> bool:
    """Whether the person assigns jurors, decides and answers: sees every file that was sent."""
    return user.is_active and user.has_perm(LEAD)


def is_juror(user: Any) -> bool:
    """Whether the person may be asked to read files."""
    return user.is_active and user.has_perm(JUDGE)


def may_read(user: Any, application: Application) -> bool:
    """Whether the person may read what a file says: who leads the jury, or one of its jurors who has declared
    that nothing links them to the project. Never one who has declared that something does, and nobody to whom
    it is given before they have declared.
    """
    if application.submitted_at is None or not (may_lead(user) or is_juror(user)):
        return False
    own = Review.objects.filter(application=application, juror=user).values_list("round", "conflict")
    declared = {conflict for _round, conflict in own}
    waits = any(number == application.round and conflict is None for number, conflict in own)
    if True in declared or waits:
        return False
    return may_lead(user) or False in declared


def files_for(user: Any) -> QuerySet[Application]:
    """The files that somebody may know of: for the lead, all that were sent; for a juror, those that wait for
    their declaration, and those that they may read. None that something links them to.
    """
    own = Review.objects.filter(juror=user)
    files = Application.objects.filter(submitted_at__isnull=False)
    files = files.exclude(pk__in=own.filter(conflict=True).values("application"))
    if may_lead(user):
        return files
    if not is_juror(user):
        return files.none()
    waiting = Q(conflict=None, application__round=F("round"), application__state__in=[*WITH_THE_JURY])
    return files.filter(pk__in=own.filter(Q(conflict=False) | waiting).values("application"))


def is_closed_by_conflict(user: Any, application_id: int) -> bool:
    """Whether the person has declared that something links them to the file."""
    # By the key of the file itself: of a number that is larger than any key, Django knows that there is none.
    file = Application.objects.filter(pk=application_id)
    return Review.objects.filter(application__in=file, juror=user, conflict=True).exists()
