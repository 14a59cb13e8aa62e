"""The running site and a real browser before it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.post import Post, running_post
from tests.browser.server import NotStartedError, RunningSite, running_chromium, running_site

# How long a page may take to become what a test says that it is, on a machine that does much else.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def post() -> Iterator[Post]:
    """The mail server of the site, and all that it was given."""
    with running_post() as post:
        yield post


@pytest.fixture(scope="module")
def served(tmp_path_factory, post) -> Iterator[RunningSite]:
    """A running production server, on a database of its own: a copy of the one in PREPARED_SITE, if given.
    Each file has its own, as it is seeded: what one publishes is in no list that another counts.
    """
    with _serving(tmp_path_factory, **post.settings) as running:
        yield running


@pytest.fixture(scope="module")
def filed(tmp_path_factory) -> Iterator[Any]:
    """What is in `tests.browser.filed`, on a server of its own, which asks for a proof of work before it
    sends a link.
    """
    from tests.browser.filed import MAKE, Filed  # the models that it names are there by now

    with _serving(tmp_path_factory, ALTCHA="1") as running:
        made = json.loads(running.manage("shell", "-v", "0", "-c", MAKE).splitlines()[-1])
        yield Filed(running.address, **made)


@contextmanager
def _serving(tmp_path_factory, **environment: str) -> Iterator[RunningSite]:
    try:
        folder, step = tmp_path_factory.mktemp("site"), "serve"
        if prepared := os.environ.get("PREPARED_SITE"):
            shutil.copytree(prepared, folder, dirs_exist_ok=True)
            step = "start"
        with running_site(folder, step, CONTACT_EMAIL="team@example.org", **environment) as running:
            yield running
    except NotStartedError as error:
        pytest.fail(f"The server did not start:\n{error}")


@pytest.fixture(scope="module")
def site(served) -> str:
    """The server's address."""
    return served.address


@pytest.fixture(scope="module")
def manage(served) -> Callable[..., str]:
    """Runs a command of manage.py beside the server; returns what it prints."""
    return served.manage


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def open_page(site, chromium) -> Iterator[Callable[..., Page]]:
    """Open a page in a context with these options; whatever its console says fails the test."""
    contexts, said = [], []

    def open_(path: str, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(site + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []
