"""A file is kept once, within limits that are told, under a name that is only shown."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import override

from showcase.applications.files import limits, taking
from showcase.applications.files.sweep import sweep_orphans
from showcase.applications.files.taking import RefusedError, forget_unused
from showcase.applications.models import Application, Attachment, Snapshot
from showcase.applications.models.attachments import ScanState, private_storage
from tests.applications.handed import DOCUMENT, IMAGE, kept, office, pdf, picture, taken
from tests.applications.world import fill, make_application
from tests.factories import CODES


def contents(application: Application) -> list[str]:
    try:
        return private_storage().listdir(f"applications/{application.key}")[1]
    except FileNotFoundError:
        return []


def limited(settings, **most: float) -> None:
    settings.ATTACHMENTS = {**settings.ATTACHMENTS, **most}


def test_what_is_too_large_is_refused_with_both_numbers_and_is_not_read(nora, settings):
    limited(settings, document_mb=0.2, image_mb=1)
    for kind, most in ((DOCUMENT, r"\b0,2\b"), (IMAGE, r"\b1\b")):
        upload = SimpleUploadedFile("x.pdf", b"x" * (limits.MEGABYTE * 5 // 4))
        with pytest.raises(RefusedError, match=r"\b1,2\b.*" + most):
            taking.take(nora, upload, kind)
        assert upload.tell() == 0
    assert contents(nora.application) == []


def test_what_is_empty_is_refused(nora):
    for kind in (DOCUMENT, IMAGE):
        with pytest.raises(RefusedError):
            taken(nora, b"", kind=kind)


def test_an_application_holds_so_many_files_and_no_more(nora, settings):
    limited(settings, files=2)
    first = taken(nora, picture(), kind=IMAGE)
    refused = taken(nora, picture(size=(8, 8)), kind=IMAGE)
    with pytest.raises(RefusedError, match="2"):
        taken(nora, pdf())
    assert len(contents(nora.application)) == 2
    # The same again takes no room; nor does what the scanner has refused.
    assert taken(nora, picture(), kind=IMAGE) == first
    Attachment.objects.filter(pk=refused.pk).update(scan=ScanState.REFUSED)
    assert taken(nora, pdf())


def test_an_application_holds_so_many_bytes_and_no_more(nora, settings):
    first = taken(nora, picture(), kind=IMAGE)
    limited(settings, all_mb=(first.size + 100) / limits.MEGABYTE)
    with pytest.raises(RefusedError):
        taken(nora, pdf())
    assert len(contents(nora.application)) == 1


def test_another_application_has_room_of_its_own(nora, grid, settings):
    limited(settings, files=1)
    other = make_application(grid, email="ali@example.org").people.get()
    assert taken(nora, pdf()) != taken(other, pdf())


def test_the_same_content_is_one_attachment(nora):
    for content, kind in ((picture(), IMAGE), (pdf(), DOCUMENT), (office(), DOCUMENT)):
        first = taken(nora, content, kind=kind)
        assert taken(nora, content, "autre.jpg", kind=kind) == first
    assert len(contents(nora.application)) == 3


def test_of_two_at_once_one_is_kept(nora, monkeypatch):
    real, others = taking.held, []

    def held_after_another(application):
        monkeypatch.setattr(taking, "held", real)
        others.append(taken(nora, pdf()))
        return real(application)

    monkeypatch.setattr(taking, "held", held_after_another)
    assert taken(nora, pdf()) == others[0]
    assert Attachment.objects.count() == len(contents(nora.application)) == 1


def test_what_is_taken_back_leaves_no_row_and_its_content_is_swept(nora):
    sweep_orphans()  # of other tests
    with transaction.atomic():
        taken(nora, pdf())
        transaction.set_rollback(True)
    assert not Attachment.objects.exists()
    assert len(contents(nora.application)) == 1
    assert sweep_orphans() == 0  # it could be one that is being taken


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x.pdf", "x.pdf"),
        ("C:\\Users\\x.exe", "x.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("bilan\u202efdp.exe", "bilanfdp.pdf"),
        ("\u2028 é \u200b\u00a0 2.pdf", "é 2.pdf"),
        ("e\u0301tude", "étude.pdf"),
        ("étude.v2.pdf", "étude.v2.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("...", "document.pdf"),
        ("\u200b", "document.pdf"),
        ("<script>alert(1)<.pdf", "<script>alert(1)<.pdf"),
    ],
)
def test_a_name_is_only_shown(nora, name, shown):
    upload = SimpleUploadedFile("x", pdf())
    upload._name = name  # as it came, before Django's own care
    attachment = taking.take(nora, upload, DOCUMENT)
    assert attachment.name == shown
    assert attachment.file.name == f"applications/{nora.application.key}/{attachment.key}.pdf"


@pytest.mark.parametrize(("letter", "left"), [("e", 150), ("é", 100), ("م", 100), ("水", 66), ("😀", 50)])
def test_a_long_name_is_cut_so_that_it_fits_on_a_disk(nora, letter, left):
    """Most take 255 bytes, of which a number before the name and an extension after it are some."""
    assert taken(nora, pdf(), letter * 300 + ".pdf").name == letter * left + ".pdf"


def test_what_no_section_and_no_version_names_is_forgotten(nora):
    application = nora.application
    now, before, left = taken(nora, pdf()), taken(nora, picture()), taken(nora, office())
    code = f"criterion-{CODES[0]}"
    fill(application, {code: {"level": "partly", "row-0-attachment": str(now.key)}})
    sent = {code: {"row-0-attachment": [str(before.key)]}}
    Snapshot.objects.create(application=application, number=1, sections=sent)
    assert forget_unused(application) == 1
    assert set(application.attachments.all()) == {now, before}
    assert left.pk


def test_what_is_kept_can_be_read_by_nobody_else_on_the_machine(nora):
    attachment = taken(nora, pdf())
    path = private_storage().path(attachment.file.name)
    assert Path(path).stat().st_mode & 0o077 == 0
    assert Path(path).parent.stat().st_mode & 0o077 == 0
    assert len(kept(attachment)) == attachment.size


def test_the_words_beside_the_field_say_the_numbers_that_hold(settings):
    limited(settings, document_mb=7, image_mb=8, files=9, all_mb=11)
    with override("en"):
        for words, most in ((limits.document_words(), "7 MB"), (limits.image_words(), "8 MB")):
            assert most in words
            assert "9 files" in words
            assert "11 MB" in words
