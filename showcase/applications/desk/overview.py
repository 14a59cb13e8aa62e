"""The file at a glance: its sections, how far each is, and what one can do."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from home.languages import in_every_language
from showcase.applications.desk.gaps import attachments_of, gaps_of
from showcase.applications.models import Application, Attachment, Person, State
from showcase.applications.sections import Plan, SectionForm, plan_of
from showcase.applications.who import file_address, on_file


@dataclass(frozen=True)
class Line:
    """One section of the list. `state` is "empty", "begun", "wrong", "complete", or "spare" for one that is
    empty and may stay so; `words` say it.
    """

    code: str
    title: str | Promise
    state: str
    words: str

    @property
    def is_ready(self) -> bool:
        """Whether nothing of it keeps the file from being sent."""
        return self.state in ("complete", "spare")


def lines_of(plan: Plan, attachments: dict[str, Attachment]) -> list[Line]:
    """How far each section is."""
    return [_line(form, attachments) for form in plan.forms.values()]


def _line(form: SectionForm, attachments: dict[str, Attachment]) -> Line:
    gaps = gaps_of(form, attachments)
    wrong = sum(not gap.is_missing for gap in gaps)
    if form.is_empty:
        state, words = ("empty", _("not begun")) if gaps else ("spare", _("empty, and may stay so"))
    elif wrong:
        words = ngettext("%(count)d thing to correct", "%(count)d things to correct", wrong)
        state, words = "wrong", words % {"count": wrong}
    elif gaps:
        words = ngettext("%(count)d field to fill in", "%(count)d fields to fill in", len(gaps))
        state, words = "begun", words % {"count": len(gaps)}
    else:
        state, words = "complete", _("complete")
    return Line(form.code, form.title, state, words)


def _origin(person: Person) -> Application | None:
    """The file that this one was begun from, where it was not accepted and this person may read why."""
    if person.application.grown_from_id is None:
        return None
    refused = Application.objects.filter(state=State.REFUSED, people__email=person.email)
    return refused.filter(pk=person.application.grown_from_id).first()


@require_safe
@on_file
def overview(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The sections of a draft. What was sent has a page of its own."""
    application = person.application
    if application.state != State.DRAFT:
        return redirect(file_address(application, "state"))
    lines = lines_of(plan_of(application), attachments_of(application))
    # Those that are empty and may stay so are no progress, and none is lacking.
    counted = [line for line in lines if line.state != "spare"]
    following = next((line for line in lines if not line.is_ready), None)
    context = {
        "application": application,
        "lines": lines,
        "finished": sum(line.is_ready for line in counted),
        "total": len(counted),
        "following": following,
        "is_new": not application.title and all(line.state in ("empty", "spare") for line in lines),
        "last": application.sections.select_related("saved_by").order_by("-saved_at", "-pk").first(),
        "origin": _origin(person),
        "people": [(other, other.pk == person.pk) for other in application.people.all()],
        "addresses": in_every_language("applications:file", application.key),
    }
    return render(request, "applications/desk/overview.html", context)
