"""Which language a request is answered in."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware

from config.csp import ADMIN_PREFIX

API_PREFIX = "/api/"


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's, but what the admin or the API does not find is not looked for among the public pages: an
    address that lacks its language is sent to `/fr/…`, where the catch-all of the pages would answer for it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith((ADMIN_PREFIX, API_PREFIX)):
            return response
        return super().process_response(request, response)
