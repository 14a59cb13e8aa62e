"""A project takes away all that is kept of it, in one zip that opens anywhere."""

import io
import json
import os
import re
import tracemalloc
import uuid
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from showcase.applications import keys
from showcase.applications.keeping.exporting import export
from showcase.applications.keeping.zipping import zipped
from showcase.applications.models import Application, Attachment, Decision, EventKind, Message, Person, State
from showcase.applications.models.attachments import ScanState
from tests.applications.carried import address, come_in, make_accepted, make_user, publish
from tests.applications.kept import aged, log, make_read, refuse, remark_on_page
from tests.applications.world import EMAIL, make_application, make_complete
from tests.factories import CODES

# What jurors write for themselves, and to each other.
JURY_ALONE = ("score", "remark")
# What no reader needs: secrets, codes of forms, and what only the sending of letters asks for.
NOT_TOLD = {
    "review": ("comment", "conflict_note"),
    "event": ("detail",),
    "letter": ("leads_to", "encloses", "language", "name", "kind"),
}
ALWAYS_NOT_TOLD = ("token", "digest", "extension")


def taken(client, application, language="fr"):
    response = client.get(address("export", application.key, language=language))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def data_of(package) -> dict:
    return json.loads(package.read("file.json"))


@pytest.fixture
def full(showcase, grid):
    """A refused file with something in every table."""
    application = make_read(grid)
    refuse(application)
    remark_on_page(application)
    keys.make_key(EMAIL, application, leads_to="state", minutes=60)
    return application


def texts_of(value):
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_of(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_of(part)]
    return [str(value)] if value not in (None, "") else []


def test_every_word_of_every_table_that_hangs_on_the_file_is_in_the_data(full, client):
    come_in(client)
    said = "\n".join(texts_of(data_of(taken(client, full))))
    models = [model for model in apps.get_app_config("applications").get_models() if path_to_file(model)]
    assert len(models) > 12
    for model in models:
        name = str(model._meta.model_name)
        rows = model._default_manager.filter(**{path_to_file(model): full})
        assert rows.exists() or name == "appeal", name
        words = [(name, text) for row in rows for text in words_in(row)]
        assert [(name, text) for name, text in words if text not in said] == []


def path_to_file(model) -> str:
    """By which relation its rows hang on a file; nothing where they do not, or are the jury's own."""
    if model._meta.model_name in JURY_ALONE:
        return ""
    if any(field.name == "application" for field in model._meta.fields):
        return "application"
    return "decision__application" if model._meta.model_name == "reason" else ""


def words_in(row) -> list[str]:
    """What somebody wrote or is told in a row: no choices, whose labels are said, and no secrets."""
    fields = [
        field
        for field in row._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "TextField", "EmailField", "JSONField")
        and not field.choices
        and field.name not in NOT_TOLD.get(row._meta.model_name, ()) + ALWAYS_NOT_TOLD
    ]
    return [text for field in fields for text in texts_of(getattr(row, field.name))]


def test_what_is_to_be_read_has_names_and_days_and_no_codes(full, client):
    come_in(client)
    page = BeautifulSoup(taken(client, full).read("file.html"), "html.parser")
    words = page.get_text(" ")
    [key] = full.sections.get(code="images").data["row-0-attachment"]
    assert key not in words
    assert full.attachments.get(key=key).name in [each.get_text(strip=True) for each in page.select("dd")]
    assert not re.search(r"\d{4}-\d\d-\d\dT", words)
    assert date_format(timezone.localtime(full.started_at), "DATETIME_FORMAT") in words
    assert not [each.text for each in page.select("dt, li") if each.text.startswith(CODES)]
    assert f"Critère {CODES[0]}" in words
    assert "Ce qui a convaincu" in words


def test_what_jurors_write_for_themselves_stays_theirs(full, client):
    come_in(client)
    package = taken(client, full)
    everything = b"".join(package.read(name) for name in ("file.json", "file.html")).decode()
    assert "ZyxTemoin note" not in everything
    assert "ZyxTemoin remarque" not in everything
    assert "juror0" not in everything
    assert "ZyxTemoin convaincu" in everything
    assert len(data_of(package)["readings"]) == 2


def test_a_decision_that_is_not_approved_is_not_told(showcase, grid, client):
    application = make_read(grid)
    Decision.objects.create(application=application, outcome="refuse", opening="ZyxTemoin brouillon")
    come_in(client)
    assert data_of(taken(client, application))["decisions"] == []


def test_no_secret_leaves_with_it(full, client):
    secret = keys.make_key(EMAIL, full, leads_to="state", minutes=60)
    come_in(client)
    package = taken(client, full)
    text = package.read("file.json").decode()
    assert secret not in text
    assert keys.digest_of(secret) not in text


def test_attachments_are_in_it_byte_for_byte(full, client):
    come_in(client)
    package = taken(client, full)
    assert package.testzip() is None
    rows = data_of(package)["attachments"]
    assert len(rows) == full.attachments.count() == 2
    for row in rows:
        kept = full.attachments.get(key=row["key"])
        with kept.file.open("rb") as content:
            assert package.read(row["in_this_zip"]) == content.read()
        assert row["name"] == kept.name
    links = BeautifulSoup(package.read("file.html"), "html.parser").select("a[href^=attachments]")
    assert len(links) == 2


def test_what_the_scanner_has_not_passed_and_what_is_lost_is_said_and_left_out(full, client):
    waiting, lost = full.attachments.all()
    Attachment.objects.filter(pk=waiting.pk).update(scan=ScanState.WAITING)
    lost.file.storage.delete(lost.file.name)
    come_in(client)
    package = taken(client, full)
    assert [row["in_this_zip"] for row in data_of(package)["attachments"]] == [None, None]
    assert set(package.namelist()) == {"file.json", "file.html"}


def test_the_words_are_in_the_language_of_who_reads_and_what_was_typed_stays(full, client):
    come_in(client)
    french, english = taken(client, full), taken(client, full, language="en")
    assert data_of(french)["file"]["state"] == "non retenu"
    assert data_of(english)["file"]["state"] == "not accepted"
    for package in (french, english):
        assert "Cent familles." in package.read("file.html").decode()
    assert BeautifulSoup(english.read("file.html"), "html.parser").html["lang"] == "en"


def test_html_that_was_typed_is_text(showcase, grid, client):
    application = make_read(grid)
    Message.objects.create(
        application=application, token=uuid.uuid4(), from_jury=False, text="<script>alert(1)</script>"
    )
    come_in(client)
    assert not BeautifulSoup(taken(client, application).read("file.html"), "html.parser").script


def test_a_draft_without_anything_in_it_can_be_taken_away(grid, client):
    application = make_application(grid)
    come_in(client)
    data = data_of(taken(client, application))
    assert data["file"]["state"] == "en cours d’écriture"
    assert data["people"][0]["email"] == EMAIL
    assert data["appeal"] is None


def test_a_public_page_is_named_in_it(showcase, grid, client):
    application = make_accepted(grid, user=make_user())
    come_in(client)
    assert data_of(taken(client, application))["file"]["page"] is None
    publish(application)
    assert data_of(taken(client, application))["file"]["page"] == application.page.full_url


def test_taking_it_away_is_in_the_log_once(full, client, time_machine):
    come_in(client)
    time_machine.move_to("2026-11-24T12:00:00+01:00", tick=False)
    for _ in range(2):
        taken(client, full)
    assert client.head(address("export", full.key)).status_code == 200
    assert log(full).count(EventKind.EXPORTED) == 1
    time_machine.move_to("2026-11-24T12:02:00+01:00", tick=False)
    taken(client, full)
    assert log(full).count(EventKind.EXPORTED) == 2


def test_a_withdrawn_file_can_still_be_taken_away(full, client):
    aged(full, state=State.WITHDRAWN)
    come_in(client)
    assert data_of(taken(client, full))["file"]["project"] == "Le puits commun"


def test_a_name_that_no_system_takes_becomes_a_name_that_all_take(grid, client):
    application = make_complete(grid)
    Application.objects.filter(pk=application.pk).update(title='../"؟\r\nX: y')
    come_in(client)
    header = client.get(address("export", application.key))["Content-Disposition"]
    assert header.startswith("attachment; filename=")
    assert ".." not in header
    assert "/" not in header


def test_queries_do_not_grow_with_what_is_in_the_file(full, client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            b"".join(export(Application.objects.get(pk=full.pk), "fr"))
        return len(queries)

    before = count()
    person = full.people.first()
    Message.objects.bulk_create(
        Message(application=full, token=uuid.uuid4(), from_jury=False, person=person, text="x")
        for _ in range(40)
    )
    for number in range(6):
        Person.objects.create(application=full, email=f"p{number}@example.org", invited_by=person)
    assert count() == before


def test_no_more_of_it_is_in_memory_than_a_piece(grid, client):
    application = make_application(grid)
    for number in range(4):
        kept = Attachment(
            application=application,
            kind="document",
            name=f"{number}.pdf",
            extension=".pdf",
            content_type="application/pdf",
            size=10_000_000,
            digest=str(number),
        )
        kept.file.save("x", ContentFile(os.urandom(10_000_000)), save=False)
        kept.save()
    b"".join(export(make_application(grid, email="first@example.org"), "fr"))  # what is loaded once
    tracemalloc.start()
    total = sum(len(piece) for piece in export(application, "fr"))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total > 40_000_000
    assert most < 4_000_000


def test_a_zip_is_made_piece_by_piece_and_in_order():
    asked = []

    def entries():
        for name in ("a", "é"):
            asked.append(name)
            yield name, [name.encode()] * 3

    pieces = zipped(entries())
    first = next(pieces)
    assert asked == ["a"]
    package = zipfile.ZipFile(io.BytesIO(first + b"".join(pieces)))
    assert package.read("a") == b"aaa"
    assert package.read("é").decode() == "ééé"
