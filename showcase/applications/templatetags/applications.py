"""What pages of applications show in several places."""

from datetime import datetime

from django import template
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from showcase.models import ShowcasePage

register = template.Library()


@register.simple_tag
def showcase_page() -> ShowcasePage | None:
    """The showcase in the active language, where it is published. One query."""
    return ShowcasePage.objects.live().filter(locale__language_code=(get_language() or "fr")[:2]).first()


@register.filter
def as_moment(at: str | None) -> str:
    """A moment as data hold it (ISO 8601), in words: by the clock of the site, in the active language."""
    return date_format(localtime(datetime.fromisoformat(at)), "DATETIME_FORMAT") if at else "–"


@register.inclusion_tag("applications/field.html")
def field(bound: BoundField, gap: str = "", other: str = "", hint: str = "") -> dict:
    """A field with its label, its help and what is to be said of it: `gap`, what is missing or wrong;
    `other`, what somebody else has saved in it.
    """
    widget = bound.field.widget
    shape = "choices" if hasattr(widget, "use_fieldset") and widget.use_fieldset else "line"
    if getattr(widget, "input_type", "") == "checkbox" and shape == "line":
        shape = "agreement"
    told = {"help": bound.help_text or hint, "gap": gap, "other": other}
    described = " ".join(f"{bound.auto_id}_{name}" for name, words in told.items() if words)
    attributes: dict[str, str | bool] = {"aria-describedby": described} if described else {}
    if gap:
        attributes["aria-invalid"] = "true"
    return {
        "field": bound,
        "drawn": bound.as_widget(attrs=attributes),
        "shape": shape,
        "described": described,
        "gap": gap,
        "other": other,
        "hint": hint,
    }
