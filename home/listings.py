"""Lists of pages of one type in the admin: their own columns, in the same number of queries however long.

Wagtail's own title column draws a menu of actions for each row, which asks the database a dozen things per
row; here the title opens the editor, where the same actions are, and the status opens the public page.
"""

from typing import Any

import django_filters
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale


class TitleColumn(PageTitleColumn):
    cell_template_name = "home/admin/title_cell.html"


def language(page: Any) -> str:
    return str(page.locale)


def with_columns(*own: Column) -> list[Column]:
    """The columns of a type of page between those that every type has."""
    return [
        BulkActionsColumn("bulk_actions"),
        TitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("language", label=_("Language"), accessor=language, sort_key="locale"),
        *own,
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
    ]


class DayColumn(Column):
    """A day in figures, where "8 months ago" would not do."""

    def get_value(self, instance) -> str:
        day = super().get_value(instance)
        return date_format(day, "SHORT_DATE_FORMAT") if day else "–"


REVIEWED = DayColumn("reviewed_on", label=_("Last reviewed"), sort_key="reviewed_on")


class PagesFilter(PageFilterSet):
    # Not `locale`, which Wagtail takes for a switch of its own.
    language = django_filters.ModelChoiceFilter(
        field_name="locale",
        to_field_name="language_code",
        label=_("Language"),
        queryset=Locale.objects.all(),
    )


class PagesView(IndexView):
    """The list. `load` may add to the pages shown what its columns need, in a query for all of them."""

    def load(self, pages: list) -> None:
        """Nothing more, unless a type of page says so."""

    def get_table(self, object_list):
        pages = list(object_list)
        self.load(pages)
        return super().get_table(pages)


class ListingMenuItem(MenuItem):
    """Shown to those who may open the list, which Wagtail's own entry does not ask."""

    def is_shown(self, request) -> bool:
        return user_has_any_page_permission(request.user)


class PagesOfType(PageListingViewSet):
    index_view_class = PagesView
    filterset_class = PagesFilter
    columns = with_columns(REVIEWED)
    menu_item_class = ListingMenuItem
    add_to_admin_menu = True
