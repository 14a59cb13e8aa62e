"""The admin screen of the terms."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.pages import PageListingViewSet

from glossary.models import TermPage


class TermListing(PageListingViewSet):
    model = TermPage
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 215
    add_to_admin_menu = True


@hooks.register("register_admin_viewset")
def register_terms():
    return TermListing("terms")
