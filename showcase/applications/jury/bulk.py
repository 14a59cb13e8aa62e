"""Assigning jurors to many files at once, from the queue."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from home.models import User
from showcase.applications.jury.access import files_for, may_lead
from showcase.applications.jury.assigning import assign, fill_up, free_jurors, jurors
from showcase.applications.jury.forms import SeveralField
from showcase.applications.models import Application
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.steps import Actor, NotNowError, held

MOST_FILES = 200


class ManyForm(forms.Form):
    """The files that are chosen in the list, and who is to read them: by load, where nobody is named."""

    file: Any = SeveralField(
        queryset=None,
        error_messages={
            "required": _("Choose files in the list first."),
            "invalid_choice": _("A file that you chose is not in the queue any more: choose again."),
        },
    )
    juror: Any = forms.ModelChoiceField(
        queryset=None,
        required=False,
        error_messages={"invalid_choice": _("Whom you chose is no juror any more: choose again.")},
    )

    def __init__(self, data: Any, *, user: Any):
        super().__init__(data)
        self.fields["file"].queryset = files_for(user)  # type: ignore[attr-defined]
        self.fields["juror"].queryset = jurors()  # type: ignore[attr-defined]


class AssignManyView(View):
    """For the lead. Each file by itself: what cannot be done to one does not undo another."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return redirect("jury:queue")

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if not may_lead(request.user):
            raise PermissionDenied
        back = HttpResponseRedirect(get_valid_next_url_from_request(request) or reverse("jury:queue"))
        form = ManyForm(request.POST, user=request.user)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, errors[0])
            return back
        actor = Actor(user=request.user)  # type: ignore[arg-type]
        files = form.cleaned_data["file"].order_by("submitted_at", "pk")[:MOST_FILES]
        done = Counter(give(file, form.cleaned_data["juror"], actor) for file in files)
        _tell(request, done)
        return back


def give(file: Application, juror: User | None, actor: Actor) -> bool:
    """Give a file to somebody, or to as many of the least busy as it needs. False where nothing changes."""
    if juror is None:
        try:
            return bool(fill_up(file, actor))
        except NotNowError:
            return False
    with held(file) as now:
        may = now.state in WITH_THE_JURY and free_jurors(now).filter(pk=juror.pk).exists()
        return bool(may and assign(now, juror, actor))


def _tell(request: HttpRequest, done: Counter[bool]) -> None:
    if number := done[True]:
        words = ngettext("%(count)d file was assigned.", "%(count)d files were assigned.", number)
        messages.success(request, words % {"count": number})
    if number := done[False]:
        words = ngettext(
            "%(count)d file stays as it was: it has all its jurors, nobody else can read it, or the jury does"
            " not have it any more.",
            "%(count)d files stay as they were: they have all their jurors, nobody else can read them, or the"
            " jury does not have them any more.",
            number,
        )
        messages.warning(request, words % {"count": number})
