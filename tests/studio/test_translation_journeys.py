"""Submitting, translating and publishing in the admin: a page, a tree, a term, a criterion, the menus."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail_localize.models import Translation

from home.models import SiteFrame
from showcase.models import Criterion
from studio.models import State
from studio.translation.desk import desk
from tests.factories import (
    ContentPageFactory,
    GlossaryIndexPageFactory,
    TermPageFactory,
    in_english,
    locale,
    make_frame,
    make_grid,
)
from tests.studio.translating import republish, segments, state_of, submit, translate


@pytest.fixture
def admin(client, admin_user):
    client.force_login(admin_user)
    return client


def submit_address(item) -> str:
    meta = item._meta
    if hasattr(item, "url_path"):
        return reverse("wagtail_localize:submit_page_translation", args=[item.pk])
    return reverse(
        "wagtail_localize:submit_snippet_translation", args=[meta.app_label, meta.model_name, item.pk]
    )


def send(admin, committed, item, language: str, **more: str) -> Translation:
    """Press “Submit for translation” on the form, as it is shown."""
    address = submit_address(item)
    assert admin.get(address).status_code == 200
    with committed():
        response = admin.post(address, {"locales": [locale(language).pk], **more})
    assert response.status_code == 302
    return Translation.objects.get(
        source__object_id=item.translation_key, target_locale=locale(language), enabled=True
    )


def fill_in_and_publish(admin, committed, translation: Translation) -> None:
    """Give each sentence its translation through the editor's own interface, and publish."""
    editor = translation.get_target_instance_edit_url()
    text = admin.get(editor).content.decode()
    assert "js-translation-editor" in text
    assert len(desk(translation).stale) == len(segments(translation))
    for segment in segments(translation):
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        data = segment.string.data
        value = f"t-{data}" if segment.context.path == "slug" else f"[t] {data}"
        with committed():
            answer = admin.put(address, f"value={value}", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 201, segment.context.path
    with committed():
        admin.post(editor, {"action": "publish"})


@pytest.fixture
def each_kind(concept, concepts, home):
    """One of each kind that is translated, by name."""
    glossary = GlossaryIndexPageFactory(parent=home, locale=home.locale, slug="glossaire")
    in_english(glossary, slug="glossary")
    make_grid()
    return {
        "page": concept,
        "term": TermPageFactory(parent=glossary, locale=home.locale, title="arche"),
        "criterion": Criterion.objects.get(code="risk"),
        "menus": make_frame(tagline="Une passerelle"),
        "page in English": ContentPageFactory(
            parent=home.get_translation(locale("en")), locale=locale("en"), title="First in English"
        ),
    }


@pytest.mark.parametrize("kind", ["page", "term", "criterion", "menus", "page in English"])
def test_each_kind_goes_all_the_way(admin, committed, each_kind, kind):
    item = each_kind[kind]
    language = "fr" if "English" in kind else "en"
    translation = send(admin, committed, item, language)
    assert state_of(translation).state == State.STALE
    fill_in_and_publish(admin, committed, translation)
    assert state_of(translation).state == State.IN_STEP
    target = translation.get_target_instance()
    assert getattr(target, "live", True)
    assert str(getattr(target, "title", None) or target.tagline).startswith("[t] ")


def test_a_tree_is_submitted_at_once(admin, committed, concepts):
    top = ContentPageFactory(parent=concepts.get_parent(), locale=concepts.locale, title="Haut", slug="haut")
    below = ContentPageFactory(parent=top, locale=concepts.locale, title="Bas", slug="bas")
    send(admin, committed, top, "en", include_subtree="on")
    translation = Translation.objects.get(source__object_id=below.translation_key)
    assert state_of(translation).state == State.STALE
    assert translation.get_target_instance().get_parent().translation_key == top.translation_key


@pytest.mark.parametrize("model", [Criterion, SiteFrame])
def test_the_list_of_items_offers_their_translation(admin, home, model):
    locale("en")
    make_grid()
    make_frame()
    item = model.objects.first()
    meta = model._meta
    listing = admin.get(reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:list"))
    assert submit_address(item) in listing.content.decode()


def test_publishing_with_sentences_missing_says_beforehand_what_readers_will_see(
    admin, admin_user, concept, committed
):
    with committed():
        translation = submit(concept)
        translate(translation, admin_user)
        translation.save_target(user=admin_user)
        republish(concept, title="L’économie sociale, revue")
    document = BeautifulSoup(
        admin.get(translation.get_target_instance_edit_url()).content, "html.parser"
    ).select_one("[data-studio-desk]")
    (waiting,) = desk(translation).stale
    assert document.select_one("ol a")["href"] == f"#segment-{waiting.segment}"
    assert document.select_one("ol a").text == "L’économie sociale, revue"
    assert "dans la langue de la source" in document.text
    before = document.select("details p")
    assert [found.text for found in before] == ["L’économie sociale", "[en] L’économie sociale"]


def test_what_it_said_before_is_found_among_the_sentences_of_one_text(concept, committed, admin_user):
    with committed():
        translation = submit(concept)
        translate(translation, admin_user)
        translation.save_target(user=admin_user)
    body = list(concept.body.raw_data)
    text = body[1]["value"]["text"].replace("Un <b>mot</b>", "Un seul <b>mot</b>")
    with committed():
        republish(
            concept,
            body=[
                body[0],
                {**body[1], "value": {"text": f"{text}<p>Tout autre chose, jamais dite ici.</p>"}},
                body[2],
            ],
        )
    changed, new = desk(translation).stale
    assert changed.former_text == "Un mot et un lien."
    assert changed.former_translation == "[en] Un mot et un lien."
    assert (new.text, new.former_text) == ("Tout autre chose, jamais dite ici.", "")


def test_the_editor_lists_what_a_machine_wrote(admin, concept, committed):
    with committed():
        translation = submit(concept)
        translate(translation, kind="machine")
    document = BeautifulSoup(
        admin.get(translation.get_target_instance_edit_url()).content, "html.parser"
    ).select_one("[data-studio-desk]")
    assert len(document.select("a[data-machine]")) == len(segments(translation))
    with committed():
        response = admin.post(document.form["action"])
    assert response.status_code == 302
    assert desk(translation).machine == []
