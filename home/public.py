"""What anybody may read."""

from wagtail.models import Page, PageQuerySet, Site


def public_pages(site: Site | None) -> PageQuerySet:
    """The public pages of a site in all of its languages; none where there is no site.

    A site's root page, and so most of what Wagtail asks of a site, is of the source language alone.
    """
    pages = Page.objects.none()
    for root in site.root_page.get_translations(inclusive=True) if site else ():
        pages |= Page.objects.descendant_of(root, inclusive=True)
    return pages.live().public()
