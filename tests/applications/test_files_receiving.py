"""However much somebody sends, no more is written than may be kept, and they are told in words."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils.translation import override

from showcase.applications.files.limits import MEGABYTE
from showcase.applications.models import Attachment
from showcase.applications.who import SESSION_NAME
from tests.applications.world import EMAIL, make_application
from tests.factories import CODES


def section(application) -> str:
    with override("fr"):
        return reverse("applications:section", args=[application.key, f"criterion-{CODES[0]}"])


def sent(path: str, size: int) -> HttpRequest:
    """A request that has come as far as its view, with a file of that many bytes."""
    upload = SimpleUploadedFile("x.pdf", b"x" * size)
    request = RequestFactory().post(path, {"row-0-file": upload, "row-0-title": "Étude"})
    request.resolver_match = resolve(path)
    return request


@pytest.fixture
def path(grid) -> str:
    return section(make_application(grid))


def test_of_a_file_that_is_too_large_the_size_is_known_and_little_is_written(path, settings):
    settings.ATTACHMENTS = {**settings.ATTACHMENTS, "document_mb": 1, "image_mb": 1}
    upload = sent(path, 4 * MEGABYTE).FILES["row-0-file"]
    assert upload.size == 4 * MEGABYTE
    assert len(upload.read()) <= 1.1 * MEGABYTE


def test_a_file_within_the_limit_comes_whole(path):
    for size in (1000, 3 * MEGABYTE):  # in memory, on the disk
        upload = sent(path, size).FILES["row-0-file"]
        assert (upload.size, len(upload.read())) == (size, size)


def test_what_is_sent_elsewhere_is_left_alone(db, settings):
    settings.ATTACHMENTS = {**settings.ATTACHMENTS, "document_mb": 1, "image_mb": 1}
    upload = sent(reverse("wagtailimages:add"), 4 * MEGABYTE).FILES["row-0-file"]
    assert len(upload.read()) == 4 * MEGABYTE


@pytest.mark.parametrize("megabytes", [0, 12, 16], ids=["bad", "large", "larger"])
def test_what_is_not_taken_is_told_beside_its_field_and_the_rest_is_saved(grid, client, megabytes):
    application = make_application(grid)
    session = client.session
    session[SESSION_NAME] = EMAIL
    session.save()
    upload = SimpleUploadedFile("x.pdf", b"just text" + b"x" * (megabytes * MEGABYTE))
    answer = client.post(
        section(application),
        {"version": "0", "row-0-file": upload, "row-0-title": "Étude", "claim": "Voici."},
    )
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "id_row-0-file" in words
    if megabytes:
        assert re.search(rf"{megabytes}\sM", words)
    kept = application.sections.get().data
    assert (kept["row-0-title"], kept["claim"]) == (["Étude"], ["Voici."])
    assert not Attachment.objects.exists()


def test_a_form_that_cannot_be_read_is_answered_in_words(grid, client):
    application = make_application(grid)
    session = client.session
    session[SESSION_NAME] = EMAIL
    session.save()
    for data, kind in (
        ({"claim": "x" * (3 * MEGABYTE)}, {}),
        ({f"field-{number}": "x" for number in range(1100)}, {}),
        ({f"file-{number}": SimpleUploadedFile("x", b"x") for number in range(110)}, {}),
        (b"not a form at all", {"content_type": "multipart/form-data"}),
    ):
        answer: HttpResponse = client.post(section(application), data, **kind)
        assert answer.status_code == 400
        assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "utf-16", "base64"])
def test_a_form_that_is_written_in_no_utf_8_is_not_understood(grid, client, charset):
    application = make_application(grid)
    session = client.session
    session[SESSION_NAME] = EMAIL
    session.save()
    body = b'--x\r\nContent-Disposition: form-data; name="claim"\r\n\r\n+2AA- \\ud800\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert client.generic("POST", section(application), body, kind).status_code == 400
    assert not application.sections.exists()
    kind = "multipart/form-data; boundary=x; charset=UTF-8"
    assert client.generic("POST", section(application), body, kind).status_code == 302
