"""What the templates of every app use."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from wagtail.blocks import BoundBlock
from wagtail.models import Page

from home import providers
from home.references import References
from home.typography import typeset as set_type

register = template.Library()

# The closing tags that a text ends with.
LAST_LINE_END = re.compile(r"(</(p|li|ul|ol)>\s*)+$|$")


def _references(context: template.Context) -> References:
    """The page's own; outside a page and a request (a block's preview in the admin) an empty one."""
    return context.get("references") or References()


@register.simple_tag
def references_of(block: BoundBlock) -> References:
    """What one block points at, for showing it outside a page."""
    return References(language=get_language() or settings.LANGUAGE_CODE, blocks=[block])


@register.simple_tag(takes_context=True)
def rich(context: template.Context, value: Any, sources: Iterable = ()) -> SafeString:
    """Rich text as HTML, its links leading to pages in the reader's language.

    The numbers of its sources stand at the end of its last line.
    """
    html = _references(context).expand(str(getattr(value, "source", value) or ""))
    numbers = render_to_string("components/citations.html", cite(context, sources)).strip()
    # Editors' text, whitelisted by Wagtail when it was saved.
    return mark_safe(LAST_LINE_END.sub(lambda end: numbers + end[0], html, count=1))  # noqa: S308


@register.simple_block_tag
def typeset(content: str) -> SafeString:
    """The part of the page inside, with the typography of its language."""
    return mark_safe(set_type(content, get_language() or settings.LANGUAGE_CODE))  # noqa: S308


@register.simple_block_tag(takes_context=True)
def linked_terms(context: template.Context, content: str) -> SafeString:
    """The page's text inside, with the glossary's terms linked; they are in `references.terms` after it."""
    page = context.get("page")
    if page is not None:
        content, _references(context).terms = providers.link_terms(content, page)
    return mark_safe(content)  # noqa: S308


@register.simple_tag(takes_context=True)
def find_page(context: template.Context, reference: Any) -> Any:
    """The live page that a block points at, in the reader's language, or None."""
    return _references(context).find(reference)


@register.simple_tag(takes_context=True)
def current(context: template.Context, target: Page) -> str:
    """The `aria-current` of a link in the menu: "page" on the page that it leads to, "true" anywhere below it
    (below the home page is everywhere, which says nothing), else empty.
    """
    page, parent = context.get("page"), context.get("parent")
    if page and page.pk == target.pk:
        return "page"
    # A draft that is previewed stands nowhere yet.
    above = [*(getattr(page or parent, "pages_above", None) or ())[1:], *([parent] if parent else [])]
    return "true" if any(one.pk == target.pk for one in above) else ""


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
    `exists` is False and `url` is the home page in it, empty where that is not published either.
    """
    page, request = context.get("page"), context.get("request")
    addresses = dict(context.get("addresses") or ())
    if page is not None:
        translations = _references(context).translations
        addresses = {row.locale.language_code: row.get_url(request) for row in translations}
    current = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    homes = getattr(request, "home_languages", dict(settings.LANGUAGES))
    found = []
    for code, _name in settings.LANGUAGES:
        url = addresses.get(code)
        found.append(
            {
                "code": code,
                "name": get_language_info(code)["name_local"].capitalize(),
                "current": code == current,
                "exists": bool(url),
                "url": url or (f"/{code}/" if code in homes else ""),
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
