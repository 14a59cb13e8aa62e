"""The command that sees each day to what applications need by themselves."""

import io
import uuid

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from showcase.applications.carrying import yearly
from showcase.applications.desk.asking import ask
from showcase.applications.keeping import daily
from showcase.applications.keeping.lateness import apologise, late_files
from showcase.applications.letters.posting import post
from showcase.applications.models import (
    Application,
    Letter,
    State,
    Trace,
)
from tests.applications.carried import make_accepted, make_user, publish
from tests.applications.days import noon, sent, tend
from tests.applications.kept import everything, post_all
from tests.applications.world import EMAIL, make_application


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
