"""Two people on one page: neither loses a word."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page

from home.models import ConceptPage
from studio.roles import EDITORS, MODERATORS, TRANSLATORS
from tests.studio.forms import filled
from tests.studio.world import make_person

STREAMS = ("in_brief", "body", "related")


@pytest.fixture
def two(world, client):
    """Ada, who publishes, and Bob, who writes."""
    ada, bob = make_person(MODERATORS), make_person(EDITORS)
    ada.first_name, ada.last_name = "Ada", "L."
    ada.save()
    return ada, bob


def opened_form(client, page) -> dict[str, str]:
    return filled(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, *STREAMS)


def send(client, page, form, **changes):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form | changes)


def save_by_itself(client, page, form, **changes):
    """As the browser does while somebody writes."""
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form | changes,
        headers={"accept": "application/json"},
    )


def fresh(page) -> ConceptPage:
    return ConceptPage.objects.get(pk=page.pk)


@pytest.mark.parametrize("button", ["action-publish", "action-save", "action-submit"])
def test_the_late_one_is_told_and_both_versions_are_kept(world, client, two, button):
    ada, bob = two
    page = world.concept
    client.force_login(bob)
    bobs = opened_form(client, page)
    client.force_login(ada)
    send(client, page, opened_form(client, page), title="Titre d’Ada", **{"action-publish": "1"})
    assert fresh(page).title == "Titre d’Ada"
    client.force_login(bob)
    answer = send(client, page, bobs, title="Titre de Bob", summary="Résumé de Bob.", **{button: "1"})
    told = client.get(answer.headers["Location"])
    assert "Ada L." in told.content.decode()
    page = fresh(page)
    assert page.title == "Titre d’Ada"
    assert page.get_latest_revision_as_object().title == "Titre d’Ada"
    assert not page.has_unpublished_changes
    assert not page.workflow_in_progress
    kept = page.revisions.order_by("pk").last()
    assert kept.user == bob
    assert kept.as_object().summary == "Résumé de Bob."
    compared = client.get(told.context["compare_url"]).content.decode()
    assert "Titre d’Ada" in compared
    assert (
        "de Bob"
        in BeautifulSoup(compared, "html.parser").select_one(".addition, ins, [class*=addition]").text
    )


def test_the_late_one_may_go_on_with_either_version(world, client, two):
    ada, bob = two
    client.force_login(bob)
    bobs = opened_form(client, world.concept)
    client.force_login(ada)
    send(client, world.concept, opened_form(client, world.concept), title="Titre d’Ada")
    client.force_login(bob)
    told = client.get(send(client, world.concept, bobs, title="Titre de Bob").headers["Location"])
    theirs = filled(client.get(told.context["keep_theirs_url"]).content, *STREAMS)
    assert theirs["title"] == "Titre d’Ada"
    mine = filled(client.get(told.context["take_mine_url"]).content, *STREAMS)
    assert mine["title"] == "Titre de Bob"
    answer = send(client, world.concept, mine, title="Titre des deux")
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[world.concept.pk])
    assert fresh(world.concept).get_latest_revision_as_object().title == "Titre des deux"


def test_a_version_rewritten_in_place_by_saving_by_itself_counts_as_newer(world, client, two):
    ada, bob = two
    client.force_login(ada)
    adas = opened_form(client, world.concept)
    saved = save_by_itself(client, world.concept, adas, title="Un").json()
    client.force_login(bob)
    bobs = opened_form(client, world.concept)
    client.force_login(ada)
    again = adas | {"title": "Deux", "overwrite_revision_id": str(saved["revision_id"])}
    save_by_itself(client, world.concept, again)
    client.force_login(bob)
    answer = send(client, world.concept, bobs, title="Trois")
    assert "two-versions" in answer.headers["Location"]
    assert fresh(world.concept).get_latest_revision_as_object().title == "Deux"
    assert fresh(world.concept).revisions.order_by("pk").last().as_object().title == "Trois"
    # Ada's own next save is in time: she wrote the latest version herself.
    client.force_login(ada)
    answer = send(client, world.concept, again, title="Quatre")
    assert "two-versions" not in answer.headers["Location"]
    assert fresh(world.concept).get_latest_revision_as_object().title == "Quatre"


def test_a_late_form_with_a_mistake_comes_back_filled_in_and_stays_late(world, client, two):
    ada, bob = two
    client.force_login(bob)
    bobs = opened_form(client, world.concept)
    client.force_login(ada)
    send(client, world.concept, opened_form(client, world.concept), title="Titre d’Ada")
    client.force_login(bob)
    shown = send(client, world.concept, bobs, title="Titre de Bob", reviewed_on="hier")
    assert shown.status_code == 200
    assert "Ada L." in shown.content.decode()
    again = filled(shown.content, *STREAMS)
    assert again["title"] == "Titre de Bob"
    answer = send(client, world.concept, again, reviewed_on="2026-01-01")
    assert "two-versions" in answer.headers["Location"]
    assert fresh(world.concept).get_latest_revision_as_object().title == "Titre d’Ada"


def test_whoever_is_in_time_is_asked_nothing(world, client, two):
    _ada, bob = two
    client.force_login(bob)
    for title in ("Un", "Deux"):
        answer = send(client, world.concept, opened_form(client, world.concept), title=title)
        assert "two-versions" not in answer.headers["Location"]
        assert fresh(world.concept).get_latest_revision_as_object().title == title


def test_the_screen_is_for_those_who_may_write_the_page(world, client, two):
    _ada, _bob = two
    latest = Page.objects.get(pk=world.concept.pk).latest_revision_id
    address = reverse("studio_conflict", args=[world.concept.pk, latest, latest])
    client.force_login(make_person(TRANSLATORS))
    assert client.get(address).headers["Location"] == "/admin/"
    client.logout()
    assert client.get(address).status_code == 302


def test_a_form_sent_while_its_own_window_saves_is_in_time_and_a_forgotten_window_is_not(world, client, two):
    """The window that saves by itself cannot know yet of the version that is on its way."""
    ada, _bob = two
    client.force_login(ada)
    sent_at_once = opened_form(client, world.concept)
    send(client, world.concept, opened_form(client, world.concept), title="Enregistré seul")
    answer = send(client, world.concept, sent_at_once, title="Envoyé")
    assert "two-versions" not in answer.headers["Location"]
    assert fresh(world.concept).get_latest_revision_as_object().title == "Envoyé"
    titles = [version.as_object().title for version in fresh(world.concept).revisions.all()]
    assert "Enregistré seul" in titles
    forgotten = opened_form(client, world.concept)
    send(client, world.concept, opened_form(client, world.concept), title="Plus tard")
    fresh(world.concept).revisions.update(created_at=timezone.now() - timedelta(minutes=1))
    assert "two-versions" in send(client, world.concept, forgotten, title="Avant").headers["Location"]


def test_older_words_that_the_browser_was_saving_by_itself_do_not_come_after_what_was_submitted(
    world, client, two
):
    """Both requests are under way at once: the one that submits begins later, and ends first."""
    _ada, bob = two
    client.force_login(bob)
    form = opened_form(client, world.concept)
    first = save_by_itself(client, world.concept, form, title="À moi").json()
    form |= {"overwrite_revision_id": str(first["revision_id"])}
    submitted = []

    def submit_meanwhile(request, page):
        if not submitted:
            submitted.append("now")
            submitted.append(send(client, page, form, title="À moitié écrit", **{"action-submit": "1"}))

    with hooks.register_temporarily("before_edit_page", submit_meanwhile):
        answer = save_by_itself(client, world.concept, form, title="À moitié")
    assert submitted[-1].status_code == 302
    assert answer.json()["error_code"] == "invalid_revision"
    page = fresh(world.concept)
    assert page.get_latest_revision_as_object().title == "À moitié écrit"
    assert page.draft_title == "À moitié écrit"
    assert page.current_workflow_task_state.revision == page.get_latest_revision()
