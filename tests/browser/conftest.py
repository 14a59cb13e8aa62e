"""The site as `make serve` serves it, with its real content, and a real browser before it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 300
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address and the environment of a running production server, on a database of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("site")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        "PORT": str(port),
        "VAR_DIR": str(folder),
        "ADMIN_PASSWORD": "a-password-for-tests",
        "CONTACT_EMAIL": "team@example.org",
    }
    log = (folder / "server.log").open("w")
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts/site.py"), "serve"],
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    address = f"http://localhost:{port}"
    try:
        _wait_for(f"{address}/readyz", process, folder / "server.log")
        yield address, environment
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)
        log.close()


@pytest.fixture(scope="session")
def site(served) -> str:
    """The server's address."""
    return served[0]


@pytest.fixture(scope="session")
def manage(served) -> Callable[..., str]:
    """Runs a command of manage.py beside the server; returns what it prints."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "for-tests",
        "HTTPS": "0",
    }

    def run(*arguments: str) -> str:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        environment = {**served[1], **settings}
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    return run


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"The server did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or None
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
