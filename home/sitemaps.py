from wagtail.contrib.sitemaps import Sitemap

from home.public import public_pages


class PageSitemap(Sitemap):
    """Every public page of the site, in all of its languages.

    Wagtail's own starts at the site's root page and so holds only the source language's tree.
    """

    def items(self):
        pages = public_pages(self.get_wagtail_site())
        return pages.order_by("path").select_related("locale").specific(defer=True)
