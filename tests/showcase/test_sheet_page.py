"""The sheet of a project on its page: figures told apart, what is near and why, credits, how to cite it."""

import pytest
from django.core.cache import cache
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from home.references import References
from showcase.models import ProjectFigure
from showcase.sheet.alike import SHOWN, alike
from showcase.sheet.excerpts import shortened, words_of_rich_text
from tests.factories import (
    ConceptIndexPageFactory,
    ConceptPageFactory,
    in_english,
    make_frame,
    make_picture,
    make_project,
)
from tests.reading import read


def near(page) -> list[str]:
    with override(page.locale.language_code):
        return [found.page.title for found in alike(page, References(page))]


def test_targets_stand_apart_from_results(showcase, grid, client):
    project = make_project(showcase, grid)
    shared = {"page": project, "locale": showcase.locale, "source_title": "Presse", "year": 2022}
    for value, kind in (("1", "target"), ("2", "outcome"), ("3", "means"), ("4", "output")):
        ProjectFigure.objects.create(
            **shared, value=value, label="emplois", kind=kind, source_url="https://a.example/"
        )
    section = read(client, project).select_one(".project-figures")
    lists = {title.text: title.find_next_sibling("ul") for title in section.select("h3")}
    values = [[b.text for b in found.select(".figure__value")] for found in lists.values()]
    assert values == [["2", "4"], ["1"], ["3"]]
    assert all("2022" in found.text and "Presse" in found.text for found in lists.values())


def test_near_projects_say_what_they_have_in_common(showcase, grid, client):
    project = make_project(showcase, grid, sectors=["housing", "food-farming"], sdgs=[1, 11], country="MA")
    make_project(showcase, grid, title="Même champ", sectors=["housing"], sdgs=[11, 12], country="FR")
    make_project(showcase, grid, title="Même pays", sectors=["digital"], sdgs=[9], country="MA")
    make_project(showcase, grid, title="Rien de commun", sectors=["digital"], sdgs=[1, 11], country="BE")
    found = {
        card.h3.text: card.select_one(".alike__why").text
        for card in read(client, project).select(".alike .card")
    }
    assert list(found) == ["Même champ", "Même pays"]
    assert "logement" in found["Même champ"].lower()
    assert "11" in found["Même champ"]
    assert "12" not in found["Même champ"]
    assert "Maroc" in found["Même pays"]


def test_a_shared_idea_brings_nearer_and_is_named(home, showcase, grid):
    index = ConceptIndexPageFactory(parent=home, locale=home.locale)
    concept = ConceptPageFactory(parent=index, locale=home.locale, title="Le territoire")
    related = [{"type": "concept", "value": concept.pk}]
    project = make_project(showcase, grid, sectors=["housing"], country="MA", related=related)
    make_project(showcase, grid, title="A", sectors=["housing"], country="BE")
    make_project(showcase, grid, title="B", sectors=["housing"], country="BE", related=related)
    first, second = alike(project, References(project))
    assert [first.page.title, second.page.title] == ["B", "A"]
    assert any("Le territoire" in reason for reason in first.reasons)
    assert not any("Le territoire" in reason for reason in second.reasons)


def test_near_projects_are_few_always_the_same_and_the_best_of_many(showcase, grid):
    project = make_project(showcase, grid, sectors=["housing"], sdgs=[1], country="MA")
    for number in range(30):
        make_project(showcase, grid, title=f"Loin {number:02d}", sectors=["housing"], country="BE")
    make_project(showcase, grid, title="Proche", sectors=["housing"], sdgs=[1], country="MA")
    assert near(project) == near(project) == ["Proche", "Loin 00", "Loin 01"]
    assert len(near(project)) == SHOWN


def test_what_readers_may_not_see_is_not_near(showcase, grid, home):
    project = make_project(showcase, grid, sectors=["housing"])
    in_english(home, slug="home")
    english = in_english(showcase, slug="showcase")
    make_project(english, grid, title="In English", sectors=["housing"])
    make_project(showcase, grid, title="Brouillon", sectors=["housing"], live=False)
    hidden = make_project(showcase, grid, title="Réservé", sectors=["housing"])
    PageViewRestriction.objects.create(page=hidden, restriction_type="password", password="mot")
    assert near(project) == []


def test_a_project_without_sectors_or_goals_still_answers(showcase, grid, client):
    project = make_project(showcase, grid, sectors=[], sdgs=[], country="MA", place="")
    make_project(showcase, grid, title="Voisin", sectors=[], sdgs=[], country="MA")
    assert [card.h3.text for card in read(client, project).select(".alike .card")] == ["Voisin"]


def test_the_picture_at_the_head_has_its_credit_and_none_where_there_is_none(showcase, grid, client):
    picture = make_picture()
    picture.credit, picture.licence = "Une dessinatrice", "CC BY-SA 4.0"
    picture.save()
    credited = make_project(showcase, grid, listing_image=picture)
    caption = read(client, credited).select_one(".page-head figcaption").text
    assert "Une dessinatrice" in caption
    assert "CC BY-SA 4.0" in caption
    plain = make_project(showcase, grid, listing_image=make_picture())
    assert read(client, plain).select(".page-head figcaption") == []


def test_the_page_says_how_to_cite_it_and_on_what_terms(showcase, grid, client):
    make_frame(footer_licence="Textes sous licence CC BY-SA 4.0.")
    project = make_project(showcase, grid, title="Un projet")
    project.save_revision().publish()
    project = type(project).objects.get(pk=project.pk)
    section = read(client, project).select_one(".cite")
    text = section.select_one(".cite__text").text
    for words in ("Un projet", "Passerelle", str(project.last_published_at.year), project.full_url):
        assert words in text
    assert "CC BY-SA 4.0" in section.text


def test_the_page_costs_the_same_whatever_is_near(showcase, grid, count_queries):
    project = make_project(showcase, grid, sectors=["housing"], listing_image=make_picture())
    counts = []
    for more in (3, 27):
        for _number in range(more):
            make_project(showcase, grid, sectors=["housing"], listing_image=make_picture())
        cache.clear()
        counts.append(count_queries(project.get_url()))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Court.", 10, "Court."),
        ("Une phrase. Une autre qui est trop longue.", 20, "Une phrase."),
        ("Vu par M. Durand en 2024. Puis rien de plus.", 30, "Vu par M. Durand en 2024."),
        ("Est-ce vrai\u202f? Oui, cela est vrai.", 16, "Est-ce vrai\u202f?"),
        ("Il dit «\u202foui.\u202f» Et puis il s’en va.", 16, "Il dit «\u202foui.\u202f»"),
        ("Une phrase beaucoup trop longue pour tenir.", 22, "Une phrase beaucoup…"),
        ("Insécablesansespace", 8, "Insécab…"),
        ("Deux\nlignes", 20, "Deux lignes"),
        ("2.6 million people. More text follows here.", 25, "2.6 million people."),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_where_a_sentence_ends(text, most, short):
    assert shortened(text, most) == short
    assert len(short) <= most


def test_rich_text_becomes_plain_words():
    html = "<p>Un&nbsp;mot &amp; <b>deux</b>.</p><p>Une suite.</p>"
    assert words_of_rich_text(html) == "Un\u00a0mot & deux. Une suite."
