import pytest

from tests.studio.world import World


@pytest.fixture
def world(home) -> World:
    return World(home)
