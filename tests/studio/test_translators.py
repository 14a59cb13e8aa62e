"""A translator translates, and nothing a reader sees moves until somebody publishes."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from studio.roles import ROLES

EDITORS, TRANSLATORS, MODERATORS, JURORS, ADMINISTRATORS = ROLES


@pytest.mark.parametrize(
    ("which", "path"),
    [("translation", "summary"), ("criterion_translation", "title"), ("frame_translation", "site_name")],
)
def test_a_translator_keeps_words_that_wait_for_whoever_publishes(
    world, people, client, which, path, django_capture_on_commit_callbacks
):
    translation = getattr(world, which)
    segment = translation.source.stringsegment_set.get(context__path=path)
    before = world.public()
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    for role in (JURORS, TRANSLATORS):
        client.force_login(people[role])
        answer = client.put(address, "value=Better+words", content_type="application/x-www-form-urlencoded")
        assert (answer.status_code in (200, 201)) == (role is TRANSLATORS)
    assert StringTranslation.objects.get(translation_of=segment.string).data == "Better words"
    target = translation.get_target_instance()
    editor = reverse(
        *(
            ("wagtailadmin_pages:edit",)
            if isinstance(target, Page)
            else (f"wagtailsnippets_{target._meta.app_label}_{target._meta.model_name}:edit",)
        ),
        args=[target.pk],
    )
    client.force_login(people[TRANSLATORS])
    shown = client.get(editor)
    assert "wagtail_localize/admin/edit_translation.html" in [template.name for template in shown.templates]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(editor, {"action": "publish"})
    assert world.public() == before
    client.force_login(people[ADMINISTRATORS])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(editor, {"action": "publish"})
    assert getattr(type(target).objects.get(pk=target.pk), path) == "Better words"


def test_a_translator_who_opens_the_source_of_a_record_comes_to_its_translation(world, people, client):
    client.force_login(people[TRANSLATORS])
    answer = client.get(reverse("wagtailsnippets_showcase_criterion:edit", args=[world.criterion.pk]))
    assert answer.headers["Location"].endswith(f"/edit/{world.criterion_english.pk}/")
    untranslated = world.grid.criteria.get(code="policy")
    answer = client.get(reverse("wagtailsnippets_showcase_criterion:edit", args=[untranslated.pk]))
    assert answer.headers["Location"] == "/admin/"


def test_the_translation_editor_says_what_its_user_may_not_do(world, people, client):
    def limits(thing, *roles) -> dict[str, str]:
        found = {}
        for role in roles:
            client.force_login(people[role])
            name = (
                "wagtailadmin_pages:edit"
                if isinstance(thing, Page)
                else f"{thing.snippet_viewset.url_namespace}:edit"
            )
            body = BeautifulSoup(client.get(reverse(name, args=[thing.pk])).content, "html.parser").body
            found[role] = next((c for c in body["class"] if c in ("translates-only", "publishes-not")), "")
        return found

    assert limits(world.english, *set(ROLES) - {JURORS}) == {
        EDITORS: "publishes-not",
        TRANSLATORS: "translates-only",
        MODERATORS: "",
        ADMINISTRATORS: "",
    }
    criterion = limits(world.criterion_english, TRANSLATORS, MODERATORS)
    assert criterion[TRANSLATORS] == "translates-only"
    assert criterion[MODERATORS] == ""


def test_a_translator_who_opens_a_source_page_comes_to_its_translation(world, people, client):
    client.force_login(people[TRANSLATORS])
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[world.concept.pk]))
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[world.english.pk])


def test_a_translator_takes_a_po_file_and_brings_it_back(world, people, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(people[TRANSLATORS])
    number = [world.translation.pk]
    file = client.get(reverse("wagtail_localize:download_pofile", args=number))
    words = file.content.decode().replace('msgstr "Summary."', 'msgstr "A better summary."')
    client.post(
        reverse("wagtail_localize:upload_pofile", args=number),
        {"file": SimpleUploadedFile("fr.po", words.encode()), "next": "/admin/"},
    )
    assert StringTranslation.objects.filter(data="A better summary.").exists()


def test_a_page_submitted_for_translation_is_a_draft_however_public_its_source(world, people, client):
    from tests.factories import ConceptPageFactory

    fresh = ConceptPageFactory(parent=world.index, title="Neuve")
    client.force_login(people[TRANSLATORS])
    client.post(
        reverse("wagtail_localize:submit_page_translation", args=[fresh.pk]),
        {"locales": [world.english.locale_id]},
    )
    assert not fresh.get_translation(world.english.locale).live


def test_submitting_a_project_publishes_no_criterion_on_the_way(world, people, client):
    from tests.factories import ShowcasePageFactory, in_english, make_project

    showcase = ShowcasePageFactory(parent=world.home)
    in_english(showcase, slug="showcase")
    project = make_project(showcase, world.grid)
    StringTranslation.objects.filter(data="Risk taken").update(data="Not read by anybody")
    client.force_login(people[TRANSLATORS])
    address = reverse("wagtail_localize:submit_page_translation", args=[project.pk])
    client.post(address, {"locales": [world.english.locale_id]})
    english = project.get_translation(world.english.locale)
    assert english.assessments.get(criterion__code="risk").criterion == world.criterion_english
    assert type(world.criterion).objects.get(pk=world.criterion_english.pk).title == "Risk taken"
