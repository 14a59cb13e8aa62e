"""What jurors do to a file beside scoring. Each act holds the file, so that two at once come one after the
other.
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from home.models import User
from showcase.applications.clicks import token_of
from showcase.applications.jury.assigning import assign_by_load
from showcase.applications.models import Application, EventKind, Remark, Review, State
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.steps import SITE, Actor, NotNowError, held, move, record


def declare(review: Review, *, conflict: bool, note: str = "") -> None:
    """A juror's declaration. A conflict closes the file to them at once and for good, whatever they declared
    before, and another juror is given it; the first who declares none opens the reading.

    Raises NotNowError where the file is not theirs to read any more, or their scores are sent.
    """
    with held(review.application) as application:
        own = Review.objects.select_for_update().filter(pk=review.pk, round=application.round).first()
        if own is None or own.sent_at or application.state not in WITH_THE_JURY:
            raise NotNowError(application.state)
        if own.conflict or own.conflict == conflict:
            return
        own.conflict, own.declared_at = conflict, timezone.now()
        own.conflict_note = note if conflict else ""
        own.save()
        actor = Actor(user=own.juror)
        if conflict:
            _close(own)
            record(application, EventKind.CONFLICT, actor)
            assign_by_load(application, 1, SITE)
        elif application.state == State.RECEIVED:
            move(application, State.READING, EventKind.NO_CONFLICT, actor)
        else:
            record(application, EventKind.NO_CONFLICT, actor)


def _close(review: Review) -> None:
    """What somebody wrote whom something links to the project counts for nothing."""
    review.scores.all().delete()
    review.comment = ""
    review.save(update_fields=["comment"])


def remark(application: Application, user: User, text: str, criterion: str = "", *, token: UUID) -> None:
    """Say something to the other jurors. A text sent twice with one token is one remark. Raises NotNowError
    where the jury does not have the file.
    """
    with held(application) as file:
        if file.state not in WITH_THE_JURY:
            raise NotNowError(file.state)
        token = token_of(token, file, text, criterion)
        try:
            with transaction.atomic():
                Remark.objects.create(
                    application=file, token=token, round=file.round, user=user, text=text, criterion=criterion
                )
        except IntegrityError:
            return
        record(file, EventKind.REMARKED, Actor(user=user), criterion=criterion)
