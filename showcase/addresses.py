"""Addresses below a page of the showcase that are not pages: a sheet to print, data, a comparison.

Each room registers its own views (`below`); the pages know none of them. An address ends like a file
(`badge.svg`) or like a page (`comparer/`), and may have another name in each language.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from wagtail.models import Page
from wagtail.url_routing import RouteResult

View = Callable[[Any, HttpRequest], HttpResponseBase]
READING = ("GET", "HEAD")

# {(label of the page's model, language or "" for every one): {name of the address: view}}
_views: dict[tuple[str, str], dict[str, View]] = defaultdict(dict)
# {view: {language: name}}
_names: dict[View, dict[str, str]] = {}
_methods: dict[View, tuple[str, ...]] = {}
# {label of the page's model: views that a sitemap names}
_on_sitemap: dict[str, list[View]] = defaultdict(list)


def below(
    model: str,
    name: str = "",
    *,
    methods: tuple[str, ...] = READING,
    on_sitemap: bool = False,
    **names: str,
) -> Callable[[View], View]:
    """Decorator: the view answers `name` below pages of the model (`showcase.ProjectPage`), the same in every
    language, or the name of each language (`fr="fiche.pdf", en="sheet.pdf"`). It takes the page and the
    request, which has one of the methods; others are answered with 405.
    """

    def register(view: View) -> View:
        _names[view], _methods[view] = names or {"": name}, methods
        if on_sitemap:
            _on_sitemap[model.lower()].append(view)
        for language, own in _names[view].items():
            _views[model.lower(), language][own] = view
        return view

    return register


def address_below(page: Page, view: View, request: HttpRequest | None = None) -> str:
    """The address of a view below this page, as a path with what the site's address needs."""
    names = _names[view]
    name = names.get("") or names[page.locale.language_code]
    return f"{page.get_url(request)}{name}{'' if '.' in name else '/'}"


def find_view(page: Page, name: str) -> View:
    """The view that answers this name in English, or in every language, below pages of this type. Raises
    KeyError where there is none.
    """
    label = page._meta.label_lower
    return (_views[label, "en"] | _views[label, ""])[name]


class HasAddresses(Page):
    """A page that answers below itself by what is registered for it."""

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        view = self._view_of("/".join(path_components))
        return RouteResult(self, (view,)) if view and self.live else super().route(request, path_components)

    def serve(self, request: HttpRequest, view: View | None = None, **kwargs: Any) -> HttpResponseBase:
        if view is None:
            return super().serve(request, **kwargs)
        if request.method not in _methods[view]:
            return HttpResponseNotAllowed(_methods[view])
        return view(self, request)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The page, and what stands below it for readers."""
        [own, *_others] = super().get_sitemap_urls(request)
        root = own["location"].removesuffix(self.get_url(request))
        below = [root + address_below(self, view, request) for view in _on_sitemap[self._meta.label_lower]]
        return [own, *({"location": address, "lastmod": own["lastmod"]} for address in below)]

    def _view_of(self, name: str) -> View | None:
        label = self._meta.label_lower
        return _views[label, self.locale.language_code].get(name) or _views[label, ""].get(name)
