"""Sending a file to the jury: once, whole, with a receipt."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from home.languages import in_every_language
from showcase.applications.desk.gaps import Lacking, attachments_of, lacking, told
from showcase.applications.files.taking import forget_unused
from showcase.applications.keeping.delays import days_to_answer
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import Application, Attachment, EventKind, Person, Snapshot, State
from showcase.applications.sections import Plan, plan_of
from showcase.applications.sections.closing import ConsentSection
from showcase.applications.steps import Actor, held, move
from showcase.applications.who import file_address, on_file

LINK_MINUTES = 7 * 24 * 60


class IncompleteError(Exception):
    """Something is still missing: `lacking` says what."""

    def __init__(self, found: list[Lacking]):
        self.lacking = found
        super().__init__(", ".join(section.code for section in found))


@require_http_methods(["GET", "HEAD", "POST"])
@on_file
def send(request: HttpRequest, person: Person) -> HttpResponseBase:
    """What is missing, with links to it; or a last look, and the button. POST sends: a second one finds the
    file sent, and changes nothing.
    """
    application = person.application
    if request.method == "POST":
        try:
            submit(person)
        except IncompleteError:
            return _page(request, application, tried=True)
        return redirect(f"{file_address(application, 'state')}?done=sent#done")
    if application.state != State.DRAFT:
        return redirect(file_address(application, "state"))
    return _page(request, application, tried=False)


def _page(request: HttpRequest, application: Application, *, tried: bool) -> HttpResponseBase:
    plan, attachments = plan_of(application), attachments_of(application)
    found = lacking(plan, attachments)
    context = {
        "application": application,
        "lacking": found,
        "looks": [] if found else looks(plan, attachments),
        "agreement": told(plan.forms[ConsentSection.code], attachments),
        "delay": days_to_answer(),
        "tried": tried,
        "addresses": in_every_language("applications:send", application.key),
    }
    return render(request, "applications/desk/send.html", context, status=422 if tried else 200)


def looks(plan: Plan, attachments: dict[str, Attachment]) -> list[dict[str, Any]]:
    """What each section says, as words, but for the agreement and what is empty."""
    found = [
        {"code": code, "title": form.title, "answers": told(form, attachments)}
        for code, form in plan.forms.items()
        if code != ConsentSection.code
    ]
    return [section for section in found if section["answers"]]


def submit(person: Person) -> None:
    """Send the person's file to the jury: what it says is kept as it is now, and a receipt goes to everybody
    on it. A file that was sent stays as it is. Raises IncompleteError.
    """
    with held(person.application) as application:
        if application.state != State.DRAFT:
            return
        plan = ready(application)
        application.submitted_at = timezone.now()
        application.save(update_fields=["submitted_at"])
        snapshot(application, plan)
        forget_unused(application)
        move(application, State.RECEIVED, EventKind.SUBMITTED, Actor(person=person))
        write_to_all(
            "receipt",
            application,
            number="1",
            leads_to="state",
            link_minutes=LINK_MINUTES,
            encloses="receipt",
            delay=days_to_answer(),
        )


def ready(application: Application) -> Plan:
    """The sections of a held file. Raises IncompleteError where something is missing or wrong."""
    plan = plan_of(application)
    if found := lacking(plan):
        raise IncompleteError(found)
    return plan


def snapshot(application: Application, plan: Plan) -> Snapshot:
    """Keep what a held file says now, as the jury is to read it."""
    number = application.snapshots.count() + 1
    return Snapshot.objects.create(application=application, number=number, sections=plan.kept)
