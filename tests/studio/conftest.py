import pytest

from studio.roles import ROLES
from tests.studio.world import World, make_person


@pytest.fixture
def world(home) -> World:
    return World(home)


@pytest.fixture
def people(world) -> dict:
    """One person of each role."""
    return {role: make_person(role) for role in ROLES}
