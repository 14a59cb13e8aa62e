"""A badge is worked out from a finding, never stored.

Five states, from the design's content model: declared (by the project), documented (by the editors, from
public sources), verified (by the jury), expired, not demonstrated. None of them is an official label.
"""

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BadgeState(models.TextChoices):
    DECLARED = "declared", _("declared by the project")
    DOCUMENTED = "documented", _("documented by the editors")
    VERIFIED = "verified", _("verified by the jury")
    EXPIRED = "expired", pgettext_lazy("badge", "expired")
    NOT_DEMONSTRATED = "not-demonstrated", _("not demonstrated")


ASSESSOR_STATES = {
    "self": BadgeState.DECLARED,
    "editors": BadgeState.DOCUMENTED,
    "jury": BadgeState.VERIFIED,
}


@dataclass(frozen=True)
class Badge:
    """What one badge shows: its state, and whether the criterion is met only in part."""

    state: BadgeState
    partly: bool = False

    @property
    def words(self) -> str:
        """The state in words, as a reader reads it beside the drawing."""
        if self.partly and self.state is not BadgeState.EXPIRED:
            return str(PARTLY_WORDS[self.state])
        return str(self.state.label)

    @property
    def meaning(self) -> str:
        """What a reader may take from the state, in one sentence."""
        return str(MEANINGS[self.state])


MEANINGS = {
    BadgeState.DECLARED: _("The project says so itself."),
    BadgeState.DOCUMENTED: _("The editors found evidence in public sources."),
    BadgeState.VERIFIED: _("The jury checked the evidence."),
    BadgeState.EXPIRED: _("The finding is older than its date and is to be checked again."),
    BadgeState.NOT_DEMONSTRATED: _(
        "We found no evidence. That says something of our search, not of the project."
    ),
}
PARTLY_WORDS = {
    BadgeState.DECLARED: _("partly, declared by the project"),
    BadgeState.DOCUMENTED: _("partly, documented by the editors"),
    BadgeState.VERIFIED: _("partly, verified by the jury"),
}


def badge_for(finding: str, assessor: str, review_by: datetime.date | None, *, today: datetime.date) -> Badge:
    """The badge of an assessment on the day `today`.

    A finding that was not made does not expire: there is nothing in it to lose.
    """
    if finding == "not_demonstrated":
        return Badge(BadgeState.NOT_DEMONSTRATED)
    partly = finding == "partly"
    if review_by and review_by < today:
        return Badge(BadgeState.EXPIRED, partly)
    return Badge(ASSESSOR_STATES[assessor], partly)


# For a list, where each word is read beside others.
SHORT_WORDS = {
    BadgeState.DECLARED: pgettext_lazy("badge, short", "declared"),
    BadgeState.DOCUMENTED: pgettext_lazy("badge, short", "documented"),
    BadgeState.VERIFIED: pgettext_lazy("badge, short", "verified"),
    BadgeState.EXPIRED: pgettext_lazy("badge, short", "expired"),
    BadgeState.NOT_DEMONSTRATED: pgettext_lazy("badge, short", "not demonstrated"),
}


def in_state(state: BadgeState, *, today: datetime.date) -> models.Q:
    """The condition on assessments that `badge_for` gives this state on the day `today`."""
    if state is BadgeState.NOT_DEMONSTRATED:
        return models.Q(finding="not_demonstrated")
    found = ~models.Q(finding="not_demonstrated")
    if state is BadgeState.EXPIRED:
        return found & models.Q(review_by__lt=today)
    assessor = next(key for key, value in ASSESSOR_STATES.items() if value is state)
    holds = models.Q(review_by__isnull=True) | models.Q(review_by__gte=today)
    return found & models.Q(assessor=assessor) & holds
