"""The admin screen of the terms."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from glossary.models import TermPage
from home.listings import PagesOfType


class TermListing(PagesOfType):
    model = TermPage
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 215


@hooks.register("register_admin_viewset")
def register_terms():
    return TermListing("terms")
