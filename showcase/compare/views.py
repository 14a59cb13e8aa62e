"""The page that compares, below the showcase: `comparer/?project=…&project=…`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from wagtail.models import Page

from showcase.addresses import address_below, below
from showcase.catalogue.search import Search
from showcase.catalogue.selection import Selection
from showcase.compare import table
from showcase.compare.asked import MOST, NAME, Asked
from showcase.models import ProjectPage, ShowcasePage

OFFERED = 10


@below("showcase.ShowcasePage", fr="comparer", en="compare")
def compare(showcase: ShowcasePage, request: HttpRequest) -> HttpResponse:
    """The projects named by `project` side by side, and below them a search (`add`) for one more."""
    asked = Asked(showcase, request.GET.getlist(NAME))
    projects = table.load(asked.pages)
    search = _search(showcase, request.GET.get("add", ""))
    return render(
        request,
        "showcase/compare/page.html",
        {
            "showcase": showcase,
            "address": address_below(showcase, compare, request),
            "addresses": _in_every_language(asked, request),
            "asked": asked,
            "columns": [(project, asked.query(without=project)) for project in projects],
            "projects": projects,
            "rows": table.criterion_rows(projects),
            "search": search,
            "offers": _offers(search, asked),
        },
    )


def _in_every_language(asked: Asked, request: HttpRequest) -> list[tuple[str, str]]:
    """(language code, path) of the same comparison in each language that has a showcase."""
    found = []
    for showcase in asked.versions.showcases:
        language = showcase.locale.language_code
        query = asked.query_in(language)
        address = address_below(showcase, compare, request)
        found.append((language, f"{address}?{query}" if query else address))
    return found


def _search(showcase: ShowcasePage, words: str) -> Search | None:
    """The projects that have these words; None where there are none to search for."""
    selection = Selection(MultiValueDict({"q": [words]}), [])
    return Search(selection, showcase.locale) if selection.words else None


def _offers(search: Search | None, asked: Asked) -> list[tuple[Page, str]]:
    """(project, query string of the comparison with it) of those that the search finds."""
    if search is None or asked.is_full:
        return []
    shown = {page.pk for page in asked.pages}
    keys = [key for key in search.page(None, OFFERED + MOST) if key not in shown][:OFFERED]
    found = ProjectPage.objects.for_readers().in_bulk(keys)
    return [(found[key], asked.query(plus=found[key].slug)) for key in keys if key in found]
