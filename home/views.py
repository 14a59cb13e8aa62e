"""Addresses that are not pages: the language door, search, health, robots, errors."""

import posixpath
from collections.abc import Iterable
from mimetypes import guess_type

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import (
    check_for_language,
    get_language,
    get_language_from_request,
    override,
)
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page
from wagtail.views import serve as wagtail_serve

from home.languages import in_every_language
from home.letters import words_of
from home.routing import find_route

RESULTS_PER_PAGE = 20
QUERY_MAX_LENGTH = 200
PICTURE_FOLDERS = ("images/", "original_images/", "avatar_images/")


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the tree. Finding it is ours (`home.routing`); all that follows is Wagtail's."""
    # The place where Wagtail itself keeps the route of a request, so that it does not look again.
    request._wagtail_route_for_request = find_route(request, path)  # type: ignore[attr-defined]
    response = wagtail_serve(request, path)
    if _may_be_shared(request, response):
        patch_cache_control(response, public=True, max_age=60)
    return response


def _may_be_shared(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether everybody gets the same answer: a page that says nothing else, to somebody not signed in."""
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and not response.has_header("Cache-Control")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


@require_safe
def language_door(request: HttpRequest) -> HttpResponse:
    """`/`: to the home page in the language that the browser asks for, the source language otherwise."""
    language = get_language_from_request(request)
    with override(language):
        response = redirect(reverse("wagtail_serve", args=[""]))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Live pages in the reader's language that match `q`, best first. Never indexed by search engines."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:QUERY_MAX_LENGTH]
    words = words_of(query)
    found = Page.objects.none()
    if words:
        found = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=1).search(words)
    results = Paginator(found, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    _describe(results.object_list)
    return render(
        request,
        "home/search.html",
        {
            "query": query,
            "results": results,
            "addresses": in_every_language("search"),
        },
    )


def _describe(pages: Iterable[Page]) -> None:
    """Give the pages that have no description for search engines the one of their own type."""
    bare = {page.pk: page for page in pages if not page.search_description}
    if bare:
        for page in Page.objects.filter(pk__in=bare).specific():
            bare[page.pk].search_description = page.description


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """A picture, from wherever uploaded files are kept. Another picture has another name, so a browser
    keeps it for a year. Documents have an address of their own, which knows who may read them.
    """
    # As it stands: `images/../documents/` would lead elsewhere than it says.
    if path != posixpath.normpath(path) or "\x00" in path or not path.startswith(PICTURE_FOLDERS):
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=guess_type(path)[0])
    patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /documents/",
        "",
        f"Sitemap: {sitemap}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Each part the site needs: 200 with every one `ok`, else 503 with the name of what fails."""
    checks = {
        "database": _check_database,
        "cache": _check_cache,
        "storage": _check_storage,
        "worker": _check_worker,
    }
    report = {}
    for name, check in checks.items():
        try:
            check()
            report[name] = "ok"
        except Exception as error:
            report[name] = type(error).__name__
    status = 200 if set(report.values()) == {"ok"} else 503
    return JsonResponse(report, status=status)


def _check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _check_cache() -> None:
    cache.set("readyz", 1, 5)
    cache.get("readyz")


def _check_storage() -> None:
    default_storage.exists("readyz")


def _check_worker() -> None:
    """A task that has waited for five minutes says that nobody takes them."""
    from datetime import timedelta

    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - timedelta(minutes=5))
    if waiting.exists():
        raise RuntimeError("no worker takes the tasks")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in the language of the address, else in the browser's."""
    return _error(request, "404.html", 404)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent is too long for any form here, or is not complete."""
    return _error(request, "400.html", 400)


def form_not_checked(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a form comes without its cookie, told in plain words."""
    return _error(request, "403_csrf.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that asks nothing of the database."""
    return _error(request, "500.html", 500)


def _error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    prefix = request.path_info.strip("/").split("/")[0]
    languages = dict(settings.LANGUAGES)
    language = prefix if prefix in languages else get_language_from_request(request)
    with override(language if check_for_language(language) else settings.LANGUAGE_CODE):
        return render(request, template, {"language": get_language()}, status=status)
