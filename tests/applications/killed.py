"""A production server that can be killed, a mail server that can be closed, and a database of their own."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.contrib.staticfiles.finders import get_finders
from django.db import connections
from django.utils.functional import cached_property

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 300
LINK = re.compile(r"http://\S+/[\w-]{43}/")


def until(is_so: Callable[[], Any], what: str) -> None:
    """Look again and again, until it is so."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.1)


@contextmanager
def blank_database(folder: Path) -> Iterator[str]:
    """The name of a copy of the tests' database as its migrations leave it. No test has begun yet."""
    tests = connections["default"]
    if tests.vendor == "sqlite":
        name = str(folder / "blank.sqlite3")
        tests.ensure_connection()
        with closing(sqlite3.connect(name)) as copy:
            tests.connection.backup(copy)
        yield name
    else:
        tests.close()
        with _copied(tests.settings_dict["NAME"], f"{tests.settings_dict['NAME']}_blank") as name:
            yield name


@contextmanager
def own_database(blank: str, folder: Path) -> Iterator[str]:
    """The address of a copy of the blank one, which is Django's own within the block: a server cannot see
    what a test never commits.
    """
    tests = connections["default"]
    own = tests.copy()
    with ExitStack() as stack:
        if tests.vendor == "sqlite":
            name = shutil.copy(blank, folder / "site.sqlite3").as_posix()
            address = f"sqlite:///{name}"
        else:
            name = stack.enter_context(_copied(blank, f"{blank}_site"))
            address = urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))
        own.settings_dict["NAME"] = name
        connections["default"] = own
        try:
            yield address
        finally:
            own.close()
            connections["default"] = tests


@contextmanager
def _copied(name: str, copy: str) -> Iterator[str]:
    """On PostgreSQL. Nobody may be at work in the database that is copied."""
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    yield copy
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@dataclass
class Mail:
    """What the mail server has said yes to. `left` is whether the site then took its leave."""

    name: str
    to: str
    words: str
    files: int
    kills_before: int
    left: bool = False

    @cached_property
    def link(self) -> str:
        found = LINK.search(self.words)
        return urlsplit(found[0]).path if found else ""


class PostOffice:
    """A real SMTP server on this machine. `taken` is what it has said yes to, in order; `kills` is how many
    times the site had been killed, for whoever reads that order. `takes` is asked of each mail.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[Mail] = []
        self.kills = 0
        self.changed = threading.Condition()
        self.takes: Callable[[], bool] = lambda: True
        self._visits: set[SMTP] = set()
        self._door: _Door | None = None

    def open(self) -> None:
        self._door = _Door(self, hostname="127.0.0.1", port=self.port, ready_timeout=LONGEST_SECONDS)
        self._door.start()

    def close(self) -> None:
        """Nobody comes in any more; who is there is served to the end."""
        if self._door:
            self._door.loop.call_soon_threadsafe(self._door.server.close)
            self.wait_until_empty()
            self._door.stop()
            self._door = None

    def wait_until_empty(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: not self._visits, LONGEST_SECONDS)

    def came(self, visit: SMTP) -> None:
        self._visits.add(visit)

    def went(self, visit: SMTP) -> None:
        with self.changed:
            self._visits.discard(visit)
            self.changed.notify_all()

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if not self.takes():
            return "451 Come again"
        message = message_from_bytes(envelope.content, policy=policy.default)
        session.mail = Mail(
            name=message["Message-ID"],
            to=envelope.rcpt_tos[0],
            words=message.get_body(("plain",)).get_content(),
            files=len(list(message.iter_attachments())),
            kills_before=self.kills,
        )
        with self.changed:
            self.taken.append(session.mail)
            self.changed.notify_all()
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        with self.changed:
            session.mail.left = True
            self.changed.notify_all()
        return "221 Bye"


class _Door(Controller):
    def factory(self) -> SMTP:
        return _Visit(self.handler, hostname="localhost")


class _Visit(SMTP):
    """It tells the post office when it begins and ends."""

    def connection_made(self, transport: Any) -> None:
        self.event_handler.came(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.event_handler.went(self)


class Killable:
    """A command of the project in a group of processes of its own, all of which one signal ends."""

    def __init__(self, *command: str, folder: Path, database: str, office: PostOffice) -> None:
        self.command, self.office = command, office
        self.port = free_port()
        self.log = folder / "server.log"
        inherited = {name: value for name, value in os.environ.items() if "DJANGO_SETTINGS" not in name}
        self.environment = {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "DATABASE_URL": database,
            "SECRET_KEY": "for-tests",
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
            "HTTPS": "0",
            "TRUSTED_PROXIES": "127.0.0.1",  # through whom applicants come, each from afar
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(office.port),
        }

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *self.command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as lines, self.log.open("a", buffering=1, encoding="utf-8") as log:
            log.writelines(lines)

    def wait_until_it_answers(self) -> None:
        until(self._answers, f"an answer of the server: see {self.log}")

    def _answers(self) -> bool:
        assert self._process.poll() is None, f"the server has ended: see {self.log}"
        try:
            urllib.request.urlopen(f"{self.address}/healthz", timeout=5).close()  # noqa: S310
        except OSError:
            return False
        return True

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        if self._process.poll() is None:
            self.kill()
        self.wait_until_gone()

    def wait_until_gone(self) -> None:
        """Every process of it: all of them hold the same pipe, which then ends."""
        self._process.wait(LONGEST_SECONDS)
        self._reader.join(LONGEST_SECONDS)
        assert not self._reader.is_alive()
        self.office.wait_until_empty()


def name_static_files(folder: Path) -> None:
    """What `collectstatic` writes for pages that name these files, whose contents nobody reads."""
    found = [
        "/".join(filter(None, [getattr(storage, "prefix", ""), path]))
        for finder in get_finders()
        for path, storage in finder.list([])
    ]
    (folder / "static").mkdir()
    names = json.dumps({"version": "1.1", "hash": "", "paths": {name: name for name in found}})
    (folder / "static/staticfiles.json").write_text(names, encoding="utf-8")
