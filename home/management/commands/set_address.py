"""The address that the site gives of itself."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

UNSET = "localhost"


class Command(BaseCommand):
    help = (
        "Writes BASE_URL into the default site, from which canonical addresses and the sitemap are made."
        " A site that was named otherwise in the admin keeps its name while BASE_URL is not set."
    )

    def handle(self, *args, **options) -> None:
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise CommandError(
                f"BASE_URL={settings.WAGTAILADMIN_BASE_URL!r} is not an address. Write it as https://www.example.org"
            )
        site = Site.objects.filter(is_default_site=True).first()
        if site is None or (site.hostname != UNSET and not settings.BASE_URL_GIVEN):
            return
        site.hostname = address.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.save()
