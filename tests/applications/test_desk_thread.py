"""Questions of the jury, answers of the project, and the file given back."""

import uuid

import pytest

from showcase.applications.desk import room
from showcase.applications.desk.asking import ask
from showcase.applications.models import Event, EventKind, Letter, Person, State
from showcase.applications.steps import Actor, NotNowError, held, move
from tests.applications.carried import make_user
from tests.applications.desks import at, come_in, save, soup
from tests.applications.test_desk_files import pdf
from tests.applications.world import COMPLETE, EMAIL, make_complete

pytestmark = pytest.mark.usefixtures("showcase", "rules")
QUESTION = "Combien de familles, et comment le savez-vous ?"


@pytest.fixture
def juror(db):
    return make_user("zyxjuror", first_name="Zyx")


@pytest.fixture
def asked(grid, client, juror):
    """A file with a question about the need."""
    come_in(client)
    application = make_complete(grid)
    client.post(at(application, "send"))
    ask(application, juror, QUESTION, "need", token=uuid.uuid4())
    application.refresh_from_db()
    return application


def answer(client, application, text, *, button="answer", token=None):
    typed = {button: "1", "text": text, "token": str(token or uuid.uuid4())}
    return client.post(at(application, "questions"), typed)


def test_a_question_stops_the_file_once_and_writes_to_everybody(client, grid, juror):
    come_in(client)
    application = make_complete(grid)
    Person.objects.create(application=application, email="omar@example.org")
    client.post(at(application, "send"))
    token = uuid.uuid4()
    for _click in range(2):
        ask(application, juror, QUESTION, "need", token=token)
    application.refresh_from_db()
    assert application.state == State.QUESTIONS
    assert application.messages.count() == 1
    letters = Letter.objects.filter(kind="question")
    assert {letter.to for letter in letters} == {EMAIL, "omar@example.org"}
    assert {letter.leads_to for letter in letters} == {"questions"}
    assert all(QUESTION in letter.body for letter in letters)
    assert Event.objects.filter(kind=EventKind.ASKED).count() == 1
    ask(application, juror, "Et où ?", token=uuid.uuid4())
    assert Letter.objects.filter(kind="question").count() == 4
    assert Event.objects.filter(kind=EventKind.ASKED).count() == 2


def test_nobody_asks_about_a_draft(grid, juror):
    application = make_complete(grid)
    with pytest.raises(NotNowError):
        ask(application, juror, "Déjà ?", token=uuid.uuid4())
    assert not application.messages.exists()


def test_the_thread_says_the_question_and_not_who_asks(client, asked):
    page = soup(client.get(at(asked, "questions")))
    assert QUESTION.split(",")[0] in page.select_one(".thread").text
    assert "zyx" not in page.text.lower()
    assert page.select_one(f".thread a[href='{at(asked, 'section', 'need')}']")
    section = soup(client.get(at(asked, "section", "need")))
    assert QUESTION.split(",")[0] in section.select_one(".notice--asked").text


def test_an_answer_sent_twice_is_one(client, asked):
    token = uuid.uuid4()
    for _click in range(2):
        assert answer(client, asked, "120, d’après la liste.", token=token).status_code == 302
    message = asked.messages.get(from_jury=False)
    assert (message.text, message.person.email) == ("120, d’après la liste.", EMAIL)
    asked.refresh_from_db()
    assert asked.state == State.QUESTIONS


@pytest.mark.parametrize("button", ["answer", "done"])
def test_a_page_that_was_sent_already_is_sent_again_with_more_in_it(client, asked, button):
    token = uuid.uuid4()
    answer(client, asked, "120.", token=token)
    for _click in range(2):
        assert answer(client, asked, "120, d’après la liste.", button=button, token=token).status_code == 302
    said = [message.text for message in asked.messages.filter(from_jury=False)]
    assert said == ["120.", "120, d’après la liste."]


def test_an_answer_that_is_empty_or_too_long_is_told_and_kept_in_its_field(client, asked):
    assert answer(client, asked, "").status_code == 422
    text = "é" * 5001
    late = answer(client, asked, text)
    assert late.status_code == 422
    assert soup(late).select_one("[name=text]").text.strip() == text
    assert "5001" in soup(late).select_one("#id_text_gap").text
    assert not asked.messages.filter(from_jury=False).exists()


def test_an_answer_is_as_long_as_its_counter_says_and_loses_signs_that_nobody_writes(client, asked):
    """A browser sends two signs for each line end; a text from elsewhere brings signs of control along."""
    assert answer(client, asked, "\x00" + "é\r\n" * 2500).status_code == 302
    assert asked.messages.get(from_jury=False).text == ("é\n" * 2500).strip()


def test_a_thread_that_is_full_says_so_and_what_is_typed_stays(client, asked, monkeypatch):
    """Else a project could make a page for its jurors that no browser shows."""
    monkeypatch.setattr(room, "MOST_MESSAGES", 2)
    for _time in range(2):
        assert answer(client, asked, "Cent.").status_code == 302
    for button in ("answer", "done"):
        page = answer(client, asked, "Encore une.", button=button)
        assert page.status_code == 422
        assert str(room.FULL) in page.content.decode()
        assert soup(page).select_one("#id_text").text.strip() == "Encore une."
    assert asked.messages.filter(from_jury=False).count() == 2
    assert answer(client, asked, "", button="done").status_code == 302


def test_what_was_changed_is_shown_before_and_after_attachments_by_name(client, asked):
    save(client, asked, "need", **COMPLETE["need"] | {"for_whom": "120 familles."})
    save(client, asked, "criterion-risk", **COMPLETE["criterion-risk"], **{"row-0-file": pdf()})
    page = soup(client.get(at(asked, "questions")))
    assert page.select_one("del").text == "Cent familles."
    assert [new.text for new in page.select("ins")] == ["120 familles.", "rapport.pdf"]


def test_giving_back_keeps_the_file_as_it_is_now_with_the_last_answer(client, asked):
    save(client, asked, "need", **COMPLETE["need"] | {"for_whom": "120 familles."})
    token = uuid.uuid4()
    for _click in range(2):
        given = answer(client, asked, "Voyez la section.", button="done", token=token)
        there = given.headers["Location"]
        assert there == f"{at(asked, 'state')}?done=answered#done"
        assert "Vos réponses sont envoyées" in soup(client.get(there)).select_one("#done").text
    asked.refresh_from_db()
    there = there.replace("answered", "sent")
    assert soup(client.get(there)).select_one("#done") is None
    assert asked.state == State.READING
    first, second = asked.snapshots.all()
    assert (first.number, second.number) == (1, 2)
    assert first.sections["need"]["for_whom"] == ["Cent familles."]
    assert second.sections["need"]["for_whom"] == ["120 familles."]
    assert asked.messages.filter(from_jury=False).count() == 1
    event = asked.events.get(kind=EventKind.ANSWERED)
    assert event.person.email == EMAIL


def test_an_answer_in_words_alone_gives_the_file_back_too(client, asked):
    answer(client, asked, "120.")
    assert answer(client, asked, "", button="done").status_code == 302
    assert asked.snapshots.count() == 2


def test_nothing_is_given_back_that_says_nothing_new(client, asked):
    given = answer(client, asked, "", button="done")
    assert given.status_code == 422
    assert soup(given).select("[role=alert]")
    asked.refresh_from_db()
    assert asked.state == State.QUESTIONS
    assert asked.snapshots.count() == 1


def test_a_file_that_now_lacks_something_is_not_given_back_and_keeps_what_is_typed(client, asked):
    save(client, asked, "need", need="L’eau manquait.")
    given = answer(client, asked, "Voilà.", button="done")
    assert given.status_code == 422
    page = soup(given)
    assert page.select_one("[name=text]").text.strip() == "Voilà."
    assert page.select(".gaps a")
    asked.refresh_from_db()
    assert asked.state == State.QUESTIONS
    assert not asked.messages.filter(from_jury=False).exists()


def test_an_answer_that_comes_after_the_decision_comes_back_to_be_copied(client, asked):
    with held(asked) as file:
        move(file, State.READING, EventKind.ANSWERED, Actor())
        move(file, State.REFUSED, EventKind.REFUSED, Actor())
    late = answer(client, asked, "Trop tard.")
    assert late.status_code == 409
    assert "Trop tard." in soup(late).main.text
    assert not soup(late).select("main textarea")
    assert not asked.messages.filter(from_jury=False).exists()


def test_an_answer_that_is_there_already_is_not_told_off_when_it_comes_again_after_the_decision(
    client, asked
):
    token = uuid.uuid4()
    answer(client, asked, "À temps.", token=token)
    with held(asked) as file:
        move(file, State.READING, EventKind.ANSWERED, Actor())
        move(file, State.REFUSED, EventKind.REFUSED, Actor())
    assert answer(client, asked, "À temps.", token=token).status_code == 302


def test_a_question_of_a_form_without_its_token_is_still_answered(client, asked):
    assert (
        client.post(at(asked, "questions"), {"answer": "1", "text": "Oui.", "token": "x"}).status_code == 302
    )
    assert asked.messages.filter(text="Oui.").exists()


def test_sections_lead_back_to_the_questions_while_there_are_some(client, asked):
    page = soup(client.get(at(asked, "section", "need")))
    assert page.select_one(f".form__buttons a[href='{at(asked, 'questions')}']")
    assert save(client, asked, "consent", **COMPLETE["consent"], **{"go-on": "1"}).headers["Location"] == at(
        asked, "questions"
    )


def test_a_section_says_what_is_asked_now_and_not_what_was_answered(client, asked, juror):
    answer(client, asked, "Cent.", button="done")
    for question in ("Et depuis quand ?", "Et d’où le savez-vous ?"):
        ask(asked, juror, question, "need", token=uuid.uuid4())
    said = soup(client.get(at(asked, "section", "need"))).select(".notice--asked .thread__text")
    assert [" ".join(line.text.split()) for line in said] == ["Et depuis quand ?", "Et d’où le savez-vous ?"]
    assert QUESTION.split(",")[0] in soup(client.get(at(asked, "questions"))).select_one(".thread").text


def test_html_in_a_question_is_text(client, asked, juror):
    ask(asked, juror, "<b>gras</b>", token=uuid.uuid4())
    assert not soup(client.get(at(asked, "questions"))).select(".thread b")
    assert any("<b>gras</b>" in letter.body for letter in Letter.objects.filter(kind="question"))


def test_the_thread_costs_no_more_with_many_messages(client, asked, count_queries):
    answer(client, asked, "Une.")
    few = count_queries(at(asked, "questions"))
    for number in range(20):
        answer(client, asked, f"Réponse {number}.")
    assert count_queries(at(asked, "questions")) == few
