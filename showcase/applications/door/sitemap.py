from django.contrib.sitemaps import Sitemap

from home.languages import in_every_language
from showcase.models import ShowcasePage


class WaysInSitemap(Sitemap):
    """The first page of the way into the showcase, in each language in which there is a showcase."""

    def items(self) -> list[str]:
        shown = set(ShowcasePage.objects.live().public().values_list("locale__language_code", flat=True))
        return [path for code, path in in_every_language("applications:before") if code in shown]

    def location(self, item: str) -> str:
        return item
