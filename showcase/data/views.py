"""The files of open data below the showcase, and the page that explains them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from showcase.addresses import address_below, below
from showcase.data import LICENCE, LICENCE_ADDRESS, formats
from showcase.data.columns import FACTS, OF_A_FINDING, OF_THE_FILE
from showcase.data.extract import Extract
from showcase.data.feed import ProjectsFeed
from showcase.models import ShowcasePage
from showcase.subpages import subpage


@below("showcase.ShowcasePage", "projects.csv")
def as_csv(page: ShowcasePage, request: HttpRequest) -> HttpResponseBase:
    return _file(page, request, "csv", "text/csv; charset=utf-8", formats.csv_pieces)


@below("showcase.ShowcasePage", "projects.json")
def as_json(page: ShowcasePage, request: HttpRequest) -> HttpResponseBase:
    return _file(page, request, "json", "application/json", formats.json_pieces)


@below("showcase.ShowcasePage", "projects.geojson")
def as_geojson(page: ShowcasePage, request: HttpRequest) -> HttpResponseBase:
    return _file(page, request, "geojson", "application/geo+json", formats.geojson_pieces)


def _file(
    page: ShowcasePage,
    request: HttpRequest,
    ending: str,
    content_type: str,
    pieces: Callable[[Extract], Iterator[str]],
) -> HttpResponseBase:
    """The file, sent as it is read. Where the reader has it already, Django's own middleware answers so by
    its headers, and nothing is read.
    """
    extract = Extract(page, request)
    about = address_below(page, explained, request)
    headers = {
        "Content-Type": content_type,
        "Content-Disposition": f'inline; filename="projects-{extract.language}.{ending}"',
        "ETag": extract.etag,
        "Last-Modified": http_date(extract.changed_at.timestamp()),
        "Link": f'<{LICENCE_ADDRESS}>; rel="license", <{about}>; rel="describedby"',
        # Anybody's page may read what anybody may read.
        "Access-Control-Allow-Origin": "*",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(pieces(extract), headers=headers)


@below("showcase.ShowcasePage", "feed.xml")
def feed(page: ShowcasePage, request: HttpRequest) -> HttpResponseBase:
    return ProjectsFeed()(request, page=page)


@below("showcase.ShowcasePage", fr="donnees", en="data", on_sitemap=True)
def explained(page: ShowcasePage, request: HttpRequest) -> HttpResponseBase:
    """What there is, how to take it, and what each column means; with the filters of the address."""
    extract = Extract(page, request)
    return subpage(page, request, explained, "showcase/data/page.html", _explanation(page, request, extract))


FILES = {"CSV": as_csv, "JSON": as_json, "GeoJSON": as_geojson}


def _explanation(page: ShowcasePage, request: HttpRequest, extract: Extract) -> dict[str, Any]:
    query = extract.selection.address()
    ending = f"?{query}" if query else ""
    addresses = {name: address_below(page, view, request) + ending for name, view in FILES.items()}
    addresses["feed"] = address_below(page, feed, request) + ending
    return {
        "title": _("Open data"),
        "description": _(
            "The projects, what was found about them and why, as files, as a feed and by an API."
        ),
        "search": extract.search,
        "files": addresses,
        "api": request.build_absolute_uri(reverse("wagtailapi:pages:listing").removesuffix("pages/")),
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "facts": FACTS,
        "of_a_finding": OF_A_FINDING,
        "of_the_file": OF_THE_FILE,
        "criteria": extract.criteria,
    }
