"""Every block can be picked, previewed, rendered, and refuses what a reader could not use."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.loader import get_template
from django.utils import translation
from wagtail.blocks import StreamValue, StructBlockValidationError
from wagtail.users.models import UserProfile

from home.blocks import KnowledgeBlock
from home.blocks.data import ChartBlock, TableBlock
from home.blocks.knowledge import ComparisonBlock, ExerciseBlock, KeyPointsBlock, TimelineBlock
from home.blocks.links import SocialLinkBlock
from home.blocks.media import ImageBlock, VideoBlock
from home.blocks.text import heading_anchor
from home.models import ConceptPage, CustomDocument
from showcase.blocks import EvidenceBlock, PartnerBlock
from tests.factories import (
    ConceptIndexPageFactory,
    ConceptPageFactory,
    ShowcasePageFactory,
    SourceFactory,
    in_english,
    make_grid,
    make_picture,
    make_project,
)
from tests.reading import read

BLOCKS = {
    **KnowledgeBlock().child_blocks,
    "evidence": EvidenceBlock(),
    "partner": PartnerBlock(),
    "social link": SocialLinkBlock(),
}
every_block = pytest.mark.parametrize(
    "block", [pytest.param(block, id=name) for name, block in BLOCKS.items()]
)

# What the founding text's passages need, and the usual ones: the issue's own list.
WANTED = set(
    "definition key_points zoom timeline quotation comparison criteria_list featured_project in_brief "  # noqa: SIM905
    "call_to_action heading text image figures table accordion download video chart exercise".split()
)


def test_every_passage_of_the_founding_text_has_its_block():
    assert set(KnowledgeBlock().child_blocks) >= WANTED


@every_block
def test_an_editor_knows_a_block_by_icon_label_and_description_in_both_languages(block):
    assert block.meta.icon not in ("", "placeholder")
    assert get_template(block.meta.template)
    with translation.override("fr"):
        french = str(block.label), str(block.get_description())
    with translation.override("en"):
        english = str(block.label), str(block.get_description())
    assert all(french)
    assert all(english)
    assert french[1] != english[1]


@pytest.mark.parametrize("language", ["fr", "en"])
@every_block
def test_the_picker_shows_each_block_as_the_site_would(home, client, admin_user, block, language):
    showcase = ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    make_project(showcase, make_grid(), listing_image=make_picture())
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
    client.force_login(admin_user)
    assert block.is_previewable
    response = client.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    document = BeautifulSoup(response.content, "html.parser")
    assert document.select('link[href$="blocks.css"]')
    assert document.main.text.strip() or document.main.select("img")


@pytest.fixture
def concept(home):
    def make(*body: tuple) -> ConceptPage:
        index = ConceptIndexPageFactory(parent=home, locale=home.locale, slug="comprendre")
        page = ConceptPageFactory(
            parent=index,
            locale=home.locale,
            slug="notion",
            body=[{"type": kind, "value": value} for kind, value in body],
        )
        return ConceptPage.objects.get(pk=page.pk)

    return make


def test_a_figure_shows_year_nature_and_source(concept, client):
    source = SourceFactory(title="Atlas")
    figures = [
        {"value": "14 %", "label": "des emplois", "year": 2022, "nature": "measured", "sources": [source.pk]},
        {"value": "300", "label": "emplois", "year": None, "nature": "target", "sources": [source.pk]},
    ]
    document = read(client, concept(("figures", {"title": "Combien ?", "items": figures})))
    measured, target = document.select(".figure")
    assert "2022" in measured.text
    assert "objectif" in target.text
    assert "sans date" in target.text
    (listed,) = document.select(".sources li")
    assert "Atlas" in listed.text
    number = measured.select_one("a")["href"]
    assert document.select_one(number) == listed


def test_sources_are_numbered_in_the_order_of_reading_and_listed_once(concept, client):
    first, second = SourceFactory(), SourceFactory()
    document = read(
        client,
        concept(
            ("text", {"text": "<p>Un.</p>", "sources": [second.pk]}),
            ("text", {"text": "<p>Deux.</p>", "sources": [first.pk, second.pk]}),
        ),
    )
    numbers = [link["href"] for link in document.select(".citations a")]
    assert numbers == ["#source-1", "#source-2", "#source-1"]
    assert [item.a.text for item in document.select(".sources li")] == [second.title, first.title]


def test_the_criteria_list_follows_the_grid(concept, client):
    make_grid()
    document = read(client, concept(("criteria_list", {"intro": "", "detail": "full"})))
    text = document.select_one(".block--criteria_list").text
    for code in ("novelty", "risk", "policy", "partnership", "participation"):
        assert f"Critère {code}" in text
    assert "Une question\u202f?" in text


def test_a_featured_project_shows_its_badges_and_goes_when_it_is_withdrawn(concept, home, client):
    showcase = ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    project = make_project(showcase, make_grid(), listing_image=make_picture())
    page = concept(("featured_project", {"intro": "À voir.", "project": project.pk}))
    assert len(read(client, page).select(".block--featured_project .badge")) == 5
    project.unpublish()
    assert not read(client, page).select(".block--featured_project .badge")


def test_a_chart_says_its_numbers_in_a_table_too(concept, client):
    chart = {
        "caption": "Emplois",
        "unit": "%",
        "year": 2022,
        "bars": [{"label": "A", "value": 60.0}, {"label": "B", "value": 30.0}],
        "sources": [SourceFactory().pk],
    }
    block = read(client, concept(("chart", chart))).select_one(".block--chart")
    rows = [[cell.text.strip() for cell in row.select("th, td")] for row in block.select("tbody tr")]
    assert rows == [["A", "60\u202f%"], ["B", "30\u202f%"]]
    assert [bar["width"] for bar in block.select("rect")] == ["100.0", "50.0"]


def test_a_file_is_offered_with_its_weight_and_language(concept, client):
    document = CustomDocument.objects.create(
        title="Grille", language="fr", file=ContentFile(b"x" * 2048, name="grille.pdf")
    )
    block = read(
        client, concept(("download", {"document": document.pk, "title": "La grille", "text": ""}))
    ).select_one(".block--download")
    assert block.select_one("a")["href"] == document.url
    for words in ("PDF", "2,0\xa0Ko", "français"):
        assert words.lower() in block.text.lower()


def test_a_film_asks_nothing_of_another_host(concept, client):
    video = {"title": "Visite", "url": "https://video.example/1", "transcript": "<p>On y voit.</p>"}
    block = read(client, concept(("video", video))).select_one(".block--video")
    assert block.select("iframe, script, img") == []
    assert block.select_one("a")["href"] == "https://video.example/1"


def test_two_headings_with_the_same_words_have_two_fragments(concept, client):
    document = read(client, concept(("heading", "En France"), ("heading", "En France")))
    fragments = [link["href"].removeprefix("#") for link in document.select(".toc a, [class*=contents] a")]
    headings = [heading["id"] for heading in document.select(".block--heading h2")]
    assert headings == ["en-france", "en-france-2"]
    assert set(headings) <= set(fragments)


def test_a_quotation_keeps_its_language_and_says_when_it_is_translated(concept, client):
    quotation = {
        "original": "new ways of doing things",
        "language": "en",
        "text": "de nouvelles façons de faire",
        "attribution": "Quelqu’un, 2011",
    }
    block = read(client, concept(("quotation", quotation))).select_one(".block--quotation")
    assert "de nouvelles façons de faire" in block.text
    assert block.find(lang="en").text.strip(" «»“”\u202f\xa0") == "new ways of doing things"


def test_a_link_to_a_withdrawn_page_keeps_its_words_and_loses_its_link(concept, home, client):
    other = ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    html = f'<p>Voir <a linktype="page" id="{other.pk}">la vitrine</a>.</p>'
    page = concept(("text", {"text": html}))
    assert read(client, page).select_one('.block--text a[href="/fr/vitrine/"]')
    other.unpublish()
    block = read(client, page).select_one(".block--text")
    assert block.select("a") == []
    assert "la vitrine" in block.text


@pytest.fixture
def linked(concept, home):
    """A showcase, and a concept whose text links to it, as (showcase, concept, concept in English)."""
    showcase = ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    html = f'<p><a linktype="page" id="{showcase.pk}">la vitrine</a></p>'
    page = concept(("text", {"text": html}))
    in_english(home, slug="home")
    in_english(page.get_parent().specific, slug="learn")
    in_english(showcase, slug="showcase")
    return showcase, page, in_english(page, slug="concept")


def test_links_lead_to_the_readers_language(linked, client):
    _showcase, page, english = linked
    assert read(client, page).select_one(".block--text a")["href"] == "/fr/vitrine/"
    assert read(client, english).select_one(".block--text a")["href"] == "/en/showcase/"


def test_a_page_withdrawn_in_french_is_still_reached_in_english(linked, client):
    showcase, page, english = linked
    showcase.unpublish()
    assert read(client, english).select_one(".block--text a")["href"] == "/en/showcase/"
    assert read(client, page).select_one(".block--text a")["href"] == "/en/showcase/"


def test_links_in_the_grid_lead_somewhere(concept, home, client):
    showcase = ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    make_grid().criteria.update(meaning=f'<p><a linktype="page" id="{showcase.pk}">Voir</a></p>')
    page = concept(("criteria_list", {"intro": "", "detail": "full"}))
    links = read(client, page).select(".block--criteria_list a[href='/fr/vitrine/']")
    assert len(links) == 6


@pytest.mark.parametrize(
    ("block", "value", "words"),
    [
        (VideoBlock(), {"title": "Film"}, "adresse"),
        (VideoBlock(), {"title": "Film", "url": "https://a.example/"}, None),
        (
            TableBlock(),
            {"caption": "Formes", "headings": ["A", "B"], "rows": [{"cells": ["seule"]}]},
            "2",
        ),
        (
            ComparisonBlock(),
            {
                "caption": "RSE et ESS",
                "headings": ["RSE", "ESS"],
                "rows": [{"label": "But", "cells": ["a", "b", "c"]}],
            },
            "But",
        ),
        (
            ExerciseBlock(),
            {
                "title": "Quiz",
                "instruction": "Choisissez.",
                "options": ["RSE", "ESS"],
                "items": [{"statement": "Une banque.", "answer": 3, "explanation": "Parce que."}],
            },
            "liste",
        ),
        (
            ChartBlock(),
            {"caption": "Un", "unit": "%", "bars": [{"label": "A", "value": -1}, {"label": "B", "value": 1}]},
            "0",
        ),
        (
            EvidenceBlock(),
            {"title": "Étude", "url": "https://a.example/", "kind": "press", "date": "hier"},
            "2024-03",
        ),
    ],
)
def test_what_a_reader_could_not_use_is_refused(db, block, value, words):
    given = block.normalize(block.to_python(value))
    if words is None:
        assert block.clean(given)
        return
    with pytest.raises((StructBlockValidationError, ValidationError)) as caught:
        block.clean(given)
    assert words in str(
        caught.value.as_json_data() if hasattr(caught.value, "as_json_data") else caught.value
    )


def test_a_picture_says_what_it_shows_or_that_it_only_decorates(db):
    block, given = ImageBlock(), {"image": make_picture().pk, "decorative": False}
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python(given))
    assert set(caught.value.block_errors) == {"alt_text"}
    assert block.clean(block.to_python({**given, "decorative": True}))


@pytest.mark.parametrize(
    ("words", "anchor"),
    [("Qu’est-ce que l’ESS ?", "quest-ce-que-less"), ("???", "section"), ("漢字", "section")],
)
def test_a_heading_always_has_a_fragment(words, anchor):
    assert heading_anchor(words) == anchor


def test_the_admin_can_show_every_block_of_a_page(concept, client, admin_user):
    blocks = KnowledgeBlock().child_blocks
    page = concept()
    page.body = StreamValue(
        page.body.stream_block,
        [(name, blocks[name].get_preview_value()) for name in ("heading", "text", "zoom", "table")],
    )
    page.save_revision()
    client.force_login(admin_user)
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


@pytest.mark.parametrize(("block", "name"), [(KeyPointsBlock(), "points"), (TimelineBlock(), "items")])
def test_a_new_block_opens_with_the_items_it_needs_at_least(block, name):
    assert len(block.get_default()[name]) == block.child_blocks[name].meta.min_num == 2
