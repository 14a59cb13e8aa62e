"""Approving a decision: checked whole, then sent, or nothing at all."""

from django.utils import timezone

from home.models import User
from showcase.applications.carrying.making import make_page
from showcase.applications.decisions.drafting import LateError, decision_of, draft_of
from showcase.applications.decisions.telling import lacking, letter_of
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import Application, EventKind, Outcome, State
from showcase.applications.steps import Actor, NotNowError, held, move

LINK_MINUTES = 14 * 24 * 60


class LackingError(Exception):
    """The decision is not complete."""


def approve(application: Application, user: User, *, version: str) -> None:
    """Approve the decision of the round, write its letter, and, where it accepts, make the draft of the page:
    all of it or nothing. What is approved already stays as it is. `version` is that of the letter which was
    read.

    Raises LackingError, LateError where the decision was changed since, NotNowError for a file that is not
    being read or of which no decision is written, and what `make_page` raises.
    """
    with held(application) as file:
        decision = decision_of(file)
        if decision and decision.approved_at:
            return
        if decision is None or file.state != State.READING:
            raise NotNowError(file.state)
        if (kept := draft_of(decision)).version != version:
            raise LateError(kept)
        if lacking(decision):
            raise LackingError
        decision.approved_at, decision.approved_by = timezone.now(), user
        decision.save(update_fields=["approved_at", "approved_by"])
        accepts = decision.outcome == Outcome.ACCEPT
        actor = Actor(user=user)
        state, event = (State.ACCEPTED, EventKind.ACCEPTED) if accepts else (State.REFUSED, EventKind.REFUSED)
        move(file, state, event, actor)
        kind, context = letter_of(decision)
        write_to_all(
            kind, file, number=str(file.round), leads_to="answer", link_minutes=LINK_MINUTES, **context
        )
        if accepts:
            make_page(file, decision, actor)
