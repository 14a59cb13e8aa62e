"""Lists of pages of one type in the admin."""

from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.pages import PageListingViewSet


class ListingMenuItem(MenuItem):
    """Shown to those who may open the list, which Wagtail's own entry does not ask."""

    def is_shown(self, request) -> bool:
        return user_has_any_page_permission(request.user)


class PagesOfType(PageListingViewSet):
    menu_item_class = ListingMenuItem
    add_to_admin_menu = True
