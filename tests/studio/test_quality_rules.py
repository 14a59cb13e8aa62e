"""Each rule on pages that have the fault, on pages that have not, and on half-filled drafts."""

import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StreamValue

from home.models import ConceptPage
from showcase.models import CriterionAssessment, ProjectFigure
from studio.quality.ease import ease, sentences, syllables
from studio.quality.findings import RULES, Weight, read, rule
from studio.quality.rules.ageing import later
from studio.quality.typography import faults
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

CLEAR = "Des habitants ouvrent un jardin. Ils le cultivent ensemble, et tous en vivent mieux qu’avant."
HARD = (
    "La responsabilisation institutionnelle des organisations intercommunales présuppose une "
    "conceptualisation multidimensionnelle des problématiques socio-environnementales, nonobstant "
    "l’hétérogénéité caractéristique des configurations organisationnelles territorialisées, dont "
    "l’opérationnalisation contractuelle nécessiterait une harmonisation préalable des méthodologies "
    "d’évaluation pluridisciplinaires et des référentiels communautaires internationalement reconnus, "
    "préalablement à toute contractualisation pluriannuelle interinstitutionnelle."
)


@pytest.fixture
def index(home):
    return ConceptIndexPageFactory(parent=home, locale=home.locale)


@pytest.fixture
def concept(index):
    return ConceptPageFactory(parent=index, locale=index.locale, summary="Une notion expliquée.")


def codes(page, **options) -> list[str]:
    return [finding.rule.code for finding in read(page, writing_only=True, **options)]


def found(page, code: str) -> list:
    return [finding.found for finding in read(page) if finding.rule.code == code]


def body(page, *blocks):
    page.body = StreamValue(
        page.body.stream_block,
        [
            {"type": name, "value": value, "id": f"block{number}"}
            for number, (name, value) in enumerate(blocks)
        ],
        is_lazy=True,
    )
    return page


def text(html: str) -> tuple[str, dict]:
    return "text", {"text": html, "sources": []}


def test_a_page_without_fault_has_no_finding(concept):
    source = SourceFactory()
    blocks = [
        ("heading", "Un titre"),
        text(f"<p>{CLEAR}</p>"),
        ("figures", {"title": "", "items": [figure(source)]}),
        ("quotation", {"original": "Words", "language": "en", "text": "Des mots", "sources": [source.pk]}),
        ("image", {"image": make_picture().pk, "decorative": True, "alt_text": "", "caption": ""}),
    ]
    assert codes(body(concept, *blocks)) == []


def figure(source=None, **changes) -> dict:
    value = {"value": "14", "label": "jardins", "year": 2024, "nature": "measured"}
    return {**value, "sources": [source.pk] if source else [], **changes}


def test_a_figure_needs_its_year_and_its_source(concept):
    source = SourceFactory()
    items = [figure(source), figure(source, year=None), figure()]
    page = body(concept, ("figures", {"title": "", "items": items}))
    assert codes(page) == ["figure-source", "figure-year"]
    (undated,) = found(page, "figure-year")
    assert undated.words == "14 jardins"
    assert undated.path.startswith("body.block0.items.")
    assert undated.path.endswith(".year")


@pytest.mark.parametrize(
    "label",
    ["jardins (chiffre non daté)", "jardins (sans date)", "jardins à la fin de 2019", "gardens (undated)"],
)
def test_a_figure_may_say_in_words_when_it_was_or_that_nobody_knows(concept, label):
    page = body(concept, ("figures", {"items": [figure(SourceFactory(), year=None, label=label)]}))
    assert codes(page) == []


def test_so_does_a_chart_and_the_figure_of_a_project(home, concept):
    chart = {"caption": "Emplois", "unit": "%", "year": None, "bars": [], "sources": []}
    assert set(codes(body(concept, ("chart", chart)))) == {"figure-year", "figure-source"}
    project = make_project(ShowcasePageFactory(parent=home, locale=home.locale), make_grid())
    project.figures.add(ProjectFigure(value="3", label="puits", kind="output", locale=home.locale))
    assert set(codes(project)) == {"figure-year", "figure-source"}


def test_a_picture_is_described_or_only_decorates(concept):
    picture = make_picture()
    value = {"image": picture.pk, "decorative": False, "alt_text": " ", "caption": "Le jardin"}
    page = body(concept, ("image", value))
    (undescribed,) = found(page, "image-alt")
    assert undescribed.path == "body.block0.alt_text"
    assert picture.filename.removesuffix(".png") in undescribed.selector
    value["alt_text"] = "Des rangs de choux devant un immeuble"
    assert codes(body(concept, ("image", value))) == []


def test_a_quotation_and_a_definition_word_for_word_have_a_source(concept):
    quotation = {"original": "Words", "language": "en", "text": "Des mots", "attribution": "X", "sources": []}
    definition = {"text": "Un but.", "attribution": "Loi", "quoted": True, "sources": []}
    page = body(concept, ("quotation", quotation), ("definition", definition))
    assert codes(page) == ["quotation-source"] * 2
    assert codes(body(concept, ("definition", {**definition, "quoted": False}))) == []


def test_a_page_is_described(index):
    page = ConceptPageFactory(parent=index, locale=index.locale)
    assert codes(page) == ["empty-meta-description"]
    page.search_description = "Pour les moteurs."
    assert codes(page) == []


def test_a_link_to_a_page_that_is_gone_or_not_published_is_found(index, concept):
    other = ConceptPageFactory(parent=index, locale=index.locale, summary="Une autre.")
    link = text(f'<p>Voyez <a linktype="page" id="{other.pk}">cette page</a> et la suite.</p>')
    action = {"title": "Allez-y", "text": "", "link": other.pk, "label": "Voir"}
    page = body(concept, link, ("call_to_action", action))
    assert codes(page) == []
    other.unpublish()
    first, second = found(page, "dead-page-link")
    assert (first.path, first.words) == ("body.block0.text", "cette page")
    assert (second.path, second.words) == ("body.block1.link", "Allez-y")
    other.delete()
    assert codes(ConceptPage.objects.get(pk=concept.pk)) == []
    assert codes(page) == ["dead-page-link"] * 2


def test_a_link_whose_page_lives_in_another_language_only_is_not_dead(index, concept):
    other = ConceptPageFactory(parent=index, locale=index.locale, summary="Une autre.")
    in_english(index.get_parent(), slug="en-home", title="Home")
    in_english(index)
    in_english(other)
    other.unpublish()
    assert codes(body(concept, text(f'<p><a linktype="page" id="{other.pk}">ici</a></p>'))) == []


def test_a_link_to_a_file_that_is_gone_is_found(concept):
    page = body(concept, text('<p><a linktype="document" id="987654">la grille</a></p>'))
    (gone,) = found(page, "dead-document-link")
    assert gone.words == "la grille"
    download = {"document": None, "title": "La grille", "text": ""}
    assert codes(body(concept, ("download", download))) == ["dead-document-link"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Vraiment ?", "french-spaces"),
        ("Vraiment?", "french-spaces"),
        ("Voici : un jardin", "french-spaces"),
        ("« Vraiment »", "french-spaces"),
        ("14 % des gens", "french-spaces"),
        ("14% des gens", "french-spaces"),
        ("l'eau", "french-quotes"),
        ('Il dit "oui".', "french-quotes"),
        ("Et puis...", "french-dots"),
        ("Deux  espaces", "double-space"),
    ],
)
def test_french_typography_that_is_wrong_is_found(words, code):
    assert {found for found, _words in faults(words)} == {code}


@pytest.mark.parametrize(
    "words",
    [
        "Vraiment\u202f? Oui\u202f! Voici\u00a0: «\u202fun jardin\u202f», 14\u202f% et 3\u00a0€…",
        "À 12:30, sur https://example.org/?a=1;b=2 ou a@b.fr",
        "L’eau, l’air (2:1)",
        "",
    ],
)
def test_french_typography_that_is_right_is_left_alone(words):
    assert list(faults(words)) == []


@given(st.text())
def test_no_text_stops_the_proofreader(words):
    for _code, around in faults(words):
        assert around in words or "\N{OBJECT REPLACEMENT CHARACTER}" in around


def test_typography_is_french_alone_and_leaves_words_of_other_languages(index, concept):
    page = body(concept, text("<p>Vraiment ? l'eau</p>"))
    assert set(codes(page)) == {"french-spaces", "french-quotes"}
    in_english(index.get_parent(), slug="en-home", title="Home")
    in_english(index)
    english = in_english(concept)
    assert codes(body(english, text('<p>Really? It\'s "so"...</p>'))) == []
    quotation = {"original": "It's so...", "language": "en", "text": "C’est ainsi", "sources": [1]}
    assert codes(body(concept, ("quotation", quotation))) == []


def test_one_fault_is_one_finding_with_the_words_around_it(concept):
    page = body(
        concept, text("<p>Un premier paragraphe sans faute aucune.</p><p>Est-ce bien vrai ? Oui.</p>")
    )
    (fault,) = found(page, "french-spaces")
    assert (fault.path, fault.detail) == ("body.block0.text", "Est-ce bien vrai ? Oui.")


@pytest.mark.parametrize(
    ("word", "count", "language"),
    [
        ("innovation", 4, "fr"),
        ("théâtre", 2, "fr"),
        ("personnes", 2, "fr"),
        ("qui", 1, "fr"),
        ("réunion", 3, "fr"),
        ("le", 1, "fr"),
        ("l’économie", 4, "fr"),
        ("people", 2, "en"),
        ("created", 3, "en"),
        ("worked", 1, "en"),
        ("needed", 2, "en"),
        ("table", 2, "en"),
        ("the", 1, "en"),
    ],
)
def test_syllables_are_counted_as_heard(word, count, language):
    assert syllables(word, language) == count


def test_sentences_end_at_a_stop_that_a_capital_or_a_figure_follows():
    text = "La loi compte, p. ex. ici. Et après\u202f? Il vaut 3.5 fois plus. «\u202fOui.\u202f» Bien"
    assert sentences(text) == [
        "La loi compte, p. ex. ici.",
        "Et après\u202f?",
        "Il vaut 3.5 fois plus.",
        "«\u202fOui.",
        "Bien",
    ]


def test_the_formulas_are_those_of_their_authors():
    # Four words of one syllable in one sentence: by hand, from the published coefficients.
    assert ease("The cat sat down.", "en").score == pytest.approx(206.835 - 1.015 * 4 - 84.6, abs=0.05)
    assert ease("Le chat dort bien.", "fr").score == pytest.approx(207 - 1.015 * 4 - 73.6, abs=0.05)
    assert ease("… 12 %", "fr") is None


def test_what_the_public_cannot_follow_is_found_and_what_it_can_is_not(concept):
    page = body(concept, text(f"<p>{HARD}</p><p>{HARD}</p><p>{HARD}</p>"))
    assert codes(page).count("hard-page") == 1
    assert codes(page).count("hard-paragraph") == 3
    assert codes(page).count("long-sentence") == 3
    assert codes(body(concept, text(f"<p>{CLEAR}</p>" * 6))) == []


def test_words_of_others_are_not_judged(concept):
    quotation = {"original": HARD, "language": "fr", "text": HARD * 3, "attribution": "X", "sources": [1]}
    assert codes(body(concept, ("quotation", quotation))) == []


def test_a_list_between_semicolons_is_no_long_sentence(concept):
    steps = "\u202f; ".join(["ils ouvrent un jardin dans la cour de leur immeuble"] * 8)
    assert "long-sentence" not in codes(body(concept, text(f"<p>Voici\u00a0: {steps}.</p>")))


def test_a_month_later_is_a_day_of_that_month():
    assert later(datetime.date(2026, 11, 23), 12) == datetime.date(2027, 11, 23)
    assert later(datetime.date(2027, 12, 31), 2) == datetime.date(2028, 2, 29)


def test_a_review_falls_due_a_year_after_the_last_or_after_the_first_publication(concept):
    (due,) = found(concept, "review-due") or [None]
    assert due is None or due.since
    concept.reviewed_on = datetime.date(2025, 1, 15)
    (due,) = found(concept, "review-due")
    assert due.since == datetime.date(2026, 1, 15)
    concept.reviewed_on = None
    concept.first_published_at = datetime.datetime(2024, 3, 2, 12, tzinfo=datetime.UTC)
    (due,) = found(concept, "review-due")
    assert due.since == datetime.date(2025, 3, 2)


def test_the_months_are_a_setting(concept, settings):
    settings.QUALITY = {"review_months": 6}
    concept.reviewed_on = datetime.date(2025, 1, 15)
    (due,) = found(concept, "review-due")
    assert due.since == datetime.date(2025, 7, 15)


def test_a_badge_is_announced_two_months_before_its_end_unless_there_is_none_to_lose(home):
    project = make_project(
        ShowcasePageFactory(parent=home, locale=home.locale), make_grid(), {"risk": "not_demonstrated"}
    )
    CriterionAssessment.objects.filter(page=project).update(review_by=datetime.date(2027, 3, 1))
    expiring = found(type(project).objects.get(pk=project.pk), "badge-expiring")
    assert len(expiring) == 4
    assert {one.since for one in expiring} == {datetime.date(2026, 12, 31)}


def test_a_draft_with_nothing_in_it_is_read_all_the_same(home):
    page = ConceptPage(title="", locale=home.locale)
    empty = {
        "figures": {"title": None, "items": [{"value": None, "label": None, "year": None, "sources": []}]},
        "chart": {"caption": None, "bars": [], "sources": []},
        "quotation": {},
        "definition": {},
        "image": {},
        "video": {},
        "download": {},
        "call_to_action": {},
        "timeline": {"items": [{}]},
        "comparison": {"rows": [{}]},
        "accordion": {"items": [{}]},
        "table": {},
        "text": {},
        "heading": "",
    }
    assert set(codes(body(page, *empty.items()))) >= {"figure-source", "empty-meta-description"}


def test_serious_findings_come_first(concept):
    page = body(concept, text("<p>l'eau</p>"), ("figures", {"items": [figure()]}))
    weights = [finding.rule.weight for finding in read(page, writing_only=True)]
    assert weights == [Weight.SERIOUS, Weight.ADVICE]


def test_a_new_rule_is_one_function(concept, monkeypatch):
    monkeypatch.setattr("studio.quality.findings.RULES", dict(RULES))

    @rule("too-short", Weight.ADVICE, title="Short", advice="Write more.")
    def too_short(reading):
        from studio.quality.findings import Found

        yield Found(detail=str(len(reading.passages)))

    assert "too-short" in codes(concept)
    with pytest.raises(ValueError, match="too-short"):
        rule("too-short", Weight.ADVICE, title="", advice="")(too_short)


def test_every_rule_speaks_french_too():
    for one in RULES.values():
        for words in (one.title, one.advice):
            with translation.override("fr"):
                french = str(words)
            with translation.override("en"):
                assert str(words) != french, one.code


def test_reading_a_page_asks_the_same_however_long_it_is(concept, django_assert_max_num_queries):
    source = SourceFactory()
    link = f'<p><a linktype="page" id="{concept.pk}">ici</a> <a href="https://example.org/">là</a></p>'
    blocks = [text(link), ("figures", {"items": [figure(source)]})]
    page = body(concept, *(blocks * 60))
    with django_assert_max_num_queries(8):
        read(page, writing_only=True)
