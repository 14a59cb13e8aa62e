"""A message from the public is kept once, answered plainly, and passed on by real mail."""

import datetime
import re
import uuid

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.contact import pass_on
from home.models import ContactMessage, PublisherSettings
from home.posting import RETRY_MINUTES
from home.public_form import MESSAGES_PER_HOUR
from tests.factories import ContactPageFactory, in_english

MESSAGE = {
    "name": "Ada",
    "email": "ada@example.org",
    "subject": "Une question",
    "message": "Comment un badge est-il décidé ?",
}
START = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


@pytest.fixture
def page(home):
    return ContactPageFactory(parent=home, locale=home.locale, slug="contact")


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def token_of(response) -> str:
    found = re.search(rb'name="token" value="([^"]+)"', response.content)
    assert found
    return found[1].decode()


def fill_in(client, clock, seconds: float = 30, **changes):
    """The answer to a form that somebody opened, filled in for some seconds, and sent."""
    token = token_of(client.get("/fr/contact/"))
    clock.shift(seconds)
    return client.post("/fr/contact/", {**MESSAGE, "token": token, **changes})


def test_a_message_is_kept_and_its_mail_queued(page, client, clock, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    response = fill_in(client, clock)
    assert response.status_code == 200
    assert "Merci" in response.content.decode()
    kept = ContactMessage.objects.get()
    assert (kept.name, kept.email, kept.message) == ("Ada", "ada@example.org", MESSAGE["message"])
    assert kept.language == "fr"
    assert DBTaskResult.objects.ready().filter(task_path=pass_on.module_path).count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"message": ""}, "Votre message est vide"),
        ({"name": ""}, "Écrivez votre nom"),
        ({"email": ""}, "Écrivez votre adresse"),
        ({"email": "ada@"}, "nom@example.org"),
        ({"subject": ""}, "en quelques mots"),
        ({"message": "é" * 5001}, "5001"),
        ({"website": "https://spam.example"}, "caché"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(page, client, clock, changes, words):
    response = fill_in(client, clock, **changes)
    assert response.status_code == 422
    document = BeautifulSoup(response.content, "html.parser")
    alert = document.find(role="alert")
    assert words in alert.text
    for name, value in {**MESSAGE, **changes}.items():
        field = document.find(attrs={"name": name})
        shown = field.text.removeprefix("\n") if field.name == "textarea" else field.get("value", "")
        assert shown.strip() == value
    assert not ContactMessage.objects.exists()


def test_each_error_leads_to_its_field(page, client, clock):
    document = BeautifulSoup(fill_in(client, clock, email="", message="").content, "html.parser")
    for link in document.select("[role=alert] a"):
        field = document.find(id=link["href"].removeprefix("#"))
        assert field["aria-invalid"] == "true"
        assert document.find(id=field["aria-describedby"]).text == link.text


def test_errors_speak_the_language_of_the_page(page, home, client, clock):
    in_english(home, slug="home")
    in_english(page)
    response = client.post("/en/contact/", {"token": token_of(client.get("/en/contact/"))})
    assert "Your message is empty" in response.content.decode()


def test_a_form_sent_twice_is_kept_once(page, client, clock):
    token = token_of(client.get("/fr/contact/"))
    clock.shift(10)
    for words in ("Merci", "déjà"):
        response = client.post("/fr/contact/", {**MESSAGE, "token": token})
        assert response.status_code == 200
        assert words in response.content.decode()
    assert ContactMessage.objects.count() == 1


def test_a_robot_is_too_quick_and_a_person_may_send_again(page, client, clock):
    response = fill_in(client, clock, seconds=1)
    assert response.status_code == 422
    assert "très rapide" in response.content.decode()
    clock.shift(5)
    again = client.post("/fr/contact/", {**MESSAGE, "token": token_of(response)})
    assert again.status_code == 200


def test_a_form_left_open_for_days_keeps_its_text_and_goes_on(page, client, clock):
    response = fill_in(client, clock, seconds=3 * 86400)
    assert response.status_code == 422
    text = response.content.decode()
    assert "trop longtemps" in text
    assert MESSAGE["message"] in text
    clock.shift(5)
    assert client.post("/fr/contact/", {**MESSAGE, "token": token_of(response)}).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "[1]:abc", "\x00"])
def test_a_forged_token_is_refused(page, client, clock, token):
    response = fill_in(client, clock, token=token)
    assert response.status_code == 422
    assert not ContactMessage.objects.exists()


def test_a_flood_from_one_connection_is_held_back(page, client, clock):
    answers = [fill_in(client, clock, seconds=10).status_code for _ in range(MESSAGES_PER_HOUR + 1)]
    assert answers == [200] * MESSAGES_PER_HOUR + [422]
    clock.shift(3601)
    assert fill_in(client, clock).status_code == 200


def test_the_form_is_never_shared_between_readers(page, client):
    assert "no-store" in client.get("/fr/contact/")["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "words"), [("/fr/contact/", "cookie qui"), ("/en/contact/", "the cookie that")]
)
def test_a_form_without_its_cookie_is_refused_in_plain_words(page, path, words):
    response = Client(enforce_csrf_checks=True).post(path, MESSAGE)
    assert response.status_code == 403
    assert words in response.content.decode()
    assert not ContactMessage.objects.exists()


def a_message(**changes) -> ContactMessage:
    return ContactMessage.objects.create(**{**MESSAGE, "token": uuid.uuid4(), "language": "fr", **changes})


def test_the_mail_is_sent_once_to_the_publisher_and_answers_go_to_the_sender(db, mailbox, settings):
    settings.CONTACT_EMAIL = "equipe@example.org"
    message = a_message(subject="Deux\r\nBcc: victime@example.org")
    pass_on.call(message.pk)
    pass_on.call(message.pk)
    (envelope,) = mailbox.envelopes
    assert envelope.rcpt_tos == ["equipe@example.org"]
    text = envelope.content.decode()
    assert "Reply-To: ada@example.org" in text
    assert "\nBcc:" not in text
    assert f"Message-ID: <message-{message.pk}@" in text
    message.refresh_from_db()
    assert message.sent_at


def test_the_setting_in_the_admin_goes_before_the_environment(db, mailbox, settings):
    settings.CONTACT_EMAIL = "equipe@example.org"
    publisher = PublisherSettings.load()
    publisher.contact_email = "association@example.org"
    publisher.save()
    pass_on.call(a_message().pk)
    assert mailbox.envelopes[0].rcpt_tos == ["association@example.org"]


def test_without_an_address_the_message_stays_in_the_admin(db, mailbox):
    message = a_message()
    pass_on.call(message.pk)
    message.refresh_from_db()
    assert mailbox.envelopes == []
    assert message.sent_at is None


def test_a_mail_server_that_is_down_leaves_the_message_to_send(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.CONTACT_EMAIL = "equipe@example.org"
    message = a_message()
    for attempt, minutes in enumerate(RETRY_MINUTES):
        with pytest.raises(OSError, match="refused"):
            pass_on.call(message.pk, attempt)
        waiting = DBTaskResult.objects.filter(task_path=pass_on.module_path).latest("enqueued_at")
        assert waiting.args_kwargs == {"args": [message.pk], "kwargs": {"attempt": attempt + 1}}
        assert waiting.run_after - timezone.now() == pytest.approx(
            datetime.timedelta(minutes=minutes), abs=datetime.timedelta(seconds=30)
        )
    count = DBTaskResult.objects.count()
    with pytest.raises(OSError, match="refused"):
        pass_on.call(message.pk, len(RETRY_MINUTES))
    assert DBTaskResult.objects.count() == count
    message.refresh_from_db()
    assert message.sent_at is None


def test_editors_read_export_and_delete_messages_and_cannot_write_one(db, client, admin_user):
    message = a_message()
    client.force_login(admin_user)
    assert "Une question" in client.get("/admin/messages/").content.decode()
    assert client.get(f"/admin/messages/inspect/{message.pk}/").status_code == 200
    assert b"ada@example.org" in b"".join(client.get("/admin/messages/?export=csv").streaming_content)
    assert client.get("/admin/messages/new/").status_code == 302
    assert client.get(f"/admin/messages/edit/{message.pk}/").status_code == 302
    assert client.post(f"/admin/messages/delete/{message.pk}/").status_code == 302
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_what_a_spreadsheet_would_run_is_exported_as_text(db, client, admin_user, sign):
    a_message(subject=f"{sign}HYPERLINK(1)")
    client.force_login(admin_user)
    exported = b"".join(client.get("/admin/messages/?export=csv").streaming_content).decode()
    assert f"'{sign}HYPERLINK(1)" in exported


def test_old_messages_are_deleted_as_the_privacy_page_promises(db, capsys):
    old, recent = a_message(), a_message()
    ContactMessage.objects.filter(pk=old.pk).update(received_at=timezone.now() - datetime.timedelta(days=731))
    call_command("purge_messages")
    assert list(ContactMessage.objects.all()) == [recent]
    assert "1" in capsys.readouterr().out
