"""What an editor is told of the terms in a draft."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from wagtail.models import Page

from glossary.readout import read
from glossary.store import vocabulary


def readout(request: HttpRequest, page_id: int) -> HttpResponse:
    """The terms and the unexplained acronyms of a page's last draft: a piece of HTML for the script of
    the editor, a page for whoever follows the link.
    """
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.specific.get_latest_revision_as_object()
    in_editor = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return render(
        request,
        "glossary/admin/readout.html" if in_editor else "glossary/admin/readout_page.html",
        {
            "page": page,
            "readout": read(draft),
            "linked": getattr(draft, "link_terms", True),
            "has_terms": bool(vocabulary(page.locale.language_code)),
        },
    )
