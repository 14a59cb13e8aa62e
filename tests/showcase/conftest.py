import pytest

from tests.factories import ShowcasePageFactory, make_grid


@pytest.fixture
def showcase(home):
    return ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")


@pytest.fixture
def grid(db):
    return make_grid()
