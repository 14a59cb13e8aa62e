"""Terms on real pages: linked, explained, counted, in both languages and at every moment."""

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from glossary import store, uses
from glossary.models import TermPage, TermUse
from home import content_version
from home.background import at_rest
from home.models import ConceptPage
from showcase.models import CriteriaGrid
from tests.factories import (
    ConceptIndexPageFactory,
    ConceptPageFactory,
    GlossaryIndexPageFactory,
    ShowcasePageFactory,
    TermPageFactory,
    in_english,
    make_grid,
    make_picture,
    make_project,
)
from tests.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tasks_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def glossary(home):
    return GlossaryIndexPageFactory(parent=home, locale=home.locale, slug="glossaire")


@pytest.fixture
def term(glossary):
    def make(title: str, **fields) -> TermPage:
        page = TermPageFactory(parent=glossary, locale=glossary.locale, title=title, **fields)
        page.save_revision().publish()
        return TermPage.objects.get(pk=page.pk)

    return make


@pytest.fixture
def concept(home):
    index = ConceptIndexPageFactory(parent=home, locale=home.locale, slug="comprendre")

    def make(*texts: str, **fields) -> ConceptPage:
        body = fields.pop(
            "body", [{"type": "text", "value": {"text": text, "sources": []}} for text in texts]
        )
        page = ConceptPageFactory(parent=index, locale=home.locale, body=body, **fields)
        page.save_revision().publish()
        return ConceptPage.objects.get(pk=page.pk)

    return make


def links(document) -> list[tuple[str, str]]:
    return [(link.text, link["href"]) for link in document.select("a.term")]


def test_the_first_use_in_the_body_is_linked_across_blocks_of_every_kind(term, concept, client):
    scop = term("Scop", short_definition="Une coopérative de travail.")
    page = concept(
        body=[
            {"type": "heading", "value": "Une Scop"},
            {"type": "definition", "value": {"text": "Une Scop.", "attribution": "Scop", "quoted": True}},
            {"type": "in_brief", "value": {"title": "Scop", "points": ["Deux Scops."]}},
            {"type": "text", "value": {"text": "<p>La Scop.</p>", "sources": []}},
            {
                "type": "accordion",
                "value": {"title": "", "items": [{"title": "Scop", "text": "<p>Scop</p>"}]},
            },
        ]
    )
    document = read(client, page)
    assert links(document) == [("Scops", scop.get_url())]
    assert document.select_one(".in-brief li a.term")
    entry = document.select_one("details.terms dl > div")
    assert entry.dt.a["href"] == scop.get_url()
    assert entry.dd.text == "Une coopérative de travail."
    assert document.find("script", type="module")["src"].endswith("js/terms.js")


def test_a_page_without_terms_has_neither_list_nor_script(term, concept, client):
    term("Scop")
    document = read(client, concept("<p>Rien.</p>"))
    assert not document.select("details.terms, a.term")
    assert not [script for script in document.find_all("script") if "terms" in script["src"]]


def test_the_link_made_by_hand_counts_and_the_page_switch_leaves_it_alone(term, concept, client):
    scop, esus = term("Scop"), term("ESUS")
    text = f'<p>Une ESUS, une <a linktype="page" id="{scop.pk}">forme</a>, une Scop.</p>'
    assert [href for _, href in links(read(client, concept(text)))] == [esus.get_url(), scop.get_url()]
    assert links(read(client, concept(text, link_terms=False))) == [("forme", scop.get_url())]


def test_a_term_links_others_and_not_itself_and_can_be_switched_off(term, client):
    scop = term("Scop", long_definition="<p>Une Scop est une coopérative.</p>")
    assert links(read(client, scop)) == []
    term("coopérative", linked=False)
    assert links(read(client, scop)) == []
    TermPage.objects.get(title="coopérative").delete()
    other = term("coopérative")
    assert links(read(client, scop)) == [("coopérative", other.get_url())]


def test_terms_are_those_of_the_language_of_the_page(term, concept, glossary, home, client):
    scop = term("partenariat")
    page = concept("<p>Un partenariat.</p>")
    in_english(home, slug="home")
    in_english(type(glossary).objects.get(pk=glossary.pk), slug="glossary")
    english_term = in_english(scop, title="partnership", slug="partnership", also_known_as="")
    in_english(page.get_parent().specific, slug="learn")
    english = in_english(
        page,
        slug="x",
        body=[{"type": "text", "value": {"text": "<p>A partnership, un partenariat.</p>", "sources": []}}],
    )
    assert links(read(client, english)) == [("partnership", english_term.get_url())]
    assert english_term.get_url().startswith("/en/glossary/")
    assert links(read(client, page)) == [("partenariat", scop.get_url())]


def test_a_term_that_nobody_may_read_is_not_linked(term, concept, client):
    hidden, draft = term("Scop"), term("ESUS")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    draft.unpublish()
    assert links(read(client, concept("<p>Scop et ESUS</p>"))) == []


def test_a_page_costs_the_same_with_3_and_with_300_terms(term, concept, glossary, count_queries):
    page = concept("<p>Scop, ESUS, mot 7.</p>")
    term("Scop")
    counts = [count_queries(page.get_url())]
    for number in range(297):
        TermPageFactory(parent=glossary, locale=glossary.locale, title=f"mot {number}")
    counts.append(count_queries(page.get_url()))
    assert counts[0] == counts[1] <= 12


@pytest.fixture
def between_requests(monkeypatch):
    """The terms of the French vocabulary, and the queries they cost, as a request outside any transaction
    asks for them. The test's own transaction goes on around it.
    """

    def ask() -> tuple[list[str], int]:
        with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
            patch.setattr(connections["default"], "in_atomic_block", False)
            titles = [term.title for term in store.vocabulary("fr").terms]
        return titles, len(queries)

    return ask


def test_between_requests_the_vocabulary_is_kept_until_something_changes(
    term, between_requests, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.CONTENT_VERSION_FILE = tmp_path / "version"
    with django_capture_on_commit_callbacks(execute=True):
        term("Scop")
    assert between_requests() == (["Scop"], 1)
    assert between_requests() == (["Scop"], 0)
    with django_capture_on_commit_callbacks(execute=True):
        esus = term("ESUS")
    assert between_requests() == (["Scop", "ESUS"], 1)
    with django_capture_on_commit_callbacks(execute=True):
        esus.unpublish()
    assert between_requests() == (["Scop"], 1)


def test_inside_a_transaction_it_is_read_each_time_and_kept_for_nobody(
    term, between_requests, settings, tmp_path
):
    settings.CONTENT_VERSION_FILE = tmp_path / "version"
    content_version.move()
    assert between_requests() == ([], 1)
    term("Scop")
    assert [found.title for found in store.vocabulary("fr").terms] == ["Scop"]
    assert between_requests() == ([], 0)


# --- which pages use a term


def used_on(term: TermPage) -> list[tuple[str, str]]:
    return [(use.page.title, use.words) for use in term.uses.select_related("page").order_by("page__title")]


def test_uses_follow_what_is_published_and_taken_away(term, concept):
    scop = term("Scop")
    page = concept("<p>Des Scops.</p>", title="Un")
    assert used_on(scop) == [("Un", "Scops")]
    page.body = [{"type": "text", "value": {"text": "<p>Brouillon.</p>", "sources": []}}]
    page.save_revision()
    assert used_on(scop) == [("Un", "Scops")]
    page.get_latest_revision().publish()
    assert used_on(scop) == []
    concept("<p>Scop</p>", title="Deux").unpublish()
    assert used_on(scop) == []
    three = concept("<p>Scop</p>", title="Trois")
    assert used_on(scop) == [("Trois", "Scop")]
    three.delete()
    assert not TermUse.objects.exists()


def test_uses_follow_the_terms_that_come_change_and_go(term, concept, django_capture_on_commit_callbacks):
    concept("<p>L’économie sociale et solidaire.</p>", title="Un")
    short = term("économie sociale")
    assert used_on(short) == [("Un", "économie sociale")]
    long = term("ESS", also_known_as="économie sociale et solidaire")
    assert (used_on(short), used_on(long)) == ([], [("Un", "économie sociale et solidaire")])
    long.linked = False
    long.save_revision().publish()
    assert (used_on(short), used_on(long)) == ([], [])
    TermPage.objects.get(pk=long.pk).unpublish()
    assert used_on(short) == [("Un", "économie sociale")]
    TermPage.objects.get(pk=long.pk).save_revision().publish()
    assert used_on(short) == []
    with django_capture_on_commit_callbacks(execute=True):
        TermPage.objects.get(pk=long.pk).delete()
    assert used_on(short) == [("Un", "économie sociale")]


def test_a_change_of_uses_makes_the_ready_pages_old(
    term, concept, settings, tmp_path, django_capture_on_commit_callbacks
):
    term("Scop")
    page = concept("<p>Scop</p>")
    TermUse.objects.all().delete()
    settings.CONTENT_VERSION_FILE = tmp_path / "version"
    with django_capture_on_commit_callbacks(execute=True):
        uses.index_page.func(page.pk)
    assert settings.CONTENT_VERSION_FILE.exists()
    settings.CONTENT_VERSION_FILE.unlink()
    with django_capture_on_commit_callbacks(execute=True):
        uses.index_page.func(page.pk)
    assert not settings.CONTENT_VERSION_FILE.exists()


def test_the_command_finds_all_of_them_again(term, concept, capsys):
    with at_rest():
        scop = term("Scop")
        concept("<p>Scop</p>", title="Un")
        concept("<p>Scop</p>", title="Deux")
    assert used_on(scop) == []
    call_command("index_terms")
    assert "2 uses" in capsys.readouterr().out
    assert len(used_on(scop)) == 2


def test_uses_are_found_where_static_files_are_not_collected_yet(term, concept, home, settings, tmp_path):
    scop = term("Scop")
    make_grid()
    project = make_project(
        ShowcasePageFactory(parent=home, locale=home.locale),
        CriteriaGrid.objects.get(),
        listing_image=make_picture(),
        summary="Une Scop.",
    )
    page = concept(
        body=[
            {"type": "criteria_list", "value": {"intro": "", "detail": "full"}},
            {"type": "image", "value": {"image": make_picture().pk, "decorative": True}},
            {"type": "featured_project", "value": {"intro": "", "project": project.pk}},
        ],
        title="Un",
    )
    TermUse.objects.all().delete()
    settings.STATIC_ROOT = tmp_path
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    uses.index_page.func(page.pk)
    assert used_on(scop) == [("Un", "Scop")]


def test_a_page_that_is_gone_when_its_turn_comes_is_no_error(db):
    uses.index_page.func(12345)


def test_the_term_lists_the_pages_that_anybody_may_read(term, concept, client):
    scop = term("Scop")
    for number in range(15):
        concept("<p>Scop</p>", title=f"Page {number:02d}")
    secret = concept("<p>Scop</p>", title="A secret")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    document = read(client, scop)
    shown = [link.text for link in document.select(".term__uses a")]
    assert shown == [f"Page {number:02d}" for number in range(12)]
    assert "et 3 autres pages" in document.select_one("[aria-labelledby=uses-title]").text


def test_queries_of_a_term_do_not_grow_with_its_uses(term, concept, count_queries):
    scop = term("Scop")
    counts = []
    for more in (2, 20):
        for _number in range(more):
            concept("<p>Scop</p>")
        counts.append(count_queries(scop.get_url()))
    assert counts[0] == counts[1] <= 12


def test_the_listing_counts_the_uses_in_the_query_of_the_terms(term, concept, glossary, client, admin_user):
    for number in range(3):
        term(f"mot{number}a")
    concept("<p>mot0a et mot1a</p>")
    concept("<p>mot0a</p>")
    client.force_login(admin_user)

    def rows(ordering: str = "-use_count") -> list[str]:
        document = BeautifulSoup(client.get(f"/admin/terms/?ordering={ordering}").content, "html.parser")
        return [row.select("td")[5].get_text(strip=True) for row in document.select("tbody tr")]

    assert rows() == ["2", "1", "0"]
    assert rows("use_count") == ["0", "1", "2"]
    counts = []
    for more in (20, 25):
        for number in range(more):
            TermPageFactory(parent=glossary, locale=glossary.locale, title=f"autre {more} {number}")
        client.get("/admin/terms/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/terms/")
        counts.append(len([query for query in queries if "glossary_termuse" in query["sql"]]))
    assert counts[0] == counts[1] <= 1
