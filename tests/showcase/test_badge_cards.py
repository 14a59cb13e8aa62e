"""A card explains its badge: state, finding, reason, evidence, who, when, with which grid, until when."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils.translation import override

from showcase.badges import BadgeState
from showcase.blocks import day_in_words
from showcase.models import CriterionAssessment
from tests.factories import CODES, ShowcasePageFactory, in_english, locale, make_grid, make_project

TODAY = datetime.date(2027, 1, 15)
STATES = {
    "novelty": (BadgeState.VERIFIED, {"assessor": "jury", "review_by": datetime.date(2028, 6, 1)}),
    "risk": (BadgeState.DECLARED, {"assessor": "self"}),
    "policy": (BadgeState.EXPIRED, {"review_by": datetime.date(2026, 12, 31)}),
    "partnership": (BadgeState.NOT_DEMONSTRATED, {"finding": "not_demonstrated"}),
    "participation": (BadgeState.DOCUMENTED, {"finding": "partly"}),
}


@pytest.fixture
def cards(home, client) -> dict:
    """{criterion: card} of an English sheet with a badge in each of the five states."""
    showcase = ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    grid = make_grid()
    project = make_project(showcase, grid)
    in_english(home, slug="home")
    in_english(showcase, slug="showcase")
    for criterion in grid.criteria.all():
        criterion.copy_for_translation(locale("en")).save()
    english = in_english(project, slug="one")
    evidence = {
        "title": "Une étude",
        "url": "https://www.example.org/etude?page=2",
        "kind": "academic",
        "date": "2024-03-15",
        "language": "fr",
    }
    bare = {"title": "Un article", "url": "https://example.com/", "kind": "press", "date": "", "language": ""}
    for code, (_state, fields) in STATES.items():
        found = CriterionAssessment.objects.get(page=english, criterion__code=code)
        for name, value in fields.items():
            setattr(found, name, value)
        if code == "novelty":
            found.evidence = [{"type": "evidence", "value": value} for value in (evidence, bare)]
        found.save()
    with time_machine.travel(TODAY):
        document = BeautifulSoup(client.get(english.get_url()).content, "html.parser")
    return {code: document.select_one(f"#criterion-{code}") for code in CODES}


def test_five_states_differ_in_words_in_form_and_in_what_styles_them(cards):
    words, drawings, classes = set(), set(), set()
    for code, (state, _fields) in STATES.items():
        card = cards[code]
        assert f"assessment--{state}" in card["class"]
        assert f"badge--{state}" in card.select_one(".badge")["class"]
        words.add(card.select_one(".assessment__finding strong").text)
        svg = card.select_one("svg")
        svg.use.decompose()  # the glyph is the criterion's
        drawings.add((tuple(card.select_one(".badge")["class"]), len(svg.select("path"))))
        classes.add(tuple(card["class"]))
    assert len(words) == len(drawings) == len(classes) == 5
    assert "Partly, documented by the editors." in words
    assert "Expired." in words


def facts(card) -> dict[str, str]:
    return {row.dt.text: row.dd.text for row in card.select("dl div")}


def test_who_when_with_which_grid_and_until_when(cards):
    assert facts(cards["novelty"]) == {
        "Finding": "Demonstrated",
        "Assessed by": "the jury",
        "Assessed on": "23 November 2026",
        "Criteria grid": "version 1",
        "Valid until": "1 June 2028",
    }
    assert facts(cards["policy"])["Was valid until"] == "31 December 2026"
    assert "Valid until" not in facts(cards["partnership"])


def test_each_piece_of_evidence_with_kind_title_address_date_and_language_in_words(cards):
    study, article = cards["novelty"].select(".evidence-list li")
    assert study.a.text == "Une étude"
    assert study.a["href"] == "https://www.example.org/etude?page=2"
    assert study.a["hreflang"] == "fr"
    assert study.select_one(".source__facts").text == "Research, example.org, 15 March 2024, in French"
    assert article.select_one(".source__facts").text == "Press, example.com, undated"


def test_a_search_in_vain_is_told_of_who_has_searched_alone(cards):
    assert "No evidence found in the sources consulted." in cards["partnership"].text
    assert "The project lists no public document." in cards["risk"].text
    of_the_jury = CriterionAssessment(assessor="jury")
    with override("en"):
        words = "No public document: the jury judged from the project’s file."
        assert of_the_jury.words_without_evidence == words


@pytest.mark.parametrize(
    ("written", "french", "english"),
    [
        ("2024", "2024", "2024"),
        ("2024-03", "mars 2024", "March 2024"),
        ("2024-03-15", "15 mars 2024", "15 March 2024"),
        ("2024-13", "2024-13", "2024-13"),
        ("2024-02-30", "2024-02-30", "2024-02-30"),
        ("", "", ""),
    ],
)
def test_dates_are_in_words_and_what_is_no_date_stays(written, french, english):
    with override("fr"):
        assert day_in_words(written) == french
    with override("en"):
        assert day_in_words(written) == english


def test_the_page_says_that_no_badge_is_an_official_label(cards):
    section = cards["novelty"].find_parent("section")
    assert "not an official label" in section.text
