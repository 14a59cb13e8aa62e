"""Asking one address, politely: HEAD, then a few kilobytes at most, redirects followed to an end."""

import contextlib
import datetime
import email.utils
import re
import socket
import ssl
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit

from django.utils import timezone

from studio.quality.limits import limits
from studio.quality.links.guard import PrivateAddressError, connect
from studio.quality.links.manners import Manners
from studio.quality.models import LinkFault

REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
GONE = {404, 410}
# They answer, to a person with a browser or an account; what they tell a machine proves nothing.
TURNED_AWAY = {401, 402, 403, 405, 406, 407, 409, 412, 418, 451, 999}
BUSY = {429, 503}
# What a host name is made of once it is spelt in ASCII.
HOST = re.compile(r"[a-z0-9.\-:]+", re.IGNORECASE)


@dataclass
class Answer:
    """What came of asking: a status and no fault where the page is there."""

    status: int | None = None
    fault: str = LinkFault.NONE
    # Where it leads for good, if all redirects on the way were permanent ones.
    moved_to: str = ""
    retry_after: datetime.timedelta | None = None


@dataclass
class _Reply:
    status: int
    location: str = ""
    retry_after: str = ""
    body: bytes = field(default=b"", repr=False)


def ask(url: str, manners: Manners) -> Answer:
    """What an address answers today. Never raises for anything that the network does."""
    try:
        return _follow(url, manners)
    except PrivateAddressError:
        return Answer(fault=LinkFault.PRIVATE)
    except socket.gaierror:
        return Answer(fault=LinkFault.NAME)
    except ssl.SSLCertVerificationError:
        return Answer(fault=LinkFault.CERTIFICATE)
    except TimeoutError:
        return Answer(fault=LinkFault.SLOW)
    except OSError:
        return Answer(fault=LinkFault.CONNECTION)
    except HTTPException:
        return Answer(fault=LinkFault.NONSENSE)
    except ValueError:
        return Answer(fault=LinkFault.ADDRESS)


def _follow(url: str, manners: Manners) -> Answer:
    permanent, here = True, url
    for _step in range(limits().link_redirects + 1):
        if not manners.allows(here, read_robots):
            return Answer(fault=LinkFault.ROBOTS)
        reply = _head_or_get(here, manners)
        if reply.status not in REDIRECTS or not reply.location:
            return _answer(reply, here if permanent and here != url else "")
        permanent = permanent and reply.status in PERMANENT
        here = urljoin(here, reply.location)
    return Answer(fault=LinkFault.LOOP)


def _head_or_get(url: str, manners: Manners) -> _Reply:
    """Many servers answer HEAD wrongly, and are asked again as a browser would; one that is busy is not."""
    reply = request("HEAD", url, manners)
    return request("GET", url, manners) if reply.status >= 400 and reply.status not in BUSY else reply


def request(method: str, url: str, manners: Manners, *, most: int = 0) -> _Reply:
    """One request, after the pause that its host is owed. Of the body, at most `most` bytes are read.

    Raises TimeoutError where the answer takes longer than three waits, however busily it trickles in;
    else what `ask` tells apart.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    if not HOST.fullmatch(host):
        raise ValueError(url)
    manners.wait(host)
    connection = connect(parts.scheme, host, parts.port)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?[]')}" if parts.query else ""
    watch = _Watch(connection)
    try:
        headers = {"User-Agent": manners.agent, "Accept": "*/*", "Connection": "close"}
        connection.request(method, path + query, headers=headers)
        return _read(connection.getresponse(), most)
    finally:
        watch.stop()
        connection.close()


class _Watch:
    """Hangs up after a while: a socket's own timeout begins anew with every byte."""

    def __init__(self, connection: HTTPConnection):
        self.connection = connection
        self.rang = False
        self._timer = Timer(3 * limits().link_timeout, self._hang_up)
        self._timer.daemon = True
        self._timer.start()

    def _hang_up(self) -> None:
        self.rang = True
        with contextlib.suppress(OSError, AttributeError):
            self.connection.sock.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """Raises TimeoutError where it had to hang up."""
        self._timer.cancel()
        if self.rang:
            raise TimeoutError


def _read(response: HTTPResponse, most: int) -> _Reply:
    return _Reply(
        response.status,
        response.getheader("Location", ""),
        response.getheader("Retry-After", ""),
        response.read(most) if most else b"",
    )


def _answer(reply: _Reply, moved_to: str) -> Answer:
    if reply.status < 400:
        return Answer(reply.status, moved_to=moved_to)
    fault = LinkFault.SERVER
    if reply.status in GONE:
        fault = LinkFault.GONE
    elif reply.status in BUSY:
        return Answer(reply.status, LinkFault.BUSY, retry_after=_wait(reply.retry_after))
    elif reply.status in TURNED_AWAY:
        fault = LinkFault.FORBIDDEN
    return Answer(reply.status, fault)


def _wait(value: str) -> datetime.timedelta | None:
    """How long a server asks for: seconds or a date (RFC 9110, 10.2.3); None where it does not say."""
    if value.strip().isdigit():
        return datetime.timedelta(seconds=min(int(value), 10**7))
    try:
        return email.utils.parsedate_to_datetime(value) - timezone.now()
    except (TypeError, ValueError):
        return None


def read_robots(url: str, manners: Manners) -> tuple[int, str]:
    """(status, text) of a robots.txt; at most half a megabyte, as RFC 9309 asks. Raises as `request` does."""
    reply = request("GET", url, manners, most=512_000)
    return reply.status, reply.body.decode("utf-8", "replace")
