"""Editors publish what the project has approved; then the file is published, once, and it is told."""

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page
from wagtail_localize.models import Translation, TranslationSource

from showcase.applications.carrying.making import make_page
from showcase.applications.carrying.publication import stands_against
from showcase.applications.desk.sending import submit
from showcase.applications.letters.posting import post
from showcase.applications.models import EventKind, Letter, State
from showcase.applications.steps import Actor, held, move
from showcase.models import ProjectPage
from tests.applications.carried import (
    add_english,
    add_images,
    address,
    agree,
    another_person,
    approve,
    change_draft,
    come_in,
    decide,
    make_accepted,
    make_user,
    parts_sent,
    publish,
)
from tests.applications.kept import aged
from tests.applications.world import COMPLETE, fill, make_application
from tests.factories import ProjectPageFactory, locale
from tests.studio.forms import filled

STREAMS = ("body", "related", "beneficiaries", "partners")


@pytest.fixture
def publisher(showcase):
    """Somebody who may publish any page and approve it in the workflow, and does not lead the jury."""
    user = make_user("publisher", leads=False)
    group = Group.objects.create(name="Publishers")
    for action in ("add", "change", "publish"):
        GroupPagePermission.objects.create(
            group=group,
            page=Page.objects.get(depth=1),
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{action}_page"
            ),
        )
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    user.groups.add(group)
    GroupApprovalTask.objects.get().groups.add(group)
    return user


def edit_address(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def press_publish(client, page):
    here = edit_address(page)
    data = filled(client.get(here).content, *STREAMS, *(f"assessments-{n}-evidence" for n in range(5)))
    return client.post(here, data | {"action-publish": "1"}, follow=True)


def start_review(application, user):
    """The page goes to whoever approves pages. Returns the address of the approval."""
    page = ProjectPage.objects.get(pk=application.page_id)
    page.get_workflow().start(page, user=user)
    state = ProjectPage.objects.get(pk=page.pk).current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])


def is_live(application) -> bool:
    return ProjectPage.objects.get(pk=application.page_id).live


def test_publication_moves_the_file_once_and_tells_everybody(showcase, grid):
    application = make_accepted(grid)
    publish(application)
    publish(application)
    assert application.state == State.PUBLISHED
    assert application.published_at
    # At an hour that was set: by nobody.
    assert application.events.get(kind=EventKind.PUBLISHED).user is None
    letter = Letter.objects.get(kind="published")
    post.call(letter.pk)
    assert application.page.full_url in mail.outbox[0].body


def test_only_the_page_in_the_language_of_the_file_counts(showcase, grid):
    add_english(showcase, grid)
    application = make_accepted(grid)
    english = application.page.get_translation(locale("en"))
    agree(application)
    english.get_latest_revision().publish()
    application.refresh_from_db()
    assert application.state == State.ACCEPTED
    publish(application)
    letter = Letter.objects.get(kind="published")
    assert application.page.full_url in letter.body
    assert ProjectPage.objects.get(pk=english.pk).full_url in letter.body


def test_a_translation_that_follows_is_told_once_so_that_it_can_be_put_right(showcase, grid, client):
    add_english(showcase, grid)
    application = make_accepted(grid)
    publish(application)
    english = ProjectPage.objects.get(pk=application.page.get_translation(locale("en")).pk)
    english.get_latest_revision().publish()
    another_person(application, "late@example.org")
    ProjectPage.objects.get(pk=english.pk).save_revision().publish()
    letters = Letter.objects.filter(kind="translated")
    assert [letter.to for letter in letters] == [person.email for person in application.people.all()[:1]]
    post.call(letters[0].pk)
    told = mail.outbox[0].body
    assert ProjectPage.objects.get(pk=english.pk).full_url in told
    [link] = re.findall(r"http\S+/cle/\S+|http\S+/key/\S+", told)
    answer = client.post(link, follow=True)
    assert answer.redirect_chain[-1][0] == address("data", application.key)


def test_another_project_is_published_as_ever(showcase):
    page = ProjectPageFactory(parent=showcase, locale=showcase.locale, live=False)
    assert stands_against(page) == ""
    page.save_revision().publish()
    assert ProjectPage.objects.get(pk=page.pk).live


def test_a_page_that_was_not_approved_is_not_published_and_what_was_typed_stays(
    showcase, grid, publisher, client
):
    application = make_accepted(grid)
    client.force_login(publisher)
    page = application.page
    here = edit_address(page)
    data = filled(client.get(here).content, *STREAMS, *(f"assessments-{n}-evidence" for n in range(5)))
    answer = client.post(here, data | {"title": "Le puits de tous", "action-publish": "1"}, follow=True)
    assert not is_live(application)
    page_after = BeautifulSoup(answer.content, "html.parser")
    assert "Le puits de tous" in page_after.select_one(".messages .error").text
    assert ProjectPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Le puits de tous"


def test_a_workflow_publishes_what_was_approved(showcase, grid, publisher, client):
    application = make_accepted(grid)
    approve(client, application)
    there = start_review(application, publisher)
    client.force_login(publisher)
    client.post(there, {"comment": ""})
    application.refresh_from_db()
    assert is_live(application)
    assert application.state == State.PUBLISHED
    assert application.events.get(kind=EventKind.PUBLISHED).user == publisher


def test_a_workflow_does_not_publish_what_was_not_or_no_longer_is(showcase, grid, publisher, client):
    application = make_accepted(grid)
    there = start_review(application, publisher)
    client.force_login(publisher)
    client.post(there, {"comment": ""})
    assert not is_live(application)
    approve(client, application)
    change_draft(application, summary="Réécrit depuis.")
    client.force_login(publisher)
    client.post(there, {"comment": ""})
    html = client.get(edit_address(application.page)).content.decode()
    assert 'data-workflow-action-name="approve"' not in html
    assert not is_live(application)
    assert ProjectPage.objects.get(pk=application.page_id).workflow_in_progress


@pytest.mark.parametrize("rank", ["leads the jury", "administers the site"])
def test_whoever_publishes_waits_for_the_project(showcase, grid, publisher, client, rank):
    application = make_accepted(grid)
    publisher.user_permissions.add(Permission.objects.get(codename="lead_jury"))
    publisher.is_superuser = rank == "administers the site"
    publisher.save()
    client.force_login(publisher)
    answer = press_publish(client, application.page)
    assert not is_live(application)
    assert BeautifulSoup(answer.content, "html.parser").select(".messages .error")
    approve(client, application)
    client.force_login(publisher)
    press_publish(client, application.page)
    assert is_live(application)


def test_many_at_once_are_not_published_either(showcase, grid, publisher, client):
    application = make_accepted(grid)
    client.force_login(publisher)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={application.page_id}", {"id": application.page_id})
    assert not is_live(application)
    come_in(client)
    approve(client, application)
    client.force_login(publisher)
    client.post(f"{bulk}?id={application.page_id}", {"id": application.page_id})
    assert is_live(application)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.WITHDRAWN])
def test_nor_with_all_that_lies_below_a_page(showcase, grid, publisher, client, state):
    application = aged(make_accepted(grid), state=state)
    other = ProjectPageFactory(parent=showcase, locale=showcase.locale, live=False)
    client.force_login(publisher)
    bulk = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={showcase.pk}"
    said = client.post(bulk, {"include_descendants": "on"}, follow=True)
    assert not is_live(application)
    assert application.page.title in BeautifulSoup(said.content, "html.parser").select_one(".messages").text
    application.page.delete()
    client.post(bulk, {"include_descendants": "on"})
    assert Page.objects.get(pk=other.pk).live


def test_nor_by_the_api_of_the_admin(showcase, grid, publisher, client):
    application = make_accepted(grid)
    client.force_login(publisher)
    api = reverse("wagtailadmin_api:pages:action", args=[application.page_id, "publish"])
    assert client.post(api).status_code == 403
    assert not is_live(application)
    agree(application)
    assert client.post(api).status_code == 200
    assert is_live(application)


def test_nor_at_an_hour_that_was_set_before_it_changed(showcase, grid, caplog):
    application = make_accepted(grid)
    agree(application)
    planned = ProjectPage.objects.get(pk=application.page_id)
    planned.go_live_at = timezone.now() + timedelta(hours=1)
    planned.save_revision().publish()
    other = ProjectPageFactory(parent=showcase, locale=showcase.locale, live=False)
    other.go_live_at = planned.go_live_at + timedelta(minutes=1)
    other.save_revision().publish()
    change_draft(application, summary="Autre chose.")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled", verbosity=0)
        call_command("publish_scheduled", verbosity=0)
    assert not is_live(application)
    assert Page.objects.get(pk=other.pk).live
    assert caplog.text.count("is not published at its hour") == 1


def test_nor_at_its_hour_an_older_draft_than_the_one_that_was_approved(showcase, grid, caplog):
    application = make_accepted(grid)
    planned = change_draft(application, summary="Avant la correction.")
    agree(application)
    planned.go_live_at = timezone.now() + timedelta(hours=1)
    planned.save_revision().publish()
    change_draft(application, summary="Après la correction.")
    agree(application)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled", verbosity=0)
    application.refresh_from_db()
    assert (is_live(application), application.state) == (False, State.ACCEPTED)
    assert "is not published at its hour" in caplog.text


def test_nor_when_its_translations_are_brought_up_to_date(
    showcase, grid, publisher, client, django_capture_on_commit_callbacks
):
    add_english(showcase, grid)
    application = make_accepted(grid)
    english = application.page.get_translation(locale("en"))
    source = TranslationSource.objects.get_for_instance(application.page)
    client.force_login(publisher)
    update = reverse("wagtail_localize:update_translations", args=[source.pk])
    with django_capture_on_commit_callbacks(execute=True):
        said = client.post(update, {"publish_translations": "on"}, follow=True)
    assert not Page.objects.get(pk=english.pk).live
    assert english.title in BeautifulSoup(said.content, "html.parser").select_one(".messages").text
    agree(application)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(update, {"publish_translations": "on"})
    assert Page.objects.get(pk=english.pk).live


def test_a_translation_does_not_come_out_before_the_project_has_approved(
    showcase, grid, publisher, client, django_capture_on_commit_callbacks
):
    add_english(showcase, grid)
    application = make_accepted(grid)
    english = application.page.get_translation(locale("en"))
    assert Translation.objects.filter(target_locale=locale("en")).exists()
    client.force_login(publisher)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit_address(english), {"action": "publish"})
    assert not ProjectPage.objects.get(pk=english.pk).live
    approve(client, application)
    client.force_login(publisher)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit_address(english), {"action": "publish"})
    assert ProjectPage.objects.get(pk=english.pk).live


def test_what_a_project_withdrew_nobody_publishes(showcase, grid):
    application = make_accepted(grid)
    with held(application) as file:
        move(file, State.WITHDRAWN, EventKind.WITHDRAWN, Actor())
    assert stands_against(application.page)


def test_the_editor_says_what_the_project_says_and_leads_to_its_file(showcase, grid, publisher, client):
    rows = {"level": "partly", "claim": "Voici.", "row-0-title": "Bilan interne"}
    application = make_accepted(
        grid, sections={"criterion-risk": rows | {"row-0-url": "https://example.org/"}}
    )
    come_in(client)
    sent = parts_sent(client, application) | {"story-remark": "Il manque 2023 <b>."}
    client.post(address("approve", application.key), sent | {"ask": "1"})
    client.force_login(publisher)
    html = client.get(edit_address(application.page)).content.decode()
    assert "Il manque 2023 &lt;b&gt;." in html
    file = reverse("jury:file", args=[application.pk])
    assert file not in html  # who may not read the file
    publisher.user_permissions.add(Permission.objects.get(codename="lead_jury"))
    page = BeautifulSoup(client.get(edit_address(application.page)).content, "html.parser")
    assert len(page.select(f"a[href='{file}']")) == 2  # in the message, and among the page's own links
    approve(client, application)
    client.force_login(publisher)
    html = client.get(edit_address(application.page)).content.decode()
    assert BeautifulSoup(html, "html.parser").select(".messages .success")
    publish(application)
    page = BeautifulSoup(client.get(edit_address(application.page)).content, "html.parser")
    assert len(page.select(f"a[href='{file}']")) == 1  # it stays


def test_private_documents_are_named_to_who_may_read_the_file_alone(showcase, grid, publisher, client):
    application = make_application(grid)
    key = str(add_images(application, number=1)[0].key)
    rows = {"level": "partly", "claim": "Voici.", "row-0-title": "Bilan interne", "row-0-attachment": key}
    fill(application, COMPLETE | {"criterion-risk": rows})
    submit(application.people.get())
    with held(application) as file:
        move(file, State.READING, EventKind.NO_CONFLICT, Actor())
        move(file, State.ACCEPTED, EventKind.ACCEPTED, Actor())
        page = make_page(file, decide(file), Actor())
    client.force_login(publisher)
    assert "Bilan interne" not in client.get(edit_address(page)).content.decode()
    publisher.user_permissions.add(Permission.objects.get(codename="lead_jury"))
    assert "Bilan interne" in client.get(edit_address(page)).content.decode()


def test_who_may_read_the_file_is_told_the_address_of_a_project_that_is_not_on_the_map(
    showcase, grid, publisher, client
):
    place = {"country": "MA", "place": "Aït Ourir", "address": "3, rue du Puits"}
    application = make_accepted(grid, sections={"place": place})
    client.force_login(publisher)
    assert place["address"] not in client.get(edit_address(application.page)).content.decode()
    publisher.user_permissions.add(Permission.objects.get(codename="lead_jury"))
    assert place["address"] in client.get(edit_address(application.page)).content.decode()
    change_draft(application, latitude="31.56440", longitude="-7.66280")
    assert place["address"] not in client.get(edit_address(application.page)).content.decode()


def test_asking_what_stands_against_a_page_costs_little(showcase, grid):
    page = ProjectPageFactory(parent=showcase, locale=showcase.locale, live=False)
    with CaptureQueriesContext(connection) as queries:
        stands_against(page)
    assert len(queries) <= 5
