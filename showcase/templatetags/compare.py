"""Where a reader begins to compare."""

from django import template

from showcase.addresses import address_below
from showcase.compare.asked import MOST, NAME
from showcase.compare.views import compare
from showcase.models import ProjectPage, ShowcasePage

register = template.Library()


@register.simple_tag(takes_context=True)
def compare_address(context: template.Context, page: ShowcasePage | ProjectPage) -> str:
    """The address of the comparison below a showcase; from the sheet of a project, with it already in."""
    request = context.get("request")
    if isinstance(page, ShowcasePage):
        return address_below(page, compare, request)
    showcase = (page.pages_above or [page.get_parent()])[-1]
    return f"{address_below(showcase, compare, request)}?{NAME}={page.slug}"


@register.simple_tag
def most_compared() -> int:
    return MOST
