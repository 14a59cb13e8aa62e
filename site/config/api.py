"""`/api/v2/`: the endpoints of every app, put together. See docs/api.md."""

from wagtail.api.v2.router import WagtailAPIRouter

from glossary.api import TermsAPI
from home.api import PagesAPI
from showcase.data.api import CriteriaAPI, ProjectsAPI

router = WagtailAPIRouter("wagtailapi")
# The first whose model fits tells the address of an object, so the endpoint of all pages comes last.
for endpoint in (ProjectsAPI, TermsAPI, CriteriaAPI, PagesAPI):
    router.register_endpoint(endpoint.name, endpoint)
