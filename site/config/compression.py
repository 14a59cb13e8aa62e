"""Answers that Django sends itself, made smaller where it pays: text, and no picture or printed sheet."""

from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/json", "application/geo+json", "application/atom+xml", "application/xml")


class TextGZipMiddleware(GZipMiddleware):
    """Django's own, which adds a random length against BREACH, for texts alone."""

    def process_response(self, request, response: HttpResponseBase) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
