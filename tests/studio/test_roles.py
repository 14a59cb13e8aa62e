"""Which screens each role opens, its menus, its account; the review; how roles are made."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow

from home.models import ConceptPage, ContactMessage
from studio import roles
from studio.roles import ROLES, make_roles
from tests.studio.world import make_person, rows

EDITORS, TRANSLATORS, MODERATORS, JURORS, ADMINISTRATORS = ROLES
WRITERS = {EDITORS, MODERATORS, ADMINISTRATORS}
PUBLISHERS = {MODERATORS, ADMINISTRATORS}
CONTENT = WRITERS | {TRANSLATORS}


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
    ("wagtailsnippets_showcase_framework:list", (), PUBLISHERS | {TRANSLATORS}),
    ("wagtailsnippets_showcase_framework:edit", ("framework",), PUBLISHERS),
    ("wagtailsnippets_showcase_framework:add", (), {ADMINISTRATORS}),
    ("wagtailsnippets_showcase_framework:delete", ("framework",), {ADMINISTRATORS}),
    ("wagtailsnippets_showcase_criteriagrid:list", (), {ADMINISTRATORS}),
    ("wagtailsnippets_showcase_criteriagrid:edit", ("grid",), {ADMINISTRATORS}),
    ("wagtailsnippets_home_siteframe:edit", ("frame",), {ADMINISTRATORS, TRANSLATORS}),
    ("messages:index", (), PUBLISHERS),
    ("jury:queue", (), PUBLISHERS | {JURORS}),
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
        hidden = bool(html.select("link[href*='no-search']"))
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
            rows(Group, "name", "permissions"),
            rows(Group, "name", "page_permissions__permission"),
            rows(GroupApprovalTask, "name", "groups"),
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
