"""A page for readers at an address below a page of the tree: with its own title, address and languages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from wagtail.models import Page

from home.models import SiteFrame
from home.references import References
from showcase.addresses import View, address_below


def subpage(
    page: Page, request: HttpRequest, view: View, template: str, context: Mapping[str, Any]
) -> HttpResponse:
    """What `view` answers below `page`: the template with the context, and what the frame of the site needs
    (`address`, and `addresses`, (language, path) of the same in every language in which the page is live).
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(("GET", "HEAD"))
    references = References(
        page,
        language=page.locale.language_code,
        streams=SiteFrame.for_request(request).streams,
        request=request,
    )
    addresses = [
        (version.locale.language_code, address_below(version, view, request))
        for version in references.translations
    ]
    source = references.source_version
    frame = {
        "parent": page,
        "references": references,
        "address": address_below(page, view, request),
        "addresses": addresses,
        "source_address": address_below(source, view, request) if source else "",
    }
    return render(request, template, frame | dict(context))
