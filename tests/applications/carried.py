"""Accepted files with their draft pages, for the tests of what follows an acceptance."""

import io
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from wagtail.models import Page

from showcase.applications import keys
from showcase.applications.carrying.checking import check_of
from showcase.applications.carrying.making import make_page
from showcase.applications.desk.sending import submit
from showcase.applications.files.taking import take
from showcase.applications.models import (
    Application,
    Approval,
    Attachment,
    Decision,
    EventKind,
    Outcome,
    Person,
    Reason,
    State,
)
from showcase.applications.models.attachments import AttachmentKind
from showcase.applications.steps import Actor, held, move
from showcase.models import ProjectPage
from tests.applications.world import COMPLETE, EMAIL, fill, make_application
from tests.factories import CODES, in_english, locale


def address(name: str, *args: Any, language: str = "fr") -> str:
    with override(language):
        return reverse(f"applications:{name}", args=args)


def come_in(client: Client, email: str = EMAIL) -> None:
    """Use a link, as somebody who has just read their mail."""
    secret = keys.make_key(email, None, leads_to="files", minutes=60)
    client.post(address("key", secret))


def add_english(showcase: Page, grid: Any) -> Page:
    """The showcase and the grid in English too. Returns the English showcase."""
    home = in_english(showcase.get_parent().specific, slug="en-home", title="Home")
    for criterion in grid.criteria.filter(locale=showcase.locale):
        copy = criterion.copy_for_translation(locale("en"))
        copy.title = f"Criterion {criterion.code}"
        copy.save()
    assert home.locale.language_code == "en"
    return in_english(showcase, slug="showcase", title="Showcase")


def make_user(name: str = "lead", *, leads: bool = True, **fields: Any) -> Any:
    """Somebody of the team who may lead the jury, or an administrator's helper who may not."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "secret", **fields)
    if leads:
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label="applications", codename="lead_jury")
        )
    return user


def picture_file(colour: str = "teal", name: str = "photo.jpg") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def add_images(application: Application, *, permission: bool = True, number: int = 2) -> list[Attachment]:
    """Images in the file's own section, each of another colour."""
    person, colours = application.people.first(), ("teal", "maroon", "olive")
    kept = [
        take(person, picture_file(colour, f"{colour}.jpg"), AttachmentKind.IMAGE)
        for colour in colours[:number]
    ]
    sent = {}
    for row, attachment in enumerate(kept):
        sent |= {
            f"row-{row}-attachment": str(attachment.key),
            f"row-{row}-alt": f"Le puits, vue {row + 1}",
            f"row-{row}-credit": f"Photo {row + 1} : Ali",
        }
        if permission:
            sent[f"row-{row}-permission"] = "on"
    fill(application, {"images": sent})
    return kept


def make_sent(grid: Any, *, sections: dict[str, dict] | None = None, images: int = 0, **options: Any):
    """A file that the jury reads, complete but for what `sections` says otherwise."""
    application = make_application(grid, **options)
    fill(application, COMPLETE | (sections or {}))
    if images:
        add_images(application, number=images)
    submit(application.people.get())
    with held(application) as file:
        move(file, State.READING, EventKind.NO_CONFLICT, Actor())
    application.refresh_from_db()
    return application


def decide(application: Application, user: Any = None, findings: dict[str, str] | None = None) -> Decision:
    """An approved acceptance with reasons."""
    decision = Decision.objects.create(
        application=application,
        outcome=Outcome.ACCEPT,
        approved_at=timezone.now(),
        approved_by=user,
    )
    Reason.objects.bulk_create(
        Reason(
            decision=decision,
            criterion=code,
            finding=(findings or {}).get(code, "demonstrated"),
            convinced=f"Convaincus : {code}.",
            missing="Il manquait un bilan." if (findings or {}).get(code) else "",
            would_change="Un bilan.",
        )
        for code in CODES
    )
    return decision


def make_accepted(grid: Any, *, user: Any = None, findings: dict[str, str] | None = None, **options: Any):
    """An accepted file with its draft page."""
    application = make_sent(grid, **options)
    actor = Actor(user=user)
    decision = decide(application, user, findings)
    with held(application) as file:
        move(file, State.ACCEPTED, EventKind.ACCEPTED, actor)
        make_page(file, decision, actor)
    application.refresh_from_db()
    return application


def parts_sent(client: Client, application: Application, **changes: str) -> dict[str, str]:
    """What a browser sends from the page on which a draft is checked, as it stands, but for the buttons."""
    from bs4 import BeautifulSoup

    html = client.get(address("approve", application.key)).content
    form = BeautifulSoup(html, "html.parser").select_one("form.form--section")
    assert form is not None
    sent = {}
    for element in form.select("input, textarea"):
        if element.get("type") == "checkbox":
            if element.has_attr("checked"):
                sent[element["name"]] = "on"
        else:
            sent[element["name"]] = element.get("value") or element.text.strip()
    sent.pop("csrfmiddlewaretoken", None)
    return sent | changes


def all_right(client: Client, application: Application) -> dict[str, str]:
    """The same with each part ticked as right."""
    sent = parts_sent(client, application)
    return sent | {name.replace("-seen", "-right"): "on" for name in sent if name.endswith("-seen")}


def approve(client: Client, application: Application) -> None:
    """The project looks at every part and approves."""
    come_in(client, application.people.get().email)
    sent = all_right(client, application) | {"approve": "1"}
    assert client.post(address("approve", application.key), sent).status_code == 302
    application.refresh_from_db()
    assert application.approved_at


def change_draft(application: Application, **changes: Any) -> ProjectPage:
    """Editors change the draft."""
    page = application.page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision()
    return page


def agree(application: Application) -> None:
    """The project has approved the page as it is, without a trace of when and how."""
    check = check_of(application)
    assert check
    for part in check.waiting:
        Approval.objects.update_or_create(
            application=application, part=part.code, defaults={"digest": part.digest, "remark": ""}
        )
    application.approved_at = timezone.now()
    application.save(update_fields=["approved_at"])


def publish(application: Application) -> None:
    """Publish the page as it is, with the project's leave."""
    agree(application)
    ProjectPage.objects.get(pk=application.page_id).get_latest_revision().publish()
    application.refresh_from_db()


def another_person(application: Application, email: str) -> Person:
    return Person.objects.create(application=application, email=email)
