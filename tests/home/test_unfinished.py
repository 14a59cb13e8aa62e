"""What a worker was doing when it was killed is done again; what it has sent is not sent again."""

import asyncio
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.contact import pass_on
from home.management.commands.work import only_one
from home.posting import send_or_retry, try_later
from home.unfinished import MOST_RUNS, take_back


def running(*workers: str, hours: float = 0) -> DBTaskResult:
    """A task that these workers have taken, one after the other, the last so many hours ago."""
    task = DBTaskResult.objects.get(pk=pass_on.enqueue(1).id)
    for worker in workers:
        task.claim(worker)
    task.started_at -= timedelta(hours=hours)
    task.save()
    return task


def ready() -> set:
    return set(DBTaskResult.objects.ready().values_list("pk", flat=True))


def test_a_worker_that_comes_back_takes_up_what_it_was_doing_and_leaves_the_others_alone(db):
    own, other, over = running("here"), running("here", "there"), running("here")
    over.set_successful(None)
    assert take_back("here") == 1
    assert ready() == {own.pk}
    other.refresh_from_db()
    assert other.status == TaskResultStatus.RUNNING
    assert take_back("here") == 0


def test_what_a_worker_that_never_comes_back_was_doing_is_taken_up_after_a_day(db):
    forgotten, _recent = running("gone", hours=25), running("elsewhere", hours=23)
    assert take_back("here") == 1
    assert ready() == {forgotten.pk}


def test_a_task_that_kills_whoever_runs_it_is_given_up(db, caplog):
    task = running(*["here"] * MOST_RUNS)
    assert take_back("here") == 1
    task.refresh_from_db()
    assert (task.status, task.exception_class_path) == (
        TaskResultStatus.FAILED,
        "home.unfinished.BrokenOffError",
    )
    assert pass_on.module_path in caplog.text


def test_what_had_failed_is_left_to_the_attempt_that_it_queued(db):
    before = running("here", hours=1)
    before.set_failed(OSError())
    try_later(pass_on, 1, attempt=0)
    own, other = running("here"), running("here")
    try_later(pass_on, 1, attempt=1)  # not theirs: it follows the second
    assert take_back("here") == 2
    assert {own.pk, other.pk} <= ready()
    own.refresh_from_db()
    own.claim("here")
    try_later(pass_on, 1, attempt=0)
    assert take_back("here") == 1
    own.refresh_from_db()
    assert (own.status, own.exception_class_path) == (
        TaskResultStatus.FAILED,
        "home.unfinished.TriedLaterError",
    )
    assert DBTaskResult.objects.filter(args_kwargs__kwargs={"attempt": 1}).count() == 2


def test_two_workers_of_one_name_are_not_at_work_on_a_machine(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    task = running("here")
    with only_one("here"), pytest.raises(CommandError, match="--worker-id"):
        call_command("work", worker_id="here")
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_a_mail_that_the_server_has_taken_is_not_sent_again_because_the_goodbye_went_wrong(
    db, mailbox, settings
):
    settings.EMAIL_TIMEOUT = 0.3
    written_down = []

    async def never_answers(*visit):
        written_down.append(timezone.now())
        await asyncio.sleep(1)

    mailbox.handle_QUIT = never_answers
    mail = EmailMessage("Sujet", "Mots", to=["nora@example.org"])
    send_or_retry(mail, pass_on, 1, attempt=0, sent=lambda: written_down.append("sent"))
    assert written_down[0] == "sent"  # before the site takes its leave
    assert len(mailbox.envelopes) == 1
    assert not ready()
