"""Answers that other sites may read: never loosened for anything but themselves."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control


def for_everywhere(response: HttpResponse, max_age: int = 300) -> HttpResponse:
    """The answer, shown and read by pages of any site, and kept for `max_age` seconds."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=max_age)
    return response


def problem(status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """A problem document (RFC 9457) in the language of the address, which says why there is nothing here."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    response = JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    return for_everywhere(response, max_age=0)
