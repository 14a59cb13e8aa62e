"""Coming in by a link that is sent by e-mail. Nothing that is answered here says whether an address is
known.
"""

from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_path, override
from django.views.decorators.http import require_http_methods

from home.contact import contact_address
from home.languages import in_every_language
from showcase.applications import keys, who
from showcase.applications.door.forms import EntryForm
from showcase.applications.letters.writing import write
from showcase.applications.models import AccessKey, Application, ApplicationRules, Person

# Where a link may lead: names of a file's addresses that take its key alone. "files" is what takes nothing.
OF_A_FILE = ("file", "state", "questions", "answer", "appeal", "approve", "still-true", "data", "people")


@who.private
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """The form with the address alone; once it is sent, the same page for everybody (`?sent=1`)."""
    if request.method == "POST":
        form = EntryForm(request.POST, request=request)
        if form.is_valid():
            _send_link(form)
            return redirect(f"{reverse('applications:enter')}?sent=1")
    else:
        form = EntryForm(request=request, initial={"next": request.GET.get("next", "")})
    addresses = in_every_language("applications:enter")
    if wanted := request.GET.get("next"):
        addresses = [(code, f"{path}?next={quote(wanted)}") for code, path in addresses]
    status = 422 if form.is_bound else 200
    return _entry_page(request, form, status=status, addresses=addresses)


def _entry_page(
    request: HttpRequest, form: EntryForm, *, status: int = 200, **context: object
) -> HttpResponse:
    context |= {
        "form": form,
        "rules": ApplicationRules.load(request_or_site=request),
        "hours": keys.ENTRY_MINUTES // 60,
        "sent": request.method != "POST" and "sent" in request.GET,
        "email": who.email_of(request),
        "contact": contact_address() if settings.ALTCHA else "",
    }
    return render(request, "applications/door/enter.html", context, status=status)


def _send_link(form: EntryForm) -> None:
    """Write the letter with the link, unless too many were written to this address within an hour. Where
    applications are closed and it has no file, the letter is withheld. What is shown is the same, as soon.
    """
    email = form.cleaned_data["email"]
    known, is_open = Person.objects.filter(email=email).exists(), ApplicationRules.load().is_open
    if form.is_flooded():
        return
    leads_to, application = _wanted(form.cleaned_data["next"], email)
    write(
        "enter",
        email,
        number=form.cleaned_data["token"].hex[:12],
        language=(get_language() or settings.LANGUAGE_CODE)[:2],
        application=application,
        leads_to=leads_to,
        link_minutes=keys.ENTRY_MINUTES,
        hours=keys.ENTRY_MINUTES // 60,
        begins=not known,
        is_withheld=not (known or is_open),
    )


def _wanted(path: str, email: str) -> tuple[str, Application | None]:
    """(name of an address, its file) of what somebody wanted to open: a page of a file that this address may
    open, or what a link that is spent led to. One's list of files in place of anything else.
    """
    match = _match(path)
    if match is None:
        return "files", None
    name, of_file = match.url_name or "file", {"application__key": match.kwargs.get("key")}
    if name == "key":
        spent = AccessKey.objects.filter(digest=keys.digest_of(match.kwargs["secret"]), email=email).first()
        if spent is None:
            return "files", None
        name, of_file = spent.leads_to, {"application": spent.application_id}
    people = Person.objects.filter(**of_file, email=email).select_related("application")
    person = people.first()
    if person is None:
        return "files", None
    return name if name in OF_A_FILE else "file", person.application


def _match(path: str) -> ResolverMatch | None:
    """The address of this app that a path names, in whichever language; None for every other."""
    try:
        bare = urlsplit(path).path
        with override(get_language_from_path(bare) or get_language()):
            match = resolve(bare)
    except (Resolver404, ValueError):
        return None
    return match if match.namespace == "applications" else None


@who.private
@require_http_methods(["GET", "HEAD", "POST"])
def use_key(request: HttpRequest, secret: str) -> HttpResponse:
    """A button to begin with, because programs that read mail open links; then in. A link that is not good,
    for whatever reason, leads to a form that sends another.
    """
    addresses = in_every_language("applications:key", secret)
    key = keys.use(secret) if request.method == "POST" else None
    if key:
        response = _let_in(request, key)
    elif request.method != "POST" and keys.is_good(secret):
        response = render(request, "applications/door/key.html", {"addresses": addresses})
    else:
        # The next link leads where this one did, if it is asked for by whom it was sent to.
        form = EntryForm(request=request, initial={"next": request.path})
        response = _entry_page(request, form, status=410, was_no_good=True, addresses=addresses)
    # The address is a secret: no other site learns it. Stricter, and a browser would not say of the button
    # where it comes from, which Django asks of a form.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _let_in(request: HttpRequest, key: AccessKey) -> HttpResponse:
    """Whoever has used the key reads the mail of its address: that is who is here from now on."""
    who.enter(request, key.email)
    people = Person.objects.filter(email=key.email)
    people.filter(joined_at=None).update(joined_at=timezone.now())
    if key.application is None or not people.filter(application=key.application).exists():
        return redirect("applications:files")
    name = key.leads_to if key.leads_to in OF_A_FILE else "file"
    return redirect(f"applications:{name}", key.application.key)
