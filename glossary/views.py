"""What an editor is told of the terms in a draft."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from wagtail.models import Page

from glossary.readout import read
from glossary.store import vocabulary


def readout(request: HttpRequest, page_id: int) -> HttpResponse:
    """The terms and the unexplained acronyms of a page's last draft, as a piece of HTML."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.specific.get_latest_revision_as_object()
    return render(
        request,
        "glossary/admin/readout.html",
        {
            "readout": read(draft),
            "linked": getattr(draft, "link_terms", True),
            "has_terms": bool(vocabulary(page.locale.language_code)),
        },
    )
