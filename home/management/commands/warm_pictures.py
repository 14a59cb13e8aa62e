"""Make the renditions of the pages' pictures before anybody asks for them."""

from django.core.management.base import BaseCommand
from wagtail.images import get_image_model

from home.models import BasePage

FORMATS = ("avif", "webp", "jpeg")
# The widths that the templates ask for: on cards, and at the head of a page.
CARD_WIDTHS, HEAD_WIDTHS = (360, 720), (480, 960)
SOCIAL = "fill-1200x630|format-jpeg"


class Command(BaseCommand):
    help = "Makes every format and width of the pictures that pages show. What exists is left alone."

    def handle(self, *args, **options) -> None:
        for image in self.pictures():
            widths = (*HEAD_WIDTHS, *CARD_WIDTHS)
            wanted = [f"format-{name}|width-{width}" for width in widths for name in FORMATS]
            image.get_renditions(*wanted, SOCIAL)
        self.stdout.write("Pictures: ready.")

    def pictures(self):
        """The pictures shown by pages of any type, once each."""
        keys: set[int] = set()
        for model in BasePage.__subclasses__():
            keys.update(model.objects.exclude(listing_image=None).values_list("listing_image", flat=True))
        return get_image_model().objects.filter(pk__in=keys).iterator()
