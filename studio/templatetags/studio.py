"""What templates of the admin ask of the roles."""

from typing import Any

from django import template
from wagtail.models import Page

from studio.records import may_publish

register = template.Library()


@register.simple_tag(takes_context=True)
def translation_limits(context: Any, instance: Any) -> str:
    """The classes of the translation editor's body that say what its user may not do there."""
    user = context["request"].user
    if not isinstance(instance, Page):
        return "" if may_publish(user, type(instance)) else "translates-only"
    tester = instance.permissions_for_user(user)
    if not tester.can_write():
        return "translates-only"
    return "" if tester.can_publish() else "publishes-not"
