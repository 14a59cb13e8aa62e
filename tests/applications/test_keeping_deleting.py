"""A project deletes its file: nothing of it is left."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry
from wagtail.tasks import delete_file_from_storage_task

from showcase.applications import keys
from showcase.applications.decisions.answering import make_appeal
from showcase.applications.jury.letters import tell_juror
from showcase.applications.keeping import views
from showcase.applications.keeping.deleting import delete, may_delete
from showcase.applications.keeping.figures import by_month
from showcase.applications.keeping.telling import tell_team
from showcase.applications.letters.writing import write
from showcase.applications.models import (
    AccessKey,
    Application,
    Attachment,
    Letter,
    Person,
    Review,
    State,
    Trace,
)
from showcase.applications.steps import NotNowError
from showcase.models import ProjectPage
from tests.applications.carried import (
    add_english,
    address,
    all_right,
    change_draft,
    come_in,
    make_accepted,
    make_sent,
    make_user,
    publish,
)
from tests.applications.kept import (
    WORDS,
    act,
    aged,
    make_read,
    page_of,
    permission,
    post_all,
    private_files,
    read,
    refuse,
    remark_on_page,
    where,
)
from tests.applications.world import EMAIL, make_application, make_complete
from tests.factories import locale

# --- Deleting


def test_a_deleted_file_leaves_nothing_of_itself_anywhere(
    showcase, grid, client, django_capture_on_commit_callbacks
):
    application = make_read(grid, images=2)
    refuse(application)
    remark_on_page(application)
    keys.make_key(EMAIL, application, leads_to="state", minutes=60)
    write("enter", EMAIL, number="1", language="fr", leads_to="files", link_minutes=5, hours=2)
    come_in(client)
    list(client.get(address("export", application.key)).streaming_content)
    failed = DBTaskResult.objects.first()
    DBTaskResult.objects.filter(pk=failed.pk).update(traceback=f"SMTPRecipientsRefused: {EMAIL}")
    assert all(where(word) for word in (*WORDS, str(application.key)))
    folder = f"applications/{application.key}"
    assert len(private_files(folder)) == 3
    with django_capture_on_commit_callbacks(execute=True):
        response = act(client, application, "delete")
    assert response["Location"] == address("deleted")
    # What is left of it: the last letters until they are sent, and the key in the session that deleted it.
    assert set(where(EMAIL)) == set(where("puits commun")) == {"applications_letter"}
    post_all()
    call_command("tend_applications")
    assert {word: found for word in WORDS if (found := where(word))} == {}
    assert where(str(application.key)) == ["session"]
    assert private_files(folder) == []
    for model in (Application, Attachment, AccessKey, Letter, Person):
        assert not model.objects.exists()


def test_the_page_of_a_withdrawn_file_goes_with_it_in_every_language(
    showcase, grid, client, django_capture_on_commit_callbacks
):
    add_english(showcase, grid)
    with django_capture_on_commit_callbacks(execute=True):
        application = make_accepted(grid, user=make_user(), images=2)
    come_in(client)
    approval = all_right(client, application) | {"approve": "1"}
    assert client.post(address("approve", application.key), approval).status_code == 302
    change_draft(application, title="Le puits commun rénové", summary="Cent familles, ZyxTemoin.")
    PageLogEntry.objects.log_action(application.page, "wagtail.edit")
    pictures = [image.file.name for image in get_image_model().objects.all()]
    assert pictures
    pages = set(Page.objects.filter(translation_key=application.page.translation_key))
    assert len(pages) == 2
    act(client, application, "withdraw")
    with django_capture_on_commit_callbacks(execute=True):
        act(client, application, "delete")
    post_all()
    call_command("tend_applications")
    assert {word: found for word in WORDS if (found := where(word))} == {}
    assert not Page.objects.filter(pk__in=[page.pk for page in pages]).exists()
    assert not get_image_model().objects.exists()
    for task in DBTaskResult.objects.filter(task_path=delete_file_from_storage_task.module_path):
        delete_file_from_storage_task.call(*task.args_kwargs["args"])  # the worker's
    assert not any(storages["default"].exists(name) for name in pictures)


def test_one_line_stays_that_names_nobody(showcase, grid, client, time_machine):
    time_machine.move_to("2026-03-01T12:00:00+01:00", tick=False)
    application = make_read(grid)
    time_machine.move_to("2026-03-21T12:00:00+01:00", tick=False)
    refuse(application)
    come_in(client)
    act(client, application, "delete")
    trace = Trace.objects.values().get()
    del trace["id"]
    day = datetime.date
    assert trace == {
        "language": "fr",
        "outcome": "refused",
        "round": 1,
        "jurors": 2,
        "begun_on": day(2026, 3, 1),
        "received_on": day(2026, 3, 1),
        "decided_on": day(2026, 3, 21),
        "withdrawn_on": None,
        "deleted_on": day(2026, 3, 21),
        "answer_days": 20,
    }


def test_an_appeal_that_was_withdrawn_is_not_counted_as_accepted(grid, client):
    application = make_read(grid)
    refuse(application)
    make_appeal(application.people.first(), "Relisez.")
    come_in(client)
    act(client, application, "withdraw")
    act(client, application, "delete")
    trace = Trace.objects.get()
    assert (trace.outcome, trace.round, trace.decided_on) == ("withdrawn", 2, None)
    assert by_month(timezone.localdate()).rows[-1][1:] == [1, 0, 0, 1]


def test_deleting_twice_is_once_and_the_second_click_finds_the_same_page(grid, client):
    application = make_complete(grid)
    come_in(client)
    for _ in range(2):
        response = act(client, application, "delete")
        assert (response.status_code, response["Location"]) == (302, address("deleted"))
    assert client.get(address("data", application.key))["Location"] == address("deleted")
    assert client.get(address("deleted")).status_code == 200
    assert Trace.objects.count() == 1
    assert Letter.objects.filter(kind="deleted").count() == 1
    assert not delete(application, tells=True)


def test_the_last_letter_leads_nowhere_and_goes_to_everybody(showcase, grid, client):
    application = make_read(grid)
    refuse(application)
    come_in(client)
    act(client, application, "delete")
    post_all()
    last = mail.outbox[-2:]
    assert {message.to[0] for message in last} == {"nora@example.org", "ali@example.org"}
    for message in last:
        assert "Le puits commun" in message.subject
        assert "http" not in message.body


def test_the_browser_forgets_the_address_with_the_last_file_and_not_before(grid, client):
    first, second = make_complete(grid), make_complete(grid)
    come_in(client)
    act(client, first, "delete")
    assert page_of(client, second)
    assert AccessKey.objects.filter(email=EMAIL).exists()
    act(client, second, "delete")
    assert client.get(address("files"))["Location"] == address("enter")
    assert not AccessKey.objects.filter(email=EMAIL).exists()


def test_deleting_asks_first(grid, client):
    application = make_complete(grid)
    come_in(client)
    response = act(client, application, "delete", **{"deletion-sure": ""})
    assert response.status_code == 422
    assert BeautifulSoup(response.content, "html.parser").select_one("#delete ~ form .field__error")
    assert Application.objects.filter(pk=application.pk).exists()


@pytest.mark.parametrize("state", [State.RECEIVED, State.READING, State.QUESTIONS, State.ACCEPTED])
def test_what_the_jury_has_is_withdrawn_first(showcase, grid, client, state):
    application = aged(make_sent(grid), state=state)
    come_in(client)
    soup = page_of(client, application)
    assert not soup.select_one("[aria-labelledby=delete] form")
    assert act(client, application, "delete").status_code == 409
    with pytest.raises(NotNowError):
        delete(application, tells=False)
    assert not Trace.objects.exists()
    act(client, application, "withdraw")
    assert page_of(client, application).select_one("[aria-labelledby=delete] form")
    assert act(client, application, "delete").status_code == 302


def test_a_public_page_keeps_its_file_until_it_is_taken_down(showcase, grid, client):
    application = make_accepted(grid, user=make_user())
    publish(application)
    come_in(client)
    assert act(client, application, "delete").status_code == 409
    said = page_of(client, application).select_one("[aria-labelledby=delete]")
    assert not said.form
    assert said.find(href=address("still-true", application.key))
    assert not may_delete(application)
    application.page.unpublish()
    application.refresh_from_db()
    assert act(client, application, "delete").status_code == 302
    assert not Application.objects.exists()


def test_a_draft_in_another_language_goes_with_the_file_whose_page_editors_deleted(showcase, grid, client):
    add_english(showcase, grid)
    application = make_accepted(grid, user=make_user())
    key = application.page.translation_key
    Page.objects.get(pk=application.page_id).delete()
    assert Page.objects.filter(translation_key=key).exists()
    come_in(client)
    act(client, application, "withdraw")
    act(client, application, "delete")
    assert not Page.objects.filter(translation_key=key).exists()


@pytest.mark.parametrize("alone", [True, False], ids=["the page", "the showcase of its language"])
def test_a_translation_that_stays_public_keeps_its_file(showcase, grid, client, alone):
    add_english(showcase, grid)
    application = make_accepted(grid, user=make_user())
    publish(application)
    english = ProjectPage.objects.get(pk=application.page.get_translation(locale("en")).pk)
    english.get_latest_revision().publish()
    Page.objects.get(pk=(application.page if alone else showcase).pk).delete()
    application.refresh_from_db()
    assert (application.state, application.page_id) == (State.PUBLISHED, english.pk)
    come_in(client)
    assert act(client, application, "delete").status_code == 409
    ProjectPage.objects.get(pk=english.pk).delete()
    application.refresh_from_db()
    assert application.page is None
    assert may_delete(application)


def test_pages_deleted_together_leave_nothing_behind(showcase, grid):
    add_english(showcase, grid)
    application = make_accepted(grid, user=make_user())
    publish(application)
    ProjectPage.objects.get(
        pk=application.page.get_translation(locale("en")).pk
    ).get_latest_revision().publish()
    Page.objects.filter(translation_key=application.page.translation_key).delete()
    application.refresh_from_db()
    assert application.page is None


def test_the_sentence_about_a_deleted_file_is_for_the_browser_that_deleted_it(db, client):
    assert client.get(address("deleted"))["Location"] == address("before")


def test_a_file_grown_from_a_deleted_one_stays(grid, client):
    old = make_application(grid, state=State.REFUSED, title="Vieux")
    new = make_application(grid, grown_from=old)
    come_in(client)
    act(client, old, "delete")
    new.refresh_from_db()
    assert new.grown_from is None


# --- While somebody reads


def test_a_file_may_go_while_a_juror_reads_it(showcase, grid, client, django_capture_on_commit_callbacks):
    application = make_sent(grid, images=1)
    juror = make_user("juror", leads=False)
    juror.user_permissions.add(permission("change_review"), permission("access_admin"))
    review = read(application, juror, "partly")
    place = reverse("jury:file", args=[application.pk])
    attachment = reverse("applications_attachment", args=[application.attachments.get().key])
    client.force_login(juror)
    form = client.get(place)
    opened = client.get(attachment)
    aged(application, state=State.WITHDRAWN)
    with django_capture_on_commit_callbacks(execute=True):
        assert delete(application, tells=True)
    assert form.status_code == 200
    assert len(b"".join(opened.streaming_content)) > 100  # what was opened is read to its end
    assert client.post(place, {"comment": "Trop tard", "send": "1"}).status_code == 404
    assert client.get(attachment).status_code == 404
    tell_juror.call(review.pk)
    tell_team.call(application.pk, "withdrawn")
    assert not Review.objects.exists()


def test_two_who_delete_and_withdraw_at_once_find_what_the_other_did(showcase, grid, client):
    application = make_complete(grid)
    come_in(client)
    act(client, application, "delete")
    # The other browser read the page before.
    other = type(client)()
    come_in(other)
    assert act(other, application, "withdraw").status_code == 404


@pytest.mark.parametrize("what", ["withdraw", "delete"])
def test_a_file_that_goes_while_somebody_presses_a_button_is_said_to_be_gone(grid, client, what, monkeypatch):
    application = make_complete(grid)
    come_in(client)
    real = getattr(views, what)

    def late(subject, **options):
        assert delete(application, tells=False)  # by the other person on the file
        return real(subject, **options)

    monkeypatch.setattr(views, what, late)
    assert act(client, application, what)["Location"] == address("deleted")
    assert client.get(address("deleted")).status_code == 200
    assert Trace.objects.count() == 1
