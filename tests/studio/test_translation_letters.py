"""Whoever is in charge gets one letter per publication, with every sentence that lost its translation."""

import datetime
import email
import email.policy

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import GroupPagePermission, Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation

from home.posting import RETRY_MINUTES
from studio.translation import letters
from tests.studio.translating import republish, segments, submit, translate


@pytest.fixture
def translator(django_user_model):
    """Somebody who may edit every page, and reads the admin in English."""
    person = django_user_model.objects.create_user(
        "jane", email="jane@example.org", password="x", first_name="Jane"
    )
    group = Group.objects.create(name="Translate")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(codename="change_page"),
    )
    person.groups.add(group)
    UserProfile.objects.create(user=person, preferred_language="en")
    return person


@pytest.fixture
def translation(concept, committed, translator):
    """A published translation that Jane has made."""
    with committed():
        made = submit(concept)
        translate(made, translator)
        made.save_target(user=translator)
    return made


@pytest.fixture
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def read(envelope) -> tuple[str, str]:
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    return message["Subject"].strip(), message.get_content().replace("\r\n", "\n")


def test_one_letter_with_every_sentence_and_where_it_is(concept, translation, committed, mailbox, at_once):
    with committed():
        republish(concept, title="L’économie sociale & solidaire", summary="Autrement dit.")
    (envelope,) = mailbox.envelopes
    assert envelope.rcpt_tos == ["jane@example.org"]
    subject, text = read(envelope)
    assert subject == "2 sentences to translate again: L’économie sociale & solidaire"
    assert text.startswith("Hello Jane,")
    assert "- L’économie sociale & solidaire\n" in text
    assert "- Autrement dit.\n" in text
    waiting = [found.pk for found in segments(translation) if found.context.path in ("title", "summary")]
    page = translation.get_target_instance().pk
    for segment in waiting:
        assert f"/admin/pages/{page}/edit/#segment-{segment}\n" in text
    assert "Until you publish" in text


def test_a_change_that_touches_no_sentence_writes_to_nobody(
    concept, translation, committed, mailbox, at_once
):
    with committed():
        republish(concept, theme="csr")
        republish(concept)
    assert mailbox.envelopes == []


def test_a_second_publication_tells_only_what_is_new(concept, translation, committed, mailbox, at_once):
    for change in ({"title": "Un"}, {"summary": "Deux."}):
        with committed():
            republish(concept, **change)
    first, second = (read(envelope)[1] for envelope in mailbox.envelopes)
    assert "- Un\n" in first
    assert "- Deux.\n" in second
    assert "- Un\n" not in second


def test_somebody_who_reads_french_is_written_to_in_french(
    concept, translation, translator, committed, mailbox, at_once
):
    UserProfile.objects.filter(user=translator).update(preferred_language="fr")
    with committed():
        republish(concept, title="Un autre titre")
    subject, text = read(mailbox.envelopes[0])
    assert subject == "1 phrase à retraduire\u00a0: Un autre titre"
    assert "a changé et attend sa traduction (Anglais)" in text


def test_somebody_who_has_left_is_not_written_to_and_the_owner_is(
    concept, translation, translator, committed, mailbox, at_once, admin_user
):
    translator.is_active = False
    translator.save()
    page = translation.get_target_instance()
    Page.objects.filter(pk=page.pk).update(owner=admin_user)
    with committed():
        republish(concept, title="Un autre titre")
    assert [envelope.rcpt_tos for envelope in mailbox.envelopes] == [[admin_user.email]]


def test_where_nobody_is_in_charge_nobody_is_written_to(concept, translation, committed, mailbox, at_once):
    StringTranslation.objects.update(last_translated_by=None)
    Page.objects.update(owner=None)
    with committed():
        republish(concept, title="Un autre titre")
    assert mailbox.envelopes == []


def test_who_may_no_longer_edit_the_page_or_has_no_address_is_not_written_to(
    concept, translation, translator, committed, mailbox, at_once
):
    translator.groups.clear()
    with committed():
        republish(concept, title="Un autre titre")
    type(translator).objects.filter(pk=translator.pk).update(email="", is_superuser=True)
    with committed():
        republish(concept, title="Encore un autre")
    assert mailbox.envelopes == []


def test_what_was_mended_before_the_letter_goes_is_not_in_it(concept, translation, committed, mailbox):
    with committed():
        republish(concept, title="Un autre titre", summary="Autrement dit.")
    (task,) = DBTaskResult.objects.filter(task_path=letters.tell.module_path)
    with committed():
        translate(translation, skip=("summary",))
    letters.tell.call(*task.args_kwargs["args"])
    _subject, text = read(mailbox.envelopes[0])
    assert "Autrement dit." in text
    assert "- Un autre titre" not in text
    with committed():
        translate(translation)
    letters.tell.call(*task.args_kwargs["args"])
    assert len(mailbox.envelopes) == 1


def test_a_mail_server_that_is_down_is_tried_again(concept, translation, committed, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with committed():
        republish(concept, title="Un autre titre")
    person, stale = DBTaskResult.objects.get(task_path=letters.tell.module_path).args_kwargs["args"]
    for attempt, minutes in enumerate(RETRY_MINUTES):
        with pytest.raises(OSError, match="refused"):
            letters.tell.call(person, stale, attempt)
        waiting = DBTaskResult.objects.filter(task_path=letters.tell.module_path).latest("enqueued_at")
        assert waiting.args_kwargs == {"args": [person, stale], "kwargs": {"attempt": attempt + 1}}
        assert waiting.run_after - timezone.now() == pytest.approx(
            datetime.timedelta(minutes=minutes), abs=datetime.timedelta(seconds=30)
        )
    count = DBTaskResult.objects.count()
    with pytest.raises(OSError, match="refused"):
        letters.tell.call(person, stale, len(RETRY_MINUTES))
    assert DBTaskResult.objects.count() == count
