"""The languages of the site (`settings.LANGUAGES`), and those that a text elsewhere may be written in."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

TEXT_LANGUAGES = [
    ("fr", _("French")),
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("ca", _("Catalan")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("it", _("Italian")),
    ("nl", _("Dutch")),
    ("pt", _("Portuguese")),
]


def in_every_language(name: str, *args: Any) -> list[tuple[str, str]]:
    """(language code, path) of a named view in each language of the site."""
    addresses = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses.append((code, reverse(name, args=args)))
    return addresses
