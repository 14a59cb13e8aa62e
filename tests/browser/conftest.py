"""The running site and a real browser before it, started once for all browser tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.server import NotStartedError, running_chromium, running_site


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The address of a running production server, on a database of its own."""
    try:
        with running_site(tmp_path_factory.mktemp("site"), CONTACT_EMAIL="team@example.org") as address:
            yield address
    except NotStartedError as error:
        pytest.fail(f"The server did not start:\n{error}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser
