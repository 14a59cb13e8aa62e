"""The page on which a project looks after its data: what is kept, for how long, who sees it; take it away,
correct it, withdraw, delete.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from home.languages import in_every_language
from showcase.applications.decisions.growing import begin_again, grown_by, token_for
from showcase.applications.desk.room import may_add
from showcase.applications.keeping.correcting import CORRECTED_BY_MESSAGE, ask_correction
from showcase.applications.keeping.deleting import delete, may_delete
from showcase.applications.keeping.exporting import export
from showcase.applications.keeping.forms import CorrectionForm, SureForm
from showcase.applications.keeping.terms import draft_ends, kept_until
from showcase.applications.keeping.withdrawing import WITHDRAWABLE, withdraw
from showcase.applications.models import Application, ApplicationRules, EventKind, Person, State
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.sections.plan import kinds_of
from showcase.applications.steps import Actor, NotNowError, held, record
from showcase.applications.who import file_address, leave, on_file, private

# In the session: the keys of files deleted in this browser, so that a second click finds a sentence.
DELETED_HERE = "applications_deleted"
MOST_REMEMBERED = 20
# A program that fetches a file twice takes it away once.
ONE_EXPORT = timedelta(minutes=1)
Forms = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
@private
def data(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """What is kept of a file, and what can be done. POST does one thing: `keep`, `correct`, `withdraw`,
    `delete`, or `again`.
    """
    if str(key) in request.session.get(DELETED_HERE, ()):
        return redirect("applications:deleted")
    return _data(request, key=key)


@on_file
def _data(request: HttpRequest, person: Person) -> HttpResponseBase:
    forms = _forms(request, person.application)
    for name, act in ACTS.items():
        if name in request.POST:
            try:
                return act(request, person, forms) or _page(request, person, forms, status=422)
            except (NotNowError, Application.DoesNotExist):
                return _late(request, person)
    return _page(request, person, forms)


def _forms(request: HttpRequest, application: Application) -> Forms:
    """The forms of the page, of which the one whose button was pressed has what was sent."""
    sections = [(code, kind.title) for code, kind in kinds_of(application).items()]

    def sent(button: str) -> Any:
        return request.POST if button in request.POST else None

    return {
        "sections": sections,
        "correction": CorrectionForm(sent("correct"), sections=sections),
        "withdrawal": SureForm(
            sent("withdraw"), prefix="withdrawal", label=_("I withdraw this project’s file.")
        ),
        "deletion": SureForm(
            sent("delete"), prefix="deletion", label=_("Delete this file for good, with all that is in it.")
        ),
    }


def _keep(request: HttpRequest, person: Person, forms: Forms) -> HttpResponseBase | None:
    """A draft is kept for another term, as if somebody had changed something in it."""
    with held(person.application) as file:
        if file.state != State.DRAFT:
            raise NotNowError(file.state)
        file.touched_at = timezone.now()
        file.save(update_fields=["touched_at"])
    return _done(person, "kept")


def _correct(request: HttpRequest, person: Person, forms: Forms) -> HttpResponseBase | None:
    form = forms["correction"]
    if not may_add(person.application, form, "text"):
        return None
    said = form.cleaned_data
    ask_correction(person, said["text"], said["section"], token=said["token"])
    return _done(person, "corrected")


def _withdraw(request: HttpRequest, person: Person, forms: Forms) -> HttpResponseBase | None:
    if not forms["withdrawal"].is_valid():
        return None
    withdraw(person)
    return _done(person, "withdrawn")


def _delete(request: HttpRequest, person: Person, forms: Forms) -> HttpResponseBase | None:
    if not forms["deletion"].is_valid():
        return None
    delete(person.application, tells=True)
    _remember(request, person.application)
    if not Person.objects.filter(email=person.email).exists():
        leave(request)  # nothing is left for which this browser should know the address
    return redirect("applications:deleted")


def _again(request: HttpRequest, person: Person, forms: Forms) -> HttpResponseBase | None:
    """A new file, filled with one that was withdrawn. One that was refused is begun again from its answer."""
    if person.application.state != State.WITHDRAWN:
        raise NotNowError(person.application.state)
    rules = ApplicationRules.load(request_or_site=request)
    grown, forms["problem"] = begin_again(person, request.POST.get("token", ""), rules)
    return redirect(file_address(grown, "file")) if grown else None


ACTS: dict[str, Callable[[HttpRequest, Person, Forms], HttpResponseBase | None]] = {
    "keep": _keep,
    "correct": _correct,
    "withdraw": _withdraw,
    "delete": _delete,
    "again": _again,
}


def _remember(request: HttpRequest, gone: Application) -> None:
    remembered = [*request.session.get(DELETED_HERE, ()), str(gone.key)]
    request.session[DELETED_HERE] = remembered[-MOST_REMEMBERED:]


def _done(person: Person, what: str) -> HttpResponseBase:
    return redirect(f"{file_address(person.application, 'data')}?done={what}#done")


def _late(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The file is no longer where it was when the page was read: the page again, as it is now."""
    application = Application.objects.filter(pk=person.application_id).select_related("grid", "page").first()
    if application is None:
        _remember(request, person.application)
        return redirect("applications:deleted")
    person.application = application
    return _page(request, person, _forms(request, application), status=409)


def _page(request: HttpRequest, person: Person, forms: Forms, *, status: int = 200) -> HttpResponseBase:
    application = person.application
    rules = ApplicationRules.load(request_or_site=request)
    state = State(application.state)
    is_draft = state == State.DRAFT
    kept = application.attachments.aggregate(bytes=Sum("size"))
    context = forms | {
        "application": application,
        "rules": rules,
        "people": list(application.people.all()),
        "attachments": application.attachments.count(),
        "bytes": kept["bytes"] or 0,
        "messages_kept": application.messages.count(),
        "letters": application.letters.count(),
        "jurors": application.reviews.exclude(conflict=True).count(),
        "grown": grown_by(person),
        "token": token_for(person),
        "until": draft_ends(application, rules, today=timezone.localdate())
        if is_draft
        else kept_until(application, rules),
        "is_with_jury": state in WITH_THE_JURY,
        "may_correct": state in CORRECTED_BY_MESSAGE,
        "may_withdraw": state in WITHDRAWABLE,
        "may_delete": may_delete(application),
        "public_page": application.page if application.page and application.page.live else None,
        "done": request.GET.get("done", "") if request.method != "POST" else "",
        "is_late": status == 409,
        "addresses": in_every_language("applications:data", application.key),
    }
    return render(request, "applications/keeping/data.html", context, status=status)


@require_safe
@private
def deleted(request: HttpRequest) -> HttpResponseBase:
    """What is said once a file is gone, in the browser in which it was deleted."""
    if not request.session.get(DELETED_HERE):
        return redirect("applications:before")
    return render(
        request, "applications/keeping/deleted.html", {"addresses": in_every_language("applications:deleted")}
    )


@require_safe
@on_file
def take_away(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Everything that is kept of the file, as a zip that is made while it is sent."""
    application = person.application
    if request.method == "GET":
        _record_export(person)
    name = slugify(application.title)[:60] or pgettext("name of a file", "file")
    response = StreamingHttpResponse(
        export(application, get_language() or application.language) if request.method == "GET" else (),
        content_type="application/zip",
    )
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.zip")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _record_export(person: Person) -> None:
    with held(person.application) as file:
        lately = file.events.filter(kind=EventKind.EXPORTED, person=person)
        if not lately.filter(at__gt=timezone.now() - ONE_EXPORT).exists():
            record(file, EventKind.EXPORTED, Actor(person=person))
