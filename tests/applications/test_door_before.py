"""What is read first, and the check that keeps nothing."""

import logging
from datetime import timedelta

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from home import content_version
from showcase.applications.door.checking import QUESTIONS
from showcase.applications.keeping.delays import LEAST_FILES
from showcase.applications.models import State
from showcase.badges import MEANINGS
from tests.applications.doors import address, page_of
from tests.applications.world import make_application
from tests.factories import in_english, locale

pytestmark = pytest.mark.usefixtures("showcase")


@pytest.fixture
def grid(grid):
    """In both languages, with all that a criterion can hold."""
    for french in grid.criteria.all():
        french.good_evidence = f"Une étude datée : {french.code}.\nUne liste."
        french.weak_evidence = f"Un chiffre « national » : {french.code}."
        french.misunderstanding = f"Ce n’est pas l’autre : {french.code}."
        french.save()
        english = french.copy_for_translation(locale("en"))
        english.title = f"Criterion {french.code}"
        english.good_evidence = f"A dated study of “{french.code}” & more."
        english.save()
    return grid


def words(text: str) -> str:
    """Without tags, and with plain spaces: the page puts those that must not break."""
    return " ".join(strip_tags(text).split())


def words_of(response) -> str:
    return words(page_of(response).get_text(" "))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_page_shows_the_grid_word_for_word_the_gate_included(client, grid, rules, language):
    answer = client.get(address("before", language=language))
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    sheets = [words(sheet.get_text(" ")) for sheet in page_of(answer).select(".criterion-sheet")]
    criteria = grid.criteria.filter(locale__language_code=language)
    assert len(sheets) == criteria.count() == 6
    for criterion, sheet in zip(criteria.order_by("-is_gate", "sort_order"), sheets, strict=True):
        lines = [
            criterion.title,
            criterion.meaning,
            *criterion.question_list,
            *criterion.good_evidence_list,
            *criterion.weak_evidence_list,
            criterion.misunderstanding,
        ]
        assert [line for line in lines if words(line) not in sheet] == []


def test_the_first_page_says_how_long_each_section_takes_and_what_badges_mean(client, grid, rules):
    page = page_of(client.get(address("before", language="en")))
    assert len(page.select(".apply__sections div")) == 9
    assert all("minute" in line.text for line in page.select(".apply__minutes"))
    assert "5 × 10 minutes" in page.text
    assert "About 2 hours" in page.text
    badges = words(page.select_one(".apply__badges").get_text(" "))
    assert len(page.select(".apply__badges dt")) == 5
    assert len(MEANINGS) == 5
    assert "The jury checked the evidence." in badges
    assert "no badge is an official label" in page.text


def test_the_first_page_says_how_long_files_are_kept(client, grid, rules):
    rules.draft_months, rules.refused_months = 7, 31
    rules.save()
    text = words_of(client.get(address("before", language="en")))
    assert "deleted after 7 months" in text
    assert "deleted after 31 months" in text


def test_the_first_page_says_honestly_when_the_delay_is_not_measured(client, grid, rules):
    rules.usual_days = 33
    rules.save()
    text = words_of(client.get(address("before", language="en")))
    assert "not measured yet" in text
    assert "33 days" in text


def test_the_first_page_tells_the_median_that_was_measured(client, grid, rules):
    now = timezone.now()
    for number in range(LEAST_FILES):
        make_application(
            grid,
            email=f"{number}@example.org",
            state=State.REFUSED,
            submitted_at=now - timedelta(days=30),
            decided_at=now - timedelta(days=9),
        )
    text = words_of(client.get(address("before", language="en")))
    assert "within 21 days" in text
    assert "not measured" not in text


def test_the_first_page_is_found_by_search_engines_in_both_languages(client, grid, rules):
    page = page_of(client.get(address("before")))
    assert not page.select("meta[name=robots]")
    assert page.select_one("meta[name=description]")["content"]
    assert page.select_one("link[rel=canonical]")["href"].endswith("/fr/vitrine/proposer/")
    found = {
        link["hreflang"]: link["href"].split("//", 1)[1].split("/", 1)[1]
        for link in page.select("link[hreflang]")
    }
    assert found == {
        "fr": "fr/vitrine/proposer/",
        "en": "en/showcase/apply/",
        "x-default": "fr/vitrine/proposer/",
    }


def test_the_sitemap_holds_the_first_page_where_there_is_a_showcase(client, home, showcase):
    def holds(path: str) -> bool:
        return path in client.get("/sitemap.xml").content.decode()

    assert holds("/fr/vitrine/proposer/<")
    assert not holds("/en/showcase/apply/<")
    in_english(home, slug="home")
    in_english(showcase, slug="showcase")
    assert holds("/en/showcase/apply/<")


def test_the_showcase_leads_there(client, grid, showcase):
    assert page_of(client.get(showcase.url)).select_one(f'main a[href="{address("before")}"]')


def test_the_first_page_costs_few_queries_and_may_be_kept_ready(client, grid, rules, count_queries):
    assert count_queries(address("before")) <= 12
    answer = client.get(address("before"))
    assert "public" in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies


def test_a_page_kept_ready_is_out_of_date_once_applications_close(rules, django_capture_on_commit_callbacks):
    known = content_version.current()
    with django_capture_on_commit_callbacks(execute=True):
        rules.is_open = False
        rules.save()
    assert content_version.current() > known


def test_while_applications_are_closed_the_first_page_says_so_and_begins_nothing(client, grid, rules):
    rules.is_open = False
    rules.save()
    page = page_of(client.get(address("before", language="en")))
    assert "Applications are closed for now" in page.text
    assert "Begin, or go on" not in page.select_one("main").text
    assert page.select_one(f'main a[href="{address("enter", language="en")}"]').text == "Open my file"


@pytest.mark.parametrize(
    ("given", "verdict", "advice"),
    [
        ({}, "likely", 0),
        ({"concerned": "no"}, "likely", 1),
        ({"concerned": "unsure"}, "likely", 1),
        ({"evidence": "no"}, "perhaps", 1),
        ({"evidence": "unsure", "concerned": "no"}, "perhaps", 2),
        ({"need": "unsure"}, "perhaps", 1),
        ({"unmet": "unsure"}, "perhaps", 1),
        ({"began": "unsure"}, "perhaps", 1),
        ({"began": "no", "evidence": "no"}, "not-yet", 2),
        ({"need": "no"}, "no", 1),
        ({"unmet": "no", "began": "no"}, "no", 2),
    ],
)
def test_the_check_answers_in_words_and_says_what_to_do(client, grid, given, verdict, advice):
    answers = {question.name: "yes" for question in QUESTIONS} | given
    answer = client.post(address("check"), answers)
    page = page_of(answer)
    assert answer.status_code == 200
    said = page.select_one("#answer")
    assert f"notice--{verdict}" in said["class"]
    assert len(said.select("dd")) == advice
    begins = bool(said.select(f'a[href="{address("enter")}"]'))
    assert begins == (verdict in ("likely", "perhaps"))
    # What was answered is still there, to change.
    assert len(page.select("input[checked]")) == len(QUESTIONS)


@pytest.mark.parametrize("answers", [{question.name: "no" for question in QUESTIONS}, {"need": "no"}])
def test_the_check_keeps_nothing(client, grid, caplog, answers):
    with CaptureQueriesContext(connection) as queries, caplog.at_level(logging.DEBUG):
        answer = client.post(address("check"), answers)
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]
    assert not [record for record in caplog.records if "need" in record.getMessage()]


def test_the_check_asks_four_to_six_questions_and_works_without_a_cookie(client, grid):
    page = page_of(client.get(address("check")))
    assert 4 <= len(page.select("fieldset")) <= 6
    assert not page.select("script")
    client.handler.enforce_csrf_checks = True
    assert client.post(address("check"), {question.name: "yes" for question in QUESTIONS}).status_code == 200


def test_the_check_wants_an_answer_to_each_question(client, grid):
    answer = client.post(address("check"), {"need": "perhaps", "unmet": "yes"})
    assert answer.status_code == 422
    links = BeautifulSoup(answer.content, "html.parser").select(".form__errors li a")
    assert len(links) == len(QUESTIONS) - 1
    page = page_of(answer)
    assert all(page.select_one(link["href"]) for link in links)
