"""What templates know on every page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from home.models.frame import SiteFrame
from home.references import References


def frame(request: HttpRequest) -> dict:
    """`frame` (header, menus and footer in the active language), asked for only where it is used."""
    return {
        # Of the frame alone; a page puts its own in its context.
        "references": SimpleLazyObject(
            lambda: References(
                language=get_language() or settings.LANGUAGE_CODE,
                streams=SiteFrame.for_request(request).streams,
                request=request,
            )
        ),
        "frame": SimpleLazyObject(lambda: SiteFrame.for_request(request)),
        # Asking for the user would make every page vary by cookie; only who has signed in sees the bar.
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
