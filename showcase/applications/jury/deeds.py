"""What is sent from the page of a file, each to an address of its own. What is not right comes back on the
page, with what was typed.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from showcase.applications.carrying.making import NoShowcaseError, make_again
from showcase.applications.desk.asking import ask
from showcase.applications.desk.silence import go_on
from showcase.applications.jury import scoring
from showcase.applications.jury.acting import declare, remark
from showcase.applications.jury.assigning import assign, fill_up, lacking, take_off
from showcase.applications.jury.forms import YES, DeclarationForm, ScoresForm
from showcase.applications.jury.opening import name_of
from showcase.applications.jury.screens import FileScreen, FileView
from showcase.applications.models import Review
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.steps import Actor, NotNowError, held

NOT_NOW = gettext_lazy("The jury does not have this file any more.")


class DeclareView(FileView):
    """That nothing links a juror to the project, or that something does."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return redirect("jury:file", pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        own = self.reading.own
        if own is None:
            raise PermissionDenied
        form = DeclarationForm(request.POST)
        if not form.is_valid():
            is_first = self.reading.must_declare
            return self.declaration(form) if is_first else self.screen(declaration=form)
        conflict = form.cleaned_data["conflict"] == YES
        try:
            declare(own, conflict=conflict, note=form.cleaned_data["note"])
        except NotNowError:
            messages.error(request, _("This file does not wait for your declaration any more."))
            return redirect("jury:queue")
        if conflict:
            words = _("Thank you. The file is closed to you, and nothing more is asked of you.")
            messages.success(request, words)
            return redirect("jury:queue")
        messages.success(request, _("Thank you. The file is open to you."))
        return self.page()


class ScoresView(FileScreen):
    """A juror's scores: kept as a draft, or sent (`send`). `at` is the criterion where the button was."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        own = self.reading.own
        if own is None:
            raise PermissionDenied
        form = self.scores_form(request.POST)
        if not form.is_valid():
            messages.error(request, _("Something cannot be kept yet: see below. Nothing you typed is lost."))
            return self.screen(scores=form)
        try:
            scoring.keep(own, form.given, version=form.cleaned_data["version"], sends="send" in request.POST)
        except scoring.LateError as late:
            return self._late(request, form, late.kept)
        except scoring.UnfinishedError:
            messages.error(request, _("Your scores are kept, and not sent: something is still missing."))
            form = form.after(form.given)
            form.ask_for_missing()
            return self.screen(scores=form, is_unfinished=True)
        except NotNowError:
            messages.error(request, _("These scores cannot be changed any more."))
            return self.page()
        return self._kept(request)

    def _late(self, request: HttpRequest, form: ScoresForm, kept: scoring.Scores) -> HttpResponseBase:
        messages.error(
            request,
            _(
                "You saved something else in another window meanwhile. It stands beside each field where it"
                " differs; nothing was kept of this window yet. Save again to keep what is in the fields."
            ),
        )
        return self.screen(scores=form.after(kept), is_late=True)

    def _kept(self, request: HttpRequest) -> HttpResponseBase:
        if "send" in request.POST:
            words = _("Your scores are sent. You now see those of the others who have sent theirs.")
            messages.success(request, words)
            return self.page()
        # Said where one was, rather than above the page.
        kept = request.POST.get("keep", "")
        if kept in self.scores_form().codes:
            return self.page(f"?kept={kept}#criterion-{kept}-section")
        return self.page("?kept=all#scores-end")


class AskView(FileScreen):
    """A question to the project."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.reading.takes_part:
            raise PermissionDenied
        form = self.ask_form(request.POST)
        if not form.is_valid():
            messages.error(request, _("The question was not sent: see below."))
            return self.screen(ask=form)
        said = form.cleaned_data
        try:
            ask(self.application, request.user, said["text"], said["about"], token=said["token"])  # type: ignore[arg-type]
        except NotNowError:
            messages.error(request, NOT_NOW)
            return self.page()
        messages.success(request, _("The question is on its way to the project."))
        return self.page("#thread-section")


class GoOnView(FileScreen):
    """For the lead: the jury reads on though the project has not answered."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not (self.reading.leads and self.reading.takes_part):
            raise PermissionDenied
        try:
            go_on(self.application, request.user)  # type: ignore[arg-type]
        except NotNowError:
            messages.error(request, _("The project is asked nothing at this moment."))
        else:
            messages.success(request, _("The jury reads on. The project is told so."))
        return self.page("#thread-section")


class RemarkView(FileScreen):
    """A remark to the other jurors, once one's own scores are sent."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.reading.may_remark:
            raise PermissionDenied
        form = self.remark_form(request.POST)
        if not form.is_valid():
            messages.error(request, _("The remark was not kept: see below."))
            return self.screen(remark=form)
        said = form.cleaned_data
        try:
            remark(self.application, request.user, said["text"], said["about"], token=said["token"])  # type: ignore[arg-type]
        except NotNowError:
            messages.error(request, NOT_NOW)
        return self.page("#discussion-section")


class AssignView(FileScreen):
    """For the lead: those who are chosen, or, with `load`, as many of the least busy as the rules ask for."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.reading.leads or self.reading.own:
            raise PermissionDenied
        if "load" in request.POST:
            return self._by_load(request)
        form = self.assign_form(request.POST)
        if not form.is_valid():
            messages.error(request, _("Nobody was assigned: see below."))
            return self.screen(assign=form)
        actor = Actor(user=request.user)  # type: ignore[arg-type]
        with held(self.application) as file:
            is_here = file.state in WITH_THE_JURY
            chosen = form.cleaned_data["jurors"] if is_here else ()
            done = [review for juror in chosen if (review := assign(file, juror, actor))]
        if not is_here:
            messages.error(request, NOT_NOW)
        self._tell(request, done)
        return self.page()

    def _by_load(self, request: HttpRequest) -> HttpResponseBase:
        try:
            done = fill_up(self.application, Actor(user=request.user))  # type: ignore[arg-type]
        except NotNowError:
            messages.error(request, NOT_NOW)
        else:
            self._tell(request, done)
            if lacking(self.application):
                messages.error(request, _("Nobody else can read this file: give the right to more people."))
            elif not done:
                messages.success(request, _("This file has all its jurors."))
        return self.page()

    def _tell(self, request: HttpRequest, done: list[Review]) -> None:
        if done:
            names = ", ".join(name_of(review.juror) for review in done)
            messages.success(request, _("The file is given to %(jurors)s.") % {"jurors": names})


class MakePageView(FileScreen):
    """For the lead: the draft page of an accepted file is made again, where it was deleted."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.reading.leads:
            raise PermissionDenied
        try:
            make_again(self.application, request.user)  # type: ignore[arg-type]
        except NotNowError:
            messages.error(request, _("This file waits for no draft page."))
        except NoShowcaseError:
            messages.error(request, _("There is no showcase page in the language of the file."))
        else:
            messages.success(request, _("The draft page is there. The project is asked to check it."))
        return self.page()


class TakeOffView(FileScreen):
    """For the lead: a juror who has not sent their scores does not read the file any more."""

    def post(self, request: HttpRequest, pk: int, review: int) -> HttpResponseBase:
        if not self.reading.leads or self.reading.own:
            raise PermissionDenied
        with held(self.application) as file:
            reviews = file.reviews.select_for_update().filter(pk=review, sent_at=None, round=file.round)
            found = reviews.exclude(conflict=True).first() if file.state in WITH_THE_JURY else None
            if found:
                name = name_of(found.juror)
                take_off(found, Actor(user=request.user))  # type: ignore[arg-type]
        if found:
            messages.success(request, _("%(juror)s does not read this file any more.") % {"juror": name})
        else:
            messages.error(request, _("This juror cannot be taken off: the scores are sent, or the file is."))
        return self.page()

    def get(self, request: HttpRequest, pk: int, review: int = 0) -> HttpResponseBase:
        return redirect("jury:file", pk)
