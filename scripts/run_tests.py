"""`make test`: every test on SQLite, what has SQL again on a real PostgreSQL, then the site in a browser."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from postgresql import running_postgresql

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.server import ADMIN_PASSWORD  # noqa: E402

# tests/conftest.py says which tests stay in one process, and which come first.
SCOPES = ("--dist", "loadscope", "--no-loadscope-reorder")
# One process more than cores: some tests wait for a server to be slow.
IN_PARALLEL = ("-n", str((os.cpu_count() or 1) + 1), *SCOPES)
IN_BROWSER = ("-n", "2", *SCOPES)
# Else each of a dozen processes reads the source of all tests anew where the environment keeps none.
KEEPING_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def say(words: str) -> None:
    print(f"\n== {words}", flush=True)


def pytest(*arguments: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    environment = {**os.environ, **KEEPING_BYTECODE, **environment}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def on_postgresql(arguments: list[str]) -> int:
    """On the server that TEST_DATABASE_URL names, else on one started for the occasion."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        say("PostgreSQL: the one of TEST_DATABASE_URL")
        return pytest(*IN_PARALLEL, "-m", "sql and not browser", *arguments, TEST_DATABASE_URL=url)
    with running_postgresql() as address:
        say("PostgreSQL: started for these tests")
        return pytest(*IN_PARALLEL, "-m", "sql and not browser", *arguments, TEST_DATABASE_URL=address)


def find_browser() -> str:
    """Chromium's path: the system's, else Debian's package when root, else Playwright's own. Says which."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        say(f"Browser: {found}, of this system")
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Browser: installing Debian's chromium")
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False
        )
        if found := shutil.which("chromium"):
            return found
    install = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(install, check=False, capture_output=True).returncode:
        sys.exit(
            "No browser, and none could be installed. Install Chromium, or set CHROMIUM to the path of one."
        )
    say("Browser: Playwright's own, just installed")
    return ""


@contextmanager
def made_site() -> Iterator[Callable[[], str]]:
    """Makes a site in the background, where the other tests leave time. Gives what waits for its folder."""
    with (
        tempfile.TemporaryDirectory(prefix="passerelle-site-") as folder,
        tempfile.TemporaryFile("w+") as log,
    ):
        environment = {**os.environ, "VAR_DIR": folder, "ADMIN_PASSWORD": ADMIN_PASSWORD}
        command = ["nice", sys.executable, str(ROOT / "scripts/site.py"), "make-production"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

        def wait() -> str:
            if process.wait():
                log.seek(0)
                sys.exit(f"The site for the browser was not made:\n{log.read()[-3000:]}")
            return folder

        try:
            yield wait
        finally:
            process.kill()
            process.wait()


def main() -> int:
    arguments = sys.argv[1:]
    with made_site() as site:
        say("SQLite")
        codes = [pytest(*IN_PARALLEL, "-m", "not browser", *arguments)]
        codes.append(on_postgresql(arguments))
        browser = {"CHROMIUM": find_browser(), "PREPARED_SITE": site()}
        codes.append(pytest(*IN_BROWSER, "-m", "browser", *arguments, **browser))
    failed = [name for name, code in zip(("SQLite", "PostgreSQL", "browser"), codes, strict=True) if code]
    if failed:
        print(f"Failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
