"""The map: what it draws of a view, the list that says the same, and nobody else asked."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from showcase.catalogue import keeping
from showcase.models import ProjectPage
from tests.factories import in_english, make_grid, make_project

PARIS, LYON, DAKAR = (48.86, 2.35), (45.76, 4.84), (14.72, -17.47)


@pytest.fixture
def placed(showcase):
    """One project in Paris, one in Lyon, two in Dakar, one nowhere."""
    grid = make_grid()
    for title, place, sector in (
        ("Paris", PARIS, "housing"),
        ("Lyon", LYON, "digital"),
        ("Dakar un", DAKAR, "housing"),
        ("Dakar deux", DAKAR, "digital"),
        ("Nulle part", (None, None), "housing"),
    ):
        make_project(showcase, grid, title=title, sectors=[sector], **at(*place))
    return showcase


def at(latitude: float | None, longitude: float | None) -> dict[str, Decimal | None]:
    pair = {"latitude": latitude, "longitude": longitude}
    return {name: None if degrees is None else Decimal(str(degrees)) for name, degrees in pair.items()}


def points(client, showcase, query: str = "") -> dict[tuple, tuple]:
    """{place: (number of projects, title where there is one)}."""
    answer = client.get(f"{showcase.get_url()}map.json?{query}")
    assert answer.status_code == 200
    return {tuple(point["at"]): (point["count"], point.get("title")) for point in answer.json()["points"]}


def listed(client, showcase, query: str = "") -> list[str]:
    page = BeautifulSoup(client.get(f"{showcase.get_url()}carte/?{query}").content, "html.parser")
    return [link.get_text() for link in page.select(".map-page__list a")]


def test_near_the_projects_stand_apart_and_have_their_names(placed, client):
    found = points(client, placed, "zoom=8&bbox=-20,10,10,55")
    assert found == {PARIS: (1, "Paris"), LYON: (1, "Lyon"), DAKAR: (2, None)}


def test_from_afar_they_are_gathered_and_none_is_lost(placed, client):
    found = points(client, placed, "zoom=0")
    assert len(found) < 3
    assert sum(count for count, _title in found.values()) == 4


def test_a_view_shows_what_is_in_it_and_the_list_says_the_same(placed, client):
    france = "zoom=6&bbox=-5,42,9,51"
    assert {title for _count, title in points(client, placed, france).values()} == {"Paris", "Lyon"}
    assert listed(client, placed, france) == ["Lyon", "Paris"]
    assert listed(client, placed) == ["Dakar deux", "Dakar un", "Lyon", "Paris"]


def test_the_filters_of_the_showcase_hold(placed, client):
    assert {title for _count, title in points(client, placed, "zoom=9&sector=housing").values()} == {
        "Paris",
        "Dakar un",
    }
    assert listed(client, placed, "sector=housing") == ["Dakar un", "Paris"]


def test_what_has_no_place_is_said_with_a_way_to_it(placed, client):
    page = BeautifulSoup(client.get(f"{placed.get_url()}carte/?sector=housing").content, "html.parser")
    rest = page.select_one(".map-page__rest")
    assert rest.get_text().strip().startswith("1 ")
    assert rest.a["href"] == f"{placed.get_url()}?sector=housing"


@pytest.mark.parametrize(
    "query",
    [
        "bbox=",
        "bbox=1,2,3",
        "bbox=a,b,c,d",
        "bbox=nan,nan,nan,nan",
        "bbox=-inf,-inf,inf,inf",
        "bbox=10,10,-10,-10",
        "bbox=1e308,0,1e309,1",
        "bbox=-900,-900,900,900&zoom=99999999999",
        "zoom=-1",
        "zoom=%C2%B2",
        "zoom=x&sector=nothing&page=1000000000",
        "bbox=%00",
    ],
)
def test_any_view_gets_an_answer(placed, client, query):
    assert sum(count for count, _title in points(client, placed, query).values()) == 4
    assert client.get(f"{placed.get_url()}carte/?{query}").status_code == 200


def test_a_near_view_of_the_whole_world_is_gathered_all_the_same(placed, client):
    grid = make_grid(version=2)
    for number in range(30):
        make_project(placed, grid, **at(round(DAKAR[0] + number / 1000, 5), DAKAR[1]))
    assert len(points(client, placed, "zoom=18&bbox=-180,-90,180,90")) <= 4


def test_the_other_language_has_the_same_view(placed, client):
    in_english(placed.get_parent(), slug="en-home")
    english = in_english(placed, slug="showcase")
    page = BeautifulSoup(
        client.get(f"{placed.get_url()}carte/?sector=housing&bbox=-5,42,9,51").content, "html.parser"
    )
    hrefs = [link["href"] for link in page.select("a[hreflang]")]
    assert f"{english.get_url()}map/?sector=housing&bbox=-5%2C42%2C9%2C51" in hrefs


def test_a_server_of_tiles_is_asked_only_where_a_setting_names_it(placed, client, settings):
    def policy(path: str) -> str:
        return client.get(placed.get_url() + path).headers["Content-Security-Policy"]

    assert "tiles.example.org" not in policy("carte/")
    settings.MAP_TILES_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    directives = dict(part.strip().split(" ", 1) for part in policy("carte/").split(";"))
    assert directives.pop("img-src") == "'self' https://tiles.example.org"
    assert not [value for value in directives.values() if "tiles" in value]
    assert "tiles.example.org" not in policy("")
    assert (
        'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"'
        in client.get(f"{placed.get_url()}carte/").content.decode()
    )


def test_queries_are_the_same_for_few_and_for_many(placed, count_queries):
    def costs() -> list[int]:
        return [count_queries(f"{placed.get_url()}{path}") for path in ("carte/", "map.json?zoom=9")]

    few = costs()
    grid = make_grid(version=2)
    for number in range(27):
        make_project(placed, grid, latitude=number, longitude=number)
    assert costs() == few
    assert max(few) <= 12


def test_a_project_moved_on_the_map_is_found_at_its_new_place(placed, client):
    ProjectPage.objects.filter(title="Paris").update(**at(19.72, -17.47))
    keeping.rebuild()
    assert (19.72, -17.47) in points(client, placed, "zoom=8&bbox=-20,10,10,55")
