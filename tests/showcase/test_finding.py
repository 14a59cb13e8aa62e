"""Finding projects: counts that stay true, addresses that can be shared, and an answer to any of them."""

import datetime
import random

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageViewRestriction

from showcase.catalogue import keeping
from showcase.catalogue.facets import all_facets
from showcase.catalogue.search import Search
from showcase.catalogue.selection import MOST_IGNORED, Selection
from showcase.models import CatalogueEntry, Criterion, CriterionAssessment, ProjectPage
from showcase.vocabulary import SDG, LegalForm, Sector, Status
from tests.factories import ProjectPageFactory, in_english, make_grid, make_project

FINDINGS = ("demonstrated", "partly", "not_demonstrated")
CODES = ("novelty", "risk", "policy", "partnership", "participation")


@pytest.fixture
def many(showcase, grid):
    """Forty projects of every kind."""
    dice = random.Random(7)  # noqa: S311
    for _ in range(40):
        make_project(
            showcase,
            grid,
            {code: dice.choice(FINDINGS) for code in CODES},
            country=dice.choice(("FR", "MA", "SN")),
            legal_form=dice.choice(LegalForm.values[:3]),
            status=dice.choice(Status.values),
            sectors=dice.sample(Sector.values[:4], 2),
            sdgs=dice.sample(SDG.values[:5], 2),
            start_year=dice.choice((None, 1987, 1999, 2004, 2008)),
        )
    return showcase


def search(showcase, query: str = "") -> Search:
    return Search(Selection(QueryDict(query), all_facets(Criterion.objects.in_force())), showcase.locale)


def read(client, showcase, query: str = "") -> BeautifulSoup:
    response = client.get(f"{showcase.get_url()}?{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return [link.get_text(strip=True) for link in page.select(".project-card h3 a")]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "sector=work-training",
        "criterion=risk&criterion=novelty-partly&status=active",
        "country=FR&country=MA&sdg=3&year=1990-1999&year=2000-2009",
        "legal_form=association&sector=housing&criterion=policy&criterion=policy-partly",
    ],
)
def test_the_number_beside_a_choice_is_what_it_alone_of_its_facet_would_give(many, query):
    present = search(many, query)
    checked = 0
    for facet in present.selection.facets:
        for choice in present.choices(facet):
            alone = Selection(QueryDict(query), present.selection.facets)
            alone.codes[facet.key] = (choice.code,)
            assert Search(alone, many.locale).count == choice.count, choice
            checked += 1
    assert checked > 15


def test_choices_of_a_facet_widen_and_facets_narrow(showcase, grid, client):
    for title, sector, status in (
        ("Logis", "housing", "active"),
        ("Récolte", "food-farming", "active"),
        ("Toit", "housing", "ended"),
        ("Fil", "digital", "active"),
    ):
        make_project(showcase, grid, title=title, sectors=[sector], status=status)
    assert titles(read(client, showcase, "sector=housing&sector=food-farming")) == [
        "Logis",
        "Récolte",
        "Toit",
    ]
    assert titles(read(client, showcase, "sector=housing&sector=food-farming&status=active")) == [
        "Logis",
        "Récolte",
    ]


def test_two_criteria_ask_for_projects_that_meet_both(showcase, grid, client):
    make_project(showcase, grid, {"risk": "partly"}, title="Les deux, dont un en partie")
    make_project(showcase, grid, {"risk": "not_demonstrated"}, title="Un seul")
    make_project(showcase, grid, title="Tout")
    assert titles(read(client, showcase, "criterion=novelty&criterion=risk")) == ["Tout"]
    both = read(client, showcase, "criterion=novelty&criterion=risk&criterion=risk-partly")
    assert titles(both) == ["Les deux, dont un en partie", "Tout"]


@pytest.mark.parametrize(
    "words", ["cooperative", "COOPÉRATIVE", "coopérative énergie", "l'energie", "oeuvre"]
)
def test_words_are_found_with_or_without_accents_in_any_case(showcase, grid, client, words):
    make_project(showcase, grid, title="La coopérative de l’énergie", summary="Une œuvre commune.")
    make_project(showcase, grid, title="Un jardin")
    assert titles(read(client, showcase, f"q={words}")) == ["La coopérative de l’énergie"]


def test_words_are_found_in_the_reason_of_a_finding(showcase, grid, client):
    project = make_project(showcase, grid, title="Banc")
    CriterionAssessment.objects.filter(page=project, criterion__code="risk").update(
        reason="Un essai clinique."
    )
    keeping.enter([project.pk])
    assert titles(read(client, showcase, "q=clinique")) == ["Banc"]


def test_what_is_chosen_is_said_with_a_way_out_of_each(many, client):
    page = read(client, many, "q=projet&sector=housing&criterion=risk-partly&sort=new")
    links = {" ".join(a.get_text().split()): a["href"] for a in page.select(".finder__summary a")}
    assert len(links) == 4
    housing = next(href for words, href in links.items() if "ogement" in words)
    assert housing == "?q=projet&criterion=risk-partly&sort=new"
    assert page.select_one("input[name=sector][value=housing]").has_attr("checked")
    assert page.select_one("input[name=q]")["value"] == "projet"
    assert page.select_one("option[value=new]").has_attr("selected")


def test_an_empty_list_says_which_filter_to_lift(showcase, grid, client):
    make_project(showcase, grid, title="Logis", sectors=["housing"], country="FR")
    make_project(showcase, grid, title="Ferme", sectors=["food-farming"], country="MA")
    page = read(client, showcase, "sector=housing&country=MA")
    hrefs = {link["href"] for link in page.select(".finder__none a")}
    assert hrefs == {"?country=MA", "?sector=housing"}
    for href in hrefs:
        assert len(titles(read(client, showcase, href[1:]))) == 1
    assert [a["href"] for a in read(client, showcase, "q=zzz&country=MA").select(".finder__none a")] == [
        "?country=MA"
    ]


@pytest.mark.parametrize(
    "query",
    [
        "sector=nothing&criterion=zz&country=XX&year=12&sdg=18&status=&legal_form=%00",
        "page=1000000000",
        "page=-3&sort=upside-down",
        "q=%00%27%22%29%28*%3A%2B-AND",
        "q=" + "a" * 5000,
        "&".join(["sector=housing"] * 100),
        "&".join(f"sector=x{number}" for number in range(100)),
        "year=1990-1999&year=0000&year=9999-9999",
        "q=%F0%9F%8C%B1&country=fr",
    ],
)
def test_any_address_gets_an_answer(many, client, query):
    page = read(client, many, query)
    assert page.select_one("#finder-count")


def test_what_means_nothing_is_set_aside_and_said(many, client):
    page = read(client, many, "sector=nothing&sort=upside-down&country=MA")
    said = [p.get_text() for p in page.select(".finder__ignored")]
    assert len(said) == 2
    assert "nothing" in said[0]
    assert page.select_one("input[name=country][value=MA]").has_attr("checked")


def test_the_same_choice_given_a_hundred_times_counts_once(many):
    once, often = search(many, "sector=housing"), search(many, "&".join(["sector=housing"] * 100))
    assert often.selection.address() == once.selection.address() == "sector=housing"
    assert often.count == once.count


def test_orders(showcase, grid, client):
    make_project(showcase, grid, {"risk": "partly"}, title="Étoile", start_year=1990)
    make_project(showcase, grid, title="Zèbre", start_year=1980)
    make_project(showcase, grid, dict.fromkeys(CODES, "partly"), title="eau", start_year=2000)
    assert titles(read(client, showcase)) == ["eau", "Étoile", "Zèbre"]
    assert titles(read(client, showcase, "sort=oldest")) == ["Zèbre", "Étoile", "eau"]
    assert titles(read(client, showcase, "sort=met")) == ["Zèbre", "Étoile", "eau"]


def test_a_project_enters_when_published_and_leaves_when_it_is_not(showcase, grid):
    project = ProjectPageFactory(parent=showcase, locale=showcase.locale, live=False, title="Neuf")
    assert search(showcase).count == 0
    project.save_revision().publish()
    assert list(search(showcase).entries.values_list("pk", flat=True)) == [project.pk]
    ProjectPage.objects.get(pk=project.pk).unpublish()
    assert search(showcase).count == 0


def test_a_draft_of_a_published_project_changes_nothing(showcase, grid):
    project = make_project(showcase, grid, title="Public", country="FR")
    project.country = "MA"
    project.save_revision()
    assert search(showcase, "country=FR").count == 1
    assert search(showcase, "country=MA").count == 0


def test_what_is_behind_a_password_is_not_found(showcase, grid):
    project = make_project(showcase, grid)
    restriction = PageViewRestriction.objects.create(page=project, restriction_type="login")
    assert search(showcase).count == 0
    restriction.delete()
    assert search(showcase).count == 1


def test_a_deleted_project_is_not_found(showcase, grid):
    project = make_project(showcase, grid, title="Passé")
    project.delete()
    assert search(showcase, "q=passe").count == 0
    assert not CatalogueEntry.objects.exists()


def test_each_language_has_its_own(showcase, grid):
    project = make_project(showcase, grid, title="Le puits")
    in_english(showcase.get_parent(), slug="en-home")
    english = in_english(showcase, slug="showcase")
    in_english(project, title="The well")
    assert search(showcase, "q=well").count == 0
    assert search(english, "q=well").count == 1


def test_an_expired_finding_is_not_found_from_the_next_day(showcase, grid):
    project = make_project(showcase, grid)
    day = datetime.date(2027, 3, 1)
    CriterionAssessment.objects.filter(page=project, criterion__code="risk").update(review_by=day)
    keeping.enter([project.pk])
    with time_machine.travel(day + datetime.timedelta(hours=30)):
        keeping.drop_what_expired.call()
        assert search(showcase, "criterion=risk").count == 0
        assert search(showcase, "criterion=novelty").count == 1


@pytest.mark.parametrize(
    "door",
    ["", "carte/", "map.json", "en-chiffres/", "projects.csv", "/api/v2/projects/?criterion=risk"],
)
def test_whoever_asks_first_that_day_has_what_expired_dropped(showcase, grid, client, monkeypatch, door):
    project = make_project(showcase, grid)
    day = datetime.date(2027, 3, 1)
    CriterionAssessment.objects.filter(page=project, criterion__code="risk").update(review_by=day)
    keeping.enter([project.pk])
    with time_machine.travel(day + datetime.timedelta(hours=30)):
        monkeypatch.setattr(keeping, "_looked_on", None)
        for _visit in range(2):
            answer = client.get(door if door.startswith("/") else showcase.get_url() + door)
            assert answer.status_code == 200
    waiting = DBTaskResult.objects.ready().filter(task_path=keeping.drop_what_expired.module_path)
    assert waiting.count() == 1


def test_a_criterion_of_two_grids_counts_as_the_later_one_found(showcase, grid):
    project = make_project(showcase, grid, {"risk": "not_demonstrated"})
    later = make_grid(version=2)
    CriterionAssessment.objects.create(
        page=project,
        criterion=later.criteria.get(code="risk"),
        finding="demonstrated",
        reason="Revu.",
        locale=showcase.locale,
    )
    keeping.enter([project.pk])
    assert search(showcase, "criterion=risk").count == 1


def test_queries_are_the_same_at_3_and_at_30_under_any_filters(showcase, grid, count_queries):
    def costs() -> list[int]:
        queries = ("", "?sector=housing&criterion=risk&status=active", "?q=projet&country=FR&year=2000-2009")
        return [count_queries(showcase.get_url() + query) for query in queries]

    facts = {"sectors": ["housing"], "country": "FR", "start_year": 2004, "status": "active"}
    for _ in range(3):
        make_project(showcase, grid, **facts)
    few = costs()
    for _ in range(27):
        make_project(showcase, grid, **facts)
    assert costs() == few
    assert max(few) <= 12


def test_the_catalogue_can_be_made_again(many):
    def rows() -> list:
        columns = (
            "page",
            "sort_title",
            "country",
            "status",
            "sectors",
            "sdgs",
            "criteria",
            "met",
            "stale_on",
        )
        return list(CatalogueEntry.objects.order_by("pk").values_list(*columns))

    before = rows()
    CatalogueEntry.objects.all().delete()
    assert keeping.rebuild() == 40
    assert rows() == before


def test_invented_projects_are_in_both_languages_and_found(showcase, grid, client):
    in_english(showcase.get_parent(), slug="en-home")
    english = in_english(showcase, slug="showcase")
    for criterion in grid.criteria.all():
        criterion.copy_for_translation(english.locale).save()
    call_command("invent_projects", 30, quiet=True)
    call_command("invent_projects", 5, quiet=True)
    assert search(showcase).count == search(english).count == 35
    assert ProjectPage.objects.values("translation_key").distinct().count() == 35
    project = ProjectPage.objects.filter(locale=english.locale).first()
    assert client.get(project.get_url()).status_code == 200
    showcase.refresh_from_db()
    assert showcase.numchild == 35
    assert ProjectPage.find_problems() == ([], [], [], [], [])


def test_projects_are_not_invented_without_a_showcase(home):
    with pytest.raises(CommandError, match="seed"):
        call_command("invent_projects", 3)


def test_a_project_behind_a_password_is_deleted_with_its_password(showcase, grid):
    project = make_project(showcase, grid)
    PageViewRestriction.objects.create(page=project, restriction_type="login")
    ProjectPage.objects.get(pk=project.pk).delete()
    assert not CatalogueEntry.objects.exists()


def test_hundreds_of_years_in_an_address_are_left_out_and_said(showcase, grid, client):
    make_project(showcase, grid)
    years = "&".join(f"year={year}" for year in range(1001, 1991))
    page = read(client, showcase, years)
    assert len(page.select(".selected__ignored, .finder__ignored")) <= MOST_IGNORED
    assert len(str(page)) < 400_000


def test_a_country_in_two_cases_counts_once(showcase, grid):
    make_project(showcase, grid, country="FR")
    assert len(search(showcase, "country=fr&country=FR").selection.chosen) == 1
