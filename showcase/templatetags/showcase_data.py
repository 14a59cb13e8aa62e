"""For the templates of the showcase: where its data are."""

from django import template

from showcase.addresses import address_below
from showcase.catalogue.search import Search
from showcase.data import views as data
from showcase.figures import views as figures
from showcase.models import ShowcasePage

register = template.Library()

VIEWS = {"page": data.explained, "feed": data.feed, "figures": figures.figures}


@register.simple_tag(takes_context=True)
def data_addresses(
    context: template.Context, page: ShowcasePage, search: Search | None = None
) -> dict[str, str]:
    """{name: path} of the page of open data, of the feed and of the page of figures, with the filters of the
    search.
    """
    query = search.selection.address() if search else ""
    ending = f"?{query}" if query else ""
    return {name: address_below(page, view, context.get("request")) + ending for name, view in VIEWS.items()}
