import pytest

from showcase.applications.models import ApplicationRules
from tests.factories import ShowcasePageFactory, make_grid


@pytest.fixture
def showcase(home):
    return ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")


@pytest.fixture
def grid(db):
    return make_grid()


@pytest.fixture
def rules(db):
    """Applications are open."""
    rules = ApplicationRules.load()
    rules.is_open = True
    rules.save()
    return rules
