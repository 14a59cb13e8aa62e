"""The page that compares, below the showcase: `comparer/?project=…&project=…`."""

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from showcase.addresses import address_below, below
from showcase.catalogue.search import Search
from showcase.catalogue.selection import Selection
from showcase.compare import table
from showcase.compare.asked import MOST, NAME, Asked
from showcase.models import ProjectPage, ShowcasePage
from showcase.subpages import subpage

OFFERED = 10


@below("showcase.ShowcasePage", fr="comparer", en="compare", on_sitemap=True)
def compare(showcase: ShowcasePage, request: HttpRequest) -> HttpResponse:
    """The projects named by `project` side by side, and below them a search (`add`) for one more."""
    asked = Asked(showcase, request.GET.getlist(NAME))
    projects = table.load(asked.pages)
    words = Selection(MultiValueDict({"q": [request.GET.get("add", "")]}), [])
    offers, more = ([], False) if asked.is_full or not words.words else _offers(words, asked)
    return subpage(
        showcase,
        request,
        compare,
        "showcase/compare/page.html",
        {
            "title": _("Compare projects"),
            "description": _(
                "Two to four projects side by side: what was found about them, and what is known."
            ),
            "showcase": showcase,
            "addresses": _in_every_language(asked, request),
            "asked": asked,
            "columns": [(project, asked.query(without=project.pk)) for project in projects],
            "projects": projects,
            "rows": table.criterion_rows(projects),
            "words": words,
            "offers": offers,
            "more": more,
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


def _offers(words: Selection, asked: Asked) -> tuple[list[tuple[ProjectPage, str]], bool]:
    """(project, query string of the comparison with it) of those found by their words that are not in it yet,
    by name; and whether there are more.
    """
    found = Search(words, asked.showcase.locale).page(None, OFFERED + MOST)
    shown = {page.pk for page in asked.pages}
    keys = [key for key in found if key not in shown]
    projects = ProjectPage.objects.for_readers().in_bulk(keys[:OFFERED])
    offers = [(projects[key], asked.query(plus=projects[key].slug)) for key in keys if key in projects]
    return offers, found.has_next() or len(keys) > OFFERED
