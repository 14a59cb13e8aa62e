"""Every address of the admin, with real things in the place of its parameters."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import URLPattern, get_resolver, reverse
from wagtail.models import Locale, Site, Workflow

from tests.studio.world import World

# Its parameters have no names.
UNNAMED = "wagtailadmin_pages:revisions_compare"


def names() -> list[tuple[str, tuple[str, ...]]]:
    """(name, parameters) of each view under `/admin/`."""
    found = []

    def walk(resolver, path: str, spaces: tuple[str, ...], above: tuple[str, ...]) -> None:
        for pattern in resolver.url_patterns:
            here = path + str(pattern.pattern)
            parameters = (*above, *pattern.pattern.regex.groupindex)
            if isinstance(pattern, URLPattern):
                if here.startswith("admin/") and pattern.name:
                    found.append((":".join((*spaces, pattern.name)), parameters))
            else:
                space = (pattern.namespace,) if pattern.namespace else ()
                walk(pattern, here, spaces + space, parameters)

    walk(get_resolver(), "", (), ())
    return found


def _fixed(world: World) -> dict[str, Any]:
    """Parameters that mean the same wherever they stand."""
    return {
        "parent_page_id": world.index.pk,
        "destination_id": world.home.pk,
        "content_type_app_name": "home",
        "content_type_model_name": "conceptpage",
        "app_label": "wagtailcore",
        "app_name": "taggit",
        "model_name": "page",
        "object_id": world.concept.pk,
        "session_id": 1,
        "kept_id": world.concept.latest_revision_id,
        "latest_id": world.concept.latest_revision_id,
        "action": "delete",
        "action_name": "publish",
        "task_state_id": 1,
        "task_id": 1,
        "workflow_state_id": 1,
        "workflow_pk": Workflow.objects.first().pk,
        "collection_id": world.collection.pk,
        "document_id": world.document.pk,
        "doc_id": world.document.pk,
        "image_id": world.picture.pk,
        "uploaded_file_id": 1,
        "filter_spec": "original",
        "redirect_id": 1,
        "translation_id": world.translation.pk,
        "translation_source_id": world.translation.source_id,
        "string_segment_id": world.translation.source.stringsegment_set.first().pk,
        "overridable_segment_id": 1,
        "mode": "x",
        "attachment": world.attachment.key,
        "review": world.review.pk,
        "uidb64": "x",
        "token": "x",
        "path": "x",
    }


def _own(world: World, name: str) -> list[Any]:
    """The things that `pk` means in a view."""
    by_space = {
        "home_source": [world.source],
        "questions": [world.question],
        "showcase_criteriagrid": [world.grid],
        "showcase_criterion": [world.criterion, world.criterion_english],
        "showcase_framework": [world.framework],
        "showcase_issuedcredential": [world.credential],
        "showcase_revocation": [world.revocation],
        "home_siteframe": [world.frame, world.frame_english],
        "jury:": [world.application],
        "applications_": [world.application],
        "wagtailadmin_api:pages": [world.concept, world.english],
        "images": [world.picture],
        "documents": [world.document],
        "collections": [world.collection],
        "workflows": [Workflow.objects.first()],
        "locales": [Locale.objects.last()],
        "users_groups": [Group.objects.first()],
        "users_users": [get_user_model().objects.first()],
        "sites": [Site.objects.first()],
    }
    return [thing.pk for space, things in by_space.items() if space in name for thing in things] or [1]


def every_address(world: World) -> Iterator[tuple[str, str]]:
    """(name, address) of each view, once for each thing it may be opened with."""
    fixed = _fixed(world)
    for name, parameters in names():
        for choice in _choices(world, name, set(parameters)):
            if name == UNNAMED:
                yield name, reverse(name, args=[world.concept.pk, "live", "latest"])
                continue
            # What nothing is known of is a number: most are.
            values = {key: choice.get(key, fixed.get(key, 1)) for key in parameters}
            yield name, reverse(name, kwargs=values)


def _choices(world: World, name: str, wanted: set[str]) -> list[dict[str, Any]]:
    """The values of the parameters that stand for different things."""
    records = [
        ("showcase", "criterion", world.criterion.pk),
        ("showcase", "framework", world.framework.pk),
        ("home", "siteframe", world.frame.pk),
    ]
    choices: list[dict[str, Any]] = [{}]
    if {"app_label", "model_name", "pk"} <= wanted or name == "wagtail_localize:snippets_api_listing":
        choices = [{"app_label": app, "model_name": model, "pk": pk} for app, model, pk in records]
    elif "pk" in wanted:
        choices = [{"pk": pk} for pk in _own(world, name)]
    pages = (world.concept, world.english, world.draft)
    for parameter in wanted & {"page_id", "page_to_move_id", "page_pk"}:
        choices = [
            {**choice, parameter: page.pk, "revision_id": page.latest_revision_id or 1}
            for choice in choices
            for page in pages
        ]
    return choices
