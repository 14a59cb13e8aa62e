"""Who is at the browser: an e-mail address that a link has proved, kept in the session."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import quote
from uuid import UUID

from django.db import IntegrityError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from showcase.applications.models import Application, Person
from showcase.applications.typed import given_back, is_pressed

SESSION_NAME = "applicant"
P = ParamSpec("P")


def enter(request: HttpRequest, email: str) -> None:
    """From now on this browser is that of whoever reads the mail of `email`."""
    request.session.cycle_key()  # what was known of it before opens nothing
    request.session[SESSION_NAME] = email


def leave(request: HttpRequest) -> None:
    """Forget who was here. Somebody of the team who is signed in stays so."""
    request.session.pop(SESSION_NAME, None)


def email_of(request: HttpRequest) -> str:
    """The address that was proved, or an empty text."""
    return request.session.get(SESSION_NAME, "")


def private(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Decorator: what the view answers is kept by nobody and found by no search engine."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answered


def on_file(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Decorator of a view of one file: it gets the request and the person, whose `application` is the file.

    Somebody who has not come by a link is asked for an address first, and brought back. Another's file does
    not exist. Whoever sends a form all the same reads what they typed, and loses nothing.
    """

    @wraps(view)
    def found(request: HttpRequest, key: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        email = email_of(request)
        if not email:
            door = f"{reverse('applications:enter')}?next={quote(request.path)}"
            return given_back(request, door, status=403) if is_pressed(request) else redirect(door)
        people = Person.objects.filter(application__key=key, email=email)
        person = people.select_related("application__grid", "application__page").first()
        if person is None:
            return _no_file(request)
        try:
            return view(request, person, *args, **kwargs)
        except (Application.DoesNotExist, IntegrityError):
            # Deleted, or shut to them, by another person on it at this moment.
            if people.exists():
                raise
            return _no_file(request)

    return private(found)


def _no_file(request: HttpRequest) -> HttpResponseBase:
    if is_pressed(request):
        return given_back(request, reverse("applications:files"), status=404)
    raise Http404


def file_address(application: Application, name: str = "file", *more: str) -> str:
    """The path of an address of a file ("file", "state", "section"…) in the active language."""
    return reverse(f"applications:{name}", args=[application.key, *more])
