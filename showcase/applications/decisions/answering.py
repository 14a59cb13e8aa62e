"""The answer as the project reads it, and what it may do next: begin again, or appeal once."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from home.languages import in_every_language
from showcase.applications.decisions.forms import AppealForm
from showcase.applications.decisions.growing import begin_again, grown_by, token_for
from showcase.applications.decisions.telling import answer_of, appeal_ends
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import Appeal, Application, ApplicationRules, EventKind, Person, State
from showcase.applications.steps import Actor, NotNowError, held, move
from showcase.applications.who import file_address, on_file

LINK_MINUTES = 7 * 24 * 60
TOO_LATE = _("The time to appeal is over. You can still begin a new file, filled with this one.")
APPEALED = _("An appeal has been made already, and there is one. What you wrote was not sent.")


def may_appeal(application: Application) -> bool:
    """Once, after a refusal, while the answer is recent."""
    ends = appeal_ends(application)
    return (
        application.state == State.REFUSED
        and application.round == 1
        and ends is not None
        and timezone.localdate() <= ends
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_file
def answer(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The decisions of the file, the last one first. POST begins a new file filled with this one."""
    application = person.application
    decided = application.decisions.filter(approved_at__isnull=False).order_by("-round")
    decisions = list(decided.select_related("application").prefetch_related("reasons"))
    if not decisions:
        raise Http404
    rules = ApplicationRules.load(request_or_site=request)
    problem: str | Promise = ""
    if request.method == "POST" and application.state == State.REFUSED:
        grown, problem = begin_again(person, request.POST.get("token", ""), rules)
        if grown:
            return redirect(file_address(grown, "file"))
    context = {
        "application": application,
        "answers": [answer_of(decision) for decision in decisions],
        "rules": rules,
        "grown": grown_by(person),
        "token": token_for(person),
        "problem": problem,
        "appeal": Appeal.objects.filter(application=application).first(),
        "may_appeal": may_appeal(application),
        "appeal_ends": appeal_ends(application),
        "addresses": in_every_language("applications:answer", application.key),
    }
    return render(request, "applications/decisions/answer.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@on_file
def appeal(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The one appeal: the file goes to jurors who have not read it. What was typed too late stays on the
    page, with the reason why it was not sent.
    """
    application = person.application
    form = AppealForm(request.POST if request.method == "POST" else None)
    shut: str | Promise = ""
    if form.is_bound and form.is_valid():
        try:
            make_appeal(person, form.given)
        except NotNowError:
            application.refresh_from_db()
            shut = APPEALED if application.round > 1 else TOO_LATE
        else:
            return redirect(file_address(application, "state"))
    elif not may_appeal(application):
        return redirect(file_address(application, "answer"))
    context = {
        "application": application,
        "form": form,
        "shut": shut,
        "ends": appeal_ends(application),
        "addresses": in_every_language("applications:appeal", application.key),
    }
    status = 409 if shut else 422 if form.errors else 200
    return render(request, "applications/decisions/appeal.html", context, status=status)


def make_appeal(person: Person, text: str) -> None:
    """Take the appeal. The same text twice is once. Raises NotNowError where none may be made, or no longer.

    Its event gives the file to jurors who have not read it (`jury.assigning`), in the same transaction.
    """
    with held(person.application) as application:
        if Appeal.objects.filter(application=application, text=text).exists():
            return
        if not may_appeal(application):
            raise NotNowError(application.state)
        Appeal.objects.create(application=application, person=person, text=text)
        application.round = 2
        application.save(update_fields=["round"])
        move(application, State.RECEIVED, EventKind.APPEALED, Actor(person=person))
        write_to_all(
            "appeal_received",
            application,
            number=str(application.round),
            leads_to="state",
            link_minutes=LINK_MINUTES,
        )
