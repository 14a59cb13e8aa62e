"""Sending a file once and whole, its receipt, and where it stands from then on."""

import datetime
import io
import re
from urllib.parse import quote

import pikepdf
import pytest
from django.utils import timezone

from showcase.applications.desk import receipt as receipts
from showcase.applications.desk import sending
from showcase.applications.desk.asking import ask
from showcase.applications.desk.receipt import fingerprint, receipt
from showcase.applications.desk.sending import submit
from showcase.applications.letters.posting import post
from showcase.applications.models import Application, Event, EventKind, Letter, Person, Snapshot, State
from showcase.applications.steps import Actor, held, move, record
from showcase.models import ShowcasePage
from tests.applications.carried import decide, make_user
from tests.applications.desks import at, come_in, save, soup
from tests.applications.test_desk_files import pdf
from tests.applications.world import COMPLETE, EMAIL, fill, make_application, make_complete
from tests.factories import ProjectPageFactory

pytestmark = pytest.mark.usefixtures("showcase", "rules")


@pytest.fixture
def complete(grid, client):
    come_in(client)
    return make_complete(grid)


@pytest.fixture
def sent(complete, client):
    client.post(at(complete, "send"))
    complete.refresh_from_db()
    return complete


def bring(application, *states) -> None:
    """Through these states, as the jury does."""
    kinds = {State.ACCEPTED: EventKind.ACCEPTED, State.REFUSED: EventKind.REFUSED}
    for state in states:
        with held(application) as file:
            move(file, state, kinds.get(state, EventKind.NO_CONFLICT), Actor())
    application.refresh_from_db()


def test_an_incomplete_file_is_not_sent_and_each_gap_leads_to_its_field(client, grid):
    come_in(client)
    draft = make_application(grid)
    fill(draft, {"images": {"row-0-alt": "Le puits"}, "people": {"row-0-role": "Tout"}})
    assert client.get(at(draft, "send")).status_code == 200
    answer = client.post(at(draft, "send"))
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert not Letter.objects.exists()
    assert not Snapshot.objects.exists()
    assert not Event.objects.exists()
    links = soup(answer).select(".gaps a")
    assert len(links) > 20
    for link in links:
        path, _hash, key = link["href"].partition("#")
        field = soup(client.get(path)).find(id=key)
        assert field, link["href"]
        assert field.get("type") != "hidden", link["href"]
        assert soup(client.get(path)).find(id=f"{key}_gap"), link["href"]


def test_a_file_that_is_deleted_while_it_is_sent_is_not_there(client, complete, monkeypatch):
    def gone_before(file):
        Application.objects.filter(pk=file.pk).delete()
        return held(file)

    monkeypatch.setattr(sending, "held", gone_before)
    assert client.post(at(complete, "send")).status_code == 404
    assert not Letter.objects.exists()


def test_a_complete_file_is_looked_at_once_more_with_what_was_agreed_to(client, complete):
    save(client, complete, "criterion-risk", **COMPLETE["criterion-risk"], **{"row-0-file": pdf()})
    page = soup(client.get(at(complete, "send")))
    assert "Tout a commencé en 2015." in page.main.text
    assert "rapport.pdf" in page.main.text
    assert len(page.select("#agreement + ul li")) == 3
    assert page.select_one("form button[type=submit]")


def test_sending_keeps_what_was_said_once_and_writes_to_everybody(client, complete):
    Person.objects.create(application=complete, email="omar@example.org")
    for _click in range(2):
        there = client.post(at(complete, "send")).headers["Location"]
        assert there == f"{at(complete, 'state')}?done=sent#done"
        assert "accusé de réception" in soup(client.get(there)).select_one("#done[role=status]").text
    complete.refresh_from_db()
    assert complete.state == State.RECEIVED
    assert complete.submitted_at is not None
    snapshot = Snapshot.objects.get()
    assert (snapshot.number, snapshot.sections["project"]["name"]) == (1, ["Le puits commun"])
    event = Event.objects.get(kind=EventKind.SUBMITTED)
    assert event.person.email == EMAIL
    letters = Letter.objects.filter(kind="receipt")
    assert {letter.to for letter in letters} == {EMAIL, "omar@example.org"}
    assert {(letter.encloses, letter.leads_to) for letter in letters} == {("receipt", "state")}


def test_of_two_people_who_send_at_once_the_second_changes_nothing(complete):
    first = complete.people.get()
    second = Person.objects.create(application=complete, email="omar@example.org")
    read = [Person.objects.select_related("application").get(pk=person.pk) for person in (first, second)]
    for person in read:
        assert person.application.state == State.DRAFT
        submit(person)
    assert Snapshot.objects.count() == 1
    assert Event.objects.get(kind=EventKind.SUBMITTED).person == first


def test_all_of_a_sending_is_undone_where_a_part_of_it_fails(complete, monkeypatch):
    def fails(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr("showcase.applications.desk.sending.write_to_all", fails)
    with pytest.raises(OSError, match="disk"):
        submit(complete.people.get())
    complete.refresh_from_db()
    assert (complete.state, complete.submitted_at) == (State.DRAFT, None)
    assert not Snapshot.objects.exists()
    assert not Event.objects.exists()


def test_the_receipt_is_a_tagged_pdf_in_the_language_of_the_file(client, complete):
    save(client, complete, "criterion-risk", **COMPLETE["criterion-risk"], **{"row-0-file": pdf()})
    client.post(at(complete, "send"))
    answer = client.get(at(complete, "receipt", language="en"))
    assert answer.headers["Content-Type"] == "application/pdf"
    name = quote("accusé de réception.pdf")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert str(document.Root.Lang) == "fr"
        assert document.Root.MarkInfo.Marked
        assert "Le puits commun" in str(document.docinfo["/Title"])
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_the_receipt_says_what_was_sent_and_what_proves_it(client, complete):
    save(client, complete, "criterion-risk", **COMPLETE["criterion-risk"], **{"row-0-file": pdf()})
    client.post(at(complete, "send"))
    complete.refresh_from_db()
    said = receipts.said_of(complete)
    attachment = complete.attachments.get()
    answers = [answer.words for _title, found in said["sections"] for answer in found]
    assert "Le puits commun" in answers
    assert attachment.name in answers
    assert str(attachment.key) not in answers
    assert said["files"] == [attachment]
    assert re.fullmatch("[0-9a-f]{64}", said["fingerprint"])
    assert said["expected"] > timezone.localdate()
    changed = Snapshot(sections=Snapshot.objects.get().sections | {"need": {}})
    assert fingerprint(changed) != said["fingerprint"]


def test_the_letter_brings_the_receipt(sent, mailoutbox):
    post.call(Letter.objects.get(kind="receipt").pk)
    mail = mailoutbox[-1]
    name, content, kind = mail.attachments[0]
    assert (name, kind) == ("accusé de réception.pdf", "application/pdf")
    assert mail.from_email.startswith("Passerelle <")
    assert content.startswith(b"%PDF-")


def test_where_no_pdf_can_be_made_the_letter_brings_the_same_as_text(client, sent, monkeypatch):
    def lacks(application):
        raise OSError("no Pango")

    monkeypatch.setattr(receipts, "receipt_pdf", lacks)
    name, content, kind = receipt(sent)
    assert (name.endswith(".txt"), kind) == (True, "text/plain")
    assert fingerprint(Snapshot.objects.get()) in content.decode()
    answer = client.get(at(sent, "receipt"))
    assert answer.status_code == 503
    assert at(sent, "state") in answer.content.decode()


def test_there_is_no_receipt_of_a_draft(client, complete):
    assert client.get(at(complete, "receipt")).status_code == 404


def places(client, application) -> list[str]:
    """The five steps as the page marks them."""
    steps = soup(client.get(at(application, "state"))).select(".steps li")
    return [
        "here" if step.has_attr("aria-current") else step["class"][0].removeprefix("is-") for step in steps
    ]


def test_the_five_steps_follow_the_file(client, sent):
    assert places(client, sent) == ["here", "ahead", "ahead", "ahead", "ahead"]
    bring(sent, State.READING)
    assert places(client, sent) == ["done", "here", "ahead", "ahead", "ahead"]
    bring(sent, State.ACCEPTED)
    assert places(client, sent) == ["done", "done", "skipped", "here", "ahead"]
    bring(sent, State.PUBLISHED)
    assert places(client, sent) == ["done", "done", "skipped", "done", "here"]


def test_the_steps_of_a_file_with_questions(client, sent):
    ask(sent, make_user(), "Où ?", token=sent.key)
    assert places(client, sent) == ["done", "done", "here", "ahead", "ahead"]
    bring(sent, State.READING)
    assert places(client, sent) == ["done", "here", "done", "ahead", "ahead"]


def test_a_refused_file_does_not_wait_to_be_published(client, sent):
    bring(sent, State.READING, State.REFUSED)
    assert places(client, sent) == ["done", "done", "skipped", "here", "skipped"]
    page = soup(client.get(at(sent, "state")))
    assert page.select_one(f"a[href='{at(sent, 'answer')}']")


def test_the_page_says_since_when_what_is_next_and_when_to_expect_it(client, sent):
    page = soup(client.get(at(sent, "state")))
    assert str(timezone.localdate().year) in page.select_one("[aria-current=step]").text
    expected = timezone.localdate() + datetime.timedelta(days=45)
    assert str(expected.day) in page.select_one(".apply__delay strong").text
    assert page.find(id="next")
    sent.submitted_at -= datetime.timedelta(days=60)
    sent.save()
    late = soup(client.get(at(sent, "state"))).select_one(".apply__delay").text
    assert "excuser" in late


@pytest.mark.parametrize(
    ("states", "names"),
    [
        ([], ["receipt", "questions", "preview", "people", "data"]),
        ([State.READING, State.QUESTIONS], ["questions", "data"]),
        ([State.READING, State.ACCEPTED], ["answer", "approve", "data"]),
        ([State.READING, State.REFUSED], ["answer", "receipt", "data"]),
        ([State.WITHDRAWN], ["data"]),
    ],
)
def test_the_page_leads_to_what_one_can_do_now(client, sent, states, names):
    bring(sent, *states)
    if State.ACCEPTED in states:
        give_page(sent)
    page = soup(client.get(at(sent, "state")))
    for name in names:
        assert page.select_one(f"main a[href='{at(sent, name)}']"), name


def test_the_log_is_in_plain_words_and_names_no_juror(client, sent):
    juror = make_user("zyxjuror", first_name="Zyx", last_name="Juror")
    record(sent, EventKind.ASSIGNED, Actor(user=juror))
    record(sent, EventKind.CONFLICT, Actor(user=juror))
    ask(sent, juror, "Où ?", token=sent.key)
    page = soup(client.get(at(sent, "state")))
    log = page.select_one(".log")
    assert EMAIL in log.text
    assert "zyx" not in page.text.lower()
    assert len(log.select("li")) == 2
    assert Event.objects.filter(kind=EventKind.ASKED).exists()


def test_a_long_log_has_pages_and_costs_no_more(client, sent, count_queries):
    few = count_queries(at(sent, "state"))
    person = sent.people.get()
    for _number in range(40):
        record(sent, EventKind.EXPORTED, Actor(person=person))
    assert count_queries(at(sent, "state")) == few
    page = soup(client.get(at(sent, "state")))
    assert len(page.select(".log li")) == 30
    assert len(soup(client.get(at(sent, "state") + "?page=2")).select(".log li")) == 11


def test_pages_of_another_state_lead_to_where_the_file_stands(client, complete):
    assert client.get(at(complete, "state")).headers["Location"] == at(complete)
    client.post(at(complete, "send"))
    for name in ("file", "send"):
        assert client.get(at(complete, name)).headers["Location"] == at(complete, "state")
    assert client.get(at(complete, "section", "need")).headers["Location"] == at(complete, "state")


def give_page(application):
    application.page = ProjectPageFactory(parent=ShowcasePage.objects.get(), live=False)
    application.save()


def test_an_accepted_file_that_was_approved_waits_for_the_editors(client, sent):
    bring(sent, State.READING, State.ACCEPTED)
    give_page(sent)
    decide(sent)
    before = soup(client.get(at(sent, "state"))).find(id="next").find_next("p").text
    sent.approved_at = timezone.now()
    sent.save()
    assert soup(client.get(at(sent, "state"))).find(id="next").find_next("p").text != before
