"""What this room adds to the admin: the team's figures, among the reports."""

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from showcase.applications.jury.access import may_lead
from showcase.applications.keeping.report import FiguresView, NumbersView


@hooks.register("register_admin_urls")
def figures_addresses() -> list:
    return [
        path("reports/applications/", FiguresView.as_view(), name="applications_figures"),
        path("reports/applications/numbers.csv", NumbersView.as_view(), name="applications_figures_csv"),
    ]


@hooks.register("passerelle_open_to_all")
def open_to_leads() -> list[str]:
    """They may work on no content; each of these views asks who is there."""
    return ["applications_figures", "applications_figures_csv"]


@hooks.register("construct_reports_menu", order=10)
def add_to_reports(request: HttpRequest, menu_items: list) -> None:
    """After the studio's own hook, which empties the menu for those who work on no content."""
    if may_lead(request.user):
        address = reverse("applications_figures")
        menu_items.append(
            MenuItem(
                _("Applications: figures"),
                address,
                name="applications-figures",
                icon_name="order",
                order=160,
            )
        )
