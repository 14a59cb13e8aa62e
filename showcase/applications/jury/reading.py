"""What a juror or the lead may see and do of a file at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from showcase.applications.jury.access import may_lead, may_read
from showcase.applications.jury.identity import hides
from showcase.applications.jury.showing import Said
from showcase.applications.models import Application, ApplicationRules, Remark, Review, Score
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.models.reviews import FINDINGS
from showcase.applications.sections import Plan
from showcase.models import Finding


@dataclass(frozen=True)
class Disagreement:
    """What the jurors of one round found of one criterion, once that may be seen. `degree` is "same", "near"
    (one step), "far" (opposite), or nothing where fewer than two have spoken.
    """

    criterion: Any
    scores: list[tuple[Review, Score]]
    degree: str


class Reading:
    """One file for one person of the team. Everything sealed is left out here, for every page and export."""

    def __init__(self, application: Application, user: Any):
        self.application, self.user = application, user
        self.leads = may_lead(user)

    @cached_property
    def all_reviews(self) -> list[Review]:
        """Of every round, with those of jurors whom something links to the project."""
        found = Review.objects.filter(application=self.application)
        return list(found.order_by("round", "assigned_at", "pk").select_related("juror"))

    def of_round(self, number: int) -> list[Review]:
        """The reviews of a round, without those of jurors whom something links to the project."""
        return [review for review in self.all_reviews if review.round == number and not review.conflict]

    @property
    def reviews(self) -> list[Review]:
        return self.of_round(self.application.round)

    @property
    def conflicts(self) -> list[Review]:
        """The declarations that closed the file to somebody, with what they said: for the lead alone."""
        return [review for review in self.all_reviews if review.conflict] if self.leads else []

    @cached_property
    def own(self) -> Review | None:
        """This person's review of the present round."""
        return next((review for review in self.reviews if review.juror_id == self.user.pk), None)

    @property
    def must_declare(self) -> bool:
        return bool(self.own and self.own.conflict is None)

    @cached_property
    def may_read(self) -> bool:
        return may_read(self.user, self.application)

    @property
    def all_sent(self) -> bool:
        return bool(self.reviews) and all(review.sent_at for review in self.reviews)

    @property
    def is_with_the_jury(self) -> bool:
        return self.application.state in WITH_THE_JURY

    @property
    def takes_part(self) -> bool:
        """Whether this person has a say in the present round: the lead, and its jurors."""
        return self.may_read and self.is_with_the_jury and (self.leads or self.own is not None)

    @property
    def may_score(self) -> bool:
        return self.takes_part and bool(self.own and not self.own.sent_at)

    @property
    def may_remark(self) -> bool:
        return self.takes_part and self.is_unsealed

    def sees_scores(self, number: int) -> bool:
        """Whether this person may see what others found in a round: a juror once their own scores are sent,
        of the rounds up to theirs; the lead at any time, unless the file is theirs to score.
        """
        own = [
            review for review in self.all_reviews if review.juror_id == self.user.pk and not review.conflict
        ]
        if any(review.round == self.application.round and not review.sent_at for review in own):
            return False
        return self.leads or any(review.sent_at and review.round >= number for review in own)

    @property
    def is_unsealed(self) -> bool:
        return self.sees_scores(self.application.round)

    @cached_property
    def hides_identity(self) -> bool:
        """Whether the file does not say who applies to this person."""
        return hides(self.user, self.application, self.all_reviews, ApplicationRules.load())

    @cached_property
    def said(self) -> Said:
        """The file as it was last sent."""
        return Said(self.application, hides=self.hides_identity)

    @property
    def plan(self) -> Plan:
        return self.said.plan

    @cached_property
    def scores(self) -> dict[int, list[Score]]:
        """{key of a review: its scores}, of those that this person may see."""
        seen = [
            review.pk
            for review in self.all_reviews
            if review == self.own or (review.sent_at and self.sees_scores(review.round))
        ]
        found: dict[int, list[Score]] = {}
        for score in Score.objects.filter(review__in=seen):
            found.setdefault(score.review_id, []).append(score)
        return found

    def disagreements(self, number: int | None = None) -> list[Disagreement]:
        """What the jurors found in a round (the present one), criterion by criterion; nothing while that is
        sealed.
        """
        number = number or self.application.round
        if not self.sees_scores(number):
            return []
        sent = [review for review in self.of_round(number) if review.sent_at]
        found = []
        for form in self.plan.criteria:
            scores = [
                (review, score)
                for review in sent
                for score in self.scores.get(review.pk, [])
                if score.criterion == form.criterion.code
            ]
            found.append(
                Disagreement(form.criterion, scores, degree_of(score.finding for _review, score in scores))
            )
        return found

    def rounds(self) -> list[int]:
        """The rounds whose scores this person may see, the present one first."""
        return [number for number in range(self.application.round, 0, -1) if self.sees_scores(number)]

    def may_name(self, user: Any, number: int) -> bool:
        """Whether this person may know that `user` asked something in a round: who judges is sealed as scores
        are.
        """
        return user == self.user or number in self.rounds()

    def wholes(self, number: int) -> list[Review]:
        """The reviews of a round that have a comment on the whole file, where it may be seen."""
        if not self.sees_scores(number):
            return []
        return [review for review in self.of_round(number) if review.sent_at and review.comment]

    def remarks(self) -> list[Remark]:
        """What jurors said to each other, of the rounds that this person may see."""
        found = self.application.remarks.filter(round__in=self.rounds())
        return list(found.select_related("user"))


def degree_of(findings: Iterable[str]) -> str:
    """How far apart findings are: "same", "near" (one step), "far" (opposite); nothing of fewer than two."""
    ranks = [FINDINGS.index(Finding(finding)) for finding in findings if finding]
    return ("same", "near", "far")[max(ranks) - min(ranks)] if len(ranks) > 1 else ""
