"""The real content, as a reader, a search engine and a proofreader meet it: every page of the sitemap."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from glossary.models import TermPage
from home.models import ConceptPage, Source
from showcase.models import CriteriaGrid, CriterionAssessment, Finding, ProjectFigure, ProjectPage

pytestmark = pytest.mark.django_db

XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
LEAST_TERMS, PROJECTS, CONCEPTS = 80, 18, 13
# A space that must not break stands before these in French, and inside guillemets.
WRONG_IN_FRENCH = re.compile(
    r"[\w»)] ?[;?!](?=\s|$)|\w ?:(?=\s)|«(?!\u202f)|(?<!\u202f)»|\d (?=\d{3}\b)|\d ?%|'"
)
SOURCES = ".sources, .evidence-list, .figure__facts, a[rel=external]"
NOT_FOR_PRINT = ("[unverified", "[seed]", "[editorial]", "TODO", "lorem")


@dataclass
class Visit:
    path: str
    text: str
    document: BeautifulSoup
    queries: int
    status: int

    @property
    def language(self) -> str:
        return self.path.split("/")[1]

    def without(self, selectors: str) -> BeautifulSoup:
        """The document, read afresh, without some of its elements."""
        document = BeautifulSoup(self.text, "html.parser")
        for found in document.select(selectors):
            found.extract()
        return document


@pytest.fixture(scope="module")
def visits(seeded, django_db_blocker) -> dict[str, Visit]:
    """Each page of the sitemap, read twice: the first reading makes the pictures."""
    with django_db_blocker.unblock():
        client = Client()
        tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
        paths = [urlsplit(node.text or "").path for node in tree.findall("s:url/s:loc", XML)]
        found = {}
        for path in [*paths, "/fr/recherche/", "/en/search/"]:
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                response = client.get(path)
            text = response.content.decode()
            document = BeautifulSoup(text, "html.parser")
            found[path] = Visit(path, text, document, len(queries), response.status_code)
        return found


def problems(visits: dict[str, Visit], judge) -> list[str]:
    """What `judge` says of each page, where it says something."""
    return [f"{visit.path}: {said}" for visit in visits.values() if (said := judge(visit))]


def test_every_page_answers_in_its_language(visits):
    assert problems(visits, lambda v: v.status != 200) == []
    assert problems(visits, lambda v: v.document.html["lang"] != v.language) == []


def test_both_trees_are_whole_and_linked_page_by_page(visits):
    pages = {path: visit for path, visit in visits.items() if visit.document.find("link", rel="canonical")}
    counts = Counter(visit.language for visit in pages.values())
    assert counts["fr"] == counts["en"]
    assert {page.get_url() for page in Page.objects.live().filter(depth__gt=1)} < set(pages)

    def says(visit: Visit) -> dict[str, str]:
        links = visit.document.find_all("link", rel="alternate", hreflang=True)
        return {link["hreflang"]: urlsplit(link["href"]).path for link in links}

    for path, visit in pages.items():
        alternates = says(visit)
        assert alternates[visit.language] == path
        assert set(alternates) == {"fr", "en", "x-default"}
        assert alternates["x-default"] == alternates["fr"]
        other = alternates["en" if visit.language == "fr" else "fr"]
        assert says(pages[other]) == alternates
        assert visit.document.select_one(".languages a")["href"] == other


def test_html_is_valid_everywhere(visits):
    def judge(visit: Visit):
        parser = html5lib.HTMLParser()
        parser.parse(visit.text)
        return [error for _place, error, _details in parser.errors]

    assert problems(visits, judge) == []


def test_no_page_needs_more_than_twelve_queries(visits):
    assert problems(visits, lambda visit: visit.queries if visit.queries > 12 else None) == []


def test_titles_and_descriptions_tell_pages_apart(visits):
    for name, read, longest in (
        ("title", lambda v: v.document.title.text, 90),
        (
            "description",
            lambda v: getattr(v.document.find("meta", attrs={"name": "description"}), "attrs", {}).get(
                "content"
            ),
            240,
        ),
    ):
        seen = Counter((visit.language, read(visit)) for visit in visits.values() if read(visit) is not None)
        assert [text for text, count in seen.items() if count > 1] == [], name
        assert [text for _language, text in seen if not text.strip() or len(text) > longest] == [], name


def test_each_page_has_one_title_and_an_outline_without_holes(visits):
    def judge(visit: Visit):
        levels = [int(heading.name[1]) for heading in visit.document.find_all(re.compile("^h[1-6]$"))]
        holes = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        return None if levels.count(1) == 1 and levels[0] == 1 and not holes else levels

    assert problems(visits, judge) == []


def test_every_picture_says_what_it_shows_or_that_it_decorates(visits):
    assert (
        problems(
            visits, lambda v: [image for image in v.document.find_all("img") if image.get("alt") is None]
        )
        == []
    )
    assert (
        problems(
            visits,
            lambda v: [i for i in v.document.find_all("img") if not (i.get("width") and i.get("height"))],
        )
        == []
    )


def test_no_identifier_is_there_twice(visits):
    def judge(visit: Visit):
        seen = Counter(tag["id"] for tag in visit.document.find_all(id=True))
        return [name for name, count in seen.items() if count > 1]

    assert problems(visits, judge) == []


def test_no_link_is_dead_and_no_fragment_missing(visits):
    fragments = {
        path: {tag["id"] for tag in visit.document.find_all(id=True)} for path, visit in visits.items()
    }

    client, answers = Client(), {}

    def answered(address: str) -> bool:
        """What is no page of the sitemap; of those that differ by the page they stand below, one is asked."""
        kind = (address[:4], urlsplit(address).path.rstrip("/").rpartition("/")[2])
        if kind not in answers:
            answers[kind] = client.get(address).status_code == 200
        return answers[kind]

    def judge(visit: Visit):
        wrong = []
        for link in visit.document.find_all("a", href=True):
            address, fragment = urldefrag(link["href"])
            if urlsplit(address).scheme in ("http", "https", "mailto", "tel"):
                continue
            target = urljoin(visit.path, address) or visit.path
            if target not in fragments and answered(target):
                continue
            if target not in fragments or (fragment and fragment not in fragments[target]):
                wrong.append(link["href"])
        return wrong

    assert problems(visits, judge) == []


def test_a_link_keeps_the_reader_in_the_language_of_the_page(visits):
    def judge(visit: Visit):
        main = visit.without("[hreflang]").main
        return [
            a["href"]
            for a in main.find_all("a", href=re.compile("^/"))
            if not a["href"].startswith(f"/{visit.language}/")
        ]

    assert problems(visits, judge) == []


def test_french_typography_is_kept_in_every_sentence(visits):
    def judge(visit: Visit):
        if visit.language != "fr":
            return None
        # Titles of sources stay as they were published.
        document = visit.without(
            f"main [lang=en], main [lang=es], main [lang=nl], main [lang=de], input, textarea, {SOURCES}"
        )
        # A sentence is one text again where a term in it is a link.
        for link in document.select("a.term"):
            link.unwrap()
        document.smooth()
        return [
            text[max(0, found.start() - 20) : found.end() + 10]
            for text in document.main.stripped_strings
            for found in [WRONG_IN_FRENCH.search(text)]
            if found
        ]

    assert problems(visits, judge) == []


def test_english_text_has_no_french_signs_and_no_straight_apostrophes(visits):
    def judge(visit: Visit):
        if visit.language != "en":
            return None
        document = visit.without(f"main [lang=fr], input, textarea, {SOURCES}")
        return [text for text in document.main.stripped_strings if re.search(r"\w'\w|«|»|\w \?", text)]

    assert problems(visits, judge) == []


def test_notes_of_the_researchers_are_not_printed(visits):
    assert (
        problems(visits, lambda v: [note for note in NOT_FOR_PRINT if note.lower() in v.text.lower()]) == []
    )


def test_the_content_is_all_there(seeded, db):
    for language in ("fr", "en"):
        pages = {"locale__language_code": language, "live": True}
        assert ConceptPage.objects.filter(**pages).count() == CONCEPTS
        assert ProjectPage.objects.filter(**pages).count() == PROJECTS
        assert TermPage.objects.filter(**pages).count() >= LEAST_TERMS
    assert Source.objects.count() > 100
    assert CriteriaGrid.objects.get().version == 1


def test_every_project_is_assessed_on_every_criterion_with_reason_and_evidence(seeded, db):
    for project in ProjectPage.objects.all():
        found = list(project.assessments.select_related("criterion__grid"))
        assert {item.criterion.code for item in found} == {
            "novelty",
            "risk",
            "policy",
            "partnership",
            "participation",
        }
        for item in found:
            assert item.reason
            assert item.assessor == "editors"
            assert item.assessed_on
            assert item.evidence or item.finding == Finding.NOT_DEMONSTRATED, f"{project}: {item}"


def test_findings_are_the_same_in_both_languages(seeded, db):
    found: dict = {}
    for item in CriterionAssessment.objects.select_related("page__locale", "criterion"):
        key = (item.page.translation_key, item.criterion.code)
        found.setdefault(key, set()).add((item.finding, item.assessed_on, len(item.evidence)))
    assert [key for key, values in found.items() if len(values) != 1] == []


def test_every_figure_has_a_source_and_says_its_year_or_that_it_has_none(visits):
    assert not ProjectFigure.objects.filter(source_url="").exists()

    def judge(visit: Visit):
        return [
            figure.get_text(" ")
            for figure in visit.document.select("p.figure")
            if not re.search(r"\b(1[89]|20)\d\d\b|sans date|undated", figure.get_text(" "))
            or not figure.select_one("a")
        ]

    assert problems(visits, judge) == []


def test_genious_medina_says_that_no_results_are_published(visits):
    assert re.search(
        r"aucun résultat|pas publié|n’ont pas été publiés", visits["/fr/vitrine/genious-medina/"].text
    )
    assert re.search(r"no results|not published", visits["/en/showcase/genious-medina/"].text)


def test_no_redirect_is_left_of_the_making(seeded):
    assert not Redirect.objects.exists()


def test_a_project_in_words_has_a_picture_of_its_own(seeded, db):
    pictures = [
        project.listing_image_id for project in ProjectPage.objects.filter(locale__language_code="fr")
    ]
    assert None not in pictures
    assert len(set(pictures)) == PROJECTS


def test_everything_can_be_translated_again_from_the_admin(seeded, client, admin_user):
    client.force_login(admin_user)
    english = ProjectPage.objects.filter(locale__language_code="en").first()
    page = client.get(f"/admin/pages/{english.pk}/edit/")
    assert page.status_code == 200
    assert "localize" in page.content.decode()
