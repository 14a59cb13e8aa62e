"""Open data: the files, the feed, and the page that explains them."""

import gc
import io
import json
import tracemalloc
import uuid
import xml.etree.ElementTree as ElementTree

import pandas
import pyogrio
import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from config.page_cache import PageCache
from home import content_version
from home.background import at_rest
from showcase.catalogue import keeping
from showcase.data import extract
from showcase.models import CriterionAssessment, ProjectPage
from tests.factories import in_english, locale, make_project

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _version_of_our_own(settings, tmp_path):
    settings.CONTENT_VERSION_FILE = tmp_path / "version"


@pytest.fixture
def _garbage_as_usual():
    """The collector as Python sets it, which the rest of the tests slow down (conftest)."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def body(response) -> bytes:
    assert response.status_code == 200
    return response.getvalue()


def table(client, address: str) -> pandas.DataFrame:
    return pandas.read_csv(io.BytesIO(body(client.get(address))), keep_default_na=False)


def place(**fields) -> dict:
    return {"latitude": "33.59670", "longitude": "-7.61890", **fields}


def test_a_spreadsheet_reads_the_csv_with_accents_numbers_findings_licence_and_day(showcase, grid, client):
    make_project(
        showcase,
        grid,
        {"risk": "partly", "policy": "not_demonstrated"},
        title="Été, « ici »\nou là",
        sectors=["housing", "education"],
        sdgs=[1, 11],
        start_year=1998,
        **place(),
    )
    response = client.get("/fr/vitrine/projects.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'rel="license"' in response["Link"]
    frame = pandas.read_csv(io.BytesIO(body(response)))
    assert not frame.columns[0].startswith("\ufeff")
    row = frame.iloc[0]
    assert (row.title, row.country, row.country_name) == ("Été, « ici »\nou là", "MA", "Maroc")
    assert (row.latitude, row.longitude, row.start_year) == (33.5967, -7.6189, 1998)
    assert (row.sectors, row.sdgs) == ("housing|education", "1|11")
    assert (row.novelty_finding, row.novelty_badge, row.novelty_grid) == ("demonstrated", "documented", 1)
    assert (row.risk_finding, row.policy_badge) == ("partly", "not-demonstrated")
    assert (row.licence, row.extracted_on) == ("CC BY-SA 4.0", timezone.localdate().isoformat())
    assert row.address.endswith(ProjectPage.objects.get().get_url())


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(showcase, grid, client, opening):
    evil = f"{opening}cmd|' /C calc'!A0"
    make_project(showcase, grid, title="Sûr", organisation=evil, place=evil, **place())
    row = table(client, "/fr/vitrine/projects.csv?q=%3Dsur").iloc[0]
    assert row.organisation.startswith(f"'{opening}")
    assert row.place.startswith(f"'{opening}")
    assert row.longitude == -7.6189  # a number that is below zero stays one


def test_the_filters_of_the_address_hold_in_every_file_and_are_said(showcase, grid, client):
    make_project(showcase, grid, title="Ici", country="MA", **place())
    make_project(showcase, grid, title="Là", country="FR", **place())
    query = "?country=MA&country=zz&sector=magic&page=1000000000&sort=new"
    assert list(table(client, f"/fr/vitrine/projects.csv{query}").title) == ["Ici"]
    assert list(table(client, f"/fr/vitrine/projects.csv{query}").selection) == ["country=MA&sort=new"]
    data = json.loads(body(client.get(f"/fr/vitrine/projects.json{query}")))
    assert ([project["title"] for project in data["projects"]], data["count"]) == (["Ici"], 1)
    assert data["ignored"] == [{"name": "sector", "value": "magic"}, {"name": "country", "value": "zz"}]
    places = json.loads(body(client.get(f"/fr/vitrine/projects.geojson{query}")))
    assert [feature["properties"]["title"] for feature in places["features"]] == ["Ici"]
    feed = ElementTree.fromstring(body(client.get(f"/fr/vitrine/feed.xml{query}")))  # noqa: S314  our own
    assert [title.text for title in feed.findall("atom:entry/atom:title", ATOM)] == ["Ici"]


def test_the_json_holds_each_finding_with_reason_and_evidence(showcase, grid, client):
    project = make_project(showcase, grid)
    evidence = {
        "title": "Étude",
        "url": "https://example.org/",
        "kind": "academic",
        "date": "",
        "language": "fr",
    }
    CriterionAssessment.objects.filter(page=project, criterion__code="risk").update(
        evidence=[{"type": "evidence", "value": evidence}], assessor="jury"
    )
    data = json.loads(body(client.get("/fr/vitrine/projects.json")))
    assert (data["licence"], data["language"], data["count"]) == ("CC BY-SA 4.0", "fr", 1)
    found = {finding["criterion"]: finding for finding in data["projects"][0]["findings"]}
    assert list(found) == ["novelty", "risk", "policy", "partnership", "participation"]
    assert (found["risk"]["badge"], found["risk"]["reason"]) == ("verified", "Une raison.")
    assert found["risk"]["evidence"] == [evidence]


def test_a_map_reads_the_geojson_and_what_has_no_place_is_counted(showcase, grid, client, tmp_path):
    make_project(showcase, grid, title="Situé", **place())
    make_project(showcase, grid, title="Ailleurs")
    content = body(client.get("/fr/vitrine/projects.geojson"))
    assert json.loads(content)["without_coordinates"] == 1
    file = tmp_path / "projects.geojson"
    file.write_bytes(content)
    about = pyogrio.read_info(file)
    assert (about["features"], about["geometry_type"], about["crs"]) == (1, "Point", "EPSG:4326")
    assert about["total_bounds"] == pytest.approx((-7.6189, 33.5967, -7.6189, 33.5967))
    meta, _keys, _shapes, values = pyogrio.raw.read(file)
    properties = dict(zip(meta["fields"], (column[0] for column in values), strict=True))
    assert (properties["title"], properties["novelty_badge"]) == ("Situé", "documented")


def test_files_without_a_project_are_still_files(showcase, grid, client):
    assert len(table(client, "/fr/vitrine/projects.csv")) == 0
    assert json.loads(body(client.get("/fr/vitrine/projects.json")))["projects"] == []
    assert json.loads(body(client.get("/fr/vitrine/projects.geojson")))["features"] == []
    ElementTree.fromstring(body(client.get("/fr/vitrine/feed.xml")))  # noqa: S314


def test_each_language_has_its_files_and_a_project_one_name_in_both(showcase, home, grid, client):
    french = make_project(showcase, grid, title="Maison")
    in_english(home, slug="home")
    in_english(showcase, slug="showcase")
    make_project(showcase, grid, title="Non traduit")
    in_english(french, title="House", slug="house")
    rows = table(client, "/en/showcase/projects.csv")
    assert list(rows.title) == ["House"]
    assert list(rows.country_name) == ["Morocco"]
    assert list(rows.id) == [str(french.translation_key)]


def test_what_is_not_for_everybody_is_in_no_file(showcase, grid, client):
    make_project(showcase, grid, title="Public")
    shut = make_project(showcase, grid, title="Fermé")
    make_project(showcase, grid, title="Brouillon", live=False)
    PageViewRestriction.objects.create(page=shut, restriction_type="password", password="secret")
    for name in ("projects.csv", "projects.json", "projects.geojson", "feed.xml"):
        text = body(client.get(f"/fr/vitrine/{name}")).decode()
        assert "Fermé" not in text
        assert "Brouillon" not in text
    assert list(table(client, "/fr/vitrine/projects.csv").title) == ["Public"]
    PageViewRestriction.objects.create(page=showcase, restriction_type="login")
    assert client.get("/fr/vitrine/projects.csv").status_code == 302


@pytest.mark.parametrize("name", ["projects.csv", "projects.json", "projects.geojson"])
def test_whoever_has_the_file_is_told_so_until_something_changes(showcase, grid, client, name):
    make_project(showcase, grid, **place())
    content_version.move()
    first = client.get(f"/fr/vitrine/{name}")
    size = len(body(first))
    same = client.get(f"/fr/vitrine/{name}", headers={"If-None-Match": first["ETag"]})
    since = client.get(f"/fr/vitrine/{name}", headers={"If-Modified-Since": first["Last-Modified"]})
    assert (same.status_code, same.content, since.status_code) == (304, b"", 304)
    head = client.head(f"/fr/vitrine/{name}")
    assert (head.status_code, head["ETag"], head.content) == (200, first["ETag"], b"")
    assert client.post(f"/fr/vitrine/{name}").status_code == 405
    make_project(showcase, grid, **place())
    content_version.move()
    changed = client.get(f"/fr/vitrine/{name}", headers={"If-None-Match": first["ETag"]})
    assert len(body(changed)) > size


def test_an_entry_that_is_written_again_makes_what_was_kept_out_of_date(
    showcase, grid, django_capture_on_commit_callbacks
):
    project = make_project(showcase, grid)
    before = content_version.current()
    with django_capture_on_commit_callbacks(execute=True):
        keeping.enter([project.pk])
    assert content_version.current() > before


def test_strange_addresses_get_a_normal_answer(showcase, grid, client):
    make_project(showcase, grid, title="Un")
    strange = "&".join(["criterion=%00", "q=%00%0b%27", "sort=%ff", "year=99999-1", *["sdg=999"] * 100])
    for name in ("projects.csv", "projects.json", "projects.geojson", "feed.xml", "donnees/"):
        assert client.get(f"/fr/vitrine/{name}?{strange}").status_code == 200


def test_a_title_with_control_characters_breaks_no_file(showcase, grid, client):
    make_project(showcase, grid, title="Clo\x0bche", summary="Un\x1b", **place())
    ElementTree.fromstring(body(client.get("/fr/vitrine/feed.xml")))  # noqa: S314
    assert json.loads(body(client.get("/fr/vitrine/projects.json")))["count"] == 1
    assert len(table(client, "/fr/vitrine/projects.csv")) == 1


def test_what_one_batch_costs_does_not_depend_on_how_many_projects_it_holds(
    showcase, grid, client, monkeypatch
):
    def cost(added: int) -> int:
        with at_rest():
            call_command("invent_projects", added, quiet=True)
        with CaptureQueriesContext(connection) as queries:
            body(client.get("/fr/vitrine/projects.json"))
        return len(queries)

    few, many = cost(3), cost(27)
    assert few == many
    monkeypatch.setattr(extract, "BATCH", 20)
    # 31 projects are one batch more: its projects, and their findings.
    assert cost(1) == many + 2


@pytest.mark.usefixtures("_garbage_as_usual")
def test_memory_does_not_grow_with_the_number_of_projects(showcase, grid, monkeypatch):
    monkeypatch.setattr(extract, "BATCH", 50)

    def peak() -> tuple[int, int]:
        size = 0
        tracemalloc.start()
        for piece in Client().get("/fr/vitrine/projects.json"):
            size += len(piece)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found, size

    with at_rest():  # nothing is searched for by words here
        call_command("invent_projects", 200, quiet=True)
    peak()  # what is loaded once is loaded
    few, small = peak()
    with at_rest():
        call_command("invent_projects", 1800, quiet=True)
    many, large = peak()
    assert large > 9 * small
    assert many < 1.3 * few


def test_data_stream_past_the_cache_of_pages_and_the_feed_is_kept_in_it(tmp_path):
    headers = [
        ("Content-Type", "application/atom+xml; charset=utf-8"),
        ("Cache-Control", "public, max-age=60"),
    ]
    answers = []

    def application(environ, start_response):
        start_response("200 OK", headers)
        answers.append(iter([b"a", b"b"]))
        return answers[-1]

    cache = PageCache(application, tmp_path / "version")

    def ask(path: str):
        return cache({"REQUEST_METHOD": "GET", "PATH_INFO": path}, lambda *_args: None)

    for name in ("projects.csv", "projects.json", "projects.geojson"):
        assert ask(f"/fr/vitrine/{name}") is answers[-1]
    made = len(answers)
    assert [ask("/fr/vitrine/feed.xml"), ask("/fr/vitrine/feed.xml")] == [[b"ab"], [b"ab"]]
    assert len(answers) == made + 1


def test_the_feed_holds_what_changed_last_with_a_name_for_good(showcase, grid, client):
    new = make_project(showcase, grid, title="Récent", summary="Résumé")
    make_project(showcase, grid, title="Ancien")
    new.save_revision().publish()
    response = client.get("/fr/vitrine/feed.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(body(response))  # noqa: S314
    entry = feed.find("atom:entry", ATOM)
    assert entry.findtext("atom:title", namespaces=ATOM) == "Récent"
    assert entry.findtext("atom:id", namespaces=ATOM) == uuid.uuid5(new.translation_key, "fr").urn
    assert entry.find("atom:link", ATOM).get("href").endswith(new.get_url())
    assert entry.findtext("atom:summary", namespaces=ATOM) == "Résumé"
    assert feed.findtext("atom:rights", namespaces=ATOM) == "CC BY-SA 4.0"
    again = client.get("/fr/vitrine/feed.xml", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_the_showcase_announces_its_feed_and_leads_to_its_data(showcase, grid, client):
    make_project(showcase, grid, country="MA")
    soup = BeautifulSoup(client.get("/fr/vitrine/?country=MA").content, "html.parser")
    link = soup.select_one('head link[type="application/atom+xml"]')
    assert (link["rel"], link["href"]) == (["alternate"], "/fr/vitrine/feed.xml")
    led_to = [link["href"] for link in soup.select(".more a")]
    assert led_to == [f"/fr/vitrine/{name}?country=MA" for name in ("en-chiffres/", "donnees/", "feed.xml")]


def test_the_page_of_open_data_explains_every_column_in_both_languages(showcase, home, grid, client):
    in_english(home, slug="home")
    english = in_english(showcase, slug="showcase")
    make_project(showcase, grid)
    columns = list(table(client, "/fr/vitrine/projects.csv"))
    for address, language in (("/fr/vitrine/donnees/", "fr"), ("/en/showcase/data/", "en")):
        soup = BeautifulSoup(client.get(f"{address}?country=MA").content, "html.parser")
        explained = {code.text for code in soup.select('th[scope="row"] code')}
        names = {name.partition("_")[2] if name.startswith(CODES) else name for name in columns}
        assert names == explained
        assert soup.select_one('a[rel="license"]')["href"].startswith("https://creativecommons.org/")
        assert soup.html["lang"] == language
        assert soup.select_one('link[rel="canonical"]')["href"].endswith(address)
        for link in soup.select(".open-data__files a"):
            assert link["href"].endswith("?country=MA")
            assert client.get(link["href"]).status_code == 200
        for link in soup.select('a[href*="/api/v2/"]'):
            assert client.get(link["href"].partition("testserver")[2]).status_code == 200
    switch = soup.select_one('.languages a[hreflang="fr"]')
    assert switch["href"] == "/fr/vitrine/donnees/?country=MA"
    assert english.locale == locale("en")


CODES = ("novelty_", "risk_", "policy_", "partnership_", "participation_")


def test_the_page_says_what_is_chosen_and_what_was_left_out(showcase, grid, client):
    make_project(showcase, grid, country="MA")
    text = BeautifulSoup(client.get("/fr/vitrine/donnees/?country=MA&sector=x").content, "html.parser").text
    assert "Maroc" in text
    assert "« x »" in text.replace("\u202f", " ") or "“x”" in text


def test_the_page_of_open_data_costs_few_queries(showcase, grid, count_queries):
    make_project(showcase, grid)
    few = count_queries("/fr/vitrine/donnees/")
    for _number in range(10):
        make_project(showcase, grid)
    assert count_queries("/fr/vitrine/donnees/") == few <= 12
