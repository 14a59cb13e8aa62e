"""What each role may do, tried by address; for each refusal, somebody for whom the same address works."""

import json

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from home.models import ConceptPage
from studio.roles import ROLES

EDITORS, TRANSLATORS, MODERATORS, JURORS, ADMINISTRATORS = ROLES
WRITERS = {EDITORS, MODERATORS, ADMINISTRATORS}
PUBLISHERS = {MODERATORS, ADMINISTRATORS}


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
