"""What every test may ask for."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories import make_site


@pytest.fixture(autouse=True)
def _same_start() -> Iterator[None]:
    """Each test starts in French with nothing cached, and leaves no language to the next."""
    cache.clear()
    translation.activate("fr")
    yield
    translation.activate("fr")


@pytest.fixture
def home(db):
    """A French home page, the root of the site."""
    return make_site()


@pytest.fixture
def count_queries(client: Client) -> Callable[[str], int]:
    """Number of queries that a GET of the address makes, which must answer 200; the first visit does
    not count, because it makes the pictures.
    """
    from django.db import connection

    def count(path: str) -> int:
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    return count
