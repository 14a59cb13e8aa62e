"""A new file, filled with one that is over: once, whole, and each lives alone."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from showcase.applications.decisions.answering import make_appeal
from showcase.applications.decisions.growing import token_for
from showcase.applications.desk.sending import lacking, submit
from showcase.applications.files.scanning import scan
from showcase.applications.files.taking import take
from showcase.applications.keeping.withdrawing import withdraw
from showcase.applications.models import (
    Application,
    Attachment,
    EventKind,
    Outcome,
    Person,
    Section,
    State,
)
from showcase.applications.models.attachments import AttachmentKind, ScanState
from showcase.applications.sections import plan_of
from tests.applications.carried import address, come_in, picture_file
from tests.applications.decided import (
    answer,
    at,
    look,
    make_read,
)
from tests.applications.kept import PDF
from tests.applications.world import EMAIL, fill
from tests.factories import make_grid

pytestmark = pytest.mark.usefixtures("showcase", "rules")


@pytest.fixture
def application(grid):
    return make_read(grid)


def begin_again(client, refused, **changes):
    html = look(client, at(refused))
    sent = {field["name"]: field["value"] for field in html.select("main form input[name=token]")} | changes
    return client.post(at(refused), sent)


def grown_from(refused) -> Application:
    return Application.objects.get(grown_from=refused)


@pytest.fixture
def with_files(grid, lead):
    """A refused file with a PDF that is evidence and an image."""
    application = make_read(grid)
    person = application.people.get()
    evidence = take(person, SimpleUploadedFile("bilan.pdf", PDF), AttachmentKind.DOCUMENT)
    image = take(person, picture_file(), AttachmentKind.IMAGE)
    take(person, picture_file("olive"), AttachmentKind.IMAGE)  # which no section names
    risk = application.sections.get(code="criterion-risk")
    risk.data |= {"row-0-attachment": [str(evidence.key)]}
    risk.save()
    Section.objects.create(
        application=application,
        code="images",
        data={"row-0-attachment": [str(image.key)], "row-0-alt": ["Le puits"], "row-0-credit": ["Ali"]},
    )
    return answer(application, lead)


def test_it_begins_filled_and_leaves_the_old_one_as_it_is(with_files, client):
    before = {section.code: section.data for section in with_files.sections.all()}
    come_in(client)
    response = begin_again(client, with_files)
    grown = grown_from(with_files)
    assert response["Location"] == at(grown, "file")
    assert client.get(response["Location"]).status_code == 200
    assert (grown.state, grown.title, grown.language) == (State.DRAFT, "Le puits commun", "fr")
    assert list(grown.people.values_list("email", flat=True)) == [EMAIL]
    assert [event.kind for event in grown.events.all()] == [EventKind.STARTED]
    after = {section.code: section.data for section in grown.sections.all()}
    assert after.keys() == before.keys() - {"consent"}
    assert after["project"] == before["project"]
    keys = {str(key) for key in grown.attachments.values_list("key", flat=True)}
    assert after["criterion-risk"]["row-0-attachment"][0] in keys
    assert after["images"]["row-0-attachment"][0] in keys
    assert not keys & {str(key) for key in with_files.attachments.values_list("key", flat=True)}
    assert len(keys) == 2
    with_files.refresh_from_db()
    assert with_files.state == State.REFUSED
    assert {section.code: section.data for section in with_files.sections.all()} == before
    # Only what was agreed to, and the image's permission, which had none, keep it from being sent again.
    assert [section.code for section in lacking(plan_of(grown))] == ["images", "consent"]
    fill(grown, {"consent": {"speaks_for": "on", "is_true": "on", "may_publish": "on"}, "images": {}})
    submit(grown.people.get())


def contents(application) -> dict[str, bytes]:
    found = {}
    for attachment in application.attachments.all():
        with attachment.file.open("rb") as content:
            found[attachment.extension] = content.read()
    return found


def test_the_new_file_leads_to_the_answer_to_the_old_one_who_may_open_that(refused, client):
    come_in(client)
    begin_again(client, refused)
    grown = grown_from(refused)
    assert look(client, at(grown, "file")).select(f".notice a[href='{at(refused)}']")
    Person.objects.create(application=grown, email="omar@example.org")
    come_in(client, "omar@example.org")
    assert not look(client, at(grown, "file")).select(f"a[href='{at(refused)}']")


@pytest.mark.parametrize("first", ["old", "new"])
def test_either_file_can_be_deleted_and_leaves_the_other_whole(
    with_files, client, first, django_capture_on_commit_callbacks
):
    come_in(client)
    begin_again(client, with_files)
    grown = grown_from(with_files)
    for_both = contents(grown)
    assert for_both[".pdf"].startswith(b"%PDF-")
    goes, stays = (with_files, grown) if first == "old" else (grown, with_files)
    names = list(goes.attachments.values_list("file", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        goes.delete()
    storage = storages["private"]
    assert not any(storage.exists(name) for name in names)
    stays.refresh_from_db()
    kept = contents(stays)
    assert kept[".pdf"] == for_both[".pdf"]
    assert ".jpg" in kept
    if first == "old":
        assert stays.grown_from is None


def test_two_clicks_and_two_windows_begin_one(with_files, client):
    come_in(client)
    first, second = look(client, at(with_files)), look(client, at(with_files))
    tokens = [html.select_one("input[name=token]")["value"] for html in (first, first, second)]
    places = {client.post(at(with_files), {"token": token})["Location"] for token in tokens}
    grown = grown_from(with_files)
    assert places == {at(grown, "file")}
    folder = f"applications/{grown.key}"
    assert len(storages["private"].listdir(folder)[1]) == 2
    html = look(client, at(with_files, language="en"))
    assert "Go on with the new file" in html.text
    assert not html.select("input[name=token]")
    # The same button, once that one is sent: not another.
    Application.objects.filter(pk=grown.pk).update(state=State.RECEIVED)
    client.post(at(with_files), {"token": tokens[0]})
    assert Application.objects.filter(grown_from=with_files).count() == 1
    # A new page has a new button.
    assert begin_again(client, with_files).status_code == 302
    assert Application.objects.filter(grown_from=with_files).count() == 2


def test_a_button_of_somebody_else_or_none_begins_nothing(refused, client):
    Person.objects.create(application=refused, email="ali@example.org")
    come_in(client)
    token = look(client, at(refused)).select_one("input[name=token]")["value"]
    come_in(client, "ali@example.org")
    for sent in ({"token": token}, {"token": "forged"}, {}):
        assert client.post(at(refused), sent).status_code == 200
    assert not Application.objects.filter(grown_from=refused).exists()


def test_only_while_applications_are_open(refused, client, rules):
    come_in(client)
    token = look(client, at(refused)).select_one("input[name=token]")["value"]
    rules.is_open = False
    rules.save()
    response = client.post(at(refused, language="en"), {"token": token})
    assert response.status_code == 422
    assert "Applications are closed today." in response.content.decode()
    assert not look(client, at(refused)).select("input[name=token]")
    assert not Application.objects.filter(grown_from=refused).exists()


def test_too_many_drafts_and_a_grid_that_is_gone_are_said(refused, client, grid):
    come_in(client)
    for _number in range(10):
        draft = Application.objects.create(grid=grid, language="fr")
        Person.objects.create(application=draft, email=EMAIL)
    token = look(client, at(refused)).select_one("input[name=token]")["value"]
    response = client.post(at(refused, language="en"), {"token": token})
    assert response.status_code == 422
    assert "many drafts already" in response.content.decode()
    Application.objects.filter(state=State.DRAFT).delete()
    grid.published_on = None
    grid.save()
    response = client.post(at(refused, language="en"), {"token": token})
    assert "the grid of criteria is being renewed" in response.content.decode()
    assert not Application.objects.filter(grown_from=refused).exists()


@pytest.mark.parametrize("case", ["accepted", "appealed"])
def test_only_from_a_refusal(application, lead, client, case):
    answer(application, lead, Outcome.ACCEPT if case == "accepted" else Outcome.REFUSE)
    come_in(client)
    if case == "appealed":
        token = look(client, at(application)).select_one("input[name=token]")["value"]
        make_appeal(application.people.get(), "Relisez.")
        client.post(at(application), {"token": token})
    else:
        client.post(at(application), {"token": "x"})
    assert not Application.objects.filter(grown_from=application).exists()


def test_a_file_that_was_withdrawn_is_begun_again_from_the_page_of_ones_data(application, client, rules):
    withdraw(application.people.get())
    data = address("data", application.key)
    come_in(client)

    def press(**changes):
        field = look(client, data).select_one("main form input[name=token]")
        return client.post(data, {"again": "1", "token": field["value"] if field else ""} | changes)

    assert press(token="forged").status_code == 422
    assert not Application.objects.filter(grown_from=application).exists()
    assert press()["Location"] == address("file", grown_from(application).key)
    assert grown_from(application).sections.get(code="need").data["need"] == ["L’eau manquait."]
    assert "consent" not in grown_from(application).sections.values_list("code", flat=True)
    assert press()["Location"] == address("file", grown_from(application).key)
    assert client.get(data).content.decode().count(str(grown_from(application).key)) == 1
    # No answer to it is there to be read.
    assert str(application.key) not in client.get(at(grown_from(application), "file")).content.decode()


def test_what_is_not_over_is_not_begun_again(application, client):
    come_in(client)
    person = application.people.get()
    sent = {"again": "1", "token": token_for(person)}
    assert client.post(address("data", application.key), sent).status_code == 409
    assert not Application.objects.filter(grown_from=application).exists()


def test_what_a_new_grid_does_not_ask_is_left_in_the_old_file(refused, client, grid):
    grid.published_on = None
    grid.save()
    make_grid(version=2).criteria.filter(code="risk").update(code="courage")
    come_in(client)
    begin_again(client, refused)
    codes = set(grown_from(refused).sections.values_list("code", flat=True))
    assert "criterion-novelty" in codes
    assert not {"criterion-risk", "criterion-courage"} & codes


def test_an_attachment_that_is_gone_or_refused_is_asked_again_and_one_that_waits_is_scanned(
    with_files, client
):
    image, document = (with_files.attachments.filter(kind=kind).first() for kind in ("image", "document"))
    storages["private"].delete(document.file.name)
    Attachment.objects.filter(pk=image.pk).update(scan=ScanState.WAITING)
    come_in(client)
    begin_again(client, with_files)
    grown = grown_from(with_files)
    copy = grown.attachments.get()
    assert (copy.kind, copy.scan) == (AttachmentKind.IMAGE, ScanState.WAITING)
    task = DBTaskResult.objects.get(task_path=scan.module_path)
    assert task.args_kwargs["args"] == [copy.pk]
    assert "row-0-attachment" not in grown.sections.get(code="criterion-risk").data
    assert "row-0-title" in grown.sections.get(code="criterion-risk").data
    Application.objects.filter(pk=grown.pk).delete()
    Attachment.objects.filter(pk=image.pk).update(scan=ScanState.REFUSED)
    begin_again(client, with_files)
    assert not grown_from(with_files).attachments.exists()
