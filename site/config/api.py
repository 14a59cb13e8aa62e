"""`/api/v2/`: the endpoints of every app, put together. See docs/api.md."""

from typing import Any

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter

from glossary.api import TermsAPI
from home.api import Contents, PagesAPI
from showcase.data.api import CriteriaAPI, ProjectsAPI


class Router(WagtailAPIRouter):
    """Wagtail's, with a list of the endpoints at its own address."""

    def get_urlpatterns(self) -> list[Any]:
        names = {name: f"{name}:listing" for name in self._endpoints}
        return [path("", Contents.as_view(api_root_dict=names)), *super().get_urlpatterns()]


router = Router("wagtailapi")
# The first whose model fits tells the address of an object, so the endpoint of all pages comes last.
for endpoint in (ProjectsAPI, TermsAPI, CriteriaAPI, PagesAPI):
    router.register_endpoint(endpoint.name, endpoint)
