"""`/api/v2/`: what anybody may read, as JSON."""

import datetime

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from showcase.models import CriterionAssessment
from tests.factories import (
    CODES,
    GlossaryIndexPageFactory,
    TermPageFactory,
    in_english,
    make_grid,
    make_project,
)

API = "/api/v2/"


def read(client, address: str) -> dict:
    response = client.get(API + address)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def test_its_own_address_names_every_endpoint_which_answers(showcase, grid, client):
    endpoints = read(client, "")
    assert set(endpoints) == {"pages", "projects", "terms", "criteria"}
    for address in endpoints.values():
        assert "items" in read(client, address.partition(API)[2])


def titles(client, address: str) -> list[str]:
    return sorted(item["title"] for item in read(client, address)["items"])


def test_a_project_has_its_facts_its_findings_and_the_state_of_each_badge(showcase, grid, client):
    project = make_project(
        showcase,
        grid,
        {"risk": "partly"},
        country="MA",
        sectors=["housing"],
        latitude="33.5",
        longitude="-7.6",
    )
    CriterionAssessment.objects.filter(page=project, criterion__code="policy").update(
        review_by=datetime.date(2020, 1, 1), assessor="jury"
    )
    found = read(client, f"projects/{project.pk}/")
    assert (found["country"], found["sectors"], found["longitude"]) == ("MA", ["housing"], -7.6)
    assert found["meta"]["locale"] == "fr"
    assert found["meta"]["html_url"].endswith(project.get_url())
    assert found["key"] == str(project.translation_key)
    states = {finding["criterion"]: finding["badge"] for finding in found["findings"]}
    assert states == dict.fromkeys(CODES, "documented") | {"policy": "expired"}
    assert [finding["partly"] for finding in found["findings"]] == [False, True, False, False, False]
    whole = read(client, f"pages/{project.pk}/")
    assert (whole["title"], whole["summary"]) == (project.title, "Un projet d’essai.")
    [listed] = read(client, "projects/")["items"]
    assert listed["findings"] == found["findings"]
    assert listed["meta"]["detail_url"].endswith(f"/api/v2/projects/{project.pk}/")


def test_projects_are_filtered_as_the_showcase_filters_them(showcase, grid, client):
    make_project(showcase, grid, title="A", country="MA", start_year=1998, sectors=["housing"])
    make_project(showcase, grid, {"risk": "partly"}, title="B", country="FR", start_year=2004)
    make_project(showcase, grid, title="C", country="BE", status="ended")
    assert titles(client, "projects/?country=MA&country=fr") == ["A", "B"]
    assert titles(client, "projects/?criterion=risk") == ["A", "C"]
    assert titles(client, "projects/?criterion=risk-partly") == ["B"]
    assert titles(client, "projects/?year=1990-1999&sector=housing") == ["A"]
    call_command("update_index", verbosity=0)
    assert titles(client, "projects/?status=ended&search=C") == ["C"]
    assert titles(client, "projects/?status=ended&search=A") == []
    answer = client.get(f"{API}projects/?sector=magic")
    assert answer.status_code == 400
    assert "magic" in answer.json()["message"]


def test_each_endpoint_knows_its_language(showcase, home, grid, client):
    glossary = GlossaryIndexPageFactory(parent=home, locale=home.locale)
    term = TermPageFactory(parent=glossary, locale=home.locale, title="mot", also_known_as="mots\nvocable")
    project = make_project(showcase, grid, title="Projet")
    in_english(home, slug="home")
    in_english(showcase, slug="showcase")
    in_english(glossary, slug="glossary")
    in_english(project, title="Project", slug="project")
    in_english(term, title="word", slug="word")
    for endpoint, french, english in (("projects", "Projet", "Project"), ("terms", "mot", "word")):
        assert titles(client, f"{endpoint}/") == sorted([french, english])
        assert titles(client, f"{endpoint}/?locale=fr") == [french]
        assert titles(client, f"{endpoint}/?locale=en") == [english]
    whole = read(client, f"terms/{term.pk}/")
    assert whole["other_forms"] == ["mots", "vocable"]
    assert "Un exemple." in whole["long_definition"]
    assert client.get(f"{API}projects/?locale=zz").status_code == 404


def test_criteria_come_from_every_published_grid_and_no_other(home, grid, client):
    make_grid(2, published_on=None)
    items = read(client, "criteria/?locale=fr")["items"]
    assert [item["code"] for item in items] == ["need", *CODES]
    assert {item["grid"] for item in items} == {1}
    whole = read(client, f"criteria/{items[0]['id']}/")
    assert whole["questions"] == ["Une question ?", "Une autre ?"]
    assert whole["meaning"] == "<p>Sens.</p>"


def test_only_what_anybody_may_read_is_told(showcase, home, grid, client, admin_client):
    make_project(showcase, grid, title="Public")
    shut = make_project(showcase, grid, title="Fermé")
    PageViewRestriction.objects.create(page=shut, restriction_type="login")
    draft = make_project(showcase, grid, title="Brouillon", live=False)
    for reader in (client, admin_client):
        assert titles(reader, "projects/") == ["Public"]
        assert "Fermé" not in titles(reader, "pages/")
        assert "Brouillon" not in titles(reader, "pages/?type=showcase.ProjectPage")
        for hidden in (shut, draft):
            assert reader.get(f"{API}projects/{hidden.pk}/").status_code == 404
            assert reader.get(f"{API}pages/{hidden.pk}/").status_code == 404
    PageViewRestriction.objects.create(page=home, restriction_type="password", password="secret")
    assert titles(client, "pages/") == titles(client, "projects/") == []


def test_nobody_needs_a_session_or_may_write(showcase, grid, client):
    project = make_project(showcase, grid)
    answer = client.get(f"{API}projects/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "public" in answer["Cache-Control"]
    again = client.get(f"{API}projects/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"{API}projects/{project.pk}/").status_code == 405


@pytest.mark.parametrize("endpoint", ["pages", "projects", "terms", "criteria"])
@pytest.mark.parametrize(
    "query",
    [
        "limit=a",
        "limit=1000",
        "offset=-1",
        "offset=1000000000",
        f"offset={'9' * 30}",
        f"id={'9' * 30}",
        "id=a",
        "fields=(((",
        f"fields={'id(' * 3000}",
        "order=nothing",
        "order=id,random",
        "search=%27%22%00",
        "search=%27%22",
        "search=a&search_operator=xor",
        "locale=%00",
        "latitude=a",
        "start_year=a",
        "first_published_at=a",
        "year=abcd",
        "type=home.Nothing",
        "child_of=a",
        "translation_of=999999",
        "site=nowhere.example:x",
        "unknown=1",
        "&".join(["country=MA"] * 100),
    ],
)
def test_no_address_is_an_error(showcase, grid, client, endpoint, query):
    make_project(showcase, grid)
    for address in (
        f"{API}{endpoint}/?{query}",
        f"{API}{endpoint}/find/?{query}",
        f"{API}{endpoint}/1/?{query}",
    ):
        answer = client.get(address)
        assert answer.status_code in (200, 302, 400, 404), address
        if answer.status_code in (400, 404):
            assert answer.json()["message"]


def test_an_address_that_is_no_endpoint_is_not_sent_to_the_pages(home, client):
    assert client.get(f"{API}nothing/").status_code == 404
    assert client.get(f"{API}pages/999999/").json()["message"]


def test_a_list_costs_the_same_whatever_it_holds(showcase, home, grid, count_queries):
    glossary = GlossaryIndexPageFactory(parent=home, locale=home.locale)
    addresses = [f"{API}{name}/?fields=*" for name in ("pages", "projects", "terms", "criteria")]

    def fill(number: int) -> None:
        for _number in range(number):
            make_project(showcase, grid)
            TermPageFactory(parent=glossary, locale=home.locale)

    fill(2)
    few = [count_queries(address) for address in addresses]
    fill(9)
    assert [count_queries(address) for address in addresses] == few
