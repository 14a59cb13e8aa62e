"""`make run` and `make serve`: from a fresh clone to a site that answers, saying each step.

`make-production` stops before the server: the tests copy what it has made. `start` is the server alone, on
what is there.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "site"))

from config import env  # noqa: E402

env.load_dotenv(ROOT / ".env")
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
PORT = os.environ.get("PORT", "8000")
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def step(*arguments: str) -> None:
    """Run a command of manage.py; where it fails, stop with its code. It has said why."""
    code = subprocess.run([*MANAGE, *arguments], check=False).returncode
    if code:
        sys.exit(code)


def check() -> None:
    if not PORT.isdigit():
        sys.exit(f"PORT={PORT!r} is not a number. For example: make run PORT=8001")
    step("preflight", "--port", PORT)


def prepare() -> None:
    print("Database: bringing it up to date...", flush=True)
    step("migrate", "--verbosity", "0")
    step("seed")
    step("set_address")
    step("ensure_admin")


def warm() -> None:
    """Make the pictures' formats in the background, so that the first reader does not wait for them."""
    subprocess.Popen([*MANAGE, "warm_pictures"], stdout=subprocess.DEVNULL)


def announce() -> None:
    address = f"http://localhost:{PORT}/"
    print(f"\nSite:    {address}\nAdmin:   {address}admin/\nStop it with Ctrl-C.\n", flush=True)


def run() -> None:
    # As a visitor sees it, error pages included; DEBUG=1 shows a developer more.
    os.environ.setdefault("DEBUG", "0")
    check()
    prepare()
    warm()
    announce()
    os.execv(sys.executable, [*MANAGE, "runserver", f"127.0.0.1:{PORT}", "--noreload", "--insecure"])  # noqa: S606


def in_production() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or local_secret()
    # Reached in the clear on this machine. Behind HTTPS, set HTTPS=1 and TRUSTED_PROXIES.
    os.environ.setdefault("HTTPS", "0")


def make_production() -> None:
    """All that `serve` wants to find, pictures included."""
    in_production()
    collect()
    prepare()
    step("warm_pictures")


def collect() -> None:
    # Before the content: reading its pages for terms needs the addresses of the files.
    print("Files: collecting and compressing...", flush=True)
    step("collectstatic", "--noinput", "--verbosity", "0")


def serve() -> None:
    """The production server with its worker beside it; when one ends, so does the other."""
    in_production()
    check()
    collect()
    prepare()
    warm()
    announce()
    start()


def start() -> None:
    """The server and its worker. They may be killed: the worker comes back to what it was doing."""
    in_production()
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
    granian = Path(sys.executable).with_name("granian")
    web = [
        str(granian),
        "--interface",
        "wsgi",
        "--host",
        os.environ.get("HOST", "127.0.0.1"),
        "--port",
        PORT,
    ]
    web += [
        "--workers",
        os.environ.get("WEB_WORKERS", "2"),
        "--blocking-threads",
        os.environ.get("WEB_THREADS", "4"),
        "--no-ws",
        "--log-level",
        "warning",
        "config.wsgi:application",
    ]
    # Under a name that it has again when it is started again, and that no other site on this machine has.
    worker = [*MANAGE, "work", "--skip-checks", "--worker-id", f"{socket.gethostname()[:50]}-{PORT}"]
    stop_together([subprocess.Popen(command, env=environment, cwd=ROOT) for command in (web, worker)])


def stop_together(processes: list[subprocess.Popen]) -> None:
    """Wait until one ends or a signal comes, then end the rest."""
    done = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: done.set())
    while not done.wait(0.5):
        if any(process.poll() is not None for process in processes):
            break
    for process in processes:
        if process.poll() is None:
            process.terminate()
    codes = [process.wait(timeout=30) for process in processes]
    sys.exit(0 if done.is_set() else next((code for code in codes if code), 1))


def local_secret() -> str:
    """A key for this machine, made once and kept with the database."""
    path = VAR / "secret-key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


if __name__ == "__main__":
    os.chdir(ROOT)
    {"run": run, "serve": serve, "start": start, "make-production": make_production}[sys.argv[1]]()
