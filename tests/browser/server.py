"""The site as `make serve` serves it, with its real content and on a database of its own, for a browser."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 300
STOP_SECONDS = 30
ADMIN_PASSWORD = "a-password-for-tests"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NotStartedError(Exception):
    """The server ended, or did not answer in time; what it wrote last."""


@dataclass(frozen=True)
class RunningSite:
    """A production server that answers at `address`, with the `environment` that it runs in."""

    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Runs a command of manage.py beside the server; returns what it prints."""
        settings = {"DJANGO_SETTINGS_MODULE": "config.settings.production"}
        if "SECRET_KEY" not in self.environment:  # then the server has made its own
            settings["SECRET_KEY"] = Path(self.environment["VAR_DIR"], "secret-key").read_text()
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        environment = {**settings, **self.environment, "HTTPS": "0"}
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


@contextmanager
def running_site(folder: Path, step: str = "serve", **environment: str) -> Iterator[RunningSite]:
    """A running production server whose files are in `folder`. To `serve` makes all that it needs there; to
    `start` takes what `make-production` has made. Raises NotStartedError.
    """
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    own = {"PORT": str(port), "VAR_DIR": str(folder), "ADMIN_PASSWORD": ADMIN_PASSWORD}
    environment = {**inherited, **own, **environment}
    log = folder / "server.log"
    site = RunningSite(f"http://localhost:{port}", environment)
    if step == "start":
        site.manage("set_address")  # it was made for another port
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "scripts/site.py"), step],
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            _wait_for(f"{site.address}/readyz", process, log)
            yield site
        finally:
            if process.poll() is None:
                _stop(process)


def _stop(process: subprocess.Popen) -> None:
    """End the server and all that it has started: kindly, and for good where that takes too long."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


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
    raise NotStartedError(log.read_text()[-3000:])


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Chromium at the path of CHROMIUM, else Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or None, args=FLAGS)
        yield browser
        browser.close()
