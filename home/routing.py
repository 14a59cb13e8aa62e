"""From an address to a page in two queries, however deep the page is.

Wagtail walks down the tree and asks two questions of the database at each level. The address of a
page is its path of slugs under its language's home, which the database already holds as `url_path`:
one query finds the page and every page above it (kept for the breadcrumbs), a second loads the page
itself.
"""

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult


def find_route(request: HttpRequest, path: str) -> RouteResult:
    """The deepest live page on the path, with what it makes of the rest.

    `path` is what follows the language prefix, such as `vitrine/genious-medina/`. Raises Http404 where
    no live page answers. Leaves the pages above it in `request.ancestors`, home first.
    """
    root_path = _root_path(request)
    if root_path is None:
        raise Http404
    components = [part for part in path.split("/") if part]
    prefixes = [root_path]
    for part in components:
        prefixes.append(f"{prefixes[-1]}{part}/")
    on_the_way = list(
        Page.objects.filter(url_path__in=prefixes)
        .order_by("depth")
        .select_related("locale")
    )
    if not on_the_way:
        raise Http404
    found = on_the_way[-1]
    request.ancestors = on_the_way[:-1]  # type: ignore[attr-defined]
    page = _specific(found)
    rest = components[found.url_path.count("/") - root_path.count("/") :]
    return page.route(request, rest)


def _root_path(request: HttpRequest) -> str | None:
    """`url_path` of the home page in the active language, on the site that the request is for."""
    site = Site.find_for_request(request)
    language = get_language()
    for root in _root_paths(request):
        if site and root.site_id == site.pk and root.language_code == language:
            return root.root_path
    return None


def _root_paths(request: HttpRequest):
    if not hasattr(request, "_wagtail_cached_site_root_paths"):
        request._wagtail_cached_site_root_paths = Site.get_site_root_paths()  # type: ignore[attr-defined]
    return request._wagtail_cached_site_root_paths  # type: ignore[attr-defined]


def _specific(page: Page) -> Page:
    """The page as its own type, with its picture and language, in one query."""
    model = page.specific_class
    pictures = [name for name in ("listing_image", "social_image") if hasattr(model, name)]
    return model._default_manager.select_related("locale", *pictures).get(pk=page.pk)
