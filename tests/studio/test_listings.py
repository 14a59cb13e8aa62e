"""Lists of pages of one type: their columns, their filters, and what they cost."""

import datetime
import itertools

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.listings import PagesView
from home.models import Theme
from showcase.badges import BadgeState, badge_for, in_state
from showcase.models import Assessor, CriterionAssessment, Finding
from studio.roles import EDITORS, MODERATORS
from tests.factories import (
    ConceptIndexPageFactory,
    ConceptPageFactory,
    ContentPageFactory,
    GlossaryIndexPageFactory,
    ShowcasePageFactory,
    SourceFactory,
    TermPageFactory,
    in_english,
    make_grid,
    make_project,
)
from tests.studio.world import make_person

LISTS = ["concepts", "projects", "terms", "content-pages"]


def rows(client, address: str) -> list[str]:
    """The text of each row of the list."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [" ".join(row.get_text(" ").split()) for row in page.select("table.listing tbody tr")]


@pytest.fixture
def showcase(home):
    return ShowcasePageFactory(parent=home)


def fill(home, number: int) -> None:
    """So many pages of each type, some of them live, some drafts, some submitted for review."""
    grid = make_grid()
    parents = {
        "concepts": ConceptIndexPageFactory(parent=home),
        "terms": GlossaryIndexPageFactory(parent=home),
        "projects": ShowcasePageFactory(parent=home),
    }
    source = SourceFactory()
    for index in range(number):
        live = index % 3 != 0
        ConceptPageFactory(parent=parents["concepts"], live=live, has_unpublished_changes=not live)
        TermPageFactory(parent=parents["terms"], live=live, sources=[("source", source)])
        ContentPageFactory(parent=home, slug=f"page-{index}", live=live)
        make_project(parents["projects"], grid, live=live)


def test_a_list_costs_the_same_with_20_rows_and_with_200(home, client, monkeypatch):
    monkeypatch.setattr(PagesView, "paginate_by", 250)
    people = [make_person(role) for role in (EDITORS, MODERATORS)]

    def costs(rows_wanted: int) -> list[tuple[str, int]]:
        found = []
        for person, name in itertools.product(people, LISTS):
            client.force_login(person)
            client.get(f"/admin/{name}/")
            with CaptureQueriesContext(connection) as queries:
                assert len(rows(client, f"/admin/{name}/")) == rows_wanted
            found.append((name, len(queries)))
        return found

    fill(home, 20)
    few = costs(20)
    grow(home, 180)
    assert costs(200) == few


def grow(home, number: int) -> None:
    from glossary.models import GlossaryIndexPage
    from home.models import ConceptIndexPage
    from showcase.models import CriteriaGrid, ShowcasePage

    grid = CriteriaGrid.objects.get()
    concepts, terms, projects = (
        model.objects.get() for model in (ConceptIndexPage, GlossaryIndexPage, ShowcasePage)
    )
    for index in range(number):
        ConceptPageFactory(parent=concepts)
        TermPageFactory(parent=terms, sources=[("source", SourceFactory())])
        ContentPageFactory(parent=home, slug=f"more-{index}")
        make_project(projects, grid)


def test_concepts_show_theme_language_state_and_last_review(home, client):
    client.force_login(make_person(MODERATORS))
    index = ConceptIndexPageFactory(parent=home)
    in_english(home, slug="home")
    in_english(index, slug="learn")
    concept = ConceptPageFactory(
        parent=index, title="Mutuelle", theme=Theme.SSE, reviewed_on=datetime.date(2026, 3, 14)
    )
    in_english(concept, title="Mutual society")
    ConceptPageFactory(parent=index, title="Brouillon", theme=Theme.CSR, live=False)
    shown = rows(client, "/admin/concepts/")
    mutual = next(row for row in shown if row.startswith("Select Mutuelle") or "Mutuelle" in row)
    for words in ("French", "Social and solidarity economy", "2026", "live"):
        assert words.casefold() in mutual.casefold()
    assert "draft" in next(row for row in shown if "Brouillon" in row)
    only = rows(client, "/admin/concepts/?theme=sse&language=fr")
    assert len(only) == 1
    assert "Mutuelle" in only[0]
    assert len(rows(client, "/admin/concepts/?theme=csr")) == 1


def test_a_page_in_review_says_so(home, client):
    client.force_login(make_person(MODERATORS))
    concept = ConceptPageFactory(parent=ConceptIndexPageFactory(parent=home), live=False)
    concept.save_revision()
    concept.get_workflow().start(concept, make_person(EDITORS))
    assert "in moderation" in rows(client, "/admin/concepts/")[0].casefold()


def test_projects_show_where_they_are_and_the_state_of_each_badge(showcase, client):
    grid = make_grid()
    project = make_project(
        showcase, grid, {"policy": Finding.NOT_DEMONSTRATED}, title="Coopérative", country="MA"
    )
    soon = datetime.date.today() + datetime.timedelta(days=30)
    found = CriterionAssessment.objects.filter(page=project)
    found.filter(criterion__code="risk").update(review_by=datetime.date(2020, 2, 1))
    found.filter(criterion__code="novelty").update(assessor=Assessor.JURY, review_by=soon)
    client.force_login(make_person(MODERATORS))
    row = rows(client, "/admin/projects/")[0]
    for words in (
        "Morocco",
        "active",
        "Verified novelty",
        "Expired risk",
        "Not demonstrated policy",
        "Documented partnership, participation",
        "2020",
    ):
        assert words in row


@pytest.mark.parametrize("state", list(BadgeState))
def test_projects_are_found_by_the_state_of_a_badge(showcase, client, state):
    grid = make_grid()
    today = datetime.date.today()
    yesterday, tomorrow = today - datetime.timedelta(days=1), today + datetime.timedelta(days=1)
    wanted = set()
    for finding, assessor, review_by in itertools.product(
        Finding, Assessor, (None, yesterday, today, tomorrow)
    ):
        project = make_project(showcase, grid, title=f"P {finding} {assessor} {review_by}")
        CriterionAssessment.objects.filter(page=project).exclude(criterion__code="risk").delete()
        assessments = CriterionAssessment.objects.filter(page=project)
        assessments.update(finding=finding, assessor=assessor, review_by=review_by)
        if badge_for(finding, assessor, review_by, today=today).state is state:
            wanted.add(project.pk)
            assert assessments.filter(in_state(state, today=today)).exists()
    client.force_login(make_person(MODERATORS))
    page = client.get(f"/admin/projects/?badge={state}")
    assert {project.pk for project in page.context["object_list"]} == wanted
    assert wanted


def test_projects_are_found_by_country_status_and_words_at_once(showcase, client):
    grid = make_grid()
    make_project(showcase, grid, title="Une coopérative", country="MA")
    make_project(showcase, grid, title="Une mutuelle", country="FR")
    make_project(showcase, grid, title="Une coopérative finie", country="FR", status="ended")
    client.force_login(make_person(MODERATORS))
    call_command("update_index", verbosity=0)
    assert len(rows(client, "/admin/projects/?country=FR")) == 2
    assert len(rows(client, "/admin/projects/?country=FR&status=ended")) == 1
    found = rows(client, "/admin/projects/?q=coop%C3%A9rative&country=FR&badge=documented")
    assert len(found) == 1
    page = client.get("/admin/projects/").content.decode()
    assert "Morocco" in page
    assert "Germany" not in page


def test_terms_show_their_forms_and_the_number_of_their_sources(home, client):
    client.force_login(make_person(MODERATORS))
    sources = [("source", SourceFactory()) for _ in range(2)]
    TermPageFactory(
        parent=GlossaryIndexPageFactory(parent=home),
        title="coopérative",
        also_known_as="coopératives\nSCOP\nSCIC\nSCIC-SA\ncoop",
        sources=sources,
    )
    row = rows(client, "/admin/terms/")[0]
    assert "coopératives, SCOP, SCIC (+2)" in row
    assert " 2 " in row
