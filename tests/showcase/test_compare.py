"""Projects side by side."""

import datetime

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from showcase.addresses import address_below
from showcase.compare.asked import READ
from showcase.compare.views import compare
from showcase.models import CriterionAssessment, ProjectFigure, ProjectPage
from tests.factories import in_english, make_grid, make_project


@pytest.fixture
def ask(client, showcase):
    """The page for these slugs, which must answer 200."""

    def get(*slugs: str, below=None, **query: str) -> BeautifulSoup:
        address = address_below(below or showcase, compare)
        response = client.get(address, {"project": slugs, **query})
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return get


def heads(page: BeautifulSoup) -> list[str]:
    return [link.text for link in page.select("thead th[scope=col] .compare__title")]


def row(page: BeautifulSoup, name: str) -> list[str]:
    """The cells of the row whose header begins with that."""
    for line in page.select("tbody tr"):
        header = line.select_one("th[scope=row]")
        if header and header.text.startswith(name):
            return [" ".join(cell.text.split()) for cell in line.select("td")]
    raise AssertionError(name)


def said(page: BeautifulSoup) -> list[str]:
    return [" ".join(line.text.split()) for line in page.select(".compare__left-out")]


def test_it_lays_findings_and_facts_side_by_side(showcase, grid, ask):
    one = make_project(
        showcase, grid, {"risk": "partly", "policy": "not_demonstrated"},
        slug="un", title="Projet un", start_year=2019, sectors=["housing"], sdgs=[11], place="Fès",
    )  # fmt: skip
    make_project(showcase, grid, slug="deux", title="Projet deux", country="SN", status="ended")
    ProjectFigure.objects.create(
        page=one, locale=one.locale, value="300", label="emplois", kind="target", year=2022,
        source_title="Presse", source_url="https://a.example/",
    )  # fmt: skip
    CriterionAssessment.objects.filter(page=one, criterion__code="risk").update(
        evidence=[{"type": "evidence", "value": {"title": "E", "url": "https://e.example/", "kind": "press"}}]
    )
    page = ask("deux", "un")
    assert heads(page) == ["Projet deux", "Projet un"]
    assert page.select_one("caption")
    codes = [th.contents[0] for th in page.select("th[scope=row]")][:5]
    assert codes == ["novelty", "risk", "policy", "partnership", "participation"]
    documented, partly = row(page, "risk")
    assert "ocumenté" in documented
    assert "artie" in partly
    for words in ("Une raison.", "23 novembre 2026", "version 1"):
        assert words in partly
    assert "on démontré" in row(page, "policy")[1]
    assert row(page, "Pays") == ["Sénégal", "Maroc"]
    assert row(page, "Début")[1] == "2019"
    assert "Fès" in page.text
    assert "Villes et communautés durables" in row(page, "Objectifs")[1]
    assert "300 emplois" in row(page, "Chiffres")[1]
    assert "objectif, 2022" in row(page, "Chiffres")[1]


def test_the_table_scrolls_in_a_region_that_has_a_name_and_takes_the_focus(showcase, grid, ask):
    make_project(showcase, grid, slug="un")
    region = ask("un").select_one(".compare__scroll")
    assert region["role"] == "region"
    assert region["tabindex"] == "0"
    assert region.find(id=region["aria-labelledby"]).name == "caption"


def test_one_is_taken_away_by_a_link(showcase, grid, ask, client):
    for slug in ("a", "b", "c"):
        make_project(showcase, grid, slug=slug, title=slug.upper())
    removals = [link["href"] for link in ask("a", "b", "c").select(".compare__remove")]
    assert len(removals) == 3
    left = [heads(BeautifulSoup(client.get(address).content, "html.parser")) for address in removals]
    assert left == [["B", "C"], ["A", "C"], ["A", "B"]]


def test_one_is_added_by_its_words_without_a_script(showcase, grid, ask, client):
    make_project(showcase, grid, slug="a", title="Jardin des savoirs")
    make_project(showcase, grid, slug="b", title="Jardin de la médina")
    page = ask("a", add="JARDIN")
    form = page.select_one(".compare__search")
    assert [(field["name"], field["value"]) for field in form.select("input")] == [
        ("project", "a"), ("add", "JARDIN"),
    ]  # fmt: skip
    (offer,) = page.select(".compare__offers a")
    assert heads(BeautifulSoup(client.get(offer["href"]).content, "html.parser")) == [
        "Jardin des savoirs",
        "Jardin de la médina",
    ]
    assert not ask("a", add="introuvable").select(".compare__offers")
    assert "introuvable" in ask("a", add="introuvable").select_one("[role=status]").text


def test_only_ten_are_offered_of_many(showcase, grid, ask):
    for number in range(12):
        make_project(showcase, grid, slug=f"p{number}", title=f"Jardin {number:02d}")
    page = ask("p0", add="jardin")
    assert len(page.select(".compare__offers a")) == 10
    assert "Jardin 00" not in page.select_one(".compare__offers").text
    assert page.select_one(".compare__offers").find_next_sibling("p").find("a") is None


def test_a_full_comparison_offers_no_fifth(showcase, grid, ask):
    for slug in "abcde":
        make_project(showcase, grid, slug=slug, title=slug.upper())
    page = ask(*"abcde", add="raison")
    assert heads(page) == ["A", "B", "C", "D"]
    assert not page.select(".compare__search")
    (words,) = said(page)
    assert "E" in words


@pytest.mark.parametrize(
    "slug", ["inconnu", "brouillon", "prive", "été\x00", "<b>x</b>", "x" * 5000, "'\"--"]
)
def test_what_may_not_be_read_is_left_out_and_said(showcase, grid, ask, slug):
    make_project(showcase, grid, slug="un", title="Projet un")
    make_project(showcase, grid, slug="brouillon", title="Titre secret", live=False)
    private = make_project(showcase, grid, slug="prive", title="Titre secret")
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="x")
    page = ask("un", slug)
    assert heads(page) == ["Projet un"]
    (words,) = said(page)
    assert slug.replace("\x00", "")[:40] in words
    assert len(words) < 200
    assert "secret" not in page.text


def test_what_is_repeated_is_shown_once_and_said(showcase, grid, ask):
    make_project(showcase, grid, slug="un", title="Projet un")
    page = ask("un", "un", "un")
    assert heads(page) == ["Projet un"]
    assert len(said(page)) == 1


def test_a_hundred_names_are_answered_with_a_few_sentences(showcase, grid, ask):
    page = ask(*(f"nom-{number}" for number in range(100)))
    assert len(said(page)) == READ + 1
    assert heads(page) == []


def test_without_a_project_it_says_how_to_begin(showcase, grid, ask):
    page = ask()
    assert not page.select("table")
    assert page.select_one("#compare-add")
    assert ask("").select_one("#compare-add")


@pytest.fixture
def english(home, showcase):
    in_english(home, slug="home")
    return in_english(showcase, slug="showcase")


def test_the_switcher_leads_to_the_same_comparison_in_the_other_language(
    showcase, grid, english, ask, client
):
    for slug in ("eau", "pain"):
        in_english(
            make_project(showcase, grid, slug=slug, title=slug), slug=f"en-{slug}", title=f"The {slug}"
        )
    link = ask("pain", "eau").select_one('.languages a[hreflang="en"]')["href"]
    assert link.endswith("/showcase/compare/?project=en-pain&project=en-eau")
    page = BeautifulSoup(client.get(link).content, "html.parser")
    assert heads(page) == ["The pain", "The eau"]
    assert page.select_one('.languages a[hreflang="fr"]')["href"].endswith("?project=pain&project=eau")


def test_a_project_that_is_missing_in_a_language_is_said_there(showcase, grid, english, ask, client):
    make_project(showcase, grid, slug="eau", title="De l’eau")
    link = ask("eau").select_one('.languages a[hreflang="en"]')["href"]
    page = BeautifulSoup(client.get(link).content, "html.parser")
    assert heads(page) == []
    assert "De l’eau" in said(page)[0]
    assert page.select_one(".compare__left-out a")["href"].endswith("/fr/vitrine/eau/")


def test_a_slug_of_the_other_language_is_understood(showcase, grid, english, ask):
    in_english(make_project(showcase, grid, slug="eau", title="L’eau"), slug="water", title="Water")
    assert heads(ask("water")) == ["L’eau"]
    page = ask("water", "eau")
    assert heads(page) == ["L’eau"]
    assert len(said(page)) == 1


def test_a_project_without_a_criterion_shows_a_gap_in_its_column_alone(showcase, grid, ask):
    make_project(showcase, grid, slug="un")
    two = make_project(showcase, grid, slug="deux")
    two.assessments.filter(criterion__code="risk").delete()
    first, second = row(ask("un", "deux"), "risk")
    assert "Une raison." in first
    assert "Une raison." not in second
    assert second


def test_each_finding_keeps_its_own_version_of_the_grid(showcase, grid, ask):
    make_project(showcase, grid, slug="ancien")
    newer = make_grid(2, published_on=datetime.date(2026, 11, 24))
    newer.criteria.filter(code="risk").update(title="Le risque, autrement")
    make_project(showcase, newer, slug="neuf")
    page = ask("ancien", "neuf")
    old, new = row(page, "risk")
    assert "version 1" in old
    assert "Critère risk" in old
    assert "version 2" in new
    header = next(th for th in page.select("th[scope=row]") if th.text.startswith("risk"))
    assert "Le risque, autrement" in header.text


@pytest.mark.parametrize("number", [2, 4])
def test_it_asks_the_same_few_queries_however_many_projects_there_are(
    showcase, grid, english, count_queries, number
):
    counts = []
    for more in (4, 26):
        for _number in range(more):
            make_project(showcase, grid, organisation="Jardin")
        slugs = ProjectPage.objects.filter(locale=showcase.locale).values_list("slug", flat=True)[:number]
        query = "&".join(f"project={slug}" for slug in slugs)
        counts.append(count_queries(f"{address_below(showcase, compare)}?{query}&add=jardin"))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_the_boxes_on_the_cards_belong_to_the_comparison_and_not_to_the_filters(showcase, grid, client):
    make_project(showcase, grid, slug="un")
    page = BeautifulSoup(client.get(showcase.get_url()).content, "html.parser")
    box = page.select_one('.project-card input[name="project"]')
    assert box["value"] == "un"
    form = page.find(id=box["form"])
    assert form.name == "form"
    assert form["action"].endswith("/fr/vitrine/comparer/")
    assert form.find_parent("form") is None
    assert form.select_one("button[type=submit]")
    assert not box.find_parent(id=form["id"])


def test_a_sheet_leads_to_a_comparison_that_it_is_in(showcase, grid, client):
    project = make_project(showcase, grid, slug="un", title="Projet un")
    page = BeautifulSoup(client.get(project.get_url()).content, "html.parser")
    link = page.select_one('a[href*="/comparer/"]')["href"]
    assert heads(BeautifulSoup(client.get(link).content, "html.parser")) == ["Projet un"]
