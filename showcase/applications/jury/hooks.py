"""What this room adds to the admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from showcase.applications.jury import deeds
from showcase.applications.jury.access import is_juror, may_lead
from showcase.applications.jury.bulk import AssignManyView
from showcase.applications.jury.log import LogView
from showcase.applications.jury.panel import FilesThatWait
from showcase.applications.jury.queue import QueueView
from showcase.applications.jury.screens import FileView
from showcase.applications.models import Application, Review
from showcase.models import Criterion


@hooks.register("register_admin_urls")
def jury_addresses() -> list:
    own = [
        path("queue/", QueueView.as_view(), name="queue"),
        path("queue/results/", QueueView.as_view(results_only=True), name="queue_results"),
        path("queue/assign/", AssignManyView.as_view(), name="assign_many"),
        path("<int:pk>/", FileView.as_view(), name="file"),
        path("<int:pk>/declare/", deeds.DeclareView.as_view(), name="declare"),
        path("<int:pk>/scores/", deeds.ScoresView.as_view(), name="scores"),
        path("<int:pk>/ask/", deeds.AskView.as_view(), name="ask"),
        path("<int:pk>/go-on/", deeds.GoOnView.as_view(), name="go_on"),
        path("<int:pk>/remark/", deeds.RemarkView.as_view(), name="remark"),
        path("<int:pk>/assign/", deeds.AssignView.as_view(), name="assign"),
        path("<int:pk>/take-off/<int:review>/", deeds.TakeOffView.as_view(), name="take_off"),
        path("<int:pk>/make-page/", deeds.MakePageView.as_view(), name="make_page"),
        path("<int:pk>/log/", LogView.as_view(), name="log"),
        path("<int:pk>/log/results/", LogView.as_view(results_only=True), name="log_results"),
    ]
    return [path("applications/", include((own, "jury"), namespace="jury"))]


class JuryMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_lead(request.user) or is_juror(request.user)


@hooks.register("register_admin_menu_item")
def jury_menu_item() -> MenuItem:
    return JuryMenuItem(
        _("Applications"), reverse("jury:queue"), name="applications", icon_name="form", order=215
    )


@hooks.register("passerelle_open_to_all")
def open_to_jurors() -> list[str]:
    """They work on no content; each of these views asks who is there."""
    return ["jury", "applications_attachment"]


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(FilesThatWait(request))


@hooks.register("before_delete_snippet")
def keep_what_files_answer(request: HttpRequest, instances: Iterable) -> HttpResponse | None:
    """A criterion on which there are files is not deleted: what they claim and what jurors found of it would
    be shown no more.
    """
    criteria = [each for each in instances if isinstance(each, Criterion)]
    files = Application.objects.filter(grid__in={each.grid_id for each in criteria}).count()
    if not files:
        return None
    words = ngettext(
        "Not deleted: %(count)d file answers the criteria of this grid. Write a new version of the grid"
        " instead.",
        "Not deleted: %(count)d files answer the criteria of this grid. Write a new version of the grid"
        " instead.",
        files,
    )
    messages.error(request, words % {"count": files})
    return redirect("wagtailsnippets_showcase_criterion:list")


@hooks.register("before_delete_user")
def keep_a_juror(request: HttpRequest, user: Any) -> HttpResponse | None:
    return keep_jurors(request, "delete", [user])


@hooks.register("before_bulk_action")
def keep_jurors(request: HttpRequest, action: str, objects: Iterable, *_action: Any) -> HttpResponse | None:
    """Whoever has read files is not deleted: what they found, on which answers rest, would go with them."""
    if action != "delete":
        return None
    users = [each for each in objects if isinstance(each, get_user_model())]
    readers = {str(review.juror) for review in Review.objects.filter(juror__in=users).select_related("juror")}
    if not readers:
        return None
    words = gettext(
        "Not deleted: %(names)s. Scores on which answers rest would go with the account. Untick “Active” in"
        " it instead: nobody signs in with it any more."
    )
    messages.error(request, words % {"names": ", ".join(sorted(readers))})
    return redirect("wagtailusers_users:index")
