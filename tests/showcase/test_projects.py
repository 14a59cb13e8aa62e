"""The showcase and the sheet of a project."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.models import Page

from showcase.fields import ChoiceListField
from showcase.models import CriterionAssessment, ProjectFigure, ProjectPage
from showcase.models.showcase import PROJECTS_PER_PAGE
from showcase.vocabulary import SDG, Sector
from tests.factories import (
    ProjectPageFactory,
    in_english,
    locale,
    make_picture,
    make_project,
)
from tests.reading import read


def test_the_sheet_shows_each_finding_with_reason_evidence_author_date_and_grid(showcase, grid, client):
    project = make_project(showcase, grid, {"risk": "partly", "policy": "not_demonstrated"})
    CriterionAssessment.objects.filter(page=project, criterion__code="novelty").update(
        evidence=[
            {
                "type": "evidence",
                "value": {
                    "title": "Une étude",
                    "url": "https://example.org/etude",
                    "kind": "academic",
                    "date": "2024-03",
                    "language": "fr",
                },
            }
        ],
        review_by=datetime.date(2028, 11, 23),
    )
    cards = read(client, project).select(".assessment")
    assert [card["id"] for card in cards] == [
        f"criterion-{code}" for code in ("novelty", "risk", "policy", "partnership", "participation")
    ]
    text = cards[0].text
    for words in (
        "Une raison.",
        "Une étude",
        "Recherche",
        "example.org",
        "mars 2024",
        "23 novembre 2026",
        "version 1",
        "2028",
    ):
        assert words in text
    assert cards[0].select_one("a")["href"] == "https://example.org/etude"
    assert "Démontré en partie" in cards[1].text
    assert "Non démontré" in cards[2].text


def test_dates_are_written_as_each_language_writes_them():
    day = datetime.date(2026, 11, 1)
    with override("fr"):
        assert date_format(day) == "1 novembre 2026"
    with override("en"):
        assert date_format(day) == "1 November 2026"


def test_a_badge_tells_its_state_by_shape_and_words(showcase, grid, client):
    project = make_project(showcase, grid, {"risk": "partly", "policy": "not_demonstrated"})
    novelty, risk, policy, *_others = read(client, project).select(".project-badges .badge")
    assert "badge--documented" in novelty["class"]
    assert "badge--partly" in risk["class"]
    assert "badge--not-demonstrated" in policy["class"]
    assert [len(badge.select(".badge__mark")) for badge in (novelty, risk, policy)] == [1, 1, 1]
    assert len(risk.select(".badge__half")) == 1
    assert "en partie" in risk.text


def test_a_badge_expires_overnight_without_anybody_touching_it(showcase, grid, client):
    project = make_project(showcase, grid)
    CriterionAssessment.objects.filter(page=project).update(review_by=datetime.date(2027, 3, 1))
    with time_machine.travel(datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)):
        assert not read(client, project).select(".project-badges .badge--expired")
    with time_machine.travel(datetime.datetime(2027, 3, 2, 12, tzinfo=datetime.UTC)):
        expired = read(client, project).select(".project-badges .badge--expired")
    assert len(expired) == 5
    assert "mars 2027" in expired[0].text


def test_a_target_is_called_a_target_and_a_figure_without_year_undated(showcase, grid, client):
    project = make_project(showcase, grid)
    shared = {"page": project, "locale": showcase.locale, "source_title": "Presse"}
    ProjectFigure.objects.create(
        **shared, value="300", label="emplois", kind="target", year=2022, source_url="https://a.example/"
    )
    ProjectFigure.objects.create(
        **shared, value="12", label="ateliers", kind="output", source_url="https://b.example/"
    )
    undated, target = read(client, project).select(".project-figures .figure")
    assert "objectif" in target.text.lower()
    assert "2022" in target.text
    assert "sans date" in undated.text
    assert undated.select_one("a")["href"] == "https://b.example/"


def test_a_sparse_project_still_answers(showcase, client):
    bare = ProjectPageFactory(parent=showcase, locale=showcase.locale, place="", summary="")
    assert read(client, bare).select(".assessment") == []
    assert bare.title in read(client, showcase).text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"latitude": "33.6", "longitude": None}, "longitude"),
        ({"latitude": "91", "longitude": "0"}, "latitude"),
        ({"latitude": "0", "longitude": "-181"}, "longitude"),
        ({"start_year": 2020, "end_year": 2019}, "end_year"),
        ({"start_year": 20}, "start_year"),
        ({"country": "ZZ"}, "country"),
        ({"sectors": ["food-farming", "magic"]}, "sectors"),
        ({"sdgs": [18]}, "sdgs"),
        ({"website": "javascript:alert(1)"}, "website"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(showcase, fields, wrong):
    project = ProjectPageFactory(parent=showcase, locale=showcase.locale)
    for name, value in fields.items():
        setattr(project, name, value)
    with pytest.raises(ValidationError) as caught:
        project.full_clean()
    assert wrong in caught.value.message_dict


def test_choices_come_back_as_what_they_are_and_in_the_order_of_the_set():
    sdgs = ChoiceListField(choices_class=SDG)
    form_field = sdgs.formfield()
    assert form_field.clean(["8", "1"]) == [8, 1]
    assert [number for number, _label in sdgs.labels([8, 1])] == [1, 8]
    assert ChoiceListField(choices_class=Sector).labels(None) == []


def test_the_showcase_goes_page_by_page_and_never_breaks(showcase, grid, client):
    for _number in range(PROJECTS_PER_PAGE + 1):
        ProjectPageFactory(parent=showcase, locale=showcase.locale)
    assert len(read(client, showcase).select(".project-card")) == PROJECTS_PER_PAGE
    for page, count in (("2", 1), ("99", 1), ("x", PROJECTS_PER_PAGE), ("-3", 1), ("0", 1)):
        response = client.get(showcase.get_url(), {"page": page})
        assert response.status_code == 200
        assert len(BeautifulSoup(response.content, "html.parser").select(".project-card")) == count


def test_drafts_and_other_languages_are_not_listed(showcase, home, client):
    in_english(home, slug="home")
    in_english(showcase, slug="showcase")
    ProjectPageFactory(parent=showcase, locale=showcase.locale, title="Publié")
    ProjectPageFactory(parent=showcase, locale=showcase.locale, title="Brouillon", live=False)
    assert [card.text for card in read(client, showcase).select(".card__title a")] == ["Publié"]
    english = showcase.get_translation(locale("en"))
    assert read(client, english).select(".project-card") == []


def make_many(showcase, grid, count: int) -> None:
    """Projects with five findings and a picture of their own each."""
    for _number in range(count):
        make_project(showcase, grid, listing_image=make_picture())


def test_queries_are_the_same_at_3_30_and_300_projects(showcase, grid, client, count_queries):
    sheet = None
    counts = []
    for more in (3, 27, 270):
        make_many(showcase, grid, more)
        sheet = sheet or ProjectPage.objects.first()
        showcase = type(showcase).objects.get(pk=showcase.pk)
        counts.append((count_queries(showcase.get_url()), count_queries(sheet.get_url())))
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= 12


def test_a_project_is_translated_with_its_findings_in_step(showcase, grid, home, admin_user):
    from wagtail_localize.operations import translate_object

    for criterion in grid.criteria.all():
        english = criterion.copy_for_translation(locale("en"))
        english.title = f"Criterion {criterion.code}"
        english.save()
    in_english(home, slug="home")
    in_english(showcase, slug="showcase")
    project = make_project(showcase, grid, {"risk": "partly"})
    translate_object(Page.objects.get(pk=project.pk).specific, [locale("en")])
    english = ProjectPage.objects.get(translation_key=project.translation_key, locale__language_code="en")
    found = {item.criterion.code: item for item in english.assessments.select_related("criterion__locale")}
    assert found["risk"].finding == "partly"
    assert {item.criterion.locale.language_code for item in found.values()} == {"en"}


def test_the_admin_lists_projects_and_opens_each_tab(showcase, grid, client, admin_user):
    project = make_project(showcase, grid)
    client.force_login(admin_user)
    assert project.title in client.get("/admin/projects/").content.decode()
    form = client.get(f"/admin/pages/{project.pk}/edit/").content.decode()
    for name in ("assessments-TOTAL_FORMS", "figures-TOTAL_FORMS", 'name="latitude"', 'name="sectors"'):
        assert name in form
