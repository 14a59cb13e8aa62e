"""The glossary and its terms."""

import pytest

from glossary.models import TermPage
from tests.factories import GlossaryIndexPageFactory, SourceFactory, TermPageFactory, in_english
from tests.reading import read


@pytest.fixture
def glossary(home):
    return GlossaryIndexPageFactory(parent=home, locale=home.locale, slug="glossaire")


def term(glossary, title: str, **fields) -> TermPage:
    return TermPageFactory(parent=glossary, locale=glossary.locale, title=title, **fields)


def test_terms_are_filed_from_a_to_z_with_their_accents(glossary, client):
    for title in ("Scop", "économie circulaire", "essaimage", "3e lieu", "ESUS", "agrément"):
        term(glossary, title)
    document = read(client, glossary)
    assert [heading.text for heading in document.select(".letter h2")] == ["#", "A", "E", "S"]
    assert [link.text for link in document.select(".letter dt a")] == [
        "3e lieu",
        "agrément",
        "économie circulaire",
        "essaimage",
        "ESUS",
        "Scop",
    ]
    for link in document.select(".letters a"):
        assert document.find(id=link["href"].removeprefix("#"))


def test_a_term_shows_its_forms_its_other_language_its_sources_and_its_neighbours(glossary, home, client):
    other = term(glossary, "Scop")
    source = SourceFactory(title="Loi de 1947")
    page = term(
        glossary,
        "coopérative",
        also_known_as="coopérative\ncoopératives\ncoop",
        related=[{"type": "term", "value": other.pk}],
        sources=[{"type": "source", "value": source.pk}],
    )
    in_english(home, slug="home")
    in_english(glossary, slug="glossary")
    in_english(TermPage.objects.get(pk=page.pk), title="cooperative", slug="cooperative")
    document = read(client, page)
    assert [form.text for form in document.select(".term__forms li")] == ["coopératives", "coop"]
    assert document.select_one(".term__translation a").text == "cooperative"
    assert document.select_one("[aria-labelledby=related-title] a").text == "Scop"
    assert "Loi de 1947" in document.select_one(".sources").text


def test_a_link_in_a_definition_is_a_link(glossary, client):
    other = term(glossary, "Scop")
    html = f'<p>Comme la <a linktype="page" id="{other.pk}">Scop</a>.</p>'
    page = term(glossary, "coopérative", long_definition=html)
    assert read(client, page).select_one(".prose a")["href"] == other.get_url()
    index = type(glossary).objects.get(pk=glossary.pk)
    index.intro = html
    index.save()
    assert read(client, index).select_one(".prose a")["href"] == other.get_url()


def test_a_term_without_description_is_described_by_its_definition(glossary, client):
    page = term(glossary, "mutuelle", short_definition="Un groupement.")
    document = read(client, page)
    assert document.find("meta", attrs={"name": "description"})["content"] == "Un groupement."


def test_queries_do_not_grow_with_the_terms(glossary, client, count_queries):
    counts = []
    for more in (3, 27, 270):
        for number in range(more):
            term(glossary, f"terme {more} {number}")
        counts.append(count_queries(glossary.get_url()))
    assert counts[0] == counts[1] == counts[2] <= 12


def test_an_empty_glossary_still_answers(glossary, client):
    assert read(client, glossary).h1.text.strip() == "Glossaire"


def test_the_admin_opens_a_term(glossary, client, admin_user):
    page = term(glossary, "mutuelle")
    client.force_login(admin_user)
    form = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'name="also_known_as"' in form
    assert "mutuelle" in client.get("/admin/terms/").content.decode()
