"""Handing an attachment to who may have it."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from home.languages import in_every_language
from showcase.applications.jury.access import may_read
from showcase.applications.jury.identity import shown_name
from showcase.applications.models import Attachment, Person
from showcase.applications.models.attachments import ScanState
from showcase.applications.who import on_file

# Nothing of it runs and nothing is fetched by it, wherever it is opened: stricter than the site's own policy,
# which is then left out.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# It is being checked: come back. It was refused: it will not come back.
CONFLICT, GONE = 409, 410


@require_safe
@on_file
def to_applicant(request: HttpRequest, person: Person, attachment: UUID) -> HttpResponseBase:
    """To somebody on the file."""
    found = get_object_or_404(Attachment, key=attachment, application=person.application)
    if found.scan == ScanState.CLEAN:
        return _answer(found, found.name)
    context = {
        "application": person.application,
        "attachment": found,
        "addresses": in_every_language("applications:attachment", person.application.key, found.key),
    }
    return render(request, "applications/files/not_there.html", context, status=_status(found))


@require_safe
def to_jury(request: HttpRequest, attachment: UUID) -> HttpResponseBase:
    """To who may read the file in the admin, under a name that says nothing where who applies is hidden. For
    anybody else it does not exist.
    """
    found = Attachment.objects.select_related("application").filter(key=attachment).first()
    if found is None or not may_read(request.user, found.application):
        raise Http404
    name = shown_name(request.user, found)
    if found.scan == ScanState.CLEAN:
        return _answer(found, name)
    context = {"page_title": name, "header_title": name, "header_icon": "doc-full", "attachment": found}
    response = render(request, "applications/files/not_there_for_jury.html", context, status=_status(found))
    add_never_cache_headers(response)
    return response


def _status(attachment: Attachment) -> int:
    return CONFLICT if attachment.scan == ScanState.WAITING else GONE


def _answer(attachment: Attachment, name: str) -> FileResponse:
    try:
        content = attachment.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=not attachment.content_type.startswith("image/"),
        filename=name,
        content_type=attachment.content_type,
        headers=HEADERS,
    )
    response._csp_exempt = True  # type: ignore[attr-defined]
    add_never_cache_headers(response)
    return response
