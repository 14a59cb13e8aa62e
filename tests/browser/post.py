"""A real mail server on this machine, and the letters that it was given."""

import email
import email.policy
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port

ARRIVES_SECONDS = 60
ADDRESS = re.compile(r"^https?://\S+", re.MULTILINE)


@dataclass
class Post:
    """What a site with these `settings` has sent. Each letter is read once."""

    settings: dict[str, str]
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def next_to(self, address: str, about: str = "") -> EmailMessage:
        """The oldest letter to this address that was not read yet, whose subject holds `about`."""
        deadline = time.monotonic() + ARRIVES_SECONDS
        while time.monotonic() < deadline:
            for letter in list(self.letters):
                if letter["To"] == address and about in letter["Subject"]:
                    self.letters.remove(letter)
                    return letter
            time.sleep(0.2)
        found = [(letter["To"], letter["Subject"]) for letter in self.letters]
        raise AssertionError(f"No letter to {address} about {about!r} within a minute; there are {found}")


def words_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return part.get_content()


def link_in(letter: EmailMessage) -> str:
    """The address that the letter gives at the beginning of a line."""
    return ADDRESS.findall(words_of(letter))[0]


@contextmanager
def running_post() -> Iterator[Post]:
    host, port = "127.0.0.1", free_port()
    post = Post({"EMAIL_HOST": host, "EMAIL_PORT": str(port)})
    server = Controller(post, hostname=host, port=port, ready_timeout=ARRIVES_SECONDS)
    server.start()
    try:
        yield post
    finally:
        server.stop()
