"""With a new version of the grid in force, what was found with an older one stays as it was found."""

import datetime

import pytest
from bs4 import BeautifulSoup

from showcase.catalogue import keeping
from showcase.models import CatalogueEntry, Criterion, CriterionAssessment, Finding
from tests.factories import (
    TODAY,
    ConceptIndexPageFactory,
    ConceptPageFactory,
    make_grid,
    make_project,
)

LATER = TODAY + datetime.timedelta(days=1)


@pytest.fixture
def old(db):
    return make_grid(1)


@pytest.fixture
def new(old):
    """Version 2, in force: other words for the same questions, one of them dropped."""
    grid = make_grid(2, published_on=TODAY)
    grid.criteria.filter(code="participation").delete()
    grid.criteria.filter(code="risk").update(title="Le risque, autrement", short_title="Risque 2")
    return grid


@pytest.fixture
def project(showcase, old):
    return make_project(showcase, old, {"risk": "partly"}, slug="ancien", title="Ancien")


def read(client, address: str, **query: str) -> BeautifulSoup:
    response = client.get(address, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def assess_again(project, grid, code: str, finding: str) -> None:
    CriterionAssessment.objects.create(
        page=project, locale=project.locale, criterion=grid.criteria.get(code=code), finding=finding,
        reason="Une nouvelle raison.", assessed_on=TODAY,
    )  # fmt: skip
    keeping.enter([project.pk])


def test_the_sheet_keeps_the_findings_of_an_older_grid_with_their_version(project, new, client):
    cards = read(client, project.get_url()).select(".assessment")
    assert len(cards) == 5
    assert all("version 1" in card.text for card in cards)
    assert "Critère risk" in cards[1].text
    assert "Le risque, autrement" not in cards[1].text


def test_a_card_keeps_them_and_the_filter_finds_them(project, new, showcase, client):
    page = read(client, showcase.get_url(), criterion="risk-partly")
    (card,) = page.select(".project-card")
    assert len(card.select(".badge")) == 5
    assert "Risque 2" not in card.text
    assert not read(client, showcase.get_url(), criterion="risk").select(".project-card")


def test_the_filter_asks_in_the_words_of_the_grid_in_force(project, new, showcase, client):
    legends = [legend.text for legend in read(client, showcase.get_url()).select("#finder-criterion legend")]
    assert "Risque 2" in legends
    assert "Participation" not in legends


def test_a_criterion_asked_again_counts_once_and_the_older_finding_stays_readable(
    project, new, client, showcase
):
    assess_again(project, new, "risk", Finding.DEMONSTRATED)
    page = read(client, project.get_url())
    cards = page.select(".assessment")
    assert len(cards) == 5
    assert len({card["id"] for card in cards}) == 5
    risk = page.select_one("#criterion-risk")
    assert "Le risque, autrement" in risk.text
    assert "version 2" in risk.text
    older = page.select_one(".older-findings")
    assert "Critère risk" in older.text
    assert "version 1" in older.text
    assert len(page.select(".project-badges .badge")) == 5
    (card,) = read(client, showcase.get_url(), criterion="risk").select(".project-card")
    assert len(card.select(".badge")) == 5
    assert not read(client, showcase.get_url(), criterion="risk-partly").select(".project-card")


def test_publishing_a_grid_changes_no_finding_and_no_entry(project, old):
    def stored():
        entries = CatalogueEntry.objects.values("page", "criteria", "met", "stale_on")
        return list(CriterionAssessment.objects.order_by("pk").values()), list(entries)

    before = stored()
    make_grid(2, published_on=TODAY)
    keeping.rebuild()
    assert stored() == before


def test_one_record_feeds_the_learning_page_the_filter_and_the_sheet(project, old, showcase, home, client):
    """The words of a criterion are written in one place: changed there, they change wherever read."""
    block = {"type": "criteria_list", "value": {"intro": "", "detail": "full"}}
    index = ConceptIndexPageFactory(parent=home, locale=home.locale)
    concept = ConceptPageFactory(parent=index, locale=home.locale, body=[block])
    for criterion in Criterion.objects.filter(code="risk"):
        criterion.title, criterion.short_title = "Un titre neuf", "Court et neuf"
        criterion.save()
    assert "Un titre neuf" in read(client, concept.get_url()).text
    assert "Un titre neuf" in read(client, project.get_url()).text
    shown = read(client, showcase.get_url())
    assert "Court et neuf" in [legend.text for legend in shown.select("#finder-criterion legend")]
    assert "Court et neuf" in shown.select_one(".project-card").text
