"""Jurors, those who lead them, and the files they read, for the tests of the jury."""

import uuid
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from showcase.applications.desk.sending import submit
from showcase.applications.jury.acting import declare
from showcase.applications.jury.assigning import assign
from showcase.applications.jury.scoring import Scores, keep, kept_scores
from showcase.applications.models import Application, ApplicationRules, Review
from showcase.applications.steps import SITE, Actor, held
from studio.roles import JURORS, MODERATORS, Role
from tests.applications.world import COMPLETE, fill, make_application
from tests.factories import CODES


def make_user(name: str, *roles: Role, language: str = "en", **fields: Any) -> Any:
    """Somebody of the team with these roles, who reads the admin in a language."""
    user = get_user_model().objects.create_user(
        name, password="secret", **{"email": f"{name}@jury.example", "first_name": name.title(), **fields}
    )
    user.groups.set(Group.objects.filter(name__in=[role.name for role in roles]))
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def make_juror(name: str = "juror", **options: Any) -> Any:
    return make_user(name, JURORS, **options)


def make_lead(name: str = "lead", **options: Any) -> Any:
    return make_user(name, MODERATORS, **options)


def make_sent(grid: Any, **changes: Any) -> Application:
    """A complete file that the jury has just received. `sections` says what is otherwise in it."""
    sections = changes.pop("sections", {})
    application = make_application(grid, **changes)
    fill(application, COMPLETE | sections)
    submit(application.people.get())
    application.refresh_from_db()
    return application


def give(application: Application, *people: Any, declared: bool = True) -> list[Review]:
    """Assign a file; with `declared`, nothing links them to it."""
    with held(application) as file:
        reviews = [assign(file, juror, SITE) for juror in people]
    if declared:
        for review in reviews:
            declare(review, conflict=False)
            review.refresh_from_db()
    application.refresh_from_db()
    return reviews


def scores(finding: str = "demonstrated", comment: str = "Parce que.", whole: str = "") -> Scores:
    """The same for every criterion."""
    return Scores({code: (finding, f"{comment} {code}") for code in CODES}, whole)


def send(review: Review, given: Scores | None = None) -> None:
    """Send a juror's scores."""
    keep(review, given or scores(), version=kept_scores(review).version, sends=True)
    review.refresh_from_db()


def page(name: str, *args: Any) -> str:
    return reverse(f"jury:{name}", args=args)


def typed(given: Scores, **more: str) -> dict[str, str]:
    """What a browser sends for scores."""
    sent = {"whole": given.whole, "version": "", **more}
    for code, (finding, comment) in given.each.items():
        sent |= {f"{code}-finding": finding, f"{code}-comment": comment}
    return sent


def said(prefix: str, text: str, **more: str) -> dict[str, str]:
    """What a browser sends for a question (`ask`) or a remark (`remark`)."""
    sent = {"text": text, "about": "", "token": str(uuid.uuid4())} | more
    return {f"{prefix}-{name}": value for name, value in sent.items()}


def set_rules(**values: Any) -> ApplicationRules:
    rules = ApplicationRules.load()
    for name, value in values.items():
        setattr(rules, name, value)
    rules.save()
    return rules


def actor(user: Any) -> Actor:
    return Actor(user=user)


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def form_of(html: BeautifulSoup, selector: str = "#scores") -> dict[str, str]:
    """What a browser would send of a form as it stands, but for its buttons."""
    form = html.select_one(selector)
    sent = {}
    for field in form.select("input, textarea"):
        if field.get("type") in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        sent[field["name"]] = field.get("value", "") if field.name == "input" else field.text.lstrip("\n")
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def readers(application: Application) -> list[str]:
    found = Review.objects.filter(application=application, round=application.round).order_by("pk")
    return [review.juror.username for review in found]


def panel_of(client: Client) -> Tag | None:
    """On the first screen, the files that wait for whoever is signed in."""
    return soup(client.get("/admin/")).select_one("#applications-wait-section")
