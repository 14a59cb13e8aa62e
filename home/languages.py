"""The languages of the site (`settings.LANGUAGES`), and those that a text elsewhere may be written in."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

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
# What Django says of a file's size, in the words of our catalogue: its own French has “Kio”, which readers of
# “10 Mo at most” do not know.
SIZES = (gettext_noop("%s KB"), gettext_noop("%s MB"), gettext_noop("%s GB"))


def in_every_language(name: str, *args: Any) -> list[tuple[str, str]]:
    """(language code, path) of a named view in each language of the site."""
    addresses = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses.append((code, reverse(name, args=args)))
    return addresses
