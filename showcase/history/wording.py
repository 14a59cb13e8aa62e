"""An event in words. It is kept in codes and composed here, so that it reads well in each language."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from showcase.badges import badge_for
from showcase.history.models import AssessmentEvent, Outcome
from showcase.models.assessments import Assessor, Finding

BY = {
    Assessor.SELF: gettext_lazy("%(criterion)s: “%(before)s” becomes “%(after)s”, says the project itself."),
    Assessor.EDITORS: gettext_lazy("%(criterion)s: “%(before)s” becomes “%(after)s”, say the editors."),
    Assessor.JURY: gettext_lazy("%(criterion)s: “%(before)s” becomes “%(after)s”, says the jury."),
}
CONFIRMED = {
    Assessor.SELF: gettext_lazy("%(criterion)s now declared by the project itself."),
    Assessor.EDITORS: gettext_lazy("%(criterion)s now documented by the editors, from public sources."),
    Assessor.JURY: gettext_lazy("%(criterion)s confirmed by the jury."),
}
CONFIRMED_IN_PART = {
    Assessor.SELF: gettext_lazy("%(criterion)s now declared in part by the project itself."),
    Assessor.EDITORS: gettext_lazy("%(criterion)s now documented in part by the editors."),
    Assessor.JURY: gettext_lazy("%(criterion)s confirmed in part by the jury."),
}
STILL_NOT_FOUND = {
    Assessor.SELF: gettext_lazy("%(criterion)s: the project itself declares nothing that shows it."),
    Assessor.EDITORS: gettext_lazy("%(criterion)s looked into again by the editors: still not demonstrated."),
    Assessor.JURY: gettext_lazy("%(criterion)s looked into by the jury: still not demonstrated."),
}
AGAIN = {
    Finding.DEMONSTRATED: CONFIRMED,
    Finding.PARTLY: CONFIRMED_IN_PART,
    Finding.NOT_DEMONSTRATED: STILL_NOT_FOUND,
}
OUTCOMES = {
    Outcome.UPHELD: gettext_lazy("A reader’s question was examined: the finding stands."),
    Outcome.CHANGED: gettext_lazy("A reader’s question was examined: the finding was changed."),
    Outcome.CORRECTED: gettext_lazy("A reader reported a mistake: it was corrected."),
    Outcome.DECLINED: gettext_lazy("A reader’s question was read and not taken up."),
}


def sentence(event: AssessmentEvent) -> str:
    """What happened, in one to three sentences. The event's `title` is its criterion's short title."""
    if event.outcome:
        return str(OUTCOMES[Outcome(event.outcome)])
    if not event.to_finding:
        return _("%(criterion)s: the finding was withdrawn.") % {"criterion": event.title}
    if not event.from_finding:
        return _first(event)
    return " ".join(_changes(event))


def expired(event: AssessmentEvent) -> str:
    """That the finding which the event made has passed its day."""
    return _("%(criterion)s: the finding passed its date and is to be checked again.") % {
        "criterion": event.title
    }


def _first(event: AssessmentEvent) -> str:
    badge = badge_for(event.to_finding, event.to_assessor, None, today=event.day)
    words = {"criterion": event.title, "words": badge.words}
    return _("%(criterion)s: first finding, %(words)s.") % words


def _changes(event: AssessmentEvent) -> list[str]:
    """What is said of each thing that changed; the finding and who made it are one thing."""
    said = []
    criterion = event.title
    if event.from_finding != event.to_finding:
        before, after = Finding(event.from_finding).label, Finding(event.to_finding).label
        words = {"criterion": criterion, "before": before, "after": after}
        said.append(str(BY[Assessor(event.to_assessor)]) % words)
    elif event.from_assessor != event.to_assessor:
        again = AGAIN[Finding(event.to_finding)][Assessor(event.to_assessor)]
        said.append(str(again) % {"criterion": criterion})
    else:
        said.append(_("%(criterion)s checked again: the finding stands.") % {"criterion": criterion})
    if event.from_grid != event.to_grid:
        said.append(_("Read with version %(version)d of the grid.") % {"version": event.to_grid or 0})
    if event.from_review_by != event.to_review_by and event.to_review_by:
        said.append(_("Valid until %(day)s.") % {"day": date_format(event.to_review_by)})
    return said
