"""From an address to a page in three queries, however deep the page is.

Wagtail walks down the tree and asks the database at each level. The address of a page is its path of
slugs under its language's home, which the database already holds as `url_path`: one query finds the
home pages, the page and every page above it (kept for the breadcrumbs), another loads the page itself.
The one before them finds the site.
"""

from itertools import accumulate

from django.db.models import Q, Subquery, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath
from wagtail.url_routing import RouteResult

from home import providers
from home.references import restricted

LONGEST, DEEPEST = 2000, 40


def find_route(request: HttpRequest, path: str) -> RouteResult:
    """The deepest live page on the path, with what it makes of the rest.

    `path` is what follows the language prefix, such as `vitrine/genious-medina/`. Raises Http404 where
    no live page answers. Leaves the pages above it, home first, in `page.pages_above`.
    """
    # No page has a null in its address, and PostgreSQL cannot be asked for one; none is so long or so deep.
    if "\x00" in path or len(path) > LONGEST or path.count("/") > DEEPEST:
        raise Http404
    components = [part for part in path.split("/") if part]
    above_and_itself = _pages_on_the_way(request, components)
    found = above_and_itself.pop()
    page = _specific(found)
    page.pages_above = above_and_itself
    return page.route(request, components[len(above_and_itself) :])


def _pages_on_the_way(request: HttpRequest, components: list[str]) -> list[Page]:
    """The home page of the request's site in the active language, and the pages that the path goes through
    below it, without a gap, from the top. Raises Http404 where there is no home page.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    home_pages = Q(translation_key=site.root_page.translation_key)
    here = Page.objects.filter(home_pages, locale__language_code=get_language()).values("url_path")[:1]
    below = (Concat(Subquery(here), Value(f"{way}/")) for way in accumulate(components, "{}/{}".format))
    # The database has an index of slugs and none of paths.
    on_the_way = Q(slug__in=components, url_path__in=list(below))
    asked = home_pages | on_the_way if components else home_pages
    found = list(Page.objects.filter(asked).order_by("depth", "path").select_related("locale"))
    homes = [page for page in found if page.translation_key == site.root_page.translation_key]
    # Wagtail makes every address from these paths and keeps them on the request, once it has asked.
    request._wagtail_cached_site_root_paths = [  # type: ignore[attr-defined]
        SiteRootPath(site.pk, home.url_path, site.root_url, home.locale.language_code) for home in homes
    ]
    # For the language switcher of a page that is not translated.
    request.home_languages = {home.locale.language_code for home in homes if home.live}  # type: ignore[attr-defined]
    home = next((home for home in homes if home.locale.language_code == get_language()), None)
    if home is None:
        raise Http404
    return [home, *(page for page in found if page not in homes)]


def _specific(page: Page) -> Page:
    """The page as its own type, with its language, its pictures, who may read it and which of its links are
    dead, in one query.
    """
    model = page.specific_class
    pictures = [name for name in ("listing_image", "social_image") if hasattr(model, name)]
    pages = model._default_manager.select_related("locale", *pictures).annotate(
        is_restricted=restricted(), dead_links=providers.dead_links()
    )
    return pages.get(pk=page.pk)
