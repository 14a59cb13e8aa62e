"""Somebody who proposes a project while the server falls again and again, and what they were told is kept."""

import io
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
from PIL import Image

from home.public_form import FASTEST_SECONDS
from tests.applications.doors import address
from tests.applications.handed import office
from tests.applications.killed import LONGEST_SECONDS, Killable, PostOffice
from tests.applications.world import COMPLETE

# No answer, or half of one.
BROKEN_OFF = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
HIDDEN = r'name="{}"[^>]* value="([^"]*)"'
CRITERION = "criterion-novelty"
# {section: (field of its file, name of the file)}
FILES = {CRITERION: ("row-0-file", "étude.docx"), "images": ("row-0-file", "puits.png")}
SAVES = ("project", "need", "people", CRITERION, "place", "images", "contacts", "consent", "need")
# What one applicant does: each save, and sending the file.
ACTS = len(SAVES) + 1


def document(number: int) -> bytes:
    return office({"word/document.xml": f"<w:document>{number}</w:document>".encode()})


def picture(number: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (40, 20), (number, 100, 200)).save(data, "PNG")
    return data.getvalue()


CONTENTS = {CRITERION: document, "images": picture}


def typed(code: str, number: int, turn: int) -> dict[str, Any]:
    """What this applicant types in a section, the first time or a later one; no other types the same."""
    images = {"row-0-alt": f"Le puits {number}", "row-0-credit": "Nora", "row-0-permission": "on"}
    words = {
        "project": {"name": f"Puits {number}"},
        "need": {"need": f"L’eau manquait à {number} villages, dit pour la {turn}e fois."},
        "images": images,
    }
    return COMPLETE.get(code, {}) | words.get(code, {})


@dataclass
class Ledger:
    """What the site has acknowledged: each save in order, as (number of the applicant, section, what was
    typed in it); who asked for a link, as often as they did; whose file is received.
    """

    unanswered: int = 0
    kept: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    error: BaseException | None = None
    # How many applicants there are at this moment, and how many of them wait for a letter.
    working: int = 0
    waiting: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def done(self) -> int:
        """How many saves and sendings are acknowledged."""
        return len(self.kept) + len(self.sent)

    @contextmanager
    def change(self) -> Iterator[None]:
        with self.changed:
            yield
            self.changed.notify_all()

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.error or is_so(), LONGEST_SECONDS), vars(self)


class Applicant:
    """At a browser, with a script or without; what got no answer is done again from the page."""

    def __init__(self, number: int, site: Killable, post: PostOffice, ledger: Ledger, up: threading.Event):
        self.number, self.site, self.post, self.ledger, self.up = number, site, post, ledger, up
        self.email = f"porteur{number}@example.org"
        self.used: set[str] = set()
        self.key = ""
        self.browser = requests.Session()
        self.browser.headers["X-Forwarded-For"] = f"198.51.100.{number}"

    def apply(self) -> None:
        with self.ledger.change():
            self.ledger.working += 1
        try:
            self._come_in()
            self.key = self._insist(self._begin)
            for turn, code in enumerate(SAVES, 1):
                self._insist(lambda code=code, turn=turn: self._save(code, turn))
            self._insist(self._send)
        except BaseException as error:
            with self.ledger.change():
                self.ledger.error = error
            raise
        with self.ledger.change():
            self.ledger.working -= 1

    def _insist(self, act: Callable[[], Any]) -> Any:
        while True:
            assert self.up.wait(LONGEST_SECONDS)
            try:
                return act()
            except BROKEN_OFF:
                with self.ledger.change():
                    self.ledger.unanswered += 1

    def _page(self, path: str, status: int = 200) -> str:
        answer = self.browser.get(self.site.address + path, timeout=LONGEST_SECONDS)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        return answer.text

    def _post(self, path: str, page: str, sent: dict[str, Any], **options: Any) -> requests.Response:
        """Send the form of a page."""
        sent = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), **sent}
        answer = self.browser.post(
            self.site.address + path, sent, allow_redirects=False, timeout=LONGEST_SECONDS, **options
        )
        assert answer.status_code in (200, 302, 410), (path, answer.status_code, answer.text[:2000])
        return answer

    def _come_in(self) -> None:
        """Until a link opens: one that was used, and whose answer was lost, opens nothing."""
        is_in = False
        while not is_in:
            form = self._insist(lambda: self._page(address("enter")))
            time.sleep(FASTEST_SECONDS)  # nobody types an address in less, thinks the form
            self._insist(lambda form=form: self._ask(form))
            link = self._link()
            is_in = self._insist(lambda link=link: self._use(link))

    def _ask(self, form: str) -> None:
        sent = {"email": self.email, "token": hidden(form, "token"), "website": "", "next": ""}
        assert self._post(address("enter"), form, sent).headers["Location"].endswith("?sent=1")
        with self.ledger.change():
            self.ledger.asked.append(self.number)

    def _link(self) -> str:
        """The link of a letter that has not been opened yet."""

        def unused() -> str:
            links = [mail.link for mail in self.post.taken if mail.to == self.email]
            return next((link for link in links if link not in self.used), "")

        with self.ledger.change():
            self.ledger.waiting += 1
        with self.post.changed:
            assert self.post.changed.wait_for(unused, LONGEST_SECONDS), self.email
            found = unused()
        with self.ledger.change():
            self.ledger.waiting -= 1
        self.used.add(found)
        return found

    def _use(self, link: str) -> bool:
        answer = self.browser.get(self.site.address + link, timeout=LONGEST_SECONDS)
        return answer.status_code == 200 and self._post(link, answer.text, {}).status_code == 302

    def _begin(self) -> str:
        page = self._page(address("files"))
        answer = self._post(address("files"), page, {"token": hidden(page, "token")})
        return answer.headers["Location"].rstrip("/").rsplit("/", 1)[1]

    def _save(self, code: str, turn: int) -> None:
        path = address("section", self.key, code)
        page, said = self._page(path), typed(code, self.number, turn)
        sent = {"version": hidden(page, "version"), **said}
        if code in FILES:
            name, called = FILES[code]
            files = {name: (called, CONTENTS[code](self.number))}
            answer = self._post(path, page, {"keep": "1", **sent}, files=files)
        elif turn % 2:
            answer = self._post(path, page, {"keep": "1", **sent})
        else:
            answer = self._post(path, page, sent, headers={"Accept": "application/json"})
        assert answer.status_code == 302 or "saved_at" in answer.json()
        with self.ledger.change():
            self.ledger.kept.append((self.number, code, said))

    def _send(self) -> None:
        """Once it is sent, its page leads to where it stands; somebody who got no answer sees that too."""
        path = address("send", self.key)
        answer = self.browser.get(self.site.address + path, allow_redirects=False, timeout=LONGEST_SECONDS)
        if answer.status_code == 200:
            answer = self._post(path, answer.text, {})
        assert "Location" in answer.headers, answer.text[:3000]
        with self.ledger.change():
            self.ledger.sent.append(self.number)


def hidden(page: str, name: str) -> str:
    found = re.search(HIDDEN.format(name), page)
    assert found, (name, page[:3000])
    return found[1]
