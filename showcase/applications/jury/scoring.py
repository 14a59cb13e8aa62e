"""A juror's scores: kept while they are written, sent once, sealed until then."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from showcase.applications.models import Application, EventKind, Review, Score
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.steps import Actor, NotNowError, held, record
from showcase.models import Criterion


@dataclass(frozen=True)
class Scores:
    """What one juror has written: {code of a criterion: (finding, comment)}, and on the file as a whole."""

    each: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    whole: str = ""

    @property
    def version(self) -> str:
        """Another one for whatever is written otherwise, so that two windows of a juror do not undo each
        other.
        """
        parts = [self.whole]
        for code in sorted(self.each):
            if any(self.each[code]):
                parts += [code, *self.each[code]]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


class LateError(Exception):
    """Something else was saved after this was read; `kept` is what is there now."""

    def __init__(self, kept: Scores):
        self.kept = kept
        super().__init__(kept.version)


class UnfinishedError(Exception):
    """A criterion lacks its finding or its comment."""


def kept_scores(review: Review) -> Scores:
    """What is kept of a review."""
    rows = Score.objects.filter(review=review).values_list("criterion", "finding", "comment")
    return Scores({code: (finding, comment) for code, finding, comment in rows}, review.comment)


def codes_of(application: Application) -> set[str]:
    """The criteria of the grid of a file."""
    return set(
        Criterion.objects.filter(grid=application.grid_id, is_gate=False).values_list("code", flat=True)
    )


def keep(review: Review, given: Scores, *, version: str, sends: bool = False) -> None:
    """Keep what a juror has written, and, with `sends`, send it, once: from then on it does not change.

    `version` is that of what was read. Raises LateError where something else was saved since, and keeps
    nothing; UnfinishedError where something is missing to be sent, after it is kept; NotNowError where the
    juror may not score this file, or no longer.
    """
    with held(review.application) as file:
        own = Review.objects.select_for_update().filter(pk=review.pk, round=file.round).first()
        if own is None or own.conflict is not False or own.sent_at or file.state not in WITH_THE_JURY:
            raise NotNowError(file.state)
        kept = kept_scores(own)
        if kept.version not in (version, given.version):
            raise LateError(kept)
        _write(own, given)
        finished = all(all(given.each.get(code, ("",))) for code in codes_of(file))
        if sends and finished:
            own.sent_at = timezone.now()
            own.save(update_fields=["sent_at"])
            record(file, EventKind.REVIEWED, Actor(user=own.juror))
    if sends and not finished:
        raise UnfinishedError


def _write(review: Review, given: Scores) -> None:
    review.comment = given.whole
    review.save(update_fields=["comment"])
    for code in codes_of(review.application) & given.each.keys():
        finding, comment = given.each[code]
        Score.objects.update_or_create(
            review=review, criterion=code, defaults={"finding": finding, "comment": comment}
        )
