"""The project checks its draft page, part by part, before editors publish it."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from home.languages import in_every_language
from showcase.applications.carrying.checking import Check, Part, check_of
from showcase.applications.carrying.telling import tell_editors
from showcase.applications.models import Application, Approval, EventKind, Person, State
from showcase.applications.sections.fields import long_text
from showcase.applications.steps import Actor, held, record
from showcase.applications.who import file_address, on_file


class PartForm(forms.Form):
    """What is said of one part. A remark says more than that it is right; `seen` are the words looked at."""

    right = forms.BooleanField(label=_("It is right"), required=False)
    remark = long_text(
        _("A remark"), 2000, rows=2, help=_("What should be otherwise. Empty where it is right.")
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, part: Part, data: Any = None):
        # What was said of other words is shown beside the field, and not said again by itself.
        remark = part.remark if part.is_answered else ""
        initial = {"right": part.is_right, "remark": remark, "seen": part.digest}
        super().__init__(data, prefix=part.code, initial=initial)
        self.part = part


@require_http_methods(["GET", "HEAD", "POST"])
@on_file
def approve(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Each part with “it is right” or a remark. POST keeps what is said of all of them (`save`); it can also
    approve the page (`approve`), or ask for the changes that the remarks say (`ask`).
    """
    application = person.application
    check = check_of(application)
    if check is None or application.has_lost_its_page:
        return redirect(file_address(application, "state"))
    if request.method != "POST" or application.state != State.ACCEPTED:
        return _page(request, check, [PartForm(part) for part in check.parts])
    # A part that editors have added meanwhile was not on the page that is sent.
    parts = [
        PartForm(part, request.POST if f"{part.code}-seen" in request.POST else None) for part in check.parts
    ]
    sent = [form for form in parts if form.is_bound]
    if any([form.errors for form in sent]):  # noqa: C419  each of them says what is wrong
        return _page(request, check, parts, status=422)
    kept = keep(person, sent)
    if kept is None:
        return redirect(file_address(application, "state"))
    if "approve" in request.POST or "ask" in request.POST:
        return _concluded(request, person, kept)
    return redirect(f"{file_address(application, 'approve')}?saved=1#{_next(request, kept)}")


def _next(request: HttpRequest, check: Check) -> str:
    """The part after the one whose button was pressed."""
    codes = [part.code for part in check.parts]
    pressed = request.POST.get("save", "")
    number = codes.index(pressed) + 1 if pressed in codes else 0
    return f"part-{codes[number]}" if number < len(codes) else "end"


def _concluded(request: HttpRequest, person: Person, check: Check) -> HttpResponseBase:
    kind = "approve" if "approve" in request.POST else "ask"
    lacking = check.waiting if kind == "approve" else []
    without = kind == "ask" and not check.remarks
    if lacking or without:
        again = [PartForm(part) for part in check.parts]
        return _page(request, check, again, lacking=lacking, without_remarks=without, status=422)
    conclude(person, kind)
    return redirect(f"{file_address(check.application, 'approve')}?done={kind}#saved")


def keep(person: Person, said: list[PartForm]) -> Check | None:
    """Keep what is said of each part, of the words that were looked at. Returns where the check stands; None
    where editors have deleted the page meanwhile. A page of which a part is no longer right is no longer
    approved.
    """
    with held(person.application) as application:
        for form in said:
            _keep_part(application, person, form)
        check = check_of(application)
        if check and application.approved_at and check.waiting:
            _mark(application, None)
    return check


def _keep_part(application: Application, person: Person, form: PartForm) -> None:
    data, known = form.cleaned_data, form.part.approval
    if not (data["right"] or data["remark"]):
        if form.part.is_answered:  # taken back
            application.approvals.filter(part=form.part.code).delete()
        return
    said = {"digest": data["seen"], "remark": data["remark"]}
    if known is None or said != {"digest": known.digest, "remark": known.remark}:
        Approval.objects.update_or_create(
            application=application,
            part=form.part.code,
            defaults=said | {"person": person, "at": timezone.now()},
        )


def conclude(person: Person, kind: str) -> None:
    """Approve the page as it is, or ask for changes; twice is once. Editors are told."""
    actor = Actor(person=person)
    with held(person.application) as application:
        check = check_of(application)
        if application.state != State.ACCEPTED or check is None or (kind == "approve" and check.waiting):
            return
        if kind == "approve" and not application.approved_at:
            event = record(application, EventKind.APPROVED, actor, remarks=len(check.remarks))
            _mark(application, event.at)
            tell_editors.enqueue(application.pk, "approved")
        elif kind == "ask" and check.remarks and not _was_asked(application):
            _mark(application, None)
            record(application, EventKind.CHANGES_ASKED, actor, parts=[part.code for part in check.remarks])
            tell_editors.enqueue(application.pk, "changes")


def _was_asked(application: Application) -> bool:
    """Whether these same remarks have been sent already."""
    last = application.events.filter(kind__in=(EventKind.CHANGES_ASKED, EventKind.APPROVED)).last()
    if last is None or last.kind != EventKind.CHANGES_ASKED:
        return False
    return not application.approvals.filter(at__gt=last.at).exists()


def _mark(application: Application, at: Any) -> None:
    application.approved_at = at
    application.save(update_fields=["approved_at"])


def _page(
    request: HttpRequest,
    check: Check,
    parts: list[PartForm],
    *,
    lacking: list[Part] | None = None,
    without_remarks: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    application = check.application
    context = {
        "application": application,
        "check": check,
        "parts": parts,
        "wrong": [form for form in parts if form.is_bound and form.errors],
        "lacking": lacking or [],
        "without_remarks": without_remarks,
        "is_open": application.state == State.ACCEPTED,
        "saved": "saved" in request.GET,
        "done": request.GET.get("done", ""),
        "addresses": in_every_language("applications:approve", application.key),
    }
    return render(request, "applications/carrying/approve.html", context, status=status)
