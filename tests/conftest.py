"""What every test may ask for."""

import gc
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from tests.factories import make_site
from tests.ports import free_port

SEEDED = "tests/seeded/"
LONGEST = (SEEDED, "tests/applications/test_kill.py")
SERVER_SECONDS = 60

# How fast a machine is, or how much else it does, is no property of the code.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


class ByWhatIsShared(LoadScopeScheduling):
    """What is slow to make is made once: a file's tests stay in one process, and so do those of the seeded
    site. (Of pytest 9.2 and xdist 3.8, marks of a group are not heeded.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return SEEDED if file.startswith(SEEDED) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByWhatIsShared:
    return ByWhatIsShared(config, log)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded stays loaded: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Marks what asks for the database, before tests are chosen by their marks: it runs on each of them. What
    takes longest begins first, whatever the order that the rest was given.
    """
    for item in items:
        if "db" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.sql)
    yield
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(autouse=True)
def _same_start() -> Iterator[None]:
    """Each test starts in French, with nothing cached and nothing left to do by a test that was rolled back,
    and leaves no language to the next.
    """
    from studio.translation import state

    cache.clear()
    vars(state._marked).clear()
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


class Mailbox:
    """Keeps what the server is given."""

    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    """A real SMTP server on this machine, which the settings point at."""
    mailbox = Mailbox()
    host, port = "127.0.0.1", free_port()
    controller = Controller(mailbox, hostname=host, port=port, ready_timeout=SERVER_SECONDS)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = host, port
    yield mailbox
    controller.stop()
