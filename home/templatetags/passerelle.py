"""What the templates of every app use."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from home.references import References

register = template.Library()


def _references(context: template.Context) -> References:
    """The page's own; outside a page (a block's preview in the admin) an empty one."""
    found = context.get("references")
    if found is None:
        from wagtail.models import Locale, Page

        found = References(Page(pk=0, locale=Locale.get_default()))
        context["references"] = found
    return found


@register.simple_tag(takes_context=True)
def rich(context: template.Context, value: Any) -> SafeString:
    """Rich text as HTML, its links leading to pages in the reader's language."""
    source = getattr(value, "source", value) or ""
    return mark_safe(_references(context).expand(source))  # noqa: S308 - editors' text, whitelisted by Wagtail


@register.simple_tag(takes_context=True)
def find_page(context: template.Context, reference: Any) -> Any:
    """The live page that a block points at, in the reader's language, or None."""
    return _references(context).find(reference)


@register.simple_tag(takes_context=True)
def find_card(context: template.Context, reference: Any) -> Any:
    """The same page as its own type, with what its card shows, or None."""
    return next(iter(_references(context).cards([reference] if reference else [])), None)


@register.simple_tag(takes_context=True)
def find_image(context: template.Context, reference: Any) -> Any:
    """The picture that a block points at, or None."""
    return _references(context).image(reference)


@register.inclusion_tag("components/citations.html", takes_context=True)
def cite(context: template.Context, sources: Iterable) -> dict:
    """Small numbers that lead to the list of sources at the end of the page."""
    return {"citations": list(_references(context).cite(sources or []))}


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict]:
    """Each language of the site with where the switcher leads.

    Each is {code, name, url, current, exists}: `url` is this page in that language; where there is none,
    `exists` is False and `url` is the nearest page above that has one.
    """
    page, request = context.get("page"), context.get("request")
    addresses = dict(context.get("addresses") or ())
    if page is not None and "references" in context:
        addresses = {row.locale.language_code: row.url for row in _references(context).translations}
    current = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    found = []
    for code, _name in settings.LANGUAGES:
        url = addresses.get(code)
        found.append(
            {
                "code": code,
                "name": get_language_info(code)["name_local"].capitalize(),
                "current": code == current,
                "exists": bool(url),
                "url": url or f"/{code}/",
            }
        )
    return found


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, path: str) -> str:
    """A path of this site with its scheme and host."""
    request = context.get("request")
    return request.build_absolute_uri(path) if request else path


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The query of this request with some values changed, as it stands after a question mark."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


@register.filter
def lines(value: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


