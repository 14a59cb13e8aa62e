"""What an applicant is told to expect; the apology where it is late; the command that sees to it each day."""

import datetime
import io
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from showcase.applications.carrying import yearly
from showcase.applications.desk.asking import ask
from showcase.applications.keeping import daily
from showcase.applications.keeping.delays import days_to_answer, expected_on
from showcase.applications.keeping.lateness import apologise, late_files
from showcase.applications.letters.posting import post
from showcase.applications.models import (
    Appeal,
    Application,
    ApplicationRules,
    Event,
    EventKind,
    Letter,
    Person,
    State,
    Trace,
)
from showcase.applications.steps import Actor, held, move
from tests.applications.carried import address, come_in, make_accepted, make_user, publish
from tests.applications.kept import everything, log, post_all
from tests.applications.world import EMAIL, make_application

NOON = datetime.time(12, tzinfo=datetime.UTC)
USUAL = 45


def noon(day: str) -> datetime.datetime:
    return datetime.datetime.combine(datetime.date.fromisoformat(day), NOON)


def day_of(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def sent(grid, day: str, **fields) -> Application:
    """A file that came on a day, and that nobody has answered."""
    fields = {"state": State.READING, "submitted_at": noon(day), "state_since": noon(day)} | fields
    application = make_application(grid, **fields)
    event(application, EventKind.SUBMITTED, day)
    return application


def event(application, kind, day, **fields) -> Event:
    return Event.objects.create(application=application, kind=kind, at=noon(day), **fields)


def answered(grid, day: str, days: int, **fields) -> Application:
    end = noon(day) + timedelta(days=days)
    return sent(grid, day, state=State.REFUSED, decided_at=end, **fields)


def trace(decided: str, days: int, **fields) -> Trace:
    values = {"language": "fr", "outcome": "refused", "jurors": 2, "answer_days": days} | fields
    day = day_of(decided)
    return Trace.objects.create(begun_on=day, received_on=day, decided_on=day, deleted_on=day, **values)


def tend(*options: str) -> str:
    out = io.StringIO()
    call_command("tend_applications", *options, stdout=out, stderr=out)
    return out.getvalue()


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


# --- The command


def full_day(showcase, grid, time_machine):
    """A day on which each job but the sweeping has something to do."""
    time_machine.move_to(noon("2025-04-16"), tick=False)
    published = make_accepted(grid, user=make_user(), email="page@example.org")
    publish(published)
    old = noon("2024-01-01")
    make_application(grid, touched_at=noon("2025-11-16"))
    make_application(grid, state=State.REFUSED, state_since=old, decided_at=old)
    late = sent(grid, "2026-03-01")
    unsent = Letter.objects.create(
        name="x", application=late, kind="late", to=EMAIL, language="fr", subject="s", body="b"
    )
    post_all()
    Letter.objects.filter(pk=unsent.pk).update(sent_at=None, written_at=noon("2026-04-14"))
    time_machine.move_to(noon("2026-04-16"), tick=False)
    mail.outbox.clear()
    return unsent


def test_the_command_does_all_of_it_and_says_so_act_by_act(showcase, grid, time_machine):
    full_day(showcase, grid, time_machine)
    said = tend().splitlines()
    for words in (
        "draft told that it ends: ",
        "refused or withdrawn file deleted: ",
        "late file: apology sent: ",
        "project asked whether it is still true: ",
        "links forgotten: 2",
        "unsent letters queued again: 1",
    ):
        assert [line for line in said if words in line], words
    assert said[-1] == "Applications: 7 acts in all."
    assert {letter.kind for letter in Letter.objects.filter(sent_at=None)} == {
        "draft_ends",
        "late",
        "still_true",
    }


def test_the_second_run_of_a_day_does_nothing(showcase, grid, time_machine):
    full_day(showcase, grid, time_machine)
    tend()
    post_all()  # the worker is at work between the two
    before = everything()
    assert tend() == "Applications: 0 acts in all.\n"
    assert everything() == before


def test_a_dry_run_says_the_same_and_changes_nothing(showcase, grid, time_machine):
    full_day(showcase, grid, time_machine)
    before = everything()
    said = tend("--dry-run").splitlines()
    assert everything() == before
    assert said[-1] == "Applications: 7 acts in all. It was a dry run: nothing has changed."
    real = tend().splitlines()
    assert [line for line in said if "dry run" not in line] == real[:-1]


def test_a_failure_is_named_the_rest_is_done_and_the_code_is_not_0(showcase, grid, time_machine, monkeypatch):
    full_day(showcase, grid, time_machine)

    def fails(today):
        raise OSError("no room")

    broken = [daily.AtOnce(job.words, fails) if job.words == "links forgotten" else job for job in daily.JOBS]
    monkeypatch.setattr(daily, "JOBS", tuple(broken))
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of them failed"):
        call_command("tend_applications", stdout=out, stderr=out)
    assert "FAILED: links forgotten: OSError: no room" in out.getvalue()
    assert "5 acts in all" in out.getvalue()


def test_what_fails_on_one_file_keeps_no_other_from_its_act(showcase, grid, time_machine, monkeypatch):
    time_machine.move_to(noon("2025-04-16"), tick=False)
    for email in ("one@example.org", "two@example.org"):
        publish(make_accepted(grid, user=make_user(email), email=email))
    time_machine.move_to(noon("2026-04-16"), tick=False)
    write, asked = yearly.write_to_all, []

    def fails_at_first(kind, application, **options):
        asked.append(application)
        if len(asked) == 1:
            raise OSError("no room")
        write(kind, application, **options)

    monkeypatch.setattr(yearly, "write_to_all", fails_at_first)
    with pytest.raises(CommandError, match="1 of them failed"):
        tend()
    assert Letter.objects.get(kind="still_true").application == asked[1]


def test_a_letter_that_is_still_being_tried_is_left_to_itself(grid, time_machine):
    time_machine.move_to(noon("2026-04-16"), tick=False)
    application = sent(grid, "2026-04-10")
    ask(application, make_user(), "Où ?", token=uuid.uuid4())
    assert tend() == "Applications: 0 acts in all.\n"
    time_machine.move_to(noon("2026-04-18"), tick=False)
    queued = DBTaskResult.objects.filter(task_path=post.module_path)
    before = queued.count()
    assert "unsent letters queued again: 1" in tend()
    assert queued.count() == before + 1


def test_a_file_that_is_deleted_between_the_look_and_the_act_is_no_failure(grid, time_machine, monkeypatch):
    time_machine.move_to(noon("2026-04-16"), tick=False)
    for _ in range(2):
        sent(grid, "2026-03-01")

    def gone_meanwhile(today):
        for file in list(late_files(today)):
            Application.objects.filter(pk=file.pk, title="").first().delete()
            yield file

    job = daily.OfFiles("late file", gone_meanwhile, apologise)
    monkeypatch.setattr(daily, "JOBS", (job,))
    assert tend() == "Applications: 0 acts in all.\n"


def test_two_runs_that_found_the_same_file_act_on_it_once(grid, time_machine):
    time_machine.move_to(noon("2026-04-16"), tick=False)
    sent(grid, "2026-03-01")
    old = noon("2024-01-01")
    make_application(grid, state=State.REFUSED, state_since=old, decided_at=old)
    make_application(grid, touched_at=noon("2025-11-16"))
    today = timezone.localdate()
    jobs = [job for job in daily.JOBS if isinstance(job, daily.OfFiles)]
    both = [(job, list(job.find(today))) for job in jobs]
    for job, files in both:
        first, second = ([job.act(file, today) for file in files] for _run in range(2))
        assert first == [True] * len(files)
        assert second == [False] * len(files)
    assert Letter.objects.count() == 2
    assert Trace.objects.count() == 1
