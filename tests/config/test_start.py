"""What is missing or wrong at the start is said in one line, with a code that is not 0."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"DJANGO_SETTINGS_MODULE": "config.settings.production"}
SECRET = "".join(map(chr, range(40, 100)))


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    """The command in a clean environment, in the folder of the project."""
    clean = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment}
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=clean, capture_output=True, text=True, timeout=120
    )


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return run(sys.executable, "manage.py", *arguments, **environment)


def one_line(result: subprocess.CompletedProcess) -> str:
    assert result.returncode != 0
    lines = [line for line in (result.stdout + result.stderr).splitlines() if line.strip()]
    assert len(lines) == 1, lines
    return lines[0]


def test_production_without_a_secret_key_does_not_start(tmp_path):
    line = one_line(manage("check", VAR_DIR=str(tmp_path), **PRODUCTION))
    assert "SECRET_KEY is not set" in line
    assert "secrets.token_urlsafe" in line


def test_the_web_server_does_not_start_without_it_either(tmp_path):
    result = run(
        sys.executable,
        "-c",
        "import config.wsgi",
        VAR_DIR=str(tmp_path),
        PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        **PRODUCTION,
    )
    assert "SECRET_KEY is not set" in one_line(result)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgres://nobody@127.0.0.1:1/none", "127.0.0.1 does not answer"),
        ("sqlite:////nowhere/at/all.sqlite3", "does not answer"),
        ("gopher://x", "DATABASE_URL cannot be read"),
        ("postgres://user:p[ss@host/x", "DATABASE_URL cannot be read"),
    ],
)
def test_a_database_that_cannot_be_reached_is_named(tmp_path, url, words):
    line = one_line(manage("preflight", VAR_DIR=str(tmp_path), DATABASE_URL=url))
    assert words in line
    assert "DATABASE_URL" in line


def test_a_port_in_use_is_named_with_another_to_take(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = one_line(manage("preflight", "--port", str(port), VAR_DIR=str(tmp_path)))
    assert f"Port {port} cannot be used" in line
    assert "make run PORT=" in line


@pytest.mark.parametrize(("port", "words"), [("http", "is not a number"), ("99999", "cannot be used")])
def test_a_port_that_is_none_is_named(tmp_path, port, words):
    line = one_line(run(sys.executable, "scripts/site.py", "run", PORT=port, VAR_DIR=str(tmp_path)))
    assert words in line


def test_the_file_of_settings_is_read_by_the_commands_too(tmp_path):
    for name in ("scripts", "site", "manage.py"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".env").write_text("PORT=http\n", encoding="utf-8")
    script = (ROOT / "scripts/site.py").read_text(encoding="utf-8")
    (tmp_path / "scripts").unlink()
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/site.py").write_text(script, encoding="utf-8")
    line = one_line(run(sys.executable, str(tmp_path / "scripts/site.py"), "run"))
    assert "PORT='http' is not a number" in line


def test_a_python_too_old_is_named_before_anything_is_made(tmp_path):
    old = tmp_path / "python3"
    # What the interpreter would answer if it were that old: the Makefile asks it, and only it.
    old.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "import sys; sys.version_info = (3, 9, 1); '
        'exec(sys.argv[2])" "$@"\n',
        encoding="utf-8",
    )
    old.chmod(0o755)
    folder = tmp_path / "clone"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    result = subprocess.run(
        ["make", "run", f"PYTHON={old}"], cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert result.returncode != 0
    assert "Python 3.9 is too old: Passerelle needs 3.11" in result.stderr
    assert not (folder / ".venv").exists()


def test_a_missing_gettext_is_named(tmp_path):
    (tmp_path / "bin").mkdir()
    result = run(sys.executable, "scripts/messages.py", PATH=str(tmp_path / "bin"))
    assert "gettext is missing" in one_line(result)


def test_a_missing_browser_is_named(tmp_path):
    # Nobody's account, no browser on the path, and nowhere to get one from.
    result = run(
        sys.executable,
        "-c",
        "import os, sys; sys.path.insert(0, 'scripts'); os.geteuid = lambda: 1;"
        " import run_tests; run_tests.find_browser()",
        PATH=str(tmp_path),
        PLAYWRIGHT_BROWSERS_PATH=str(tmp_path / "browsers"),
        PLAYWRIGHT_DOWNLOAD_HOST="http://127.0.0.1:1",
    )
    assert "Install Chromium" in one_line(result)


def test_production_settings_pass_the_deployment_check(tmp_path):
    result = manage(
        "check", "--deploy", "--fail-level", "WARNING", VAR_DIR=str(tmp_path), SECRET_KEY=SECRET, **PRODUCTION
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_a_check_needs_no_environment(tmp_path):
    assert manage("check", VAR_DIR=str(tmp_path)).returncode == 0


def test_a_base_address_that_is_none_is_refused(tmp_path):
    said = one_line(manage("set_address", VAR_DIR=str(tmp_path), BASE_URL="www.example.org"))
    assert "Write it as https://" in said


ASK_FOR_ROBOTS = """
from config.wsgi import application
environ = {
    "REQUEST_METHOD": "GET", "PATH_INFO": "/robots.txt", "SERVER_NAME": "x", "SERVER_PORT": "80",
    "HTTP_HOST": "localhost", "wsgi.url_scheme": "http", "wsgi.input": __import__("io").BytesIO(),
    "REMOTE_ADDR": "127.0.0.1",
    "HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https",
}
answer = b"".join(application(environ, lambda status, headers: print(status)))
print(environ["REMOTE_ADDR"], answer.decode())
"""


@pytest.mark.parametrize(
    ("proxies", "status", "address"), [("127.0.0.1", "200", "203.0.113.9"), ("", "301", "127.0.0.1")]
)
def test_a_proxy_is_believed_only_where_it_is_named(tmp_path, proxies, status, address):
    """The reader's address is the one that the proxy saw, not the one that the reader says before it."""
    result = run(
        sys.executable,
        "-c",
        ASK_FOR_ROBOTS,
        VAR_DIR=str(tmp_path),
        PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        SECRET_KEY=SECRET,
        TRUSTED_PROXIES=proxies,
        **PRODUCTION,
    )
    assert result.stdout.startswith(status), result.stderr
    assert f"\n{address} " in result.stdout
    assert ("https://localhost/sitemap.xml" in result.stdout) == bool(proxies)
