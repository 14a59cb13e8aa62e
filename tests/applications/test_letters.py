"""Letters are written with what causes them, sent once, and carry links that work once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.unfinished import take_back
from showcase.applications import keys
from showcase.applications.keeping.telling import tell_team
from showcase.applications.letters.posting import post, post_forgotten
from showcase.applications.letters.team import MAILS_PER_HOUR
from showcase.applications.letters.writing import write
from showcase.applications.models import AccessKey, Letter
from tests.applications.jurors import make_sent
from tests.applications.world import make_application

SECRET = re.compile(r"/fr/\S*/([\w-]{43})/")


def entry(number="1"):
    return write(
        "enter", "nora@example.org", number=number, language="fr", leads_to="files", link_minutes=120, hours=2
    )


def test_a_letter_is_queued_once_and_sent_once(db):
    letter = entry()
    assert entry() == letter
    assert DBTaskResult.objects.filter(task_path=post.module_path).count() == 1
    post.call(letter.pk)
    post.call(letter.pk)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["nora@example.org"]


def test_a_letter_ends_with_who_writes(db, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://passerelle.example"
    post.call(entry().pk)
    assert mail.outbox[0].body.endswith("\n-- \nPasserelle, passerelle.example\n")


def test_letters_to_the_longest_address_are_told_apart(grid):
    application = make_application(grid)
    longest = f"{'n' * 64}@{'.'.join(['e' * 60] * 3)}.org"
    written = {
        write("enter", to, number=number, language="fr", application=application, hours=2).pk
        for number in ("1", "2")
        for to in (longest, longest.replace("n", "m", 1))
    }
    assert len(written) == 4
    assert max(len(name) for name in Letter.objects.values_list("name", flat=True)) <= 120


def test_a_link_stands_where_the_letter_has_it_and_nowhere_that_somebody_typed(grid):
    """Else whoever invites somebody could have their link sent to another site."""
    application = make_application(grid, title="https://elsewhere.example/?{link}")
    letter = write(
        "invitation",
        "omar@example.org",
        number="1",
        language="fr",
        application=application,
        leads_to="file",
        link_minutes=60,
        by="https://elsewhere.example/{link}@example.org",
        days=14,
    )
    post.call(letter.pk)
    said = str(mail.outbox[0].body)
    assert len(SECRET.findall(said)) == 1
    assert "https://elsewhere.example/?{link}" in said


def test_no_secret_is_kept(db):
    letter = entry()
    post.call(letter.pk)
    secret = SECRET.search(mail.outbox[0].body)[1]
    letter.refresh_from_db()
    assert secret not in letter.body
    key = AccessKey.objects.get()
    assert secret not in key.digest
    assert keys.is_good(secret)
    assert not DBTaskResult.objects.filter(args_kwargs__icontains=secret).exists()


def test_a_key_works_once_and_for_its_time(db):
    secret = keys.make_key("nora@example.org", None, leads_to="files", minutes=60)
    assert keys.is_good(secret)
    assert keys.use(secret).email == "nora@example.org"
    assert keys.use(secret) is None
    assert not keys.is_good(secret)
    late = keys.make_key("nora@example.org", None, leads_to="files", minutes=60)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert keys.use(late) is None
    assert keys.use("forged") is None


def test_a_letter_that_a_dead_worker_had_claimed_goes_again_under_the_same_name(db, monkeypatch):
    letter = entry()
    Letter.objects.update(claimed_at=timezone.now())
    post.call(letter.pk)
    assert mail.outbox == []
    assert post_forgotten() == 1
    again = DBTaskResult.objects.filter(task_path=post.module_path).latest("enqueued_at")
    assert again.run_after > timezone.now()
    with time_machine.travel(again.run_after):
        post.call(letter.pk)
        assert post_forgotten() == 0
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<letter-{letter.pk}-")


def test_a_letter_whose_worker_is_dead_is_let_go_when_the_worker_comes_back(db):
    letter, other = entry(), entry("2")
    first = DBTaskResult.objects.get(args_kwargs__args=[letter.pk])
    first.claim("here")
    Letter.objects.update(claimed_at=timezone.now())
    assert take_back("here") == 1
    post.call(letter.pk)
    post.call(other.pk)  # which another worker has
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<letter-{letter.pk}-")


def test_a_server_that_does_not_answer_is_asked_again_and_the_letter_stays(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    letter = entry()
    with pytest.raises(OSError, match="refused"):
        post.call(letter.pk)
    letter.refresh_from_db()
    assert (letter.sent_at, letter.claimed_at) == (None, None)
    now = timezone.now()
    later = DBTaskResult.objects.filter(run_after__range=(now, now + timedelta(hours=1)))
    assert later.filter(task_path=post.module_path).count() == 1


def test_a_project_cannot_fill_the_mailbox_of_the_team(grid, settings):
    settings.CONTACT_EMAIL = "team@example.org"
    application, other = make_sent(grid), make_sent(grid, email="other@example.org")
    for _time in range(MAILS_PER_HOUR + 5):
        tell_team.call(application.pk, "correction")
    assert len(mail.outbox) == MAILS_PER_HOUR
    tell_team.call(other.pk, "correction")
    assert len(mail.outbox) == MAILS_PER_HOUR + 1


def test_a_mail_that_is_tried_again_is_counted_once(grid, settings):
    settings.CONTACT_EMAIL = "team@example.org"
    application = make_sent(grid)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for _time in range(MAILS_PER_HOUR):
        with pytest.raises(OSError, match="refused"):
            tell_team.call(application.pk, "correction")
    settings.EMAIL_BACKEND = backend
    again = DBTaskResult.objects.filter(task_path=tell_team.module_path, run_after__gt=timezone.now())
    for task in again:
        tell_team.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    assert len(mail.outbox) == MAILS_PER_HOUR
