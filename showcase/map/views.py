"""The map of the projects, and the list that says the same."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from showcase.addresses import address_below, below
from showcase.catalogue.facets import all_facets
from showcase.catalogue.panel import groups
from showcase.catalogue.search import Search
from showcase.catalogue.selection import SORTS, Selection
from showcase.map.places import View, points
from showcase.models.grid import Criterion
from showcase.models.projects import ProjectPage
from showcase.models.showcase import ShowcasePage
from showcase.subpages import subpage

LISTED = 24


def _search(showcase: ShowcasePage, request: HttpRequest) -> Search:
    facets = all_facets(Criterion.objects.in_force())
    return Search(Selection(request.GET, facets), showcase.locale)


@below("showcase.ShowcasePage", fr="carte", en="map", on_sitemap=True)
def show(showcase: ShowcasePage, request: HttpRequest) -> HttpResponse:
    """The page: the filters of the showcase, the map, and the projects in view as a list."""
    search = _search(showcase, request)
    placed = search.entries.filter(latitude__isnull=False)
    here = View.read(request.GET)
    shown = search.page(request.GET.get("page"), LISTED, within=here.entries(placed))
    projects = ProjectPage.objects.in_bulk(list(shown))
    response = subpage(
        showcase,
        request,
        show,
        "showcase/map/page.html",
        {
            "title": _("Map of the projects"),
            "description": _(
                "The same projects and the same filters as the showcase. The list beside the map says what"
                " the map shows."
            ),
            "showcase": showcase,
            "data": address_below(showcase, data, request),
            "tiles": settings.MAP_TILES_URL,
            "tiles_by": settings.MAP_TILES_ATTRIBUTION,
            "search": search,
            "groups": list(groups(search)),
            "sorts": SORTS,
            "without_place": search.count - placed.count(),
            "shown": shown,
            "projects": [projects[key] for key in shown if key in projects],
        },
    )
    if settings.MAP_TILES_URL:
        server = urlsplit(settings.MAP_TILES_URL)
        # The one place where another host may be asked for anything, and only where a setting names it.
        response._csp_update = {"img-src": [f"{server.scheme}://{server.netloc}"]}  # type: ignore[attr-defined]
    return response


@below("showcase.ShowcasePage", "map.json")
def data(showcase: ShowcasePage, request: HttpRequest) -> JsonResponse:
    """What the map draws of a view, under the filters of the address."""
    view = View.read(request.GET)
    return JsonResponse({"points": list(points(_search(showcase, request).entries, view, request))})
