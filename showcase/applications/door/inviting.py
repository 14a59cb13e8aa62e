"""Who may write in a file: inviting somebody, and shutting it to somebody."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from home.languages import in_every_language
from showcase.applications import keys, who
from showcase.applications.door.forms import InvitationForm
from showcase.applications.letters.writing import write
from showcase.applications.models import AccessKey, Application, EventKind, Person
from showcase.applications.steps import Actor, held, record

MOST_PEOPLE = 8
IS_FULL = _("The file is open to as many people as it can be. Remove somebody first.")
IS_FLOODED = _("Several invitations have gone to this address in the last hour. Send it again later.")


@require_http_methods(["GET", "HEAD", "POST"])
@who.on_file
def people(request: HttpRequest, person: Person) -> HttpResponse:
    """Who may write in the file. POST invites an address (`invite`), or removes somebody (`remove`)."""
    application = person.application
    if "remove" in request.POST:
        leaves = _remove(application, person, request.POST["remove"])
        return redirect("applications:files") if leaves else redirect("applications:people", application.key)
    form = InvitationForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_bound and form.is_valid():
        if not (problem := _invite(application, person, form)):
            return redirect(f"{who.file_address(application, 'people')}?sent=1")
        form.add_error("email", problem)
    here = list(application.people.all())
    context = {
        "application": application,
        "person": person,
        "form": form,
        "people": [(other, _may_go(other, here)) for other in here],
        "is_full": len(here) >= MOST_PEOPLE,
        "most_people": MOST_PEOPLE,
        "sent": request.method != "POST" and "sent" in request.GET,
        "addresses": in_every_language("applications:people", application.key),
    }
    return render(request, "applications/door/people.html", context, status=422 if form.errors else 200)


def _may_go(person: Person, here: list[Person]) -> bool:
    """Whether somebody who has come in stays once this person is gone: a file never shuts to everybody."""
    return any(other.joined_at for other in here if other.pk != person.pk)


def _invite(application: Application, person: Person, form: InvitationForm) -> ValidationError | None:
    """Let somebody in by a letter; an address that is in already gets another. Returns what stands in the
    way, if anything does.
    """
    email = form.cleaned_data["email"]
    if form.is_flooded(application.key):
        return ValidationError(IS_FLOODED)
    with held(application) as file:
        if file.people.exclude(email=email).count() >= MOST_PEOPLE:
            return ValidationError(IS_FULL)
        try:
            with transaction.atomic():
                Person.objects.create(application=file, email=email, invited_by=person)
                record(file, EventKind.INVITED, Actor(person=person))
        except IntegrityError:
            pass  # is on the file already
        write(
            "invitation",
            email,
            number=form.cleaned_data["token"].hex[:12],
            language=file.language,
            application=file,
            leads_to="file",
            link_minutes=keys.INVITATION_MINUTES,
            by=person.email,
            days=keys.INVITATION_MINUTES // (24 * 60),
        )
    return None


def _remove(application: Application, person: Person, number: str) -> bool:
    """Shut the file to somebody, at once and for the links in their mail. Whether that is oneself."""
    with held(application) as file:
        here = list(file.people.all())
        leaving = next((other for other in here if str(other.pk) == number), None)
        if leaving is None or not _may_go(leaving, here):
            return False
        AccessKey.objects.filter(application=file, email=leaving.email).delete()
        file.letters.filter(to=leaving.email, sent_at=None).delete()
        is_oneself = leaving.pk == person.pk
        record(file, EventKind.REMOVED, Actor(person=None if is_oneself else person))
        leaving.delete()
    return is_oneself
