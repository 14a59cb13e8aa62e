"""Where the printed sheet and the drawn picture of a project are."""

from django import template

from showcase.addresses import View, address_below
from showcase.sheet import views

register = template.Library()


def _address(context: template.Context, page, view: View) -> str:
    """Nothing while the page is not published: there is nothing below it then."""
    return address_below(page, view, context.get("request")) if page.live and page.url_path else ""


@register.simple_tag(takes_context=True)
def sheet_address(context: template.Context, page) -> str:
    return _address(context, page, views.sheet)


@register.simple_tag(takes_context=True)
def social_address(context: template.Context, page) -> str:
    return _address(context, page, views.social)
