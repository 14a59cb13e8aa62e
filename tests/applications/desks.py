"""What somebody at a browser without a script does at the desk, for its tests."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from showcase.applications.models import Application, Section
from showcase.applications.who import SESSION_NAME
from tests.applications.world import EMAIL


def at(application: Application, name: str = "file", *more: str, language: str = "fr") -> str:
    with override(language):
        return reverse(f"applications:{name}", args=[application.key, *more])


def come_in(client: Client, email: str = EMAIL) -> None:
    session = client.session
    session[SESSION_NAME] = email
    session.save()


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def save(
    client: Client, application: Application, code: str, version: int | None = None, **typed: Any
) -> Any:
    """Press “Save” in a section; on the version that is kept, unless another is said."""
    if version is None:
        known = Section.objects.filter(application=application, code=code).first()
        version = known.version if known else 0
    button = {} if {"go-on", "more", "remove-row", "remove-file"} & set(typed) else {"keep": "1"}
    return client.post(at(application, "section", code), {"version": version, **button, **typed})


def save_json(client: Client, application: Application, code: str, version: int = 0, **typed: Any) -> Any:
    """Save as the script does."""
    path = at(application, "section", code)
    return client.post(path, {"version": version, **typed}, headers={"accept": "application/json"})


def data_of(application: Application, code: str) -> dict[str, list[str]]:
    return Section.objects.get(application=application, code=code).data


def said_of(page: BeautifulSoup, name: str) -> str:
    """What is said beside a field to whoever hears the page."""
    keys = page.select_one(f"[name={name}]").get("aria-describedby", "").split()
    return " ".join(page.find(id=key).text.strip() for key in keys)
