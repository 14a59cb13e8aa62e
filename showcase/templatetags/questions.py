"""Where a reader asks about what was found."""

from typing import Any

from django import template
from django.utils.http import urlencode

from showcase.addresses import address_below
from showcase.models import ProjectPage
from showcase.questions.views import ask

register = template.Library()


@register.simple_tag(takes_context=True)
def ask_about(context: dict[str, Any], page: ProjectPage, criterion: str = "") -> str:
    """The address of the form for a criterion of the project, or for its page as a whole."""
    address = address_below(page, ask, context.get("request"))
    return f"{address}?{urlencode({'criterion': criterion})}" if criterion else address
