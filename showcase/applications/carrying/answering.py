"""A project says whether its public page is still true: it confirms it, tells what has changed, or ends."""

import uuid
from functools import partial
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.rich_text import RichText

from home.languages import in_every_language
from showcase.applications.carrying.checking import draft_of
from showcase.applications.carrying.pages import paragraphs
from showcase.applications.carrying.telling import tell_editors
from showcase.applications.carrying.yearly import ANSWERS
from showcase.applications.clicks import token_of
from showcase.applications.desk.room import may_add
from showcase.applications.models import Application, EventKind, Message, Person, State
from showcase.applications.sections.fields import long_text, number
from showcase.applications.steps import Actor, held, record
from showcase.applications.who import file_address, on_file
from showcase.models import CriterionAssessment, ProjectPage
from showcase.vocabulary import Status

CHOOSE = {"required": _("Choose one answer."), "invalid_choice": _("Choose one answer.")}
CONFIRM, UPDATE, END = "confirm", "update", "end"


class StillTrueForm(forms.Form):
    """Of each criterion whether it is still true; then confirm all, say what has changed, or end."""

    answer = forms.ChoiceField(
        label=_("Today, what the page says"),
        choices=[
            (CONFIRM, _("is still true")),
            (UPDATE, _("has to be changed")),
            (END, _("is over: the project has ended")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    words = long_text(
        _("What has changed, or what was learned"),
        3000,
        rows=6,
        help=_("Empty where everything is still true. What was learned helps those who come after you."),
    )
    end_year = number(_("Year in which it ended"), 1800, 2100, help=_("Only for a project that has ended."))
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, badges: list[CriterionAssessment], page: ProjectPage):
        """`badges` are those of the page."""
        super().__init__(data, initial={"token": uuid.uuid4()})
        self.badges, self.start_year = badges, page.start_year
        # In the language of the page, which the reader may be reading in another one.
        words = partial(format_html, '<span lang="{}">{}</span>', page.locale.language_code)
        for found in badges:
            field = forms.ChoiceField(
                label=words(found.criterion.title),
                help_text=words(found.reason),
                choices=[("yes", _("Still true")), ("no", _("Has changed"))],
                widget=forms.RadioSelect,
                required=False,
                error_messages=CHOOSE,
            )
            self.fields[f"criterion-{found.criterion.code}"] = field

    @property
    def criteria(self) -> list[tuple[CriterionAssessment, forms.BoundField]]:
        return [(found, self[f"criterion-{found.criterion.code}"]) for found in self.badges]

    def said(self) -> dict[str, str]:
        """{code of a criterion: "yes", "no", or nothing}."""
        return {
            found.criterion.code: self.cleaned_data.get(f"criterion-{found.criterion.code}", "")
            for found in self.badges
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answer = cleaned.get("answer")
        if answer == CONFIRM:
            self._check_each()
        if answer in (UPDATE, END) and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say in a few sentences what has changed, or what was learned."))
        if answer == END and "end_year" not in self.errors:
            self._check_year(cleaned.get("end_year"))
        return cleaned

    def _check_year(self, year: int | None) -> None:
        if not year:
            self.add_error("end_year", _("Say in which year it ended."))
        elif year > timezone.localdate().year:
            self.add_error("end_year", _("This year is still to come. When the project ends, tell us."))
        elif year < (self.start_year or year):
            words = _("The project began in %(year)s: it cannot have ended before.")
            self.add_error("end_year", words % {"year": self.start_year})

    def _check_each(self) -> None:
        for code, said in self.said().items():
            if said == "":
                self.add_error(f"criterion-{code}", _("Say whether this is still true."))
            elif said == "no":
                self.add_error(
                    "answer", _("A criterion has changed: choose “has to be changed”, and say what has.")
                )
                return


@require_http_methods(["GET", "HEAD", "POST"])
@on_file
def still_true(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Confirm the public page, ask for a change, or end the project."""
    application = person.application
    page = application.page
    if application.state != State.PUBLISHED or page is None or not page.live:
        return redirect(file_address(application, "state"))
    badges = list(_badges(application))
    data = request.POST if request.method == "POST" else None
    form = StillTrueForm(data, badges=badges, page=page)
    if request.method == "POST" and _may_be_kept(application, form):
        kept = answer(person, form.cleaned_data, form.said())
        return redirect(f"{file_address(application, 'still-true')}?kept={kept}#kept")
    context = {
        "application": application,
        "form": form,
        "public_page": page,
        "last": application.events.filter(kind__in=ANSWERS, at__gt=application.published_at).last(),
        "kept": request.GET.get("kept", ""),
        "addresses": in_every_language("applications:still-true", application.key),
    }
    return render(
        request, "applications/carrying/still_true.html", context, status=422 if form.errors else 200
    )


def _may_be_kept(application: Application, form: StillTrueForm) -> bool:
    """A confirmation is no message, and takes no room."""
    if form.is_valid() and form.cleaned_data["answer"] == CONFIRM:
        return True
    return may_add(application, form, "words")


def _badges(application: Application) -> list[CriterionAssessment]:
    """The findings that the public page shows, with their criteria in the language of the file."""
    assert application.page is not None  # noqa: S101
    found = application.page.assessments.select_related("criterion__grid")
    return sorted(found, key=lambda assessment: assessment.criterion.sort_order)


def answer(person: Person, said: dict[str, Any], criteria: dict[str, str]) -> str:
    """Record an answer; the same twice is one. A confirmation is the project's own word: it is in the log,
    and no badge holds longer for it. A change is a message to the editors. An end is a draft of the page that
    says so, with what was learned, which editors read and publish as they do any other.
    """
    with held(person.application) as application:
        actor, kind = Actor(person=person), said["answer"]
        if application.state != State.PUBLISHED:
            return kind
        if kind == CONFIRM:
            if not _is_repeated(application, person, said["token"]):
                record(application, EventKind.CONFIRMED, actor, criteria=criteria, token=str(said["token"]))
            return kind
        try:
            with transaction.atomic():
                Message.objects.create(
                    application=application,
                    token=token_of(said["token"], application, said["words"], kind),
                    from_jury=False,
                    person=person,
                    text=said["words"],
                )
        except IntegrityError:
            return kind
        if kind == END:
            _end(application, said)
            record(application, EventKind.ENDED, actor, year=said["end_year"])
        else:
            record(application, EventKind.CHANGES_ASKED, actor, criteria=criteria)
        tell_editors.enqueue(application.pk, "ended" if kind == END else "update")
    return kind


def _is_repeated(application: Application, person: Person, token: uuid.UUID) -> bool:
    last = application.events.filter(kind=EventKind.CONFIRMED, person=person).last()
    return bool(last and last.detail.get("token") == str(token))


def _end(application: Application, said: dict[str, Any]) -> None:
    """The draft of the page says that the project has ended, and goes to whoever reviews pages."""
    page = draft_of(application)
    assert page is not None  # noqa: S101  it is public
    with override(page.locale.language_code):
        _say_ended(page, said)
    page.save_revision()
    public = application.page.specific if application.page else page
    workflow = public.get_workflow()
    if workflow and not public.workflow_in_progress:
        workflow.start(public, user=None)


def _say_ended(page: ProjectPage, said: dict[str, Any]) -> None:
    page.status, page.end_year = Status.ENDED, said["end_year"]
    day = date_format(timezone.localdate())
    page.status_note = gettext("According to the project itself, on %(day)s.") % {"day": day}
    learned = {"text": RichText(paragraphs([said["words"]])), "sources": []}
    page.body.extend([("heading", gettext("What was learned")), ("text", learned)])
