"""What the templates of the showcase use."""

from django import template
from wagtail.models import Page

from showcase.addresses import address_below, find_view

register = template.Library()


@register.simple_tag(takes_context=True)
def below(context: template.Context, page: Page, name: str) -> str:
    """The address below this page that has this name in English: `{% below page "map" %}`."""
    return address_below(page, find_view(page, name), context.get("request"))
