"""What each role may do, tried by address; for each refusal, somebody for whom the same address works."""

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow
from wagtail_localize.models import StringTranslation

from home.models import ConceptPage, ContactMessage
from studio import roles
from studio.roles import ROLES, make_roles
from tests.studio.world import make_person

EDITORS, TRANSLATORS, MODERATORS, JURORS, ADMINISTRATORS = ROLES
WRITERS = {EDITORS, MODERATORS, ADMINISTRATORS}
PUBLISHERS = {MODERATORS, ADMINISTRATORS}
CONTENT = WRITERS | {TRANSLATORS}


@pytest.fixture
def people(world):
    return {role: make_person(role) for role in ROLES}


def may_open(client, person, address: str) -> bool:
    """Whether a GET shows the screen; a refusal goes back to the admin's first screen, or is a 403 or 404."""
    client.force_login(person)
    answer = client.get(address)
    if answer.status_code == 302:
        return answer.headers["Location"] not in ("/admin/",) and "login" not in answer.headers["Location"]
    return answer.status_code == 200


OPENS = [
    ("wagtailadmin_explore_root", (), WRITERS),
    ("wagtailadmin_pages:edit", ("draft",), WRITERS),
    # To a translator, its translation opens.
    ("wagtailadmin_pages:edit", ("concept",), CONTENT),
    ("wagtailadmin_pages:edit", ("english",), CONTENT),
    ("wagtailadmin_pages:history", ("english",), WRITERS),
    ("wagtailadmin_pages:add_subpage", ("index",), WRITERS),
    ("wagtailadmin_pages:copy", ("concept",), WRITERS),
    ("wagtailadmin_pages:copy", ("english",), WRITERS),
    ("wagtailadmin_pages:move", ("draft",), WRITERS),
    ("wagtailadmin_pages:move", ("concept",), PUBLISHERS),
    ("wagtailadmin_pages:delete", ("draft",), WRITERS),
    ("wagtailadmin_pages:delete", ("concept",), PUBLISHERS),
    ("wagtailadmin_pages:delete", ("english",), PUBLISHERS),
    ("wagtailadmin_pages:unpublish", ("english",), PUBLISHERS),
    ("wagtailadmin_pages:set_privacy", ("english",), PUBLISHERS),
    ("concepts:index", (), WRITERS),
    ("projects:index", (), WRITERS),
    ("terms:index", (), WRITERS),
    ("wagtailimages:index", (), WRITERS),
    ("wagtaildocs:index", (), WRITERS),
    ("wagtailimages:edit", ("picture",), WRITERS),
    ("wagtailsnippets_home_source:list", (), WRITERS),
    ("wagtailsnippets_home_source:delete", ("source",), PUBLISHERS),
    ("wagtailsnippets_showcase_criterion:list", (), PUBLISHERS | {TRANSLATORS}),
    ("wagtailsnippets_showcase_criterion:edit", ("criterion",), PUBLISHERS | {TRANSLATORS}),
    ("wagtailsnippets_showcase_criterion:add", (), {ADMINISTRATORS}),
    ("wagtailsnippets_showcase_criterion:delete", ("criterion",), {ADMINISTRATORS}),
    ("wagtailsnippets_showcase_criteriagrid:list", (), {ADMINISTRATORS}),
    ("wagtailsnippets_showcase_criteriagrid:edit", ("grid",), {ADMINISTRATORS}),
    ("wagtailsnippets_home_siteframe:edit", ("frame",), {ADMINISTRATORS, TRANSLATORS}),
    ("messages:index", (), PUBLISHERS),
    ("wagtailusers_users:index", (), {ADMINISTRATORS}),
    ("wagtailusers_groups:index", (), {ADMINISTRATORS}),
    ("wagtailredirects:index", (), {ADMINISTRATORS}),
    ("wagtailadmin_workflows:index", (), {ADMINISTRATORS}),
    ("wagtaillocales:index", (), {ADMINISTRATORS}),
    ("wagtailsites:index", (), {ADMINISTRATORS}),
    ("wagtailadmin_collections:index", (), {ADMINISTRATORS}),
    ("wagtail_localize:submit_page_translation", ("draft",), CONTENT),
    ("wagtail_localize:translations_report", (), CONTENT),
    ("wagtailadmin_choose_page", (), CONTENT),
    ("wagtailadmin_reports:aging_pages", (), WRITERS),
    ("wagtailadmin_account", (), set(ROLES)),
    ("wagtailadmin_home", (), set(ROLES)),
]


# wagtail-localize's own report does not say in which order its rows come.
UNORDERED = pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")


@UNORDERED
def test_each_address_opens_for_its_roles_and_for_no_other(world, people, client):
    wanted, found = {}, {}
    for name, things, allowed in OPENS:
        address = reverse(name, args=[getattr(world, thing).pk for thing in things])
        key = " ".join((name, *things))
        wanted[key] = sorted(role.name for role in allowed)
        found[key] = sorted(role.name for role, person in people.items() if may_open(client, person, address))
        client.logout()
        assert client.get(address).headers["Location"].startswith("/admin/login/")
    assert found == wanted


def post_form(client, page: Page, **changes: str):
    """Send the page's own form back as it stands, with these changes."""
    from tests.studio.forms import filled

    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, filled(client.get(address).content, "in_brief", "body", "related") | changes)


def test_an_editor_writes_and_submits_and_a_moderator_publishes(world, people, client):
    client.force_login(people[EDITORS])
    post_form(client, world.concept, title="Notion revue", **{"action-publish": "1"})
    page = ConceptPage.objects.get(pk=world.concept.pk)
    assert page.title == "Notion"
    assert page.get_latest_revision_as_object().title == "Notion revue"
    post_form(client, page, **{"action-submit": "1"})
    page = ConceptPage.objects.get(pk=world.concept.pk)
    assert page.current_workflow_state.workflow.name == roles.REVIEW
    address = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[page.pk, "approve", page.current_workflow_task_state.pk],
    )
    for role in (EDITORS, TRANSLATORS, JURORS):
        client.force_login(people[role])
        client.post(address)
        assert ConceptPage.objects.get(pk=page.pk).title == "Notion"
    client.force_login(people[MODERATORS])
    client.post(address, {"comment": ""})
    assert ConceptPage.objects.get(pk=page.pk).title == "Notion revue"


def test_the_review_is_on_for_every_page_from_the_start(world, people, client):
    assert world.draft.get_workflow().name == roles.REVIEW
    task = GroupApprovalTask.objects.get()
    assert {group.name for group in task.groups.all()} == {MODERATORS.name, ADMINISTRATORS.name}
    assert Workflow.objects.filter(active=True).count() == 1
    client.force_login(people[EDITORS])
    form = client.get(reverse("wagtailadmin_pages:edit", args=[world.draft.pk])).content.decode()
    assert 'name="action-submit"' in form
    assert 'name="action-publish"' not in form


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
    def limits(thing) -> dict[str, str]:
        found = {}
        for role in (EDITORS, TRANSLATORS, MODERATORS, ADMINISTRATORS):
            client.force_login(people[role])
            name = (
                "wagtailadmin_pages:edit"
                if isinstance(thing, Page)
                else f"{thing.snippet_viewset.url_namespace}:edit"
            )
            body = BeautifulSoup(client.get(reverse(name, args=[thing.pk])).content, "html.parser").body
            found[role] = next((c for c in body["class"] if c in ("translates-only", "publishes-not")), "")
        return found

    assert limits(world.english) == {
        EDITORS: "publishes-not",
        TRANSLATORS: "translates-only",
        MODERATORS: "",
        ADMINISTRATORS: "",
    }
    criterion = limits(world.criterion_english)
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


def end(world):
    return reverse("wagtail_localize:stop_translation", args=[world.translation.pk]), {"next": "/admin/"}


def alias(world):
    return reverse("wagtail_localize:convert_to_alias", args=[world.english.pk]), {}


def sync_and_publish(world):
    StringTranslation.objects.filter(data="Summary.").update(data="Not read by anybody")
    address = reverse("wagtail_localize:update_translations", args=[world.translation.source_id])
    return address, {"publish_translations": "on"}


def submit_record(world):
    untranslated = world.grid.criteria.get(code="policy")
    address = reverse(
        "wagtail_localize:submit_snippet_translation", args=["showcase", "criterion", untranslated.pk]
    )
    return address, {"locales": [world.english.locale_id]}


def unpublish(world):
    return reverse("wagtailadmin_pages:unpublish", args=[world.english.pk]), {}


def delete(world):
    return reverse("wagtailadmin_pages:delete", args=[world.english.pk]), {}


def delete_many(world):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return f"{address}?id={world.english.pk}", {}


def publish_many(world):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return f"{address}?id={world.draft.pk}", {}


def restrict(world):
    return reverse("wagtailadmin_pages:set_privacy", args=[world.english.pk]), {"restriction_type": "login"}


def lock(world):
    return reverse("wagtailadmin_pages:lock", args=[world.english.pk]), {}


def write_criterion(world):
    data = {
        "grid": world.grid.pk,
        "code": "risk",
        "sort_order": "2",
        "glyph": "risk",
        "title": "Forcé",
        "short_title": "Forcé",
        "meaning": json.dumps(
            {"entityMap": {}, "blocks": [{"key": "a", "text": "Sens", "type": "unstyled", "depth": 0}]}
        ),
        "questions": "Une question ?",
    }
    return reverse("wagtailsnippets_showcase_criterion:edit", args=[world.criterion.pk]), data


def revert_by_api(world):
    page = ConceptPage.objects.get(pk=world.english.pk)
    page.title = "Second"
    page.save_revision().publish()
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "revert_to_page_revision"])
    return address, {"revision_id": page.revisions.earliest("created_at").pk}


def write_source(world):
    address = reverse("wagtailsnippets_home_source:add")
    return address, {"code": "S99", "title": "Loi", "url": "https://example.org/", "kind": "law"}


DOES = [
    (end, WRITERS),
    (alias, PUBLISHERS),
    (sync_and_publish, PUBLISHERS),
    (submit_record, PUBLISHERS),
    (unpublish, PUBLISHERS),
    (delete, PUBLISHERS),
    (delete_many, PUBLISHERS),
    (publish_many, PUBLISHERS),
    (restrict, PUBLISHERS),
    (lock, PUBLISHERS),
    (write_criterion, PUBLISHERS),
    (revert_by_api, WRITERS),
    (write_source, WRITERS),
]


@pytest.mark.parametrize(("deed", "allowed"), DOES, ids=[deed.__name__ for deed, _allowed in DOES])
def test_a_deed_is_done_for_these_roles_and_leaves_no_trace_for_others(
    world, people, client, deed, allowed, django_capture_on_commit_callbacks
):
    def everything():
        return [
            world.public(),
            world.library(),
            list(type(world.translation).objects.values_list("enabled", flat=True)),
        ]

    done = set()
    for role, person in people.items():
        client.force_login(person)
        with transaction.atomic():
            address, data = deed(world)
            before = everything()
            with django_capture_on_commit_callbacks(execute=True):
                client.post(address, data)
            if everything() != before:
                done.add(role.name)
            transaction.set_rollback(True)
    assert done == {role.name for role in allowed}


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


def test_a_message_is_read_and_deleted_by_moderators_and_written_by_nobody(world, people, client):
    import uuid

    message = ContactMessage.objects.create(
        token=uuid.uuid4(),
        name="Ada",
        email="ada@example.org",
        subject="Question",
        message="?",
        language="fr",
    )
    for role, person in people.items():
        client.force_login(person)
        seen = may_open(client, person, reverse("messages:inspect", args=[message.pk]))
        assert seen == (role in PUBLISHERS)
        assert not may_open(client, person, reverse("messages:add"))
        assert not may_open(client, person, reverse("messages:edit", args=[message.pk]))
    client.force_login(people[EDITORS])
    client.post(reverse("messages:delete", args=[message.pk]))
    assert ContactMessage.objects.exists()
    client.force_login(people[MODERATORS])
    client.post(reverse("messages:delete", args=[message.pk]))
    assert not ContactMessage.objects.exists()


def test_an_editor_who_also_translates_gains_no_right_to_publish(
    world, people, client, django_capture_on_commit_callbacks
):
    both = people[EDITORS]
    both.groups.add(Group.objects.get(name=TRANSLATORS.name))
    client.force_login(both)
    for deed in (write_criterion, alias, sync_and_publish):
        address, data = deed(world)
        before = world.public()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address, data)
        assert world.public() == before


@UNORDERED
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_entry_of_the_menus_leads_to_a_refusal(world, client, language):
    from wagtail.admin.menu import admin_menu

    for role in ROLES:
        person = make_person(role, language)
        client.force_login(person)
        request = client.get("/admin/").wsgi_request
        addresses = []
        for item in admin_menu.menu_items_for_request(request):
            inner = getattr(item, "menu", None)
            items = inner.menu_items_for_request(request) if inner else [item]
            addresses += [entry.url for entry in items if entry.url.startswith("/admin/")]
        for address in addresses:
            assert may_open(client, person, address), f"{role.name}: {address}"
        html = BeautifulSoup(client.get("/admin/").content, "html.parser")
        for link in html.select("main a[href^='/admin/']"):
            assert may_open(client, person, str(link["href"])), f"{role.name}: {link['href']}"
        hidden = bool(html.select("link[href*=admin-no-search]"))
        assert hidden == (role not in WRITERS)
        for form in html.select("main form[action^='/admin/']"):
            assert hidden or may_open(client, person, f"{form['action']}?q=notion"), role.name
        person.delete()


def test_roles_are_made_once_and_what_an_administrator_changes_stays(world):
    from django.core.management import call_command

    editors = Group.objects.get(name=EDITORS.name)
    editors.permissions.clear()
    Group.objects.get(name=JURORS.name).delete()
    call_command("migrate", verbosity=0)
    assert not editors.permissions.exists()
    assert not Group.objects.filter(name=JURORS.name).exists()


def test_making_roles_twice_makes_them_once(world):
    from django.apps import apps

    def made():
        return [
            list(Group.objects.order_by("pk").values_list("name", "permissions")),
            list(Group.objects.order_by("pk").values_list("name", "page_permissions__permission")),
            list(GroupApprovalTask.objects.values_list("name", "groups")),
        ]

    before = made()
    make_roles(apps)
    assert made() == before


def test_a_site_whose_own_workflow_and_groups_are_gone_gets_them_again(world):
    from django.apps import apps

    Workflow.objects.all().delete()
    GroupApprovalTask.objects.all().delete()
    Group.objects.all().delete()
    make_roles(apps)
    assert Group.objects.count() == len(ROLES)
    assert Page.objects.get(pk=world.draft.pk).get_workflow().name == roles.REVIEW


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.known_as or role.name)
def test_each_role_has_its_account_in_its_own_language(world, client, role, language):
    client.force_login(make_person(role, language))
    page = client.get(reverse("wagtailadmin_account"), headers={"accept-language": "de"}).content.decode()
    assert f'lang="{language}"' in page
    assert ("Votre compte" in page or "Compte" in page) == (language == "fr")
    assert '<option value="fr"' in page
    assert '<option value="en"' in page
    assert '<option value="de"' not in page
