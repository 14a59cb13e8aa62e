"""Each role knocks at every door of the admin, by GET and by POST, and what is not its own does not move."""

import pytest
from django.test import TestCase
from wagtail.models import Page

from studio import roles
from studio.gate import OPEN_TO_ALL
from tests.studio.addresses import every_address
from tests.studio.world import make_person

# What any of the forms of the admin might take for a yes.
EVERYTHING = {
    "title": "Forcé",
    "name": "Forcé",
    "username": "force",
    "code": "force",
    "slug": "force",
    "summary": "Forcé.",
    "site_name": "Forcé",
    "version": "9",
    "url": "https://example.org/",
    "kind": "law",
    "old_path": "/force/",
    "redirect_link": "/fr/",
    "is_permanent": "on",
    "language_code": "en",
    "restriction_type": "login",
    "action": "publish",
    "action-publish": "1",
    "action-delete": "1",
    "publish_translations": "on",
    "include_subtree": "on",
    "localize-convert-to-alias": "1",
    "localize-restart-translation": "1",
    "new_title": "Forcé",
    "new_slug": "force",
    "new_parent_page": "1",
    "publish_copies": "on",
    "include_descendants": "on",
    "value": "Forced",
    "groups": ["1"],
    "is_superuser": "on",
    "position": "0",
    "next": "/admin/",
    **{f"{stream}-count": "0" for stream in ("in_brief", "body", "related")},
    **{f"comments-{count}_FORMS": "0" for count in ("TOTAL", "INITIAL")},
}
# Ending the session is everybody's, and would end the test.
ENDS_SESSION = {"wagtailadmin_logout", "wagtailadmin_error_test"}


def knock(client, world) -> list[tuple[str, str, int, str]]:
    """(method, name, status, where it was sent) of each door."""
    answers = []
    chosen = {"locales": [str(world.english.locale_id)], "revision_id": str(world.concept.latest_revision_id)}
    for name, address in every_address(world):
        if name in ENDS_SESSION:
            continue
        for method in ("get", "post", "put", "delete"):
            if method in ("put", "delete") and not name.startswith("wagtail_localize:"):
                continue
            data = {} if method == "get" else {**EVERYTHING, **chosen}
            # wagtail-localize publishes when the transaction is over.
            with TestCase.captureOnCommitCallbacks(execute=True):
                answer = getattr(client, method)(address, data)
            answers.append((method, name, answer.status_code, answer.headers.get("Location", "")))
    return answers


def opened(answers) -> set[str]:
    return {name for _method, name, status, _where in answers if status == 200}


def state(world) -> dict:
    return world.public() | world.settings() | {f"library {k}": v for k, v in world.library().items()}


@pytest.fixture(autouse=True)
def _errors_are_answers(client):
    # A form that no role fills in so badly may fail; a refusal must come before that.
    client.raise_request_exception = False


def test_nobody_gets_past_the_door(world, client):
    before = state(world)
    files = world.files()
    opened_by_nobody = opened(knock(client, world))
    assert opened_by_nobody <= {name for name in OPEN_TO_ALL if "login" in name or "password" in name} | {
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
    }
    assert state(world) | world.files() == before | files


def test_a_juror_finds_every_door_to_content_shut_and_every_file_that_is_not_theirs(world, client):
    client.force_login(make_person(roles.JURORS))
    before = state(world) | world.files()
    own = {"studio_guide", "jury:queue", "jury:queue_results"}
    assert opened(knock(client, world)) <= OPEN_TO_ALL | own
    assert state(world) | world.files() == before


def test_a_translator_changes_no_page_no_record_and_no_setting(world, client):
    client.force_login(make_person(roles.TRANSLATORS))
    before = state(world)
    pages, files = Page.objects.count(), world.files()
    knock(client, world)
    assert world.files() == files
    now = state(world)
    # A page that was submitted for translation by hand is a new draft, and the only new page.
    new = Page.objects.filter(translation_key=world.draft.translation_key, live=False)
    assert Page.objects.count() <= pages + 1
    now["library pages"] = [
        row for row in now["library pages"] if row["pk"] not in {page.pk for page in new[1:]}
    ]
    assert now == before


def test_an_editor_moves_nothing_that_is_public_and_no_setting(world, client):
    client.force_login(make_person(roles.EDITORS))
    before = world.public() | world.settings() | world.files()
    knock(client, world)
    assert world.public() | world.settings() | world.files() == before


def test_a_moderator_moves_no_setting(world, client):
    client.force_login(make_person(roles.MODERATORS))
    before = world.settings()
    knock(client, world)
    assert {k: v for k, v in world.settings().items() if k != "redirects"} == {
        k: v for k, v in before.items() if k != "redirects"
    }
