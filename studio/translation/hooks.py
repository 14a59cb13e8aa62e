"""Where translation meets the admin: addresses and menu entries."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from studio.translation import board, report, views


@hooks.register("register_admin_urls")
def register_translation_urls():
    own = [
        path("", report.BoardView.as_view(), name="board"),
        path("results/", report.BoardView.as_view(results_only=True), name="board_results"),
        path("<int:translation_id>/read/", views.mark_read, name="mark_read"),
    ]
    # At the addresses of wagtail-localize, whose own views come after these.
    instead = [
        path("translate/<int:translation_id>/pofile/upload/", views.upload_po, name="upload_pofile"),
        path(
            "translate/<int:translation_id>/machine_translate/",
            views.machine_translate,
            name="machine_translate",
        ),
        path(
            "translate/<int:translation_id>/strings/<int:string_segment_id>/edit/",
            views.edit_string_translation,
            name="edit_string_translation",
        ),
        path(
            "update/<int:translation_source_id>/",
            views.UpdateTranslations.as_view(),
            name="update_translations",
        ),
    ]
    return [
        path("reports/translation-board/", include((own, "studio_translation"))),
        path("localize/", include((instead, "studio_localize"))),
    ]


class BoardMenuItem(MenuItem):
    def is_shown(self, request):
        return board.may_see(request.user)


@hooks.register("register_reports_menu_item")
def register_board():
    return BoardMenuItem(
        _("Translation board"),
        reverse("studio_translation:board"),
        name="translation-board",
        icon_name="wagtail-localize-language",
        order=100,
    )


@hooks.register("construct_reports_menu")
def leave_one_report_of_translations(request, menu_items):
    """The board says all that wagtail-localize's own report says."""
    theirs = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if getattr(item, "url", "") != theirs]
