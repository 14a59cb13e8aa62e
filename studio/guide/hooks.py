"""The guide in the admin's menu."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from studio.guide.views import GuideView

# Wagtail's own, which lead to another site; the guide of this one stands in the main menu.
OTHERS_GUIDES = ("editor-guide", "whats-new-in-wagtail")


@hooks.register("register_admin_urls")
def register_guide_urls():
    return [
        path("guide/", GuideView.as_view(), name="studio_guide"),
        path("guide/<slug:key>/", GuideView.as_view(), name="studio_guide_chapter"),
    ]


@hooks.register("register_admin_menu_item")
def register_guide_menu_item():
    return MenuItem(_("Guide"), reverse("studio_guide"), name="guide", icon_name="help", order=10900)


@hooks.register("construct_help_menu")
def leave_out_guides_of_others(request, menu_items):
    menu_items[:] = [item for item in menu_items if not item.name.startswith(OTHERS_GUIDES)]


@hooks.register("passerelle_open_to_all")
def let_everybody_read_it():
    return ["studio_guide", "studio_guide_chapter"]
