"""The translation desk in templates of the admin."""

from django import template

from studio.translation.desk import desk

register = template.Library()


@register.simple_tag
def translation_desk(translation):
    """What waits in this translation (`studio.translation.desk.Desk`)."""
    return desk(translation)
