"""What the endpoints of `/api/v2/` share, and the endpoint of all pages.

They tell what anybody may read and nothing else, so they ask for no user and no session. Each app has its
own endpoints (`…/api.py`); the project's configuration puts them together.
"""

import logging
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from rest_framework import status
from rest_framework.fields import Field
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.routers import APIRootView
from wagtail.api import APIField
from wagtail.api.v2.filters import LocaleFilter, OrderingFilter, SearchFilter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.models import Site

from home.letters import words_of
from home.public import public_pages
from home.references import References

logger = logging.getLogger(__name__)

# Longer than any number that a database counts with, and than any list of fields that means something.
MOST_DIGITS, MOST_LETTERS = 12, 600


class Told(Field):
    """A field whose value a function tells: it takes the object and the request."""

    def __init__(self, function: Any, **kwargs: Any):
        self.function = function
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return self.function(value, self.context["request"])


def told(name: str, function: Any) -> APIField:
    return APIField(name, serializer=Told(function))


def language_of(instance: Any, _request: Any) -> str:
    return instance.locale.language_code


def rich_text(name: str) -> APIField:
    """A rich text field as HTML whose links lead to pages in the language of the object."""

    def expanded(instance: Any, request: Any) -> str:
        return References(language=instance.locale.language_code, request=request).expand(
            getattr(instance, name)
        )

    return told(name, expanded)


class WordsFilter(SearchFilter):
    """Wagtail's search by the words of what was typed: signs mean nothing to a reader and something to a
    database.
    """

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        if "search" not in request.GET:
            return queryset
        words = words_of(request.GET["search"])
        given = {**request.GET.dict(), "search": words}
        return (
            super().filter_queryset(SimpleNamespace(GET=given), queryset, view) if words else queryset.none()
        )


class Open:
    """A view of the API that tells the same to anybody, and lets any site read it."""

    authentication_classes: list = []

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code == status.HTTP_200_OK:
            patch_cache_control(response, public=True, max_age=60)
        return response


class Contents(Open, APIRootView):
    """What stands at the API's own address: the name and the address of each endpoint."""

    renderer_classes = [JSONRenderer]


class ForReaders(Open, BaseAPIViewSet):
    """An endpoint for anybody. What an address asks for and cannot have is said with 400, never an error."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        for name, values in request.GET.lists():
            if any("\x00" in value or len(value) > MOST_LETTERS for value in (name, *values)):
                raise BadRequestError(f"a value of {name[:60]!r} is too long or has a null character")
            if any(value.lstrip("-").isdigit() and len(value) > MOST_DIGITS for value in values):
                raise BadRequestError(f"the number in {name[:60]!r} is too large")

    def handle_exception(self, exc: Exception) -> HttpResponse:
        if isinstance(exc, (ValidationError, ValueError, OverflowError)):
            logger.warning("API: not answered", exc_info=exc)
            message = "a value in the address is not one that this field can have"
            return Response({"message": message}, status=status.HTTP_400_BAD_REQUEST)
        return super().handle_exception(exc)


class PagesAPI(ForReaders, PagesAPIViewSet):
    """Every public page of the site, in all of its languages."""

    filter_backends = [
        *(
            kind
            for kind in PagesAPIViewSet.filter_backends
            if kind not in (LocaleFilter, OrderingFilter, SearchFilter)
        ),
        LocaleFilter,
        OrderingFilter,
        WordsFilter,  # last: what a search found cannot be narrowed any more
    ]
    known_query_parameters = PagesAPIViewSet.known_query_parameters - {"site"}
    # Wagtail's own asks the database, or its cache, again for each page.
    meta_fields = [
        *PagesAPIViewSet.meta_fields,
        told("html_url", lambda page, request: page.get_full_url(request)),
    ]

    def get_base_queryset(self) -> Any:
        """The pages that anybody may read."""
        return public_pages(Site.find_for_request(self.request))

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("locale").order_by("id")
