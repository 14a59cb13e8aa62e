"""Coming in, as a browser does it."""

import re
import time
import uuid
from typing import Any

from bs4 import BeautifulSoup
from django.core import mail, signing
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from showcase.applications import keys
from showcase.applications.letters.posting import post
from showcase.applications.models import Application, Letter
from tests.applications.world import EMAIL

SECRET = re.compile(r"/([\w-]{43})/")
# What differs between two pages that say the same: tokens of forms, where a form leads back to.
VALUES = re.compile(r'value="[^"]*"')


def address(name: str, *args: Any, language: str = "fr") -> str:
    with override(language):
        return reverse(f"applications:{name}", args=args)


def token(seconds_ago: float = 60) -> str:
    """That of a form which was opened so long ago."""
    return signing.dumps([uuid.uuid4().hex, time.time() - seconds_ago])


def ask(client: Client, email: str = EMAIL, **more: Any) -> HttpResponse:
    """Ask for a link to an address."""
    return client.post(address("enter"), {"email": email, "token": token(), "website": "", **more})


def invite(client: Client, application: Application, email: str, **more: Any) -> HttpResponse:
    sent = {"email": email, "token": token(), "website": "", **more}
    return client.post(address("people", application.key), sent)


def come_in(client: Client, email: str = EMAIL, application: Application | None = None) -> HttpResponse:
    """Use a new key of this address."""
    return client.post(address("key", keys.make_key(email, application, leads_to="file", minutes=60)))


def sent_link() -> str:
    """Send the last letter that was written; the secret in it."""
    post.call(Letter.objects.latest("pk").pk)
    found = SECRET.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def page_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def without_tokens(response: HttpResponse, secret: str = "") -> str:
    """The page as somebody sees it, to compare with another."""
    text = VALUES.sub("", response.content.decode())
    return text.replace(secret, "") if secret else text
