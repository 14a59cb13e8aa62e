"""The first screen: what waits for whoever opens it, straight to where it is done, and nothing else."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.models import ConceptPage
from studio.models import Problem
from studio.roles import EDITORS, JURORS, MODERATORS, TRANSLATORS
from tests.factories import ConceptPageFactory
from tests.studio.test_translation_board import many_rows
from tests.studio.translating import republish, submit, translate
from tests.studio.world import make_person


def dashboard(client, user) -> BeautifulSoup:
    client.force_login(user)
    return BeautifulSoup(client.get("/admin/").content, "html.parser")


def panel(document: BeautifulSoup, name: str):
    """The panel of this name, or None where it is not shown."""
    return document.find(id=f"{name}-section")


def links(document: BeautifulSoup, name: str) -> dict[str, str]:
    found = panel(document, name)
    return {link.get_text(strip=True): link["href"] for link in found.select("td.title a")} if found else {}


@pytest.fixture
def stale(concept, committed):
    """A concept whose English has one sentence that no longer matches."""
    with committed():
        translation = submit(concept)
        translate(translation)
        translation.save_target(publish=True)
    with committed():
        republish(concept, summary="Une autre phrase.")
    return translation


@pytest.mark.parametrize("role", [EDITORS, TRANSLATORS, MODERATORS], ids=lambda role: role.name)
def test_a_stale_sentence_waits_for_whoever_may_mend_it_one_click_away(client, stale, role):
    document = dashboard(client, make_person(role))
    found = links(document, "translations")
    address = found["L’économie sociale"]
    page, _hash, fragment = address.partition("#")
    assert fragment.startswith("segment-")
    assert client.get(page).status_code == 200
    assert "stale: 1 sentence" in panel(document, "translations").get_text()


def test_a_page_to_check_is_there_with_what_is_wrong(client, concept):
    Problem.objects.create(page=concept, code="no-description", since=datetime.date(2026, 1, 5))
    document = dashboard(client, make_person(EDITORS))
    assert links(document, "health") == {"L’économie sociale": f"/admin/pages/{concept.pk}/edit/"}


def test_what_was_published_can_be_read_as_readers_do(client, concept):
    republish(concept)
    document = dashboard(client, make_person(EDITORS))
    assert "L’économie sociale" in links(document, "last-published")
    live = ConceptPage.objects.get(pk=concept.pk).full_url
    assert panel(document, "last-published").find("a", href=live)


def test_a_moderator_sees_first_what_awaits_approval(client, concept, django_user_model):
    editor = make_person(EDITORS)
    page = ConceptPage.objects.get(pk=concept.pk)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    document = dashboard(client, make_person(MODERATORS))
    headings = [found["id"] for found in document.select("section[data-panel]")]
    assert headings[0] == "awaiting-review-section"


def test_nothing_to_do_shows_nothing(client, home):
    document = dashboard(client, make_person(JURORS))
    assert document.select("section[data-panel]") == []
    assert "252" not in document.get_text()


def test_what_nobody_can_act_on_is_left_out(client, admin_user, concept):
    document = dashboard(client, admin_user)
    assert document.select_one(".w-dashboard .summary, .w-summary") is None
    assert "guide.wagtail.org" not in str(document)


def test_the_dashboard_asks_as_much_at_20_as_at_200(client, admin_user, home, concepts):
    def grow(count: int) -> int:
        many_rows(count, home)
        for _number in range(count // 10):
            page = ConceptPageFactory(parent=concepts, locale=home.locale, last_published_at=timezone.now())
            Problem.objects.create(page=page, code="no-description", since=datetime.date(2026, 1, 5))
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/").status_code == 200
        return len(queries)

    client.force_login(admin_user)
    assert grow(20) == grow(180)
