"""The running site and a real browser before it, started once for all browser tests."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.server import NotStartedError, RunningSite, running_chromium, running_site


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Iterator[RunningSite]:
    """A running production server, on a database of its own: a copy of the one in PREPARED_SITE, if given."""
    try:
        folder = tmp_path_factory.mktemp("site")
        if prepared := os.environ.get("PREPARED_SITE"):
            shutil.copytree(prepared, folder, dirs_exist_ok=True)
        with running_site(folder, CONTACT_EMAIL="team@example.org") as running:
            yield running
    except NotStartedError as error:
        pytest.fail(f"The server did not start:\n{error}")


@pytest.fixture(scope="session")
def site(served) -> str:
    """The server's address."""
    return served.address


@pytest.fixture(scope="session")
def manage(served) -> Callable[..., str]:
    """Runs a command of manage.py beside the server; returns what it prints."""
    return served.manage


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser
