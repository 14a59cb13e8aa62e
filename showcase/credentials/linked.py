"""A credential named by its address on this site. It is looked up, never fetched: no request leaves."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import override
from wagtail.models import Site

from home.routing import find_route
from showcase.credentials import issuing, keys
from showcase.credentials.checking import Outcome, RefusedError
from showcase.models.projects import ProjectPage


def credential_at(address: str, request: HttpRequest) -> str:
    """The text of the credential of the project whose sheet, badge or credential stands at this address.

    Raises RefusedError: an address elsewhere, or one where there is none.
    """
    language, path = _taken_apart(address, request)
    with override(language):
        try:
            found = find_route(request, path)
        except Http404:
            raise RefusedError(Outcome.NOT_FOUND) from None
    page = found.page
    if not isinstance(page, ProjectPage) or page.is_restricted:
        raise RefusedError(Outcome.NOT_FOUND)
    try:
        return issuing.issue(page).document
    except issuing.NothingVerifiedError:
        raise RefusedError(Outcome.NOTHING_VERIFIED) from None
    except (issuing.CannotBeSignedError, keys.NoKeyError):
        raise RefusedError(Outcome.UNAVAILABLE) from None


def _taken_apart(address: str, request: HttpRequest) -> tuple[str, str]:
    """(language, path after it) of an address of this site, whole or from its first slash."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        raise RefusedError(Outcome.NOT_FOUND) from None
    here = {Site.objects.get(is_default_site=True).hostname, urlsplit(f"//{request.get_host()}").hostname}
    if parts.scheme not in ("", "http", "https") or (host and host not in here):
        raise RefusedError(Outcome.ELSEWHERE)
    language, _slash, path = unquote(parts.path).lstrip("/").partition("/")
    if language not in dict(settings.LANGUAGES):
        raise RefusedError(Outcome.ELSEWHERE if not host and "." in language else Outcome.NOT_FOUND)
    return language, path
