"""A project that does not answer: it is reminded once, and the jury may read on."""

import datetime
import uuid

import pytest
from django.utils import timezone

from showcase.applications.desk.asking import ask
from showcase.applications.desk.silence import go_on
from showcase.applications.desk.thread import add
from showcase.applications.keeping.daily import Report
from showcase.applications.keeping.daily import tend as tend_all
from showcase.applications.keeping.delays import clock_of, paused
from showcase.applications.models import EventKind, State
from showcase.applications.steps import NotNowError
from tests.applications.carried import address, come_in
from tests.applications.jurors import give, make_juror, make_lead, make_sent, page, send, soup

DAY = 24 * 3600


@pytest.fixture
def asked(grid, time_machine):
    """A file that was asked something on 2 March."""
    time_machine.move_to("2026-03-02T12:00:00Z")
    application = make_sent(grid, language="fr")
    [review] = give(application, make_juror())
    send(review)
    ask(application, make_lead("asks"), "Combien de familles ?", token=uuid.uuid4())
    application.refresh_from_db()
    return application


def tend() -> None:
    list(tend_all(timezone.localdate(), is_dry=False, report=Report()))


def reminders(application) -> list[str]:
    return [letter.leads_to for letter in application.letters.filter(kind="question_reminder")]


def test_it_is_reminded_once_after_two_weeks(asked, time_machine):
    time_machine.shift(14 * DAY - 60)
    tend()
    assert reminders(asked) == []
    time_machine.shift(120)
    tend()
    tend()
    assert reminders(asked) == ["questions"]
    letter = asked.letters.get(kind="question_reminder")
    assert "attend votre réponse" in letter.subject
    assert "2 mars 2026" in letter.body
    time_machine.shift(60 * DAY)
    tend()
    assert len(reminders(asked)) == 1


def test_the_lead_reads_on_without_an_answer_and_the_project_is_told(client, asked, time_machine):
    time_machine.shift(20 * DAY)
    lead = make_lead()
    client.force_login(lead)
    assert soup(client.get(page("file", asked.pk))).select("form[action$='/go-on/']")
    for _click in range(2):
        client.post(page("go_on", asked.pk))
    assert not soup(client.get(page("file", asked.pk))).select("form[action$='/go-on/']")
    asked.refresh_from_db()
    assert asked.state == State.READING
    [event] = asked.events.filter(kind=EventKind.RESUMED)
    assert event.user == lead
    [letter] = asked.letters.filter(kind="resumed")
    assert "poursuit sa lecture" in letter.subject
    assert paused(clock_of(asked), timezone.now() + datetime.timedelta(days=5)).days == 20
    come_in(client)
    told = client.get(address("state", asked.key)).content.decode()
    assert "Lecture reprise sans réponse" in told
    with pytest.raises(NotNowError):
        go_on(asked, lead)


def test_two_weeks_are_counted_from_what_was_said_last(asked, time_machine):
    time_machine.shift(13 * DAY)
    add(asked.people.get(), "Cent vingt, je crois.", uuid.uuid4())
    ask(asked, make_lead("again"), "D’où le savez-vous ?", token=uuid.uuid4())
    time_machine.shift(2 * DAY)
    tend()
    assert reminders(asked) == []
    time_machine.shift(13 * DAY)
    tend()
    assert "15 mars 2026" in asked.letters.get(kind="question_reminder").body


def test_a_second_question_is_reminded_of_too(asked, time_machine):
    time_machine.shift(15 * DAY)
    tend()
    go_on(asked, make_lead())
    asked.refresh_from_db()
    ask(asked, make_lead("again"), "Et où ?", token=uuid.uuid4())
    time_machine.shift(15 * DAY)
    tend()
    assert len(reminders(asked)) == 2


def test_only_who_leads_the_jury_reads_on(client, asked):
    client.force_login(asked.reviews.get().juror)
    assert not soup(client.get(page("file", asked.pk))).select("form[action$='/go-on/']")
    client.post(page("go_on", asked.pk))
    asked.refresh_from_db()
    assert asked.state == State.QUESTIONS
