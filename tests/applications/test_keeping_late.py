"""What an applicant is told to expect, and the apology where it is late."""

import datetime
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from showcase.applications.keeping.delays import days_to_answer, expected_on
from showcase.applications.keeping.lateness import apologise, late_files
from showcase.applications.models import (
    Appeal,
    Application,
    ApplicationRules,
    EventKind,
    Letter,
    Person,
    State,
    Trace,
)
from showcase.applications.steps import Actor, held, move
from tests.applications.carried import address, come_in
from tests.applications.days import NOON, day_of, event, noon, sent, tend
from tests.applications.kept import log
from tests.applications.world import EMAIL

USUAL = 45


def answered(grid, day: str, days: int, **fields) -> Application:
    end = noon(day) + timedelta(days=days)
    return sent(grid, day, state=State.REFUSED, decided_at=end, **fields)


def trace(decided: str, days: int, **fields) -> Trace:
    values = {"language": "fr", "outcome": "refused", "jurors": 2, "answer_days": days} | fields
    day = day_of(decided)
    return Trace.objects.create(begun_on=day, received_on=day, decided_on=day, deleted_on=day, **values)


# --- How long it takes


def test_too_few_answers_say_nothing_and_the_rules_stand_in(grid, time_machine):
    time_machine.move_to(noon("2026-06-01"), tick=False)
    for _ in range(4):
        answered(grid, "2026-02-01", 10)
    assert (days_to_answer().days, days_to_answer().is_measured) == (USUAL, False)
    answered(grid, "2026-02-01", 20)
    assert (days_to_answer().days, days_to_answer().is_measured) == (10, True)


def test_deleted_files_count_by_their_traces(grid, time_machine):
    time_machine.move_to(noon("2026-06-01"), tick=False)
    for days in (10, 20, 30):
        answered(grid, "2026-02-01", days)
    trace("2026-03-01", 40)
    trace("2026-03-01", 50)
    assert days_to_answer().days == 30
    trace("2024-03-01", 1)  # too long ago
    trace("2026-03-01", 1, round=2)  # an appeal is no measure
    assert days_to_answer().days == 30


def test_the_time_in_which_the_project_was_waited_for_is_not_the_jurys(grid, time_machine):
    time_machine.move_to(noon("2026-06-01"), tick=False)
    for _ in range(5):
        application = answered(grid, "2026-02-01", 30)
        event(application, EventKind.ASKED, "2026-02-05")
        event(application, EventKind.ASKED, "2026-02-07")  # another question meanwhile
        event(application, EventKind.ANSWERED, "2026-02-15")
    assert days_to_answer().days == 20


def test_the_measure_takes_three_queries_however_many_files(grid, django_assert_num_queries, time_machine):
    time_machine.move_to(noon("2026-06-01"), tick=False)
    ApplicationRules.load()  # made once
    with django_assert_num_queries(3):
        days_to_answer()
    for _ in range(30):
        event(answered(grid, "2026-02-01", 10), EventKind.ASKED, "2026-02-03")
    with django_assert_num_queries(3):
        days_to_answer()


# --- What to expect


def test_the_day_is_counted_from_the_sending(grid):
    assert expected_on(sent(grid, "2026-03-01")) == day_of("2026-04-15")


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.ACCEPTED, State.REFUSED, State.PUBLISHED, State.WITHDRAWN]
)
def test_nothing_is_expected_where_the_jury_does_not_have_the_file(grid, state):
    assert expected_on(sent(grid, "2026-03-01", state=state)) is None


def test_time_stands_still_while_the_project_has_questions_and_stays_lost_after(grid, time_machine):
    application = sent(grid, "2026-03-01", state=State.QUESTIONS)
    event(application, EventKind.ASKED, "2026-03-10")
    time_machine.move_to(noon("2026-03-14"), tick=False)
    assert expected_on(application) == day_of("2026-04-19")
    time_machine.move_to(noon("2026-03-20"), tick=False)
    assert expected_on(application) == day_of("2026-04-25")
    event(application, EventKind.ANSWERED, "2026-03-20")
    Application.objects.update(state=State.READING)
    application.refresh_from_db()
    time_machine.move_to(noon("2026-04-20"), tick=False)
    assert expected_on(application) == day_of("2026-04-25")


def test_an_appeal_is_counted_from_its_own_day(grid):
    application = sent(grid, "2026-03-01", state=State.RECEIVED, round=2)
    event(application, EventKind.ASKED, "2026-03-05")
    event(application, EventKind.ANSWERED, "2026-03-25")
    event(application, EventKind.REFUSED, "2026-04-10")
    event(application, EventKind.APPEALED, "2026-05-01", round=2)
    assert Appeal.objects.count() == 0
    assert expected_on(application) == day_of("2026-06-15")


# --- Saying sorry


def test_an_apology_goes_the_day_after_the_one_that_was_expected_and_names_another(grid, time_machine):
    application = sent(grid, "2026-03-01", title="Le puits")
    Person.objects.create(application=application, email="ali@example.org")
    time_machine.move_to(noon("2026-04-15"), tick=False)
    assert "late" not in tend()
    time_machine.move_to(noon("2026-04-16"), tick=False)
    assert f"late file: apology sent: {application.key}" in tend()
    letters = Letter.objects.filter(kind="late")
    assert {letter.to for letter in letters} == {EMAIL, "ali@example.org"}
    assert "15 avril 2026" in letters[0].body
    assert "31 mai 2026" in letters[0].body
    assert letters[0].leads_to == "state"
    assert expected_on(application) == day_of("2026-05-31")
    assert log(application).count(EventKind.APOLOGISED) == 1


def test_another_apology_waits_for_another_full_delay(grid, time_machine):
    application = sent(grid, "2026-03-01")
    apologies = []
    day = day_of("2026-04-10")
    while day < day_of("2026-08-01"):
        time_machine.move_to(datetime.datetime.combine(day, NOON), tick=False)
        if "late" in tend():
            apologies.append(str(day))
        day += timedelta(days=1)
    assert apologies == ["2026-04-16", "2026-06-01", "2026-07-17"]
    assert Letter.objects.filter(kind="late").count() == 3
    assert application.pk


def test_what_was_promised_is_kept_though_the_measure_changes(grid, time_machine):
    application = sent(grid, "2026-03-01")
    time_machine.move_to(noon("2026-04-16"), tick=False)
    tend()
    for _ in range(6):
        answered(grid, "2026-02-01", 5)
    assert days_to_answer().days == 5
    assert expected_on(application) == day_of("2026-05-31")


def test_nobody_says_sorry_while_the_project_is_waited_for(grid, time_machine):
    application = sent(grid, "2026-03-01", state=State.QUESTIONS)
    event(application, EventKind.ASKED, "2026-03-02")
    time_machine.move_to(noon("2027-04-16"), tick=False)
    assert "late" not in tend()


def test_an_answer_between_the_look_and_the_act_needs_no_apology(grid, time_machine):
    application = sent(grid, "2026-03-01")
    time_machine.move_to(noon("2026-04-16"), tick=False)
    found = list(late_files(day_of("2026-04-16")))
    with held(application) as file:
        move(file, State.REFUSED, EventKind.REFUSED, Actor())
    assert not apologise(found[0], day_of("2026-04-16"))
    assert not Letter.objects.filter(kind="late").exists()


def test_the_state_page_shows_the_promised_day(showcase, grid, client, time_machine):
    application = sent(grid, "2026-03-01")
    time_machine.move_to(noon("2026-04-16"), tick=False)
    tend()
    come_in(client)
    assert "31 mai 2026" in client.get(address("state", application.key)).content.decode()


def test_queries_grow_with_what_is_late_and_not_with_the_queue(grid, time_machine):
    time_machine.move_to(noon("2026-04-16"), tick=False)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert len(list(late_files(day_of("2026-04-16")))) == 1
        return len(queries)

    sent(grid, "2026-03-01")
    count()
    before = count()
    for _ in range(30):
        sent(grid, "2026-04-10")
    assert count() == before
