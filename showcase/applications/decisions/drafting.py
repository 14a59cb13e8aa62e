"""A decision while it is written: begun from what the jurors found and said, kept as a draft."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import override

from home.models import User
from showcase.applications.models import Application, Decision, EventKind, Review, Score, State
from showcase.applications.models.reviews import FINDINGS
from showcase.applications.sections.plan import kinds_of
from showcase.applications.sections.proof import CriterionSection
from showcase.applications.steps import Actor, NotNowError, held, record
from showcase.models import Criterion, Finding

# A question may go to the project while somebody writes: what they have written is kept all the same.
WRITTEN_IN = (State.READING, State.QUESTIONS)
# The version of a decision of which nothing is kept yet.
NEW = "new"


@dataclass(frozen=True)
class Words:
    """What a decision says of one criterion."""

    finding: str = ""
    convinced: str = ""
    missing: str = ""
    would_change: str = ""


@dataclass(frozen=True)
class Draft:
    """What a decision says: {code of a criterion: words}, and of the whole."""

    reasons: Mapping[str, Words] = field(default_factory=dict)
    outcome: str = ""
    opening: str = ""
    plan: str = ""

    @property
    def version(self) -> str:
        """Another one for whatever is written otherwise, so that two people do not undo each other."""
        parts = [self.outcome, self.opening, self.plan]
        for code in sorted(self.reasons):
            words = self.reasons[code]
            parts += [code, words.finding, words.convinced, words.missing, words.would_change]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


class LateError(Exception):
    """Something else was saved after this was read; `kept` is what is there now."""

    def __init__(self, kept: Draft):
        self.kept = kept
        super().__init__(kept.version)


def criteria_of(application: Application, language: str = "") -> list[Criterion]:
    """The criteria of the grid of a file, in its order and in the active language, or in another; in one that
    there is, where a grid is not translated. One query.
    """
    if language:
        with override(language):
            return criteria_of(application)
    return [kind.criterion for kind in kinds_of(application).values() if issubclass(kind, CriterionSection)]


def sent_reviews(application: Application) -> list[Review]:
    """The reviews of the present round whose scores are sent, with their scores. Two queries."""
    reviews = Review.objects.filter(
        application=application, round=application.round, sent_at__isnull=False, conflict=False
    )
    return list(reviews.select_related("juror").prefetch_related("scores"))


def median_finding(findings: Iterable[str]) -> str:
    """The one in the middle; of two, the more careful. Empty where there is none."""
    ranks = sorted(FINDINGS.index(Finding(finding)) for finding in findings if finding)
    return FINDINGS[ranks[(len(ranks) - 1) // 2]] if ranks else ""


def proposal(application: Application) -> Draft:
    """What the jurors' scores propose. Comments beside a full score are what convinced, the others what was
    missing. No juror is named.
    """
    scores = [score for review in sent_reviews(application) for score in review.scores.all()]
    return Draft(
        {
            criterion.code: _proposed([score for score in scores if score.criterion == criterion.code])
            for criterion in criteria_of(application)
        }
    )


def _proposed(scores: list[Score]) -> Words:
    # Two who say the same are quoted once.
    said = dict.fromkeys((score.finding == Finding.DEMONSTRATED, score.comment.strip()) for score in scores)
    return Words(
        finding=median_finding(score.finding for score in scores),
        convinced="\n\n".join(comment for is_full, comment in said if is_full and comment),
        missing="\n\n".join(comment for is_full, comment in said if comment and not is_full),
    )


def decision_of(application: Application) -> Decision | None:
    """That of the present round, with its reasons. Two queries."""
    decisions = Decision.objects.filter(application=application, round=application.round)
    return decisions.select_related("application", "approved_by").prefetch_related("reasons").first()


def draft_of(decision: Decision) -> Draft:
    """What is kept of a decision."""
    reasons = {
        reason.criterion: Words(reason.finding, reason.convinced, reason.missing, reason.would_change)
        for reason in decision.reasons.all()
    }
    return Draft(reasons, decision.outcome, decision.opening, decision.plan)


def keep(application: Application, user: User, given: Draft, *, version: str) -> bool:
    """Keep what somebody has written, finished or not; the same twice is once. Returns whether anything was
    new. `version` is that of what was read, NEW where nothing was.

    Raises LateError where something else was saved since, and NotNowError where the file is not being read,
    or the decision is approved; nothing is kept then.
    """
    with held(application) as file:
        decision = decision_of(file)
        if file.state not in WRITTEN_IN or (decision and decision.approved_at):
            raise NotNowError(file.state)
        kept = draft_of(decision) if decision else None
        if kept and kept.version == given.version:
            return False
        if version != (kept.version if kept else NEW):
            raise LateError(kept or Draft())
        decision = decision or Decision(application=file, round=file.round)
        decision.outcome, decision.opening, decision.plan = given.outcome, given.opening, given.plan
        decision.save()
        for code, words in given.reasons.items():
            decision.reasons.update_or_create(criterion=code, defaults=vars(words))
        record(file, EventKind.DECISION_WRITTEN, Actor(user=user))
    return True
