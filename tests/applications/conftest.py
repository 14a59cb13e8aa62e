from typing import Any

import pytest

from showcase.applications.models import Application, ApplicationRules, Person
from tests.applications.decided import answer
from tests.applications.jurors import make_lead
from tests.applications.world import make_application
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


@pytest.fixture
def nora(grid) -> Person:
    """Somebody who has begun a file."""
    return make_application(grid).people.get()


@pytest.fixture
def lead(db) -> Any:
    return make_lead()


@pytest.fixture
def refused(application, lead) -> Application:
    """The file of the test, once its answer is no."""
    return answer(application, lead)
