"""What is new and what has changed in the showcase, for feed readers."""

import re
import uuid
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from home.models import SiteFrame
from showcase.data import LICENCE
from showcase.data.extract import Extract
from showcase.models import ProjectPage, ShowcasePage

ENTRIES = 50
# What XML 1.0 has no place for, even written as an entity.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def in_xml(text: Any) -> str:
    return NOT_IN_XML.sub("", str(text))


class ProjectsFeed(Feed):
    """The last changed projects of one language (Atom, RFC 4287), those that the address selects."""

    feed_type = Atom1Feed
    feed_copyright = LICENCE

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # Django dates the answer by its newest entry; but one may have been taken away since.
        del response["Last-Modified"]
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def get_object(self, request: HttpRequest, *args: Any, page: ShowcasePage, **kwargs: Any) -> Extract:
        return Extract(page, request)

    def title(self, extract: Extract) -> str:
        name = SiteFrame.for_request(extract.request).site_name
        return in_xml(_("%(site)s: new and changed projects") % {"site": name})

    def subtitle(self, extract: Extract) -> str:
        return in_xml(extract.showcase.description)

    def author_name(self, extract: Extract) -> str:
        return in_xml(SiteFrame.for_request(extract.request).site_name)

    def link(self, extract: Extract) -> str:
        return extract.showcase.get_url(extract.request)

    def items(self, extract: Extract) -> list[ProjectPage]:
        keys = list(
            extract.search.entries.order_by("-changed_at", "page").values_list("page", flat=True)[:ENTRIES]
        )
        found = ProjectPage.objects.select_related("locale").defer("body").in_bulk(keys)
        for page in found.values():
            # Django asks for the address without the request, which knows where the sites are.
            page.feed_address = page.get_url(extract.request)
        return [found[key] for key in keys if key in found]

    def item_title(self, item: ProjectPage) -> str:
        return in_xml(item.title)

    def item_description(self, item: ProjectPage) -> str:
        return in_xml(item.summary)

    def item_link(self, item: ProjectPage) -> str:
        return item.feed_address

    def item_guid(self, item: ProjectPage) -> str:
        """The same for good, whatever becomes of the title and the address."""
        return uuid.uuid5(item.translation_key, item.locale.language_code).urn

    def item_pubdate(self, item: ProjectPage) -> Any:
        return item.first_published_at

    def item_updateddate(self, item: ProjectPage) -> Any:
        return item.last_published_at

    def item_categories(self, item: ProjectPage) -> list[str]:
        return [str(label) for _code, label in item.sector_labels]
