"""One appeal, read by others; their answer is final, and the first one stays."""

import datetime
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks_db.models import DBTaskResult

from showcase.applications.decisions.answering import make_appeal
from showcase.applications.decisions.deciding import approve
from showcase.applications.jury.acting import declare
from showcase.applications.jury.assigning import assign_what_came, free_jurors
from showcase.applications.keeping.withdrawing import withdraw
from showcase.applications.models import (
    Appeal,
    EventKind,
    Letter,
    Outcome,
    Person,
    Review,
    State,
)
from showcase.applications.steps import NotNowError
from tests.applications.carried import come_in
from tests.applications.decided import (
    answer,
    at,
    decide_page,
    letters,
    look,
    make_read,
    read,
    text_of,
    write,
    written,
)
from tests.applications.jurors import give, make_juror, page, scores, send
from tests.applications.world import EMAIL

pytestmark = pytest.mark.usefixtures("showcase", "rules")


@pytest.fixture
def application(grid):
    return make_read(grid)


def send_appeal(client, application, text="Vous n’avez pas lu l’accord.", language="fr"):
    return client.post(at(application, "appeal", language), {"text": text})


def run_assigning() -> None:
    for task in DBTaskResult.objects.filter(task_path=assign_what_came.module_path):
        assign_what_came.call(*task.args_kwargs["args"])


def test_of_an_appeal_that_was_withdrawn_nobody_is_said_to_read_it(refused, client):
    come_in(client)
    make_appeal(refused.people.get(), "Relisez.")
    assert "Jurors who had not read your file read it now" in look(client, at(refused, language="en")).text
    withdraw(refused.people.get())
    assert "read it now" not in look(client, at(refused, language="en")).text


def test_it_goes_to_other_jurors_who_read_why(refused, lead, client):
    first = set(Review.objects.filter(application=refused).values_list("juror", flat=True))
    carl, dina = make_juror("carl"), make_juror("dina")
    come_in(client)
    for _click in range(2):
        assert send_appeal(client, refused)["Location"] == at(refused, "state")
    refused.refresh_from_db()
    assert (refused.state, refused.round) == (State.RECEIVED, 2)
    appeal = Appeal.objects.get()
    assert (appeal.text, appeal.person.email) == ("Vous n’avez pas lu l’accord.", EMAIL)
    [event] = refused.events.filter(kind=EventKind.APPEALED)
    assert event.round == 2
    assert letters(refused).count("appeal_received") == 1

    run_assigning()
    second = list(Review.objects.filter(application=refused, round=2))
    assert {review.juror for review in second} == {carl, dina}
    assert not first & set(free_jurors(refused).values_list("pk", flat=True))
    for review in second:
        declare(review, conflict=False)
        html = read(client, review.juror, page("file", refused.pk))
        assert "Vous n’avez pas lu l’accord." in html.text
    html = read(client, lead, decide_page(refused))
    assert "Vous n’avez pas lu l’accord." in html.select_one("#appeal-section").text
    assert "Un accord signé." in html.select_one("#earlier-section").text


def test_the_first_answer_stays_and_the_second_is_final(refused, lead, client, rules):
    make_appeal(refused.people.get(), "Relisez.")
    come_in(client)
    html = look(client, at(refused, language="en"))
    assert "until they answer, this is the first answer" in text_of(html)
    assert "Un accord signé." in html.text
    refused.refresh_from_db()
    [review] = give(refused, make_juror("carl"))
    send(review, scores("not_demonstrated", "Non :"))
    refused.refresh_from_db()
    answer(refused, lead, opening="Après appel.")
    html = look(client, at(refused, language="en"))
    first, second = html.select("section.answer")
    assert "Après appel." in first.text
    assert "This answers your appeal and is final." in text_of(first)
    assert first.select_one(".badge--not-demonstrated")
    assert "Merci à l’équipe." in second.text
    assert second.h2.text == "The first answer"
    assert not html.select_one(f'a[href="{at(refused, "appeal", "en")}"]')
    assert html.select("input[name=token]")
    letter = Letter.objects.filter(kind="refused").last()
    with override("fr"):
        assert gettext("This answers your appeal and is final.") in letter.body
    assert "60" not in letter.body
    with pytest.raises(NotNowError):
        make_appeal(refused.people.get(), "Encore.")
    assert Appeal.objects.count() == 1


def test_an_appeal_can_be_accepted(refused, lead):
    make_appeal(refused.people.get(), "Relisez.")
    refused.refresh_from_db()
    [review] = give(refused, make_juror("carl"))
    send(review)
    refused.refresh_from_db()
    version = write(refused, lead, written(refused, Outcome.ACCEPT))
    approve(refused, lead, version=version)
    refused.refresh_from_db()
    assert refused.state == State.ACCEPTED
    assert refused.page is not None


def test_it_needs_a_text_and_keeps_what_is_too_long(refused, client):
    come_in(client)
    response = send_appeal(client, refused, "  ", "en")
    assert response.status_code == 422
    assert "Say why you appeal." in response.content.decode()
    response = send_appeal(client, refused, "x" * 5001, "en")
    assert response.status_code == 422
    assert "x" * 5001 in response.content.decode()
    assert not Appeal.objects.exists()
    send_appeal(client, refused, "<b>Lu</b>\x00 & relu\r\nvraiment" + "\r\n" * 4000 + "!")
    assert Appeal.objects.get().text == "<b>Lu</b> & relu\nvraiment" + "\n" * 4000 + "!"


@pytest.mark.parametrize(("days", "may"), [(60, True), (61, False)])
def test_there_are_sixty_days_to_the_end_of_the_last(refused, client, days, may):
    last_hour = datetime.datetime.combine(
        timezone.localdate(refused.decided_at) + timedelta(days=days),
        datetime.time(23, 30),
        tzinfo=timezone.get_current_timezone(),
    )
    with time_machine.travel(last_hour, tick=False):
        come_in(client)
        link = look(client, at(refused)).select_one(f'a[href="{at(refused, "appeal")}"]')
        assert bool(link) is may
        response = client.get(at(refused, "appeal"))
        assert response.status_code == (200 if may else 302)
        response = send_appeal(client, refused, "Relisez l’accord.", "en")
    assert response.status_code == (302 if may else 409)
    assert Appeal.objects.exists() is may
    if not may:  # and what was typed is not lost
        assert "The time to appeal is over." in response.content.decode()
        assert "Relisez l’accord." in response.content.decode()


def test_a_second_text_is_not_sent_and_not_lost(refused, client):
    Person.objects.create(application=refused, email="ali@example.org")
    make_appeal(refused.people.get(email=EMAIL), "Le premier.")
    come_in(client, "ali@example.org")
    response = send_appeal(client, refused, "Le second.", "en")
    assert response.status_code == 409
    assert "An appeal has been made already" in response.content.decode()
    assert "Le second." in response.content.decode()
    assert Appeal.objects.get().text == "Le premier."


def test_there_is_no_appeal_against_an_acceptance(application, lead, client):
    answer(application, lead, Outcome.ACCEPT)
    come_in(client)
    assert client.get(at(application, "appeal"))["Location"] == at(application)
    assert send_appeal(client, application).status_code == 409
    assert not Appeal.objects.exists()
