from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import pytest

from home.models import HomePage
from studio.roles import ROLES
from tests.factories import ConceptIndexPageFactory, ConceptPageFactory, in_english
from tests.studio.world import World, make_person


@pytest.fixture
def world(home) -> World:
    return World(home)


@pytest.fixture
def committed(django_capture_on_commit_callbacks) -> Callable[[], AbstractContextManager]:
    """`with committed():` what is done inside is followed by what a commit would set going."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def concepts(home: HomePage):
    """The index of the concepts, in French and in English, below the home pages."""
    in_english(home, slug="en-home")
    index = ConceptIndexPageFactory(parent=home, locale=home.locale, slug="comprendre")
    in_english(index, slug="understand")
    return index


@pytest.fixture
def concept(concepts):
    """A French concept page with two headings and a paragraph."""
    return ConceptPageFactory(
        parent=concepts,
        locale=concepts.locale,
        title="L’économie sociale",
        slug="economie-sociale",
        summary="En une phrase.",
        body=[
            {"type": "heading", "value": "D’où elle vient", "id": "11111111-1111-4111-8111-111111111111"},
            {
                "type": "text",
                "value": {"text": '<p>Un <b>mot</b> et un <a href="https://example.org/">lien</a>.</p>'},
                "id": "22222222-2222-4222-8222-222222222222",
            },
            {"type": "heading", "value": "Où elle va", "id": "33333333-3333-4333-8333-333333333333"},
        ],
    )


@pytest.fixture
def people(world) -> dict:
    """One person of each role."""
    return {role: make_person(role) for role in ROLES}
