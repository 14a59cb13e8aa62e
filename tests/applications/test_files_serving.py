"""An attachment goes to who may have it, as something that does nothing, and to nobody else."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from showcase.applications.files.sweep import sweep_orphans
from showcase.applications.jury.identity import neutral_name
from showcase.applications.models import Attachment
from showcase.applications.models.attachments import ScanState, private_storage
from showcase.applications.who import SESSION_NAME
from studio.roles import EDITORS
from tests.applications.handed import IMAGE, pdf, picture, taken
from tests.applications.jurors import give, make_juror, make_lead, make_sent, make_user, set_rules
from tests.applications.world import EMAIL, make_application
from tests.home.test_media import s3

__all__ = ["s3"]


def here(client: Client, email: str) -> Client:
    session = client.session
    session[SESSION_NAME] = email
    session.save()
    return client


def path_of(attachment: Attachment, language: str = "fr") -> str:
    with override(language):
        return reverse("applications:attachment", args=[attachment.application.key, attachment.key])


def address(attachment: Attachment) -> str:
    return reverse("applications_attachment", args=[attachment.key])


def test_it_goes_to_the_people_on_the_file_as_a_download(nora, client):
    attachment = taken(nora, pdf(), 'bilan d’été "1".pdf')
    here(client, EMAIL)
    for language in ("fr", "en"):
        answer = client.get(path_of(attachment, language))
        assert answer.status_code == 200
        assert b"".join(answer).startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''bilan%20d%E2%80%99")
    assert answer.headers["Content-Length"] == str(attachment.size)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert client.post(path_of(attachment)).status_code == 405


def test_an_image_may_be_shown_where_it_is(nora, client):
    attachment = taken(nora, picture("PNG"), "photo.png", IMAGE)
    answer = here(client, EMAIL).get(path_of(attachment))
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    b"".join(answer)


def test_it_goes_to_nobody_else(nora, grid, client):
    attachment = taken(nora, pdf())
    away = Client().get(path_of(attachment))
    assert away.status_code == 302
    assert away.headers["Location"].startswith("/fr/")
    other = make_application(grid, email="eve@example.org")
    assert here(client, "eve@example.org").get(path_of(attachment)).status_code == 404
    with override("fr"):
        under_theirs = reverse("applications:attachment", args=[other.key, attachment.key])
    assert client.get(under_theirs).status_code == 404
    assert client.get(f"/media/{attachment.file.name}", follow=True).status_code == 404
    assert client.get(f"/media/private/{attachment.file.name}", follow=True).status_code == 404


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [(ScanState.WAITING, 409, "antivirus"), (ScanState.REFUSED, 410, "antivirus")],
)
def test_what_is_not_clean_is_told_and_not_handed_out(nora, client, state, status, words):
    attachment = taken(nora, pdf())
    Attachment.objects.filter(pk=attachment.pk).update(scan=state)
    answer = here(client, EMAIL).get(path_of(attachment))
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert b"%PDF" not in answer.content


def test_one_whose_content_is_lost_is_not_found(nora, client):
    attachment = taken(nora, pdf())
    private_storage().delete(attachment.file.name)
    assert here(client, EMAIL).get(path_of(attachment)).status_code == 404


def test_it_goes_to_the_jurors_of_its_file_once_they_have_declared(grid, client):
    application = make_sent(grid)
    attachment = taken(application.people.get(), pdf(), "budget de Nora.pdf")
    juror, other, lead = make_juror(), make_juror("other"), make_lead()
    give(application, juror, declared=False)
    client.force_login(juror)
    assert client.get(address(attachment)).status_code == 404
    application.reviews.update(conflict=False)
    answer = client.get(address(attachment))
    assert b"".join(answer).startswith(b"%PDF-")
    assert "budget de Nora.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer.headers["Cache-Control"]
    application.reviews.update(conflict=True)
    assert client.get(address(attachment)).status_code == 404
    for user, status in ((other, 404), (make_user("editor", EDITORS), 404), (lead, 200)):
        client.force_login(user)
        answer = client.get(address(attachment))
        assert answer.status_code in ((404, 302) if status == 404 else (200,)), user
        b"".join(answer)
    assert Client().get(address(attachment)).status_code == 302


def test_a_name_does_not_tell_whose_it_is_where_that_is_hidden(grid, client):
    set_rules(hides_identity=True)
    application = make_sent(grid)
    attachment = taken(application.people.get(), pdf(), "budget de Nora.pdf")
    juror = make_juror()
    give(application, juror)
    client.force_login(juror)
    answer = client.get(address(attachment))
    assert neutral_name(attachment) in answer.headers["Content-Disposition"]
    assert "Nora" not in answer.headers["Content-Disposition"]
    b"".join(answer)
    Attachment.objects.filter(pk=attachment.pk).update(scan=ScanState.WAITING)
    answer = client.get(address(attachment))
    assert (answer.status_code, "Nora" in answer.content.decode()) == (409, False)


@pytest.mark.parametrize(("state", "status"), [(ScanState.WAITING, 409), (ScanState.REFUSED, 410)])
def test_a_juror_is_told_that_it_is_being_checked(grid, client, state, status):
    application = make_sent(grid)
    attachment = taken(application.people.get(), pdf())
    Attachment.objects.filter(pk=attachment.pk).update(scan=state)
    client.force_login(make_lead())
    answer = client.get(address(attachment))
    assert answer.status_code == status
    assert "virus" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_its_content_goes_with_it_once_that_is_sure(nora, django_capture_on_commit_callbacks):
    attachment = taken(nora, pdf())
    name, storage = attachment.file.name, private_storage()
    with django_capture_on_commit_callbacks() as waiting:
        attachment.delete()
        assert storage.exists(name)
    for callback in waiting:
        callback()
    assert not storage.exists(name)


def aged(name: str) -> None:
    old = time.time() - timedelta(days=2).total_seconds()
    os.utime(private_storage().path(name), (old, old))


def test_what_nobody_names_for_a_day_is_swept_and_nothing_else(nora):
    storage = private_storage()
    sweep_orphans()  # of other tests
    attachment, refused = taken(nora, pdf()), taken(nora, picture(), kind=IMAGE)
    Attachment.objects.filter(pk=refused.pk).update(scan=ScanState.REFUSED)
    orphan, stranger = (
        storage.save(f"applications/{folder}/orphan.pdf", ContentFile(b"x"))
        for folder in (nora.application.key, "no-key")
    )
    young = storage.save(f"applications/{nora.application.key}/young.pdf", ContentFile(b"x"))
    for name in (attachment.file.name, refused.file.name, orphan, stranger):
        aged(name)
    assert sweep_orphans() == 3
    assert not any(storage.exists(name) for name in (refused.file.name, orphan, stranger))
    assert storage.exists(attachment.file.name)
    assert storage.exists(young)
    assert sweep_orphans() == 0
    storage.delete(attachment.file.name)


def test_sweeping_an_empty_place_sweeps_nothing(db, settings, tmp_path):
    settings.STORAGES = in_place(settings, "private", **{"location": tmp_path / "none"})
    assert sweep_orphans() == 0


def in_place(settings, name: str, **options) -> dict:
    return {**settings.STORAGES, name: {**settings.STORAGES[name], "OPTIONS": options}}


def test_in_a_bucket_it_is_private_too(
    s3, settings, monkeypatch, grid, client, django_capture_on_commit_callbacks
):
    bucket = {
        "bucket_name": "media",
        "endpoint_url": s3,
        "access_key": "any",
        "secret_key": "any",
        "region_name": "us-east-1",
    }
    backend = "home.storage.BucketStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": backend, "OPTIONS": bucket},
        "private": {"BACKEND": backend, "OPTIONS": {**bucket, "location": "private"}},
    }
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", storages["private"])
    attachment = taken(make_application(grid).people.get(), pdf(), "rapport.pdf")
    name, storage = attachment.file.name, private_storage()
    assert storage.bucket.Object(f"private/{name}").content_length == attachment.size
    here(client, EMAIL)
    assert b"".join(client.get(path_of(attachment))).startswith(b"%PDF-")
    for way in (name, f"private/{name}", f"images/../private/{name}"):
        assert client.get(f"/media/{way}", follow=True).status_code == 404
    orphan = storage.save(
        f"applications/{attachment.application.key}/orphan.pdf", SimpleUploadedFile("x", b"x")
    )
    assert sweep_orphans() == 0
    monkeypatch.setattr("showcase.applications.files.sweep.YOUNG", timedelta(seconds=-60))
    assert sweep_orphans() == 1
    assert not storage.exists(orphan)
    with django_capture_on_commit_callbacks(execute=True):
        attachment.delete()
    assert not storage.exists(name)
    assert client.get(path_of(attachment)).status_code == 404
