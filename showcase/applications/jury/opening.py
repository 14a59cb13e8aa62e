"""What every screen of one file has in common: who may open it, and how it is headed."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from showcase.applications.jury.access import files_for, is_closed_by_conflict, is_juror, may_lead
from showcase.applications.jury.reading import Reading
from showcase.applications.models import Application


class OnFile(View):
    """A view of one file, for who leads the jury and for its jurors; for anybody else there is no such file.
    A juror who has not declared is sent to do so first, unless the screen does without
    (`waits_for_declaration`).
    """

    waits_for_declaration = True
    application: Application
    reading: Reading

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user, key = request.user, kwargs["pk"]
        if not (may_lead(user) or is_juror(user)):
            raise PermissionDenied
        if is_closed_by_conflict(user, key):
            messages.error(
                request, _("You said that something links you to this project: its file is closed to you.")
            )
            return redirect("jury:queue")
        files = files_for(user).select_related("grid", "appeal")
        self.application = get_object_or_404(files, pk=key)
        self.reading = Reading(self.application, user)
        if self.waits_for_declaration and self.reading.must_declare:
            return redirect("jury:file", key)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Application.DoesNotExist:  # the project deleted it, at this moment
            raise Http404 from None

    @cached_property
    def file_title(self) -> str:
        return title_of(self.application, hides=self.reading.hides_identity)

    @cached_property
    def trail(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("jury:queue"), "label": _("Applications")},
            {"url": reverse("jury:file", args=[self.application.pk]), "label": self.file_title},
        ]


def title_of(application: Application, *, hides: bool) -> str:
    """The name of the project, or a number where that would say who applies."""
    return _("File %(number)d") % {"number": application.pk} if hides else str(application)


def name_of(user: Any) -> str:
    """How somebody of the team is called on the screens of the jury."""
    return user.get_full_name() or user.get_username()
