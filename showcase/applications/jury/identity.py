"""Hiding who applies from jurors, where the rules say so, until all of them have sent their scores."""

from collections.abc import Iterable, Mapping
from typing import Any

from showcase.applications.jury.access import may_lead
from showcase.applications.models import Application, ApplicationRules, Attachment, Review
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.sections.base import Kept
from showcase.applications.sections.plan import WHO

# By its name one finds who carries a project, and by its point on the map at which door. A section without
# fields here is hidden whole.
HIDDEN = WHO | {
    "project": ("name", *WHO["project"]),
    "place": (*WHO["place"], "latitude", "longitude"),
}


def hides(user: Any, application: Application, reviews: Iterable[Review], rules: ApplicationRules) -> bool:
    """Whether the file does not tell this person whose it is. `reviews` are all those of the file.

    It does to who leads the jury, unless the file is theirs to score in the present round; to a juror, once
    the jurors of their round have all sent their scores, or the file is answered.
    """
    if not rules.hides_identity or application.state not in WITH_THE_JURY:
        return False
    asked = [review for review in reviews if not review.conflict]
    rounds = {review.round for review in asked if review.juror_id == user.pk}
    if application.round not in rounds and may_lead(user):
        return False
    if not rounds:
        return True
    return not all(review.sent_at for review in asked if review.round == max(rounds))


def without_identity(sections: Mapping[str, Kept]) -> dict[str, Kept]:
    """What is kept of a file, without what says who applies."""
    return {
        # In a row, the name of a field stands last.
        code: {
            name: texts for name, texts in kept.items() if name.rpartition("-")[2] not in HIDDEN.get(code, ())
        }
        for code, kept in sections.items()
        if code not in HIDDEN or HIDDEN[code]
    }


def neutral_name(attachment: Attachment) -> str:
    """A name for an attachment that says nothing of who added it."""
    return f"{attachment.kind}-{attachment.pk}{attachment.extension}"


def shown_name(user: Any, attachment: Attachment) -> str:
    """The name under which somebody of the team gets an attachment. Three queries at most."""
    file = attachment.application
    if hides(user, file, file.reviews.all(), ApplicationRules.load()):
        return neutral_name(attachment)
    return attachment.name
