"""Whole public pages, compressed and kept ready, above Django.

A page is kept under its address, and holds as long as nothing that a reader could see has changed
anywhere (`home.content_version`) and the day is the same (badges expire at midnight). Only what Django
calls public is kept: an answer with `Cache-Control: public`, without a cookie, to a request without a
session and without a query. A page being made while something is published is answered and not kept,
so no process ever serves a stale one.
"""

import datetime
import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import brotli

MOST_BYTES = 64 * 1024 * 1024
KEPT_TYPES = ("text/html", "application/xml", "application/atom+xml", "text/plain")
# Data, however large: sent as they are read.
STREAMED = (".csv", ".geojson", ".json")
# Files that the site makes: they answer for themselves whether a reader has them already.
MADE_FILES = (".pdf", ".png", ".svg", ".jwt")
KEPT_HEADERS_NOT = {"content-length", "content-encoding", "etag", "date"}

StartResponse = Callable[..., Callable[[bytes], object]]


@dataclass(frozen=True)
class ReadyPage:
    """One answer in every encoding that was asked for: {encoding: body}, "" for none."""

    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes]
    etag: str

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values()))


class PageCache:
    """WSGI middleware. `version_file` is the file whose time every publication moves; `prefixes` begin
    the addresses of pages (files must stream, and go straight on); `session_cookie` names who is known.
    """

    def __init__(
        self,
        application: Callable,
        version_file: Path,
        prefixes: tuple[str, ...] = ("/",),
        session_cookie: str = "sessionid",
        most_bytes: int = MOST_BYTES,
    ):
        self.application = application
        self.version_file = Path(version_file)
        self.prefixes = prefixes
        self.session_cookie = session_cookie
        self.most_bytes = most_bytes
        self._pages: OrderedDict[tuple, ReadyPage] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        if not self._may_be_ready(environ):
            return self.application(environ, start_response)
        key = (
            self.version(),
            environ.get("HTTP_HOST"),
            environ.get("wsgi.url_scheme"),
            environ["PATH_INFO"],
        )
        page = self._pages.get(key)
        if page is None:
            return self._make(key, environ, start_response)
        return _answer(page, environ, start_response)

    def version(self) -> tuple[int, int]:
        """What everything kept depends on: the last change, and the day."""
        try:
            changed = self.version_file.stat().st_mtime_ns
        except FileNotFoundError:
            changed = 0
        return changed, datetime.date.today().toordinal()

    def _may_be_ready(self, environ: dict) -> bool:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return False
        path = environ["PATH_INFO"]
        if not path.startswith(self.prefixes) or path.endswith((*MADE_FILES, *STREAMED)):
            return False
        names = (part.split("=")[0].strip() for part in environ.get("HTTP_COOKIE", "").split(";"))
        return self.session_cookie not in names

    def _make(self, key: tuple, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        seen: dict = {}

        def remember(status, headers, exc_info=None):
            seen.update(status=status, headers=headers)
            return lambda data: None

        # The whole page is wanted, whatever of it the reader already has.
        conditions = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
        whole = {name: value for name, value in environ.items() if name not in conditions}
        answer = self.application(whole | {"REQUEST_METHOD": "GET"}, remember)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        if not _may_be_kept(seen["status"], seen["headers"]):
            start_response(seen["status"], seen["headers"])
            return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
        page = _ready(seen["headers"], _plain(seen["headers"], body))
        if key[0] == self.version():
            self._keep(key, page)
        return _answer(page, environ, start_response)

    def _keep(self, key: tuple, page: ReadyPage) -> None:
        with self._lock:
            for old in [old for old in self._pages if old[0] != key[0]]:
                self._bytes -= self._pages.pop(old).size
            replaced = self._pages.pop(key, None)
            self._pages[key] = page
            self._bytes += page.size - (replaced.size if replaced else 0)
            while self._bytes > self.most_bytes:
                _key, dropped = self._pages.popitem(last=False)
                self._bytes -= dropped.size


def _may_be_kept(status: str, headers: list[tuple[str, str]]) -> bool:
    by_name = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200")
        and "public" in by_name.get("cache-control", "")
        and "set-cookie" not in by_name
        and by_name.get("content-type", "").startswith(KEPT_TYPES)
        and by_name.get("vary", "accept-encoding").strip().lower() == "accept-encoding"
    )


def _plain(headers: list[tuple[str, str]], body: bytes) -> bytes:
    """The body as Django made it, which compresses for who asks: what is not kept travels that way."""
    packed = ("content-encoding", "gzip") in {(name.lower(), value) for name, value in headers}
    return gzip.decompress(body) if packed else body


def _ready(headers: list[tuple[str, str]], body: bytes) -> ReadyPage:
    kept = [(name, value) for name, value in headers if name.lower() not in {*KEPT_HEADERS_NOT, "vary"}]
    return ReadyPage(
        headers=(*kept, ("Vary", "Accept-Encoding")),
        bodies={
            "": body,
            "br": brotli.compress(body, quality=9),
            "gzip": gzip.compress(body, 9, mtime=0),
        },
        etag=hashlib.sha256(body).hexdigest()[:24],
    )


def _answer(page: ReadyPage, environ: dict, start_response: StartResponse) -> list[bytes]:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    offers = (part.replace(" ", "").split(";") for part in accepted.split(","))
    names = {name for name, *quality in offers if "q=0" not in quality}
    encoding = next((name for name in ("br", "gzip") if name in names), "")
    etag = f'W/"{page.etag}"'
    headers = [*page.headers, ("ETag", etag)]
    if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", headers)
        return [b""]
    body = page.bodies[encoding]
    headers.append(("Content-Length", str(len(body))))
    if encoding:
        headers.append(("Content-Encoding", encoding))
    start_response("200 OK", headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
