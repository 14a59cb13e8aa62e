"""A page for readers at an address below a page of the tree: with its own title, address and languages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.models import Page

from home.models import SiteFrame
from home.references import References
from showcase.addresses import View, address_below


def subpage(
    page: Page,
    request: HttpRequest,
    view: View,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> TemplateResponse:
    """What `view` answers below `page`: the template with the context, which has `title` and `description`,
    and with what the frame of the site needs: `parent`, the page; `address`, the path without a query;
    `bare_addresses` and `addresses`, (language, path) of the same in every language in which the page is
    live, without and with what was asked (its codes are the same in every language).
    """
    references = References(
        page,
        language=page.locale.language_code,
        streams=SiteFrame.for_request(request).streams,
        request=request,
    )
    bare = [
        (version.locale.language_code, address_below(version, view, request))
        for version in references.translations
    ]
    source = references.source_version
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    frame = {
        "parent": page,
        "references": references,
        "address": address_below(page, view, request),
        "bare_addresses": bare,
        "addresses": [(language, address + query) for language, address in bare],
        "source_address": address_below(source, view, request) if source else "",
    }
    return TemplateResponse(request, template, frame | dict(context), status=status)
