"""Files with everything in them; and all that the site keeps as one text, to look for what should be gone."""

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from showcase.applications.desk.asking import ask
from showcase.applications.files.taking import take
from showcase.applications.letters.posting import post
from showcase.applications.models import (
    Application,
    Approval,
    Decision,
    Event,
    EventKind,
    Letter,
    Message,
    Outcome,
    Person,
    Reason,
    Remark,
    Review,
    Score,
    State,
)
from showcase.applications.models.attachments import AttachmentKind
from showcase.applications.steps import Actor, held, move, record
from tests.applications.carried import address, make_sent, make_user
from tests.factories import CODES

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
# Of the story, of a partner, of a contact: words that stand nowhere else.
WORDS = ("nora@example.org", "puits commun", "cent familles", "Aït Ourir", "Nora B.", "ZyxTemoin")


def make_read(grid: Any, *, images: int = 1, jurors: int = 2, **options: Any) -> Application:
    """A file that jurors have read, with something in every table that can hold something of it."""
    application = make_sent(grid, images=images, **options)
    person = application.people.get()
    Person.objects.create(application=application, email="ali@example.org", invited_by=person)
    take(person, SimpleUploadedFile("ZyxTemoin rapport.pdf", PDF), AttachmentKind.DOCUMENT)
    for number in range(jurors):
        juror = make_user(f"juror{number}-{application.pk}", leads=False)
        read(application, juror, "demonstrated" if number else "partly")
    Remark.objects.create(application=application, token=uuid.uuid4(), user=juror, text="ZyxTemoin remarque")
    ask(application, juror, "Où est le puits, ZyxTemoin ?", "place", token=uuid.uuid4())
    Message.objects.create(
        application=application,
        token=uuid.uuid4(),
        from_jury=False,
        person=person,
        text="À Aït Ourir, ZyxTemoin réponse.",
    )
    with held(application) as file:
        move(file, State.READING, EventKind.ANSWERED, Actor(person=person))
    application.refresh_from_db()
    return application


def read(application: Application, juror: Any, finding: str) -> Review:
    """A juror's scores, sent."""
    now = timezone.now()
    with held(application) as file:
        review = Review.objects.create(
            application=file,
            juror=juror,
            conflict=False,
            declared_at=now,
            comment="ZyxTemoin note",
            sent_at=now,
        )
        Score.objects.bulk_create(
            Score(review=review, criterion=code, finding=finding, comment="ZyxTemoin note") for code in CODES
        )
        record(file, EventKind.ASSIGNED, Actor(), juror=juror.pk)
        for kind in (EventKind.NO_CONFLICT, EventKind.REVIEWED):
            record(file, kind, Actor(user=juror))
    return review


def refuse(application: Application) -> None:
    """The answer, with its reasons."""
    decision = Decision.objects.create(
        application=application,
        outcome=Outcome.REFUSE,
        opening="Merci à ZyxTemoin.",
        plan="Mesurer, ZyxTemoin plan",
        approved_at=timezone.now(),
    )
    for code in CODES:
        Reason.objects.create(
            decision=decision,
            criterion=code,
            finding="partly",
            convinced="ZyxTemoin convaincu",
            missing="ZyxTemoin manque",
            would_change="ZyxTemoin bilan",
        )
    with held(application) as file:
        move(file, State.REFUSED, EventKind.REFUSED, Actor())
    application.refresh_from_db()


def remark_on_page(application: Application) -> None:
    Approval.objects.create(application=application, part="story", digest="x", remark="ZyxTemoin corriger")


def aged(application: Application, **times: datetime.datetime) -> Application:
    """The file as if that had happened then."""
    Application.objects.filter(pk=application.pk).update(**times)
    application.refresh_from_db()
    return application


def everything() -> str:
    """Every cell of every table, and what sessions hold, as one text in lower case."""
    return "\n".join(_cells()).lower()


def _cells() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                yield from (
                    f"{table}: {cell.decode('utf-8', 'replace') if isinstance(cell, bytes) else cell}"
                    for cell in row
                )
        cursor.execute("SELECT session_data FROM django_session")
        for (session,) in cursor.fetchall():
            yield f"session: {SessionStore().decode(session)}"


def where(word: str) -> list[str]:
    """The tables in which a word stands."""
    return sorted({line.partition(":")[0] for line in everything().splitlines() if word.lower() in line})


def private_files(folder: str = "applications") -> list[str]:
    """The names of all contents in the private storage."""
    storage = storages["private"]
    if not storage.exists(folder):
        return []
    folders, files = storage.listdir(folder)
    return [f"{folder}/{name}" for name in files] + [
        name for below in folders for name in private_files(f"{folder}/{below}")
    ]


def post_all() -> None:
    """Send the letters that wait, as the worker does."""
    for key in Letter.objects.filter(sent_at=None).values_list("pk", flat=True):
        post.call(key)


def log(application: Application) -> list[str]:
    return list(Event.objects.filter(application=application).values_list("kind", flat=True))


YES = {
    "withdraw": {"withdraw": "1", "withdrawal-sure": "on"},
    "delete": {"delete": "1", "deletion-sure": "on"},
}


def page_of(client: Client, application: Application, **query: str) -> BeautifulSoup:
    """The page on which a project looks after its data."""
    response = client.get(address("data", application.key), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def act(client: Client, application: Application, what: str, **changes: str) -> Any:
    """Withdraw or delete, with the box ticked unless `changes` says otherwise."""
    return client.post(address("data", application.key), YES[what] | changes)


def permission(name: str) -> Permission:
    return Permission.objects.get(codename=name)
