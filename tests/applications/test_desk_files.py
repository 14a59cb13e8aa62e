"""Files in the sections: added, refused, shown with their state, taken out, and met by another's."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from showcase.applications.desk.sending import submit
from showcase.applications.desk.sheets import Sheet
from showcase.applications.desk.writing import save_sheet
from showcase.applications.models import Attachment, Person, Section
from showcase.applications.models.attachments import ScanState
from showcase.applications.sections import plan_of
from tests.applications.carried import picture_file
from tests.applications.desks import at, come_in, data_of, save, save_json, soup
from tests.applications.kept import PDF
from tests.applications.world import COMPLETE, fill, make_application, make_complete

pytestmark = pytest.mark.usefixtures("showcase", "rules")
CODE = "criterion-risk"


def pdf(words: bytes = b"", name: str = "rapport.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(
        name, PDF.replace(b"200 200", b"200 2" + words or b"200 200"), "application/pdf"
    )


@pytest.fixture
def draft(grid, client):
    come_in(client)
    return make_application(grid)


def test_a_file_added_is_named_in_its_row_with_a_link_and_its_state(client, draft):
    answer = save(client, draft, CODE, **{"row-0-title": "Rapport", "row-0-file": pdf()})
    attachment = Attachment.objects.get()
    assert data_of(draft, CODE)["row-0-attachment"] == [str(attachment.key)]
    row = soup(client.get(answer.headers["Location"])).select_one("#row-0")
    link = row.select_one(f"a[href='{at(draft, 'attachment', str(attachment.key))}']")
    assert link.text == "rapport.pdf"
    assert attachment.get_scan_display() in row.select_one(".row__file").text
    assert client.get(link["href"]).status_code == 200
    assert "10" in soup(client.get(at(draft, "section", CODE))).find(id="id_row-0-file_help").text


def test_a_file_that_waits_for_the_scanner_says_so_and_leads_nowhere(client, draft):
    save(client, draft, CODE, **{"row-0-title": "Rapport", "row-0-file": pdf()})
    Attachment.objects.update(scan=ScanState.WAITING)
    row = soup(client.get(at(draft, "section", CODE))).select_one(".row__file")
    assert not row.select("a")
    assert Attachment.objects.get().get_scan_display() in row.text


def test_an_image_is_shown_where_it_is_described(client, draft):
    save(client, draft, "images", **{"row-0-file": picture_file()})
    page = soup(client.get(at(draft, "section", "images")))
    assert client.get(page.select_one("#row-0 img")["src"]).headers["Content-Type"].startswith("image/")


def test_a_refused_file_is_said_at_its_row_and_the_rest_is_saved(client, draft):
    rows = {"row-0-title": "Étude", "row-0-url": "https://example.org", "claim": "Ceci."}
    bad = SimpleUploadedFile("virus.exe", b"MZ" * 400)
    answer = save(client, draft, CODE, **rows, **{"row-1-file": bad})
    assert answer.status_code == 422
    page = soup(answer)
    link = page.select_one(".form__errors a")
    field = page.find(id=link["href"].removeprefix("#"))
    assert field["name"] == "row-1-file"
    assert field["aria-invalid"] == "true"
    kept = Section.objects.get()
    assert kept.data["claim"] == ["Ceci."]
    assert page.select_one("[name=version]")["value"] == str(kept.version)
    assert not Attachment.objects.exists()


def test_a_refused_file_after_an_empty_row_is_said_where_its_row_now_stands(client, draft):
    bad = SimpleUploadedFile("x.exe", b"MZ" * 400)
    page = soup(save(client, draft, CODE, **{"row-0-title": "", "row-1-title": "Étude", "row-1-file": bad}))
    assert page.select_one("[name=row-0-title]")["value"] == "Étude"
    assert page.select_one("[name=row-0-file]")["aria-invalid"] == "true"


def test_sections_without_files_take_none(client, draft):
    save(client, draft, "figures", **{"row-0-value": "3", "row-0-file": pdf()})
    assert not Attachment.objects.exists()


def test_beside_a_file_that_is_there_the_field_says_what_another_one_does(client, draft):
    assert "Un autre fichier" not in client.get(at(draft, "section", CODE)).content.decode()
    save(client, draft, CODE, **{"row-0-title": "Un", "row-0-file": pdf()})
    page = soup(client.get(at(draft, "section", CODE)))
    assert "Un autre fichier le remplacera." in page.select_one("#id_row-0-file_help").text


def test_a_file_taken_out_is_deleted_unless_something_still_names_it(client, draft):
    save(client, draft, CODE, **{"row-0-title": "Un", "row-0-file": pdf()})
    key = str(Attachment.objects.get().key)
    row = {"row-0-title": "Un", "row-0-attachment": key}
    save(client, draft, "criterion-policy", **row)
    save(client, draft, CODE, **row, **{"remove-file": "0"})
    assert data_of(draft, CODE) == {"row-0-title": ["Un"]}
    assert Attachment.objects.exists()
    save(client, draft, "criterion-policy", **row, **{"remove-row": "0"})
    assert not Attachment.objects.exists()


def test_a_file_chosen_in_a_row_that_is_removed_is_not_taken(client, draft):
    rows = {"row-0-title": "Un", "row-0-file": pdf(), "row-1-title": "Deux"}
    save(client, draft, CODE, **rows, **{"remove-row": "0"})
    assert data_of(draft, CODE) == {"row-0-title": ["Deux"]}
    assert not Attachment.objects.exists()


def test_a_file_chosen_in_the_place_of_one_that_is_removed_stays(client, draft):
    save(client, draft, CODE, **{"row-0-title": "Un", "row-0-file": pdf(b"1")})
    row = {"row-0-title": "Un", "row-0-attachment": data_of(draft, CODE)["row-0-attachment"][0]}
    save(client, draft, CODE, **row, **{"row-0-file": pdf(b"2"), "remove-file": "0"})
    assert [str(Attachment.objects.get().key)] == data_of(draft, CODE)["row-0-attachment"]


def test_a_file_that_was_sent_to_the_jury_stays(client, grid):
    come_in(client)
    draft = make_complete(grid)
    sent = COMPLETE[CODE]
    save(client, draft, CODE, **sent, **{"row-0-file": pdf()})
    client.post(at(draft, "send"))
    draft.refresh_from_db()
    draft.state = "questions"
    draft.save()
    key = data_of(draft, CODE)["row-0-attachment"][0]
    save(client, draft, CODE, **sent, **{"row-0-attachment": key, "remove-file": "0"})
    assert "row-0-attachment" not in data_of(draft, CODE)
    assert str(Attachment.objects.get().key) == key


def test_what_nothing_names_is_deleted_when_the_file_is_sent(
    client, grid, django_capture_on_commit_callbacks
):
    come_in(client)
    draft = make_complete(grid)
    save(client, draft, CODE, version=0, **{"row-0-title": "Tard", "row-0-file": pdf()})  # a conflict
    storage, name = Attachment.objects.get().file.storage, Attachment.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at(draft, "send"))
    assert not Attachment.objects.exists()
    assert not storage.exists(name)


@pytest.mark.parametrize("key", ["0b4f1f4e-7a35-4b7a-8d2c-0a4d6a1f2b3c", "nothing", "<b>"])
def test_an_attachment_of_nobody_or_of_another_file_keeps_it_from_being_sent(client, draft, grid, key):
    fill(draft)
    save(client, draft, CODE, **COMPLETE[CODE], **{"row-0-attachment": key})
    answer = client.post(at(draft, "send"))
    assert answer.status_code == 422
    link = soup(answer).select_one(".gaps a")
    path, _hash, name = link["href"].partition("#")
    assert name == "id_row-0-file"
    assert soup(client.get(path)).find(id=f"{name}_gap")


def test_a_file_that_the_scanner_refused_keeps_it_from_being_sent_until_it_is_taken_out(client, draft):
    fill(draft)
    save(client, draft, CODE, **COMPLETE[CODE], **{"row-0-file": pdf()})
    Attachment.objects.update(scan=ScanState.REFUSED)
    assert client.post(at(draft, "send")).status_code == 422
    line = (
        soup(client.get(at(draft))).select_one(f"a[href^='{at(draft, 'section', CODE)}']").find_parent("li")
    )
    assert "sections__line--wrong" in line["class"]
    sent = {**COMPLETE[CODE], "row-0-attachment": str(Attachment.objects.get().key), "remove-file": "0"}
    save(client, draft, CODE, **sent)
    assert client.post(at(draft, "send")).status_code == 302


def test_of_two_files_in_one_row_one_is_chosen(client, draft):
    omar = Person.objects.create(application=draft, email="omar@example.org")
    row = {"row-0-title": "Rapport"}
    save(client, draft, CODE, **row)
    come_in(client, omar.email)
    save(client, draft, CODE, **row, **{"row-0-file": pdf(b"1", "omar.pdf")})
    theirs = data_of(draft, CODE)["row-0-attachment"][0]
    come_in(client)
    late = save(client, draft, CODE, version=1, **row, **{"row-0-file": pdf(b"2", "nora.pdf")})
    assert late.status_code == 409
    choices = soup(late).select("[name=row-0-attachment]")
    assert [choice["type"] for choice in choices] == ["radio", "radio"]
    mine = choices[0]["value"]
    assert [choice["value"] for choice in choices] == [mine, theirs]
    assert choices[0].has_attr("checked")
    assert "omar.pdf" in soup(late).select_one("#row-0").text
    offered = [field["value"] for field in soup(late).select("[name=offered-attachment]")]
    assert offered == [mine, theirs]
    chosen = {"row-0-attachment": theirs, "offered-attachment": offered}
    save(client, draft, CODE, version=2, **row, **chosen)
    assert data_of(draft, CODE)["row-0-attachment"] == [theirs]
    assert str(Attachment.objects.get().key) == theirs


def test_of_two_files_the_one_that_another_has_added_may_still_be_offered_to_them(client, draft):
    """Where somebody else's page names it: for an hour. After that it goes when the file is next saved."""
    omar = Person.objects.create(application=draft, email="omar@example.org")
    row = {"row-0-title": "Rapport"}
    come_in(client, omar.email)
    save(client, draft, CODE, **row, **{"row-0-file": pdf(b"1", "omar.pdf")})
    theirs = data_of(draft, CODE)
    come_in(client)
    save(client, draft, CODE, **row, **{"row-0-file": pdf(b"2", "nora.pdf")})
    come_in(client, omar.email)
    late = save(client, draft, CODE, version=1, claim="Ceci.", **theirs)
    assert "omar.pdf" in soup(late).select_one("#row-0").text
    save(client, draft, "need", need="L’eau.")
    assert Attachment.objects.count() == 2
    Attachment.objects.update(added_at=timezone.now() - timedelta(minutes=61))
    save(client, draft, "need", need="L’eau manquait.")
    assert [str(Attachment.objects.get().key)] == data_of(draft, CODE)["row-0-attachment"]


def test_the_others_file_is_chosen_where_there_is_none_of_ones_own(client, draft):
    omar = Person.objects.create(application=draft, email="omar@example.org")
    save(client, draft, CODE, **{"row-0-title": "Rapport"})
    come_in(client, omar.email)
    save(client, draft, CODE, **{"row-0-title": "Rapport", "row-0-file": pdf()})
    come_in(client)
    late = save(client, draft, CODE, version=1, **{"row-0-title": "Rapport annuel"})
    chosen = soup(late).select("[name=row-0-attachment][checked]")
    assert [choice["value"] for choice in chosen] == data_of(draft, CODE)["row-0-attachment"]


def test_a_script_keeps_the_file_that_a_button_has_added(client, draft):
    save(client, draft, CODE, **{"row-0-title": "Un", "row-0-file": pdf()})
    key = data_of(draft, CODE)["row-0-attachment"][0]
    save_json(client, draft, CODE, 1, **{"row-0-title": "Deux", "row-0-attachment": key})
    assert data_of(draft, CODE)["row-0-attachment"] == [key]


def test_a_file_that_comes_while_the_application_is_sent_leaves_nothing(grid, rf):
    application = make_complete(grid)
    person = Person.objects.select_related("application__grid").get()
    sent = {"version": "1", "row-0-title": "Rapport", "row-0-file": pdf()}
    request = rf.post("/", sent, headers={"accept": "application/json"})
    submit(application.people.get())
    answer = save_sheet(Sheet(request, person, plan_of(person.application), CODE))
    assert answer.status_code == 409
    assert not Attachment.objects.exists()
