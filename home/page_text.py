"""The text of a page outside of any request: for whoever reads it in the background or in the admin."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.models import Page

from home.references import References


class WithoutPictures(References):
    """Pictures are not made for a text that nobody looks at, and static files need not be there yet."""

    shows_pictures = False

    def image(self, reference):
        return None

    def cards(self, references: Iterable) -> list[Page]:
        pages = super().cards(references)
        for page in pages:
            page.listing_image = None
        return pages


def text_of(page: Page) -> str:
    """The HTML of the page's text as a reader gets it, before its terms are linked; saved or not.

    Empty for a type of page that has none of its own (`BasePage.text_template`).
    """
    template = getattr(page, "text_template", "")
    if not template:
        return ""
    language = page.locale.language_code
    with override(language):
        return render_to_string(
            template, {"page": page, "references": WithoutPictures(page, language=language)}
        )
