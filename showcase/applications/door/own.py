"""One's own files: the list of them, beginning one, leaving the browser."""

import uuid

from django.conf import settings
from django.core import signing
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from home.languages import in_every_language
from showcase.applications import who
from showcase.applications.models import (
    Application,
    ApplicationRules,
    EventKind,
    Person,
    Section,
    State,
)
from showcase.applications.steps import Actor, record
from showcase.models import Criterion

MOST_DRAFTS = 10
FILES_PER_PAGE = 20
TOKEN_SALT = "applications.begin"  # noqa: S105
TOO_MANY = _("You have many drafts already. Go on with one of them, or delete one first.")
NO_GRID = _("No file can be begun today: the grid of criteria is being renewed. Come back soon.")


@who.private
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """The files of whoever is here; POST begins one, or opens the one in which nothing is written yet."""
    email = who.email_of(request)
    if not email:
        return redirect("applications:enter")
    rules = ApplicationRules.load(request_or_site=request)
    problem: str | Promise = ""
    if request.method == "POST" and rules.is_open:
        key = _key_of(request.POST.get("token", ""), email)
        application = _empty_draft(email) or begin(email, get_language() or settings.LANGUAGE_CODE, key=key)
        if application:
            return redirect("applications:file", application.key)
        problem = TOO_MANY if _grid_in_force() else NO_GRID
    own = Application.objects.filter(people__email=email).order_by("-touched_at", "-pk")
    context = {
        "email": email,
        "files": Paginator(own, FILES_PER_PAGE).get_page(request.GET.get("page")),
        "rules": rules,
        "problem": problem,
        "token": signing.dumps([uuid.uuid4().hex, email], salt=TOKEN_SALT),
        "addresses": in_every_language("applications:files"),
    }
    return render(request, "applications/door/files.html", context, status=422 if problem else 200)


def _key_of(token: str, email: str) -> uuid.UUID:
    """The key that the page gave to the file which its button begins, so that two clicks begin one. A new
    one where the token is not what the page wrote for this address.
    """
    try:
        key, given_to = signing.loads(token, salt=TOKEN_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return uuid.uuid4()
    return uuid.UUID(key) if given_to == email else uuid.uuid4()


def _grid_in_force() -> int | None:
    return Criterion.objects.of_grid_in_force().values_list("grid", flat=True).first()


def _empty_draft(email: str) -> Application | None:
    """A draft of this person alone, on the grid in force, in which nothing was ever saved."""
    others = Person.objects.filter(application=OuterRef("pk")).exclude(email=email)
    written = Section.objects.filter(application=OuterRef("pk"))
    drafts = Application.objects.filter(people__email=email, state=State.DRAFT, grid=_grid_in_force())
    return drafts.filter(~Exists(others), ~Exists(written)).first()


def begin(
    email: str,
    language: str,
    *,
    grown_from: Application | None = None,
    key: uuid.UUID | None = None,
) -> Application | None:
    """A new file for this address, with the grid in force; the one that has this key already, where it was
    begun a moment ago. None where the address has too many drafts, or where no grid is in force.
    """
    grid = _grid_in_force()
    drafts = Application.objects.filter(people__email=email, state=State.DRAFT)
    if grid is None or drafts.count() >= MOST_DRAFTS:
        return None
    key = key or uuid.uuid4()
    try:
        with transaction.atomic():
            application = Application.objects.create(
                key=key, grid_id=grid, language=language[:2], grown_from=grown_from
            )
            person = Person.objects.create(
                application=application, email=email, joined_at=application.started_at
            )
            record(application, EventKind.STARTED, Actor(person=person))
    except IntegrityError:  # of two clicks, the other was first
        return Application.objects.filter(key=key, people__email=email).first()
    return application


@who.private
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Nobody is here any more."""
    who.leave(request)
    if not request.session.keys():
        request.session.flush()  # the cookie goes too, and with it what tells this browser from others
    return redirect("applications:before")
