"""A project looks after its data: it reads what is kept, keeps a draft, has something corrected."""

import datetime
import uuid

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from showcase.applications.desk import room
from showcase.applications.keeping.telling import tell_team
from showcase.applications.models import (
    ApplicationRules,
    Attachment,
    Message,
    Person,
    State,
)
from tests.applications.carried import (
    address,
    come_in,
    make_accepted,
    make_sent,
    make_user,
    publish,
)
from tests.applications.kept import (
    YES,
    act,
    aged,
    make_read,
    page_of,
    refuse,
)
from tests.applications.world import EMAIL, make_application, make_complete

# --- What is kept, for how long, and who sees it


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.DRAFT, "1 septembre 2026"),
        (State.REFUSED, "1 mars 2028"),
        (State.WITHDRAWN, "1 mars 2028"),
    ],
)
def test_the_page_names_the_day_on_which_the_file_goes(grid, rules, client, time_machine, state, said):
    time_machine.move_to("2026-03-01T12:00:00+01:00", tick=False)
    application = make_application(grid, state=state, decided_at=timezone.now())
    come_in(client)
    assert said in page_of(client, application).select_one("[aria-labelledby=until]").text


def test_the_page_counts_what_is_kept_and_says_who_sees_it(showcase, grid, client):
    application = make_read(grid)
    come_in(client)
    soup = page_of(client, application)
    kept = soup.select_one("[aria-labelledby=kept]").text
    assert "nora@example.org, ali@example.org" in " ".join(kept.split())
    assert f"{Attachment.objects.filter(application=application).count()}" in kept
    assert "2" in soup.select_one("[aria-labelledby=who]").text


def test_queries_of_the_page_do_not_grow(showcase, grid, client, count_queries):
    few, many = make_read(grid), make_complete(grid, email="b@example.org")
    come_in(client)
    before = count_queries(address("data", few.key))
    Message.objects.bulk_create(
        Message(application=few, token=uuid.uuid4(), from_jury=False, text="x") for _ in range(40)
    )
    for number in range(6):
        Person.objects.create(application=few, email=f"p{number}@example.org")
    assert count_queries(address("data", few.key)) == before
    assert many.pk


def test_the_page_and_the_export_are_nobody_elses(showcase, grid, client):
    application = make_sent(grid)
    for name in ("data", "export"):
        assert client.get(address(name, application.key))["Location"].startswith(address("enter"))
    come_in(client, "stranger@example.org")
    for name in ("data", "export"):
        assert client.get(address(name, application.key)).status_code == 404
    for what in YES:
        assert act(client, application, what).status_code == 404
    application.refresh_from_db()
    assert application.state == State.READING


def test_what_is_personal_is_kept_by_no_cache_and_no_search_engine(showcase, grid, client):
    application = make_sent(grid)
    come_in(client)
    for name in ("data", "export"):
        response = client.get(address(name, application.key))
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"


# --- Keeping a draft


def test_a_draft_can_be_kept_for_another_term(grid, client):
    application = aged(make_complete(grid), touched_at=timezone.now() - datetime.timedelta(days=150))
    come_in(client)
    response = client.post(address("data", application.key), {"keep": "1"}, follow=True)
    said = BeautifulSoup(response.content, "html.parser").select_one("#done").text
    assert said == "Le brouillon est conservé pour une nouvelle durée."
    application.refresh_from_db()
    assert timezone.now() - application.touched_at < datetime.timedelta(minutes=1)


def test_only_a_draft_is_kept_that_way(showcase, grid, client):
    application = make_sent(grid)
    come_in(client)
    assert client.post(address("data", application.key), {"keep": "1"}).status_code == 409


# --- Correcting


def test_while_the_file_is_open_correcting_is_changing_its_sections(grid, client):
    application = make_complete(grid)
    come_in(client)
    links = page_of(client, application).select("[aria-labelledby=correct] li a")
    assert links[0]["href"] == address("section", application.key, "project")
    assert len(links) == 13


@pytest.mark.parametrize("ends", ["read", "refused"])
def test_what_was_sent_is_corrected_by_a_message_once(showcase, grid, client, settings, ends):
    settings.CONTACT_EMAIL = "team@example.org"
    application = make_read(grid)
    if ends == "refused":
        refuse(application)
    before = application.messages.count()
    come_in(client)
    form = page_of(client, application).select_one("[aria-labelledby=correct] form")
    sent = {
        "correct": "1",
        "correction-token": form.select_one("[name=correction-token]")["value"],
        "correction-section": "place",
        "correction-text": "Le puits est à Tahannaout.",
    }
    for _ in range(2):
        assert client.post(address("data", application.key), sent).status_code == 302
    assert application.messages.count() == before + 1
    message = application.messages.last()
    assert (message.from_jury, message.section, message.person.email) == (False, "place", EMAIL)
    assert message.text.endswith("Le puits est à Tahannaout.")
    task = DBTaskResult.objects.get(task_path=tell_team.module_path)
    tell_team.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    assert mail.outbox[-1].to == ["team@example.org"]
    assert "Tahannaout" not in mail.outbox[-1].body
    assert reverse("jury:file", args=[application.pk]) in mail.outbox[-1].body


def test_a_correction_without_words_says_so_and_loses_nothing(showcase, grid, client):
    application = make_sent(grid)
    come_in(client)
    long = "x" * 5000
    for text in ("", long):
        sent = {"correct": "1", "correction-token": str(uuid.uuid4()), "correction-text": text}
        response = client.post(address("data", application.key), sent)
        assert response.status_code == 422
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.select_one(".field__error")
        assert soup.select_one("[name=correction-text]").text.strip() == text
    assert not application.messages.exists()
    lines = "x\r\n" * 2250  # two characters each, as they are kept
    sent = {"correct": "1", "correction-token": str(uuid.uuid4()), "correction-text": f"\x00{lines}"}
    assert client.post(address("data", application.key), sent).status_code == 302
    assert application.messages.get().text.endswith("x\nx")


def test_a_correction_that_the_thread_has_no_room_for_loses_nothing(showcase, grid, client, monkeypatch):
    monkeypatch.setattr(room, "MOST_MESSAGES", 1)
    application = make_sent(grid)
    come_in(client)
    statuses = []
    for text in ("Ceci.", "Cela."):
        sent = {"correct": "1", "correction-token": str(uuid.uuid4()), "correction-text": text}
        response = client.post(address("data", application.key), sent)
        statuses.append(response.status_code)
    assert statuses == [302, 422]
    assert "Cela." in response.content.decode()
    assert application.messages.count() == 1


@pytest.mark.parametrize("what", ["token", "section"])
def test_a_forged_correction_is_no_error_of_the_server(showcase, grid, client, what):
    application = make_sent(grid)
    come_in(client)
    sent = {"correct": "1", "correction-token": str(uuid.uuid4()), "correction-text": "Ceci."}
    sent[f"correction-{what}"] = "forged"
    assert client.post(address("data", application.key), sent).status_code == 422
    assert not application.messages.exists()


def test_an_accepted_file_is_corrected_on_its_draft_page_and_a_public_one_by_its_yearly_page(
    showcase, grid, client
):
    application = make_accepted(grid, user=make_user())
    come_in(client)
    assert page_of(client, application).find(href=address("approve", application.key))
    publish(application)
    assert page_of(client, application).find(href=address("still-true", application.key))


def test_the_rules_read_well_in_the_admin(db, client, admin_user):
    client.force_login(admin_user)
    place = reverse("wagtailsettings:edit", args=["applications", "applicationrules"])
    response = client.get(place, follow=True)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    for field in ApplicationRules._meta.fields[1:]:
        assert soup.select_one(f"[name={field.name}]"), field.name
