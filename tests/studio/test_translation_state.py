"""A translation's state follows what happens to its page, sentence by sentence."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale

from home.models import ConceptPage, SiteFrame
from showcase.models import Criterion, ProjectPage
from studio.models import State, TranslationState
from studio.translation import state
from tests.factories import (
    ContentPageFactory,
    GlossaryIndexPageFactory,
    ShowcasePageFactory,
    TermPageFactory,
    in_english,
    locale,
    make_frame,
    make_grid,
    make_picture,
    make_project,
)
from tests.studio.translating import republish, segments, state_of, submit, translate


def heading(page, text: str) -> list:
    """The page's body with another first heading, as the block of before."""
    body = list(page.body.raw_data)
    return [{**body[0], "value": text}, *body[1:]]


@pytest.fixture
def in_step(concept, committed, admin_user):
    """A translation, complete and published."""
    with committed():
        translation = submit(concept)
        translate(translation, admin_user)
        translation.save_target(user=admin_user)
    assert state_of(translation).state == State.IN_STEP
    return translation


def test_from_missing_to_in_step(concept, committed):
    with committed():
        state.mark(concept.translation_key)
    row = TranslationState.objects.get(translation_key=concept.translation_key)
    assert (row.state, row.source_page_id, row.target_page_id) == (State.MISSING, concept.pk, None)
    with committed():
        translation = submit(concept)
    row = state_of(translation)
    total = len(segments(translation))
    assert (row.state, row.stale, row.sentences) == (State.STALE, total, total)
    assert row.first_segment == segments(translation)[0].pk
    with committed():
        translate(translation)
    assert state_of(translation).state == State.DRAFT
    with committed():
        translation.save_target()
    row = state_of(translation)
    assert (row.state, row.stale, row.first_segment) == (State.IN_STEP, 0, None)


def test_submitting_publishes_nothing(concept, committed):
    with committed():
        translation = submit(concept)
    assert not translation.get_target_instance().live


def test_a_changed_source_makes_its_changed_sentences_stale_and_no_others(concept, in_step, committed):
    with committed():
        republish(concept, body=heading(concept, "D’où vient-elle ?"))
    row = state_of(in_step)
    assert (row.state, row.stale) == (State.STALE, 1)
    english = in_step.get_target_instance()
    assert english.body[0].value == "[en] D’où elle vient"
    assert row.edit_url == f"/admin/pages/{english.pk}/edit/#segment-{row.first_segment}"
    with committed():
        translate(in_step)
    assert state_of(in_step).state == State.DRAFT
    with committed():
        in_step.save_target()
    assert state_of(in_step).state == State.IN_STEP
    assert in_step.get_target_instance().body[0].value == "[en] D’où vient-elle ?"


def test_a_draft_of_the_source_changes_nothing(concept, in_step, committed):
    with committed():
        draft = ConceptPage.objects.get(pk=concept.pk)
        draft.title = "Un autre titre"
        draft.save_revision()
    assert state_of(in_step).state == State.IN_STEP


def test_publishing_again_unchanged_writes_no_new_translation(concept, in_step, committed):
    before = in_step.get_target_instance().latest_revision_id
    with committed():
        republish(concept)
    assert in_step.get_target_instance().latest_revision_id == before
    assert state_of(in_step).state == State.IN_STEP


def test_what_needs_no_translator_follows_at_once_where_nothing_waits(concept, in_step, committed):
    picture = make_picture()
    body = list(concept.body.raw_data)
    with committed():
        republish(concept, listing_image=picture, theme="csr", body=[body[2], body[0]])
    english = in_step.get_target_instance()
    assert (english.listing_image, english.theme) == (picture, "csr")
    assert [block.value for block in english.body] == ["[en] Où elle va", "[en] D’où elle vient"]
    assert state_of(in_step).state == State.IN_STEP


def test_values_follow_while_sentences_wait_and_words_stay(concept, in_step, committed):
    with committed():
        republish(concept, theme="csr", summary="Autrement dit.")
    english = in_step.get_target_instance()
    assert english.theme == "csr"
    assert english.summary == "[en] En une phrase."
    assert state_of(in_step).state == State.STALE


def test_a_translation_not_yet_published_is_not_published_by_its_source(concept, in_step, committed):
    with committed():
        in_step.get_target_instance().unpublish()
        republish(concept, theme="csr")
    assert not in_step.get_target_instance().live
    assert state_of(in_step).state == State.DRAFT


def test_the_findings_of_a_project_follow_while_a_reason_waits(concepts, home, committed):
    showcase = ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    in_english(showcase, slug="showcase")
    grid = make_grid()
    with committed():
        for criterion in Criterion.objects.filter(grid=grid):
            translate(submit(criterion))
        project = make_project(showcase, grid, latitude="33.5", longitude="-7.6")
        translation = submit(project)
        translate(translation)
        translation.save_target()
    with committed():
        fresh = ProjectPage.objects.get(pk=project.pk)
        assessments = list(fresh.assessments.all())
        assessments[0].finding, assessments[0].reason = "not_demonstrated", "Une autre raison."
        fresh.assessments = assessments
        fresh.latitude = "34.0"
        fresh.save_revision().publish()
    row = state_of(translation)
    assert (row.state, row.stale, row.reasons) == (State.STALE, 1, 1)
    english = translation.get_target_instance()
    found = english.assessments.get(translation_key=assessments[0].translation_key)
    assert (found.finding, found.reason) == ("not_demonstrated", "[en] Une raison.")
    assert str(english.latitude) == "34.00000"


def test_an_item_without_drafts_is_followed_when_it_is_saved(db, committed):
    make_grid()
    criterion = Criterion.objects.get(code="risk")
    with committed():
        translation = submit(criterion)
        translate(translation)
        translation.save_target()
    assert state_of(translation).state == State.IN_STEP
    with committed():
        criterion.refresh_from_db()
        criterion.title = "Une part de risque"
        criterion.sort_order = 9
        criterion.save()
    row = state_of(translation)
    assert (row.state, row.stale, row.title) == (State.STALE, 1, "Une part de risque")
    english = translation.get_target_instance()
    assert (english.title, english.sort_order) == ("[en] Critère risk", 9)
    assert row.edit_url.startswith(f"/admin/snippets/showcase/criterion/edit/{english.pk}/#segment-")


def test_the_menus_are_an_item_like_another(home, committed):
    locale("en")
    frame = make_frame(phone="+212 5 22 00 00 00", tagline="Une passerelle")
    with committed():
        translation = submit(frame)
        translate(translation)
        translation.save_target()
    english = SiteFrame.objects.get(locale__language_code="en")
    assert (english.tagline, english.phone) == ("[en] Une passerelle", "+212 5 22 00 00 00")
    assert state_of(translation).state == State.IN_STEP


def test_a_page_first_written_in_english_is_translated_into_french(concepts, committed):
    index = concepts.get_translation(locale("en"))
    with committed():
        page = ContentPageFactory(parent=index.get_parent(), locale=locale("en"), title="About us")
        translation = submit(page, "fr")
        translate(translation)
        translation.save_target()
    row = state_of(translation)
    assert (row.state, row.source_locale, row.target_locale) == (State.IN_STEP, locale("en"), locale("fr"))
    with committed():
        republish(page, title="Who we are")
    assert state_of(translation).state == State.STALE


def test_a_translation_that_nobody_tracks_says_so(concept, in_step, committed):
    with committed():
        in_step.enabled = False
        in_step.save()
    assert state_of(in_step).state == State.BY_HAND


def test_a_new_language_is_missing_everywhere_and_a_deleted_page_nowhere(concept, in_step, committed):
    with committed():
        Locale.objects.create(language_code="ar")
    rows = TranslationState.objects.filter(translation_key=concept.translation_key)
    assert {row.target_locale.language_code: row.state for row in rows} == {
        "en": State.IN_STEP,
        "ar": State.MISSING,
    }
    with committed():
        ConceptPage.objects.get(pk=concept.pk).delete()
        in_step.get_target_instance().delete()
    assert not rows.all().exists()


def test_lines_as_a_form_sends_them_are_no_other_sentence(home, committed):
    in_english(home, slug="en-home")
    glossary = GlossaryIndexPageFactory(parent=home, locale=home.locale, slug="glossaire")
    in_english(glossary, slug="glossary")
    term = TermPageFactory(parent=glossary, locale=home.locale, title="arche", also_known_as="arche\narches")
    with committed():
        translation = submit(term)
        translate(translation)
        translation.save_target()
        republish(term, also_known_as="arche\r\narches")
    assert state_of(translation).state == State.IN_STEP
    assert type(term).objects.get(pk=term.pk).also_known_as == "arche\narches"


def test_several_languages_are_counted_apart(concept, in_step, committed):
    with committed():
        arabic = Locale.objects.create(language_code="ar")
        for page in concept.get_ancestors().filter(depth__gt=1):
            page.specific.copy_for_translation(arabic)
        other = submit(concept, "ar")
    assert state_of(other).state == State.STALE
    assert state_of(other).stale == len(segments(other))
    assert state_of(in_step).state == State.IN_STEP


def test_since_is_the_day_the_state_began(concept, in_step, committed):
    start = timezone.now()
    with time_machine.travel(start + datetime.timedelta(days=2), tick=False), committed():
        republish(concept, summary="Autrement dit.")
    first = state_of(in_step).since
    assert first - start == pytest.approx(datetime.timedelta(days=2), abs=datetime.timedelta(minutes=1))
    with time_machine.travel(start + datetime.timedelta(days=4), tick=False), committed():
        republish(concept, title="Un autre titre")
    assert state_of(in_step).stale == 2
    assert state_of(in_step).since == first


def test_the_whole_table_can_be_made_again(concept, in_step, committed):
    table = TranslationState.objects.order_by(*state.UNIQUE).values(
        *state.UNIQUE, *(name for name in state.COLUMNS if name != "since")
    )
    before = list(table)
    TranslationState.objects.all().delete()
    assert not table.all()
    call_command("migrate", verbosity=0)
    assert list(table.all()) == before


def test_a_failure_in_the_translations_does_not_undo_a_publication(concept, in_step, committed, caplog):
    # A source whose kept copy cannot be read.
    in_step.source.content_json = "{"
    in_step.source.save()
    with committed():
        republish(concept, title="Un autre titre")
    assert ConceptPage.objects.get(pk=concept.pk).title == "Un autre titre"
    assert "could not be brought up" in caplog.text
