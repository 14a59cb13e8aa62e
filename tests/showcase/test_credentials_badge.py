"""The badge as a drawing for other sites."""

import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from django.utils.translation import gettext

from showcase.credentials.drawing import drawing
from showcase.models import ProjectPage
from tests.factories import in_english, make_frame, make_grid, make_project
from tests.showcase.credentials import change

SVG = "{http://www.w3.org/2000/svg}"
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture
def project(showcase):
    """One criterion in each of the five states, and the fifth in part."""
    page = make_project(showcase, make_grid(), {"policy": "not_demonstrated"}, title="Le café d’en bas")
    change(page, "novelty", assessor="jury")
    change(page, "risk", assessor="self", finding="partly")
    change(page, "participation", review_by=datetime.date(2026, 3, 1))
    return ProjectPage.objects.get(pk=page.pk)


def read(client, page) -> Any:
    response = client.get(f"{page.url}badge.svg")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("image/svg+xml")
    return ElementTree.fromstring(response.content)


def words(root: Any) -> str:
    return " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


@time_machine.travel(NOON, tick=False)
def test_the_badge_tells_each_state_by_words_and_by_form(client, project):
    make_frame(site_name="Le Pont")
    root = read(client, project)
    shown = words(root)
    assert "Le café d’en bas" in shown
    assert "Le Pont" in shown
    for state in ("vérifié", "déclaré", "en partie", "documenté", "non démontré", "expiré"):
        assert state.split()[0] in shown
    arches = [path for path in root.iter(f"{SVG}path") if path.get("d", "").startswith("M3 54V24a")]
    looks = {(arch.get("fill"), arch.get("stroke-dasharray")) for arch in arches}
    assert len(arches) == 5
    assert len(looks) == 4  # filled, filled lighter, outlined (with a half or hatched), dashed
    assert any(path.get("d") == "M3 54V33h42v21z" for path in root.iter(f"{SVG}path"))
    assert any(path.get("d", "").startswith("M5 32") for path in root.iter(f"{SVG}path"))


@time_machine.travel(NOON, tick=False)
def test_the_badge_can_be_heard(client, project):
    root = read(client, project)
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby").split() == [title.get("id"), described.get("id")]
    assert "Le café d’en bas" in title.text
    assert "mars\N{NO-BREAK SPACE}2026" in described.text
    assert gettext("This site’s own reading of public evidence; not an official label.") in described.text
    assert root.get("lang") == "fr"


def test_the_badge_asks_for_nothing_outside_itself(client, project):
    root = read(client, project)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "rect", "path", "text", "tspan"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "href" not in name
            assert name != "style"
            assert "url(" not in value


def test_the_badge_brings_its_own_ground(client, project):
    root = read(client, project)
    ground = next(root.iter(f"{SVG}rect"))
    assert ground.get("fill") == "#fdfaf4"
    assert float(ground.get("width")) == float(root.get("width")) - 2


def test_each_language_has_its_own_badge(client, project, showcase):
    in_english(showcase.get_parent().specific, slug="en-home")
    in_english(showcase, slug="showcase")
    english = in_english(project, title="The café below", slug="cafe-en")
    shown = words(read(client, english))
    assert "The café below" in shown
    assert "verified" in shown


def test_a_page_unpublished_in_one_language_has_no_badge_in_it(client, project):
    ProjectPage.objects.get(pk=project.pk).unpublish()
    assert client.get(f"{project.url}badge.svg").status_code == 404


def test_the_badge_shows_on_any_site_and_only_it(client, project):
    response = client.get(f"{project.url}badge.svg")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not client.get(project.url).has_header("Cross-Origin-Resource-Policy")


def test_an_unchanged_badge_is_not_sent_again(client, project):
    address = f"{project.url}badge.svg"
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    change(project, "novelty", assessor="editors")
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_badge_that_expires_is_another_the_next_day(client, project):
    change(project, "novelty", review_by=datetime.date(2027, 6, 30))
    address = f"{project.url}badge.svg"
    with time_machine.travel(datetime.datetime(2027, 6, 30, 12, tzinfo=datetime.UTC), tick=False):
        before = client.get(address)
    with time_machine.travel(datetime.datetime(2027, 7, 1, 12, tzinfo=datetime.UTC), tick=False):
        after = client.get(address, headers={"if-modified-since": before["Last-Modified"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert parsedate_to_datetime(after["Last-Modified"]) > parsedate_to_datetime(before["Last-Modified"])


@pytest.mark.parametrize(
    "title",
    ['<script>alert(1)</script> & "co"', "Un nom\x0b\x08 étrange ", "mot" * 85, "م" * 40, "x"],
)
def test_any_title_makes_a_drawing_that_can_be_read(project, title):
    project.title = title
    root = ElementTree.fromstring(drawing(project, "Passerelle & <co>"))
    assert root.find(f"{SVG}title").text
    assert not list(root.iter(f"{SVG}script"))


def test_a_badge_has_no_finding_or_the_later_of_two_grids(client, showcase):
    grid = make_grid(version=2)
    empty = make_project(showcase, grid, title="Vide")
    empty.assessments.all().delete()
    assert gettext("No criterion has been examined yet.") in words(read(client, empty))
    twice = make_project(showcase, grid, title="Deux fois")
    once = make_project(showcase, make_grid(version=3), title="Une fois")
    width = read(client, once).get("width")
    once.assessments.update(page=twice)
    assert read(client, twice).get("width") == width


def test_a_badge_costs_few_queries(count_queries, project):
    assert count_queries(f"{project.url}badge.svg") <= 10


def test_the_code_to_copy_shows_the_badge_and_leads_back(client, project):
    page = BeautifulSoup(client.get(project.url).content, "html.parser")
    code = BeautifulSoup(page.select_one("#share textarea").get_text(), "html.parser")
    link, picture = code.find("a"), code.find("img")
    assert link["href"] == project.full_url
    assert picture["src"] == f"{project.full_url}badge.svg"
    assert "Le café d’en bas" in picture["alt"]
    assert "novelty" in picture["alt"]
    assert not code.find("script")
    size = read(client, project)
    assert (picture["width"], picture["height"]) == (size.get("width"), size.get("height"))


def test_a_hostile_title_stays_text_in_the_code_to_copy(client, project):
    project.title = '"><script>alert(1)</script>'
    project.save_revision().publish()
    page = BeautifulSoup(client.get(project.url).content, "html.parser")
    code = BeautifulSoup(page.select_one("#share textarea").get_text(), "html.parser")
    assert not code.find("script")
    assert project.title in code.find("img")["alt"]
