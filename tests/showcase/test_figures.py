"""The showcase in figures: charts, their tables and their data."""

import datetime
import io

import pandas
import time_machine
from bs4 import BeautifulSoup

from showcase.catalogue import keeping
from showcase.figures.charts import MOST_BARS, Bar, Chart, Part
from showcase.models import Criterion, CriterionAssessment
from tests.factories import in_english, locale, make_grid, make_project

PAGE = "/fr/vitrine/en-chiffres/"


def read(client, address: str = PAGE) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def drawn(soup: BeautifulSoup, code: str) -> dict[str, list[int]]:
    """{name of the bar: its numbers}, from the table of a chart."""
    rows = soup.select(f"#chart-{code} tbody tr")
    return {row.th.text.lower(): [int(cell.text) for cell in row.select("td")] for row in rows}


def numbers(client, query: str = "") -> pandas.DataFrame:
    response = client.get(f"/fr/vitrine/figures.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return pandas.read_csv(io.BytesIO(response.content), keep_default_na=False)


def test_each_chart_counts_what_the_projects_are(showcase, grid, client):
    make_project(showcase, grid, {"risk": "partly"}, country="MA", start_year=1998, sectors=["housing"])
    make_project(
        showcase,
        grid,
        {"risk": "not_demonstrated"},
        country="MA",
        start_year=1991,
        sectors=["housing", "places"],
    )
    make_project(showcase, grid, country="FR")
    soup = read(client)
    assert drawn(soup, "criterion")["risk"] == [1, 1, 0, 1]
    assert drawn(soup, "criterion")["novelty"] == [3, 0, 0, 0]
    assert list(drawn(soup, "country").items()) == [("maroc", [2]), ("france", [1])]
    assert list(drawn(soup, "sector").values()) == [[2], [1], [1]]  # the third is not known
    assert next(iter(drawn(soup, "year").items())) == ("1990–1999", [2])
    assert sorted(drawn(soup, "badge").values()) == [[0], [0], [0], [1], [14]]


def test_a_badge_that_expired_is_counted_as_expired_from_the_next_day(showcase, grid, client):
    project = make_project(showcase, grid)
    CriterionAssessment.objects.filter(page=project, criterion__code="risk").update(
        review_by=datetime.date(2027, 3, 1), assessor="jury"
    )
    keeping.enter([project.pk])
    for day, expected, verified in ((1, [1, 0, 0, 0], [1]), (2, [0, 0, 1, 0], [0])):
        with time_machine.travel(datetime.datetime(2027, 3, day, 12, tzinfo=datetime.UTC)):
            soup = read(client)
        assert drawn(soup, "criterion")["risk"] == expected
        assert drawn(soup, "badge")["vérifié par le jury"] == verified


def test_of_two_grids_the_later_finding_counts(showcase, grid, client):
    project = make_project(showcase, grid, {"risk": "not_demonstrated"})
    later = make_grid(2)
    CriterionAssessment.objects.create(
        page=project,
        locale=showcase.locale,
        criterion=Criterion.objects.get(grid=later, code="risk"),
        finding="demonstrated",
        reason="Relu.",
        assessor="editors",
    )
    assert drawn(read(client), "criterion")["risk"] == [1, 0, 0, 0]
    assert sum(count for [count] in drawn(read(client), "badge").values()) == 5


def test_the_drawing_and_the_csv_say_what_the_table_says(showcase, grid, client):
    make_project(showcase, grid, country="MA")
    make_project(showcase, grid, country="MA")
    make_project(showcase, grid, country="FR")
    soup = read(client)
    section = soup.select_one("#chart-country")
    svg = section.select_one("svg.bars")
    names = [soup.find(id=name).text for name in svg["aria-labelledby"].split()]
    assert svg["role"] == "img"
    assert all(names)
    assert [bar["width"] for bar in svg.select(".bars__part")] == ["100.00%", "50.00%"]
    assert [text.text for text in svg.select(".bars__number")] == ["2", "1"]
    frame = numbers(client, section.select_one(".drawn__file a")["href"].partition("figures.csv")[2])
    assert list(frame.code) == ["MA", "FR"]
    assert list(frame.number) == [2, 1]
    assert set(frame.chart) == {"country"}
    assert set(frame.licence) == {"CC BY-SA 4.0"}


def test_figures_hold_for_the_filters_of_the_address(showcase, grid, client):
    make_project(showcase, grid, country="MA", sectors=["housing"])
    make_project(showcase, grid, {"risk": "not_demonstrated"}, country="FR", sectors=["education"])
    soup = read(client, f"{PAGE}?country=FR&sector=magic")
    assert drawn(soup, "criterion")["risk"] == [0, 0, 0, 1]
    assert list(drawn(soup, "country")) == ["france"]
    assert soup.select_one(".selected__ignored")
    assert set(numbers(client, "?chart=country&country=FR").code) == {"FR"}
    # Each number leads to its projects.
    link = soup.select_one("#chart-sector tbody a")["href"]
    assert link == "/fr/vitrine/?country=FR&sector=education"
    assert "1" in read(client, link).select_one("#finder-count").text


def test_a_chart_that_is_not_known_gives_all_of_them(showcase, grid, client):
    make_project(showcase, grid)
    assert set(numbers(client, "?chart=%00&page=9")["chart"]) == {
        "criterion",
        "sector",
        "country",
        "year",
        "badge",
    }
    assert client.post("/fr/vitrine/figures.csv").status_code == client.post(PAGE).status_code == 405


def test_a_showcase_without_projects_has_figures_all_the_same(showcase, client):
    soup = read(client)
    assert not soup.select("svg.bars")
    assert len(soup.select(".drawn")) == 5


def test_figures_are_in_both_languages(showcase, home, grid, client):
    in_english(home, slug="home")
    in_english(showcase, slug="showcase")
    project = make_project(showcase, grid, country="MA")
    in_english(project, slug="project")
    soup = read(client, "/en/showcase/figures/")
    assert list(drawn(soup, "country")) == ["morocco"]
    assert soup.select_one('.languages a[hreflang="fr"]')["href"] == PAGE
    assert soup.select_one('link[hreflang="x-default"]')["href"].endswith(PAGE)
    assert locale("en")


def test_figures_cost_the_same_for_three_projects_and_for_thirty(showcase, grid, count_queries):
    def fill(number: int) -> None:
        for place in range(number):
            make_project(showcase, grid, country=("MA", "FR", "BE")[place % 3], sectors=["housing"])

    fill(3)
    few = count_queries(PAGE)
    fill(27)
    assert count_queries(PAGE) == few <= 12


def test_a_bar_is_as_long_as_its_number_and_a_long_chart_says_what_it_leaves_out():
    parts = [Part("a", "A"), Part("b", "B")]
    chart = Chart("x", "X", "things", parts, [Bar("1", "un", (30, 10)), Bar("2", "deux", (0, 1))])
    first, second = chart.drawn
    assert [(part.start, part.width, part.has_room) for part in first.parts] == [
        ("0.00%", "75.00%", True),
        ("75.00%", "25.00%", True),
    ]
    assert [(part.code, part.width, part.has_room) for part in second.parts] == [("b", "2.50%", False)]
    assert second.label_at > first.label_at
    long = Chart("x", "X", "things", parts[:1], [Bar(str(n), str(n), (n,)) for n in range(MOST_BARS + 5)])
    assert (len(long.drawn), long.left_out) == (MOST_BARS, 5)
    assert Chart("x", "X", "things", parts, []).is_empty
