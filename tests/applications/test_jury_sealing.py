"""What is sealed before one's own scores are sent, and what is said and logged after that."""

import io
import uuid
import zipfile

import pytest

from showcase.applications.desk.asking import ask
from showcase.applications.desk.sending import snapshot
from showcase.applications.jury.acting import declare, remark
from showcase.applications.models import Event, EventKind, Message, Remark, Review, State
from showcase.applications.sections import plan_of
from showcase.applications.steps import held
from studio.roles import JURORS, MODERATORS
from tests.applications.jurors import (
    form_of,
    give,
    make_juror,
    make_lead,
    make_sent,
    make_user,
    page,
    said,
    scores,
    send,
    soup,
)
from tests.applications.world import COMPLETE, fill


@pytest.fixture
def application(grid):
    return make_sent(grid)


def sealed_addresses(application) -> list[str]:
    queue, log = page("queue"), page("log", application.pk)
    return [
        page("file", application.pk),
        log,
        page("log_results", application.pk),
        f"{log}?export=csv",
        queue,
        page("queue_results"),
        f"{queue}?export=csv",
        f"{queue}?export=xlsx",
        "/admin/",
    ]


def content(answer) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    return body.decode()


def test_nothing_of_the_others_is_anywhere_before_ones_own_scores_are_sent(client, application):
    sent, waits = make_juror("zoe", last_name="Quartz"), make_juror("waits")
    review, own = give(application, sent, waits)
    ask(application, sent, "Combien de familles ?", token=uuid.uuid4())
    send(review, scores("not_demonstrated", "Sceau", "Sceau en tout"))
    remark(application, sent, "Sceau entre nous.", "risk", token=uuid.uuid4())
    client.force_login(waits)
    for address in sealed_addresses(application):
        answer = client.get(address)
        assert answer.status_code == 200, address
        shown = content(answer)
        for words in ("Sceau", "Quartz", "Scores sent", "Remark between jurors"):
            assert words not in shown, (words, address)
    # An address that is only sent to tells nothing either.
    for name, data in (
        ("remark", said("remark", "Et vous ?")),
        ("scores", {"send": "1"}),
        ("ask", said("ask", "")),
    ):
        answer = client.post(page(name, application.pk), data, follow=True)
        assert "Sceau" not in content(answer), name
    assert Remark.objects.count() == 1
    send(own)
    shown = content(client.get(page("file", application.pk)))
    for words in ("Sceau risk", "Sceau en tout", "Sceau entre nous.", "Zoe Quartz"):
        assert words in shown
    log = content(client.get(page("log", application.pk)))
    for words in ("Scores sent", "Zoe Quartz"):
        assert words in log


def test_a_lead_who_scores_a_file_sees_no_more_than_a_juror(client, application):
    both, other = make_user("both", JURORS, MODERATORS), make_juror("zoe", last_name="Quartz")
    _own, review = give(application, both, other)
    ask(application, other, "Combien de familles ?", token=uuid.uuid4())
    send(review, scores("partly", "Sceau"))
    client.force_login(both)
    for address in (page("file", application.pk), page("log", application.pk)):
        shown = content(client.get(address))
        assert "Sceau" not in shown
        assert "Quartz" not in shown
    assert client.post(page("assign", application.pk), {"load": "1"})["Location"] == "/admin/"
    assert Review.objects.count() == 2


def test_a_remark_sent_twice_is_one_and_an_empty_one_is_refused(client, application):
    juror = make_juror()
    [review] = give(application, juror)
    client.force_login(juror)
    sent = said("remark", "Voyons la page 3.", about="risk")
    client.post(page("remark", application.pk), sent)
    assert not Remark.objects.exists()  # sealed
    send(review)
    for _twice in range(2):
        answer = client.post(page("remark", application.pk), sent)
        assert answer["Location"].endswith("#discussion-section")
    assert [(r.user, r.criterion, r.text) for r in Remark.objects.all()] == [
        (juror, "risk", "Voyons la page 3.")
    ]
    assert application.events.filter(kind=EventKind.REMARKED).count() == 1
    html = soup(client.get(page("file", application.pk)))
    said_here = html.select_one("#discussion-section .jury__said").text
    assert "Juror" in said_here
    assert "risk" in said_here
    for wrong in (said("remark", " "), said("remark", "Bien.", about="luck"), said("remark", "x" * 5001)):
        answer = client.post(page("remark", application.pk), wrong)
        assert answer.status_code == 422
        now = form_of(soup(answer), "#discussion-section form")
        assert now["remark-text"].strip() == wrong["remark-text"].strip()
    assert Remark.objects.count() == 1


def test_a_question_goes_to_the_project_without_a_name(client, application):
    juror = make_juror(last_name="Quartz")
    give(application, juror)
    client.force_login(juror)
    sent = said("ask", "Combien de familles ?", about="need")
    for _twice in range(2):
        assert client.post(page("ask", application.pk), sent).status_code == 302
    application.refresh_from_db()
    assert application.state == State.QUESTIONS
    message = application.messages.get()
    assert (message.user, message.section, message.text) == (juror, "need", "Combien de familles ?")
    letter = application.letters.get(kind="question")
    assert "Quartz" not in letter.subject + letter.body
    thread = soup(client.get(page("file", application.pk))).select_one("#thread-section")
    assert "Combien de familles ?" in thread.text
    assert "The need" in thread.text
    answer = client.post(page("ask", application.pk), said("ask", "x" * 5001))
    assert answer.status_code == 422
    assert len(form_of(soup(answer), "#thread-section form")["ask-text"]) == 5001
    assert application.messages.count() == 1


def test_the_answer_of_the_project_and_what_it_changed_are_shown(client, application):
    juror = make_juror()
    give(application, juror)
    ask(application, juror, "Combien ?", token=uuid.uuid4())
    application.refresh_from_db()
    fill(application, {"need": COMPLETE["need"] | {"need": "L’eau manquait à tous."}})
    person = application.people.get()
    Message.objects.create(
        application=application, token=uuid.uuid4(), from_jury=False, person=person, text="Cent."
    )
    with held(application) as file:
        snapshot(file, plan_of(file))
    client.force_login(juror)
    html = soup(client.get(page("file", application.pk)))
    assert html.select_one("#changes-section del").text == "L’eau manquait."
    assert html.select_one("#changes-section ins").text == "L’eau manquait à tous."
    assert "L’eau manquait à tous." in html.select_one("#said-section").text
    thread = html.select_one("#thread-section").text
    assert "The project" in thread
    assert "Cent." in thread
    assert person.email not in html.text


def test_the_log_says_who_what_and_when_to_the_lead(client, application):
    juror, lead = make_juror(last_name="Quartz"), make_lead(first_name="Lea")
    client.force_login(lead)
    client.post(page("assign", application.pk), {"jurors": [juror.pk]})
    declared = application.reviews.get()
    declare(declared, conflict=False)
    send(declared)
    remark(application, juror, "Mot.", "risk", token=uuid.uuid4())
    html = soup(client.get(page("log", application.pk)))
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in html.select("tbody tr")]
    assert [row[1:] for row in rows] == [
        ["Juror Quartz", "Remark between jurors: Critère risk"],
        ["Juror Quartz", "Scores sent"],
        ["Juror Quartz", "Juror declared no conflict of interest"],
        ["Lea", "Juror assigned: Juror Quartz"],
        ["nora@example.org", "File sent"],
    ]
    assert all(row[0] for row in rows)
    # The last step of the trail is what one sees as the heading.
    assert html.select(".w-breadcrumbs li")[-1].get_text(" ", strip=True) == "Log: Le puits commun"
    client.force_login(juror)
    assert "nora@example.org" not in client.get(page("log", application.pk)).content.decode()


def test_the_log_is_paginated_and_costs_the_same_however_long(client, application, count_queries):
    client.force_login(make_lead())
    person = application.people.get()

    def add(number):
        for _number in range(number):
            Event.objects.create(application=application, kind=EventKind.EXPORTED, person=person)

    add(3)
    few = count_queries(page("log", application.pk))
    add(57)
    assert count_queries(page("log", application.pk)) == few
    html = soup(client.get(page("log", application.pk)))
    assert len(html.select("tbody tr")) == 50
    html = soup(client.get(page("log", application.pk) + "?p=2"))
    assert len(html.select("tbody tr")) == 11
