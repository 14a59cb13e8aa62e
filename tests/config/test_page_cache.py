"""Ready pages: who gets one, what is kept, and that a publication is seen at once."""

import datetime
import gzip
import os
import time
from zoneinfo import ZoneInfo

import brotli
import pytest
import time_machine
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import RequestFactory

from config.page_cache import PageCache
from home import content_version
from tests.factories import ContactPageFactory, ContentPageFactory


class Application:
    """Counts what reaches it, and answers what it was told."""

    def __init__(self, status="200 OK", headers=None, body=b"<!doctype html>" + b"page " * 400):
        self.status, self.body, self.calls, self.seen = status, body, 0, []
        self.headers = headers or {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "public"}

    def __call__(self, environ, start_response):
        self.calls += 1
        self.seen.append(environ)
        start_response(self.status, list(self.headers.items()))
        return [self.body]


def ask(application, path="/fr/", **headers):
    """(status, headers, body) of a request; `method`, `query` and header names as keywords."""
    environ = {
        "REQUEST_METHOD": headers.pop("method", "GET"),
        "PATH_INFO": path,
        "QUERY_STRING": headers.pop("query", ""),
        "HTTP_HOST": headers.pop("host", "localhost"),
        "wsgi.url_scheme": headers.pop("scheme", "http"),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    answer = {}

    def start_response(status, headers, exc_info=None):
        answer.update(status=status, headers=dict(headers))
        return lambda data: None

    body = b"".join(application(environ, start_response))
    return answer["status"], answer["headers"], body


@pytest.fixture
def version(tmp_path):
    return tmp_path / "content-version"


def test_a_page_is_made_once_until_something_changes(version):
    application = Application()
    cached = PageCache(application, version)
    assert ask(cached)[2] == ask(cached)[2] == application.body
    assert application.calls == 1
    version.touch()
    ask(cached)
    assert application.calls == 2


def test_two_changes_in_the_same_instant_are_two(settings, version):
    settings.CONTENT_VERSION_FILE = version
    times = []
    for _change in range(50):
        content_version.move()
        times.append(version.stat().st_mtime_ns)
    assert len(set(times)) == len(times)


def test_a_page_made_while_something_is_published_is_not_kept(version):
    application = Application()
    cached = PageCache(application, version)
    make = application.__call__

    def published_meanwhile(environ, start_response):
        version.touch()
        os.utime(version, ns=(time.time_ns(), time.time_ns()))
        return make(environ, start_response)

    cached.application = published_meanwhile
    ask(cached)
    ask(cached)
    assert application.calls == 2


def test_pages_of_two_hosts_schemes_and_addresses_are_apart(version):
    application = Application()
    cached = PageCache(application, version)
    for asked in (
        {},
        {"host": "b.example"},
        {"scheme": "https"},
        {"path": "/en/"},
    ):
        ask(cached, **asked)
    assert application.calls == 4


@pytest.mark.parametrize("month", [1, 7])
def test_midnight_makes_pages_again_because_badges_expire(version, month):
    application = Application()
    cached = PageCache(application, version)
    midnight = datetime.datetime(2027, month, 2, tzinfo=ZoneInfo(settings.TIME_ZONE))
    for minutes, calls in ((-60, 1), (-1, 1), (1, 2), (90, 2)):
        with time_machine.travel(midnight + datetime.timedelta(minutes=minutes), tick=False):
            ask(cached)
        assert application.calls == calls, minutes


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "POST"},
        {"query": "page=2"},
        {"cookie": "sessionid=abc"},
        {"cookie": "a=b; sessionid=abc"},
        {"path": "/admin/"},
        {"path": "/media/x.png"},
    ],
)
def test_what_is_personal_or_no_page_goes_straight_on(version, asked):
    application = Application()
    cached = PageCache(application, version, prefixes=("/fr/", "/en/"))
    ask(cached, **asked)
    ask(cached, **asked)
    assert application.calls == 2


def test_another_cookie_changes_nothing(version):
    application = Application()
    cached = PageCache(application, version)
    ask(cached, cookie="consent=1")
    ask(cached)
    assert application.calls == 1


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", {"Content-Type": "text/html"}),
        ("200 OK", {"Content-Type": "text/html", "Cache-Control": "private"}),
        ("200 OK", {"Content-Type": "text/html", "Cache-Control": "public", "Set-Cookie": "a=b"}),
        ("200 OK", {"Content-Type": "text/html", "Cache-Control": "public", "Vary": "Cookie"}),
        ("200 OK", {"Content-Type": "text/html", "Cache-Control": "public", "Vary": "*"}),
        ("200 OK", {"Content-Type": "text/html", "Cache-Control": "public", "Vary": "Accept-Language"}),
        ("200 OK", {"Content-Type": "image/png", "Cache-Control": "public"}),
        ("404 Not Found", {"Content-Type": "text/html", "Cache-Control": "public"}),
        ("500 Error", {"Content-Type": "text/html", "Cache-Control": "public"}),
    ],
)
def test_only_what_is_said_to_be_public_is_kept(version, status, headers):
    application = Application(status, headers)
    cached = PageCache(application, version)
    assert ask(cached)[0] == status
    assert ask(cached)[2] == application.body
    assert application.calls == 2


def test_each_reader_gets_the_encoding_asked_for(version):
    application = Application()
    cached = PageCache(application, version)
    for accepted, name, decode in (
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ):
        _status, headers, body = ask(cached, accept_encoding=accepted)
        assert headers.get("Content-Encoding") == name
        assert decode(body) == application.body
        assert headers["Content-Length"] == str(len(body))
        assert headers["Vary"] == "Accept-Encoding"
    assert application.calls == 1


def test_who_has_the_page_already_is_told_so(version):
    cached = PageCache(Application(), version)
    etag = ask(cached)[1]["ETag"]
    status, _headers, body = ask(cached, if_none_match=etag)
    assert status.startswith("304")
    assert body == b""


def test_a_head_has_no_body_and_makes_the_page_ready(version):
    application = Application()
    cached = PageCache(application, version)
    status, headers, body = ask(cached, method="HEAD")
    assert (status, body) == ("200 OK", b"")
    assert headers["Content-Length"] == str(len(application.body))
    assert ask(cached)[2] == application.body
    assert application.calls == 1


def test_memory_is_bounded(version):
    application = Application(body=os.urandom(10_000))
    cached = PageCache(application, version, most_bytes=100_000)
    for number in range(50):
        ask(cached, path=f"/fr/{number}/")
    assert cached._bytes <= 100_000
    assert len(cached._pages) < 50
    version.touch()
    ask(cached)
    assert len(cached._pages) == 1


def test_two_readers_who_make_the_same_page_count_once(version):
    application = Application()
    cached = PageCache(application, version)
    make = application.__call__

    def another_makes_it_meanwhile(environ, start_response):
        cached.application = application
        ask(cached)
        return make(environ, start_response)

    cached.application = another_makes_it_meanwhile
    ask(cached)
    assert application.calls == 2
    assert cached._bytes == sum(page.size for page in cached._pages.values())


@pytest.fixture
def _open_connection():
    """A request would close the connection, and with it the transaction that this test lives in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_open_connection")
def test_no_reader_sees_the_old_page_after_a_publication(home, settings, django_capture_on_commit_callbacks):
    page = ContentPageFactory(parent=home, locale=home.locale, title="Avant", slug="page")
    settings.ALLOWED_HOSTS = ["*"]
    # Two processes share nothing but the file.
    caches = [PageCache(get_wsgi_application(), settings.CONTENT_VERSION_FILE) for _process in range(2)]

    def read(cached) -> bytes:
        environ = {**RequestFactory().get("/fr/page/").environ}
        return b"".join(cached(environ, lambda *_args: None))

    assert all(b"Avant" in read(cached) for cached in caches)
    for number in range(5):
        page.title = f"Version {number}"
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        for cached in caches:
            assert f"Version {number}".encode() in read(cached)


def test_a_file_that_the_site_makes_answers_for_itself_whether_a_reader_has_it(version):
    application = Application(status="304 Not Modified", headers={"ETag": '"known"'}, body=b"")
    cached = PageCache(application, version)
    for name in ("fiche.pdf", "social.png"):
        assert ask(cached, f"/fr/vitrine/projet/{name}", if_none_match='"known"')[0] == "304 Not Modified"
    assert [environ["HTTP_IF_NONE_MATCH"] for environ in application.seen] == ['"known"', '"known"']


@pytest.mark.usefixtures("_open_connection")
@pytest.mark.parametrize("path", ["/fr/page/", "/fr/contact/", "/fr/nulle-part/"])
def test_a_page_a_form_and_a_page_that_is_not_there_all_travel_compressed(home, settings, path):
    settings.ALLOWED_HOSTS = ["*"]
    ContentPageFactory(parent=home, locale=home.locale, slug="page")
    ContactPageFactory(parent=home, locale=home.locale, slug="contact")
    cached = PageCache(get_wsgi_application(), settings.CONTENT_VERSION_FILE)
    bodies = []
    for _visit in range(2):
        answer = {}

        def start_response(status, headers, exc_info=None, answer=answer):
            answer.update(status=status, **dict(headers))

        environ = {**RequestFactory().get(path, headers={"accept-encoding": "gzip"}).environ}
        body = b"".join(cached(environ, start_response))
        assert answer["Content-Encoding"] == "gzip"
        assert answer["Content-Length"] == str(len(body))
        bodies.append(gzip.decompress(body))
    assert all(b"<!doctype html>" in body.lower() for body in bodies)
    assert ("Set-Cookie" in answer) == (path == "/fr/contact/")
