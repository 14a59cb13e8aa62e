"""A page seen in both languages before it is published."""

import pytest
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from home.models import ConceptPage
from studio.roles import EDITORS, TRANSLATORS
from tests.studio.forms import filled
from tests.studio.world import make_person


@pytest.fixture
def editor(world, client):
    person = make_person(EDITORS)
    client.force_login(person)
    return person


def preview(client, page, mode: str):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = filled(
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "in_brief", "body", "related"
    )
    assert client.post(address, form).json()["is_valid"]
    return client.get(address, {"mode": mode})


def test_the_editor_offers_both_languages_under_their_names(world, client, editor):
    assert list(world.concept.preview_modes) == [("", "Français"), ("in-en", "Anglais")]
    assert [mode for mode, _label in world.english.preview_modes] == ["", "in-fr"]
    html = client.get(reverse("wagtailadmin_pages:edit", args=[world.concept.pk])).content.decode()
    assert 'value="in-en"' in html


def test_the_other_language_shows_words_that_nobody_has_published(world, client, editor):
    StringTranslation.objects.filter(data="Summary.").update(data="A summary to come.")
    shown = preview(client, world.concept, "in-en").content.decode()
    assert '<html lang="en"' in shown
    assert "A summary to come." in shown
    assert ConceptPage.objects.get(pk=world.english.pk).summary == "Summary."


def test_a_page_translated_by_hand_shows_its_latest_draft(world, client, editor):
    world.translation.enabled = False
    world.translation.save()
    english = ConceptPage.objects.get(pk=world.english.pk)
    english.summary = "By hand."
    english.save_revision()
    assert "By hand." in preview(client, world.concept, "in-en").content.decode()


def test_a_page_that_is_not_translated_says_so(world, client, editor):
    shown = preview(client, world.draft, "in-en")
    assert shown.status_code == 200
    assert "pas encore traduite" in shown.content.decode()


def test_a_translator_sees_the_source_from_the_translation(world, client):
    client.force_login(make_person(TRANSLATORS))
    address = reverse("wagtail_localize:preview_translation", args=[world.translation.pk, "in-fr"])
    shown = client.get(address).content.decode()
    assert '<html lang="fr"' in shown
    assert "Résumé." in shown


@pytest.mark.parametrize("mode", ["", "in-en"])
def test_a_preview_may_be_shown_in_a_frame_of_the_admin_and_nowhere_else(world, client, editor, mode):
    shown = preview(client, world.concept, mode)
    policy = shown.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    public = client.get(world.concept.get_url())
    assert "frame-ancestors 'none'" in public.headers["Content-Security-Policy"]


def test_a_preview_is_offered_in_the_width_of_a_phone(world):
    assert 375 in [size["device_width"] for size in world.concept.preview_sizes]
