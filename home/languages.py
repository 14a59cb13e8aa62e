"""Languages that a text elsewhere may be written in (the site itself speaks `settings.LANGUAGES`)."""

from django.utils.translation import gettext_lazy as _

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
