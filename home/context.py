"""What templates know on every page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from home.models.frame import SiteFrame


def frame(request: HttpRequest) -> dict:
    """`frame` (header, menus and footer in the active language), asked for once and only if used."""
    if not hasattr(request, "frame"):
        language = get_language() or "fr"
        request.frame = SimpleLazyObject(lambda: SiteFrame.for_language(language))  # type: ignore[attr-defined]
    return {
        "frame": request.frame,  # type: ignore[attr-defined]
        # Asking for the user would make every page vary by cookie; only who has signed in sees the bar.
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
