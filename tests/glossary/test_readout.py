"""What an editor is told before publishing: the terms, and the acronyms that nothing explains."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from glossary.linking import Term, Vocabulary
from glossary.readout import Acronym, read, unexplained
from home.models import ConceptPage
from tests.factories import (
    ConceptIndexPageFactory,
    ConceptPageFactory,
    GlossaryIndexPageFactory,
    TermPageFactory,
    in_english,
)

WORDS = Vocabulary(
    "fr", [Term(1, "économie sociale et solidaire", forms=("ESS",)), Term(2, "ODD", linked=False)]
)


def acronyms(html: str) -> list[str]:
    return [acronym.word for acronym in unexplained(f"<p>{html}</p>", WORDS)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("Le DLA et le CSESS.", ["DLA", "CSESS"]),
        ("Le DLA, encore le DLA", ["DLA"]),
        ("l’ESS et les ODD, ODD 8, ODD8", []),
        ("le dispositif local d’accompagnement (DLA)", []),
        ("le DLA (dispositif local d’accompagnement)", []),
        ("le <b>dispositif local d’accompagnement</b> (<b>DLA</b>), puis le DLA", []),
        ("(DLA) sans rien", ["DLA"]),
        ("au XXe siècle, le IIIe, Louis XIV, tome II", []),
        ("12 kWh, 3 MW, 5 EUR, un PDF, l’ONU et l’UE", []),
        ("McKinsey, YouTube, Scop, A", []),
        ("https://EXEMPLE.ORG/DLA et <code>DLA</code>", []),
        ('<i lang="en">the DLA</i>', []),
        ("des CLTs", ["CLT"]),
    ],
)
def test_acronyms_that_nothing_explains(html, found):
    assert acronyms(html) == found


def test_an_acronym_comes_with_its_number_and_its_place():
    html = "<p>Demandez au DLA de votre région.</p><p>Le DLA est gratuit.</p>"
    assert unexplained(html, WORDS) == [Acronym("DLA", 2, "Demandez au DLA de votre région.")]


@pytest.fixture
def draft(home):
    """A page whose draft says more than what is published."""
    glossary = GlossaryIndexPageFactory(parent=home, locale=home.locale, slug="glossaire")
    TermPageFactory(parent=glossary, locale=home.locale, title="Scop")
    index = ConceptIndexPageFactory(parent=home, locale=home.locale, slug="comprendre")
    page = ConceptPageFactory(parent=index, locale=home.locale, summary="Avec le RQIS.")
    page.body = [
        {"type": "heading", "value": "Le PTCE"},
        {"type": "text", "value": {"text": "<p>Des Scops et le DLA.</p>", "sources": []}},
    ]
    page.save_revision()
    return ConceptPage.objects.get(pk=page.pk)


def test_a_draft_is_read_as_it_is_in_memory(draft):
    assert read(draft).terms == []
    readout = read(draft.get_latest_revision_as_object())
    assert [(use.term.title, use.words) for use in readout.terms] == [("Scop", "Scops")]
    assert [acronym.word for acronym in readout.acronyms] == ["RQIS", "PTCE", "DLA"]


def test_a_page_never_saved_can_be_read(home):
    page = ConceptPage(
        title="Neuf", locale=home.locale, body=[("text", {"text": "<p>Le DLA</p>", "sources": []})]
    )
    assert [acronym.word for acronym in read(page).acronyms] == ["DLA"]
    assert read(home).terms == []


@pytest.mark.parametrize(("language", "words"), [("fr", "Sigles que rien"), ("en", "Acronyms that nothing")])
def test_the_editor_sees_it_in_the_language_of_the_admin(draft, client, admin_user, language, words):
    from wagtail.users.models import UserProfile

    UserProfile.get_for_user(admin_user)
    UserProfile.objects.update(preferred_language=language)
    client.force_login(admin_user)
    form = client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    address = f"/admin/glossary/readout/{draft.pk}/"
    assert f'data-draft-report="{address}"' in form
    assert "js/admin/draft-report.js" in form
    assert 'name="link_terms"' in form
    report = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"}).content.decode()
    assert "<html" not in report
    assert "<html" in client.get(address).content.decode()
    assert words in report
    assert "Scop" in report
    assert "<strong>DLA</strong>" in report


def test_a_translator_finds_it_beside_the_page_in_lists(draft, home, client, admin_user):
    in_english(home, slug="home")
    in_english(draft.get_parent().specific, slug="learn")
    record, _created = TranslationSource.update_or_create_from_instance(draft)
    translation = Translation.objects.create(
        source=record, target_locale=Locale.objects.get(language_code="en")
    )
    translation.save_target(publish=False)
    english = draft.get_translation(translation.target_locale)
    client.force_login(admin_user)
    assert "js-translation-editor" in client.get(f"/admin/pages/{english.pk}/edit/").content.decode()
    listing = client.get(f"/admin/pages/{english.get_parent().pk}/").content.decode()
    assert f'href="/admin/glossary/readout/{english.pk}/"' in listing
    assert client.get(f"/admin/glossary/readout/{english.pk}/").status_code == 200


def test_whoever_may_not_edit_the_page_is_not_told(draft, client, django_user_model):
    address = f"/admin/glossary/readout/{draft.pk}/"
    assert client.get(address).status_code == 302
    client.force_login(django_user_model.objects.create_user("lectrice"))
    assert client.get(address).status_code in (302, 403)
