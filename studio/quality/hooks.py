"""The rules where editors meet them: the checker, a word after saving, the report."""

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from studio.quality.checker import QualityCheckerItem
from studio.quality.findings import Finding, Weight, read
from studio.quality.report import PERMISSIONS, CheckLinksView, HealthReportView

# As many as are read before publishing; the checker has them all.
MOST_SAID = 6


@hooks.register("construct_wagtail_userbar")
def use_our_checker(request: HttpRequest, items: list, page: Page | None) -> None:
    """Ours in the place of Wagtail's, in the editor's panel and in the bar."""
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = QualityCheckerItem(page, in_editor=item.in_editor)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_is_to_mend(request: HttpRequest, page: Page) -> None:
    """After a save, a submission or a publication: the serious findings, each with its place.

    Nothing is refused, and nothing is said of mere advice, which the checker counts; autosave is silent.
    """
    if not request.accepts("text/html"):
        return
    serious = [one for one in read(page, writing_only=True) if one.rule.weight == Weight.SERIOUS]
    if serious:
        count = len(serious)
        title = ngettext(
            "“%(page)s” has one thing to mend:", "“%(page)s” has %(count)d things to mend:", count
        ) % {"page": page.get_admin_display_title(), "count": count}
        messages.warning(request, format_html("{} {}", title, _listed(page, serious)))


def _listed(page: Page, findings: list[Finding]) -> str:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    lines = [
        (f"{edit}#:w:contentpath={finding.found.path}", finding.rule.title, _about(finding))
        for finding in findings[:MOST_SAID]
    ]
    more = len(findings) - MOST_SAID
    rest = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more} if more > 0 else ""
    listed = format_html_join("", '<li><a href="{}">{}</a>{}</li>', lines)
    return format_html(
        '<ul class="to-mend">{}{}</ul>', listed, format_html("<li>{}</li>", rest) if rest else ""
    )


def _about(finding: Finding) -> str:
    words = finding.found.detail or finding.found.words
    return format_html(" – {}", words if len(words) < 90 else f"{words[:88]}…") if words else ""


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("reports/health/", HealthReportView.as_view(), name="content_health"),
        path(
            "reports/health/results/",
            HealthReportView.as_view(results_only=True),
            name="content_health_results",
        ),
        path("reports/health/check-links/", CheckLinksView.as_view(), name="content_health_check_links"),
    ]


@hooks.register("insert_global_admin_css")
def our_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("css/admin/quality.css"))


@hooks.register("insert_editor_js")
def our_script() -> str:
    return format_html(
        '<script type="module" src="{}"></script>', versioned_static("js/admin/go-to-field.js")
    )


class HealthMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return page_permission_policy.user_has_any_permission(request.user, PERMISSIONS)


@hooks.register("register_reports_menu_item")
def register_report():
    return HealthMenuItem(
        _("Content health"), reverse("content_health"), name="content-health", icon_name="glasses", order=150
    )
