"""Writing a decision, reading its letter, approving it: for who leads the jury."""

import logging
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BoundField
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from showcase.applications.carrying.making import NoShowcaseError
from showcase.applications.decisions.deciding import LackingError, approve
from showcase.applications.decisions.drafting import (
    NEW,
    WRITTEN_IN,
    LateError,
    criteria_of,
    decision_of,
    draft_of,
    keep,
    median_finding,
    proposal,
)
from showcase.applications.decisions.forms import DecisionForm
from showcase.applications.decisions.telling import PARTS, answer_of, lacking, preview_of
from showcase.applications.jury.access import may_lead
from showcase.applications.jury.forms import describe
from showcase.applications.jury.opening import OnFile, name_of
from showcase.applications.models import Application, Decision, EventKind, Letter, State
from showcase.applications.steps import NotNowError
from showcase.models import Criterion, Finding

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CriterionPart:
    """One criterion on the page: what is written of it, and what the jurors found. `texts` and `finding` are
    (field, what another has kept, what keeps it from being sent).
    """

    criterion: Criterion
    finding: tuple[BoundField, str, str]
    texts: list[tuple[BoundField, str, str]]
    # [(name of the juror, words of the finding, comment)], and the one in the middle.
    scores: list[tuple[str, str, str]]
    median: str


class LeadScreen(OnFile, WagtailAdminTemplateMixin):
    """A page about the decision of a file. A lead who scores the file themselves does that first: the page
    shows what the others found.
    """

    header_icon = "form"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_lead(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def decision(self) -> Decision | None:
        return decision_of(self.application)

    def elsewhere(self) -> HttpResponseBase | None:
        """Where somebody is sent for whom this page is not there, or not yet."""
        if self.reading.is_with_the_jury and not self.reading.is_unsealed:
            messages.error(self.request, _("Send your own scores first: the decision shows those of others."))
            return redirect("jury:file", self.application.pk)
        return None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.trail, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = [name_of(review.juror) for review in self.reading.reviews if not review.sent_at]
        return super().get_context_data(
            application=self.application,
            decision=self.decision,
            sent=len(self.reading.reviews) - len(waiting),
            waiting=waiting,
            **kwargs,
        )


class DecideView(LeadScreen):
    """The decision of the round: proposed from the jurors' scores, then what was kept of it. POST keeps it,
    and with `letter` goes on to the letter. `?check` says beside each field what it lacks to be sent.
    """

    template_name = "applications/decisions/decide.html"

    def get_page_title(self) -> str:
        return _("Decision: %(file)s") % {"file": self.file_title}

    def elsewhere(self) -> HttpResponseBase | None:
        if self.decision and self.decision.approved_at:
            return redirect("applications_letter", self.application.pk)
        if self.application.state not in WRITTEN_IN:
            messages.error(self.request, _("A decision is written while the jury reads the file."))
            return redirect("jury:file", self.application.pk)
        return super().elsewhere()

    @cached_property
    def criteria(self) -> list[Criterion]:
        return criteria_of(self.application)

    def form(self, data: Any = None) -> DecisionForm:
        kept = draft_of(self.decision) if self.decision else None
        return DecisionForm(
            data,
            draft=kept or proposal(self.application),
            criteria=self.criteria,
            language=self.application.language,
            version=kept.version if kept else NEW,
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        problems = lacking(self.decision) if self.decision and "check" in request.GET else []
        return self.elsewhere() or self.screen(
            self.form(), problems={problem.field: problem.words for problem in problems}
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.reading.is_unsealed:
            raise PermissionDenied
        form = self.form(request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing is kept yet: see below. Nothing you typed is lost."))
            return self.screen(form, status=422)
        try:
            keep(self.application, request.user, form.given, version=form.cleaned_data["version"])  # type: ignore[arg-type]
        except LateError as late:
            del self.decision
            messages.error(request, self._late_words())
            return self.screen(form.after(late.kept), is_late=True, status=409)
        except NotNowError:
            messages.error(
                request,
                _("This decision cannot be changed any more: it is sent, or the jury has not got the file."),
            )
            return self.screen(form, is_shut=True, status=409)
        messages.success(request, _("Kept. Nothing is sent before you approve the letter."))
        return redirect("applications_letter" if "letter" in request.POST else "applications_decide", pk)

    def _late_words(self) -> str:
        last = self.application.events.filter(kind=EventKind.DECISION_WRITTEN).select_related("user").last()
        name = name_of(last.user) if last and last.user else _("Somebody")
        return _(
            "%(name)s saved this decision while you wrote. What was saved stands beside each field where it"
            " differs; nothing was kept of yours yet. Save again to keep what is in the fields."
        ) % {"name": name}

    def screen(
        self,
        form: DecisionForm,
        *,
        problems: dict[str, str] | None = None,
        is_late: bool = False,
        is_shut: bool = False,
        status: int = 200,
    ) -> HttpResponseBase:
        others = form.others() if is_late else {}

        def entry(name: str) -> tuple[BoundField, str, str]:
            bound, other, lack = form[name], others.get(name, ""), (problems or {}).get(name, "")
            if other or lack:
                describe(bound, *["-problem"] * bool(lack), *["-other"] * bool(other))
            return bound, other, lack

        context = self.get_context_data(
            form=form,
            outcome=entry("outcome"),
            opening=entry("opening"),
            plan=entry("plan"),
            parts=self._parts(entry),
            is_shut=is_shut,
            new_scores=self._new_scores(),
            wholes=[
                (name_of(review.juror), review.comment)
                for review in self.reading.wholes(self.application.round)
            ],
            appeal=getattr(self.application, "appeal", None),
            earlier=self._earlier(),
        )
        return self.render_to_response(context, status=status)

    def _parts(self, entry: Any) -> list[CriterionPart]:
        found = {item.criterion.code: item.scores for item in self.reading.disagreements()}
        return [
            CriterionPart(
                criterion,
                entry(f"{criterion.code}-finding"),
                [entry(f"{criterion.code}-{part}") for part in PARTS],
                [
                    (name_of(review.juror), score.get_finding_display(), score.comment)
                    for review, score in found.get(criterion.code, [])
                ],
                _words_of(median_finding(score.finding for _review, score in found.get(criterion.code, []))),
            )
            for criterion in self.criteria
        ]

    def _new_scores(self) -> list[str]:
        """The jurors who have sent theirs since the decision was last kept."""
        last = self.application.events.filter(
            kind=EventKind.DECISION_WRITTEN, round=self.application.round
        ).last()
        if last is None:
            return []
        return [
            name_of(review.juror)
            for review in self.reading.reviews
            if review.sent_at and review.sent_at > last.at
        ]

    def _earlier(self) -> Any:
        """The answer that was appealed against."""
        decisions = self.application.decisions.filter(
            round__lt=self.application.round, approved_at__isnull=False
        )
        decision = decisions.select_related("application").prefetch_related("reasons").last()
        return answer_of(decision) if decision else None


def _words_of(finding: str) -> str:
    return str(Finding(finding).label) if finding else ""


class LetterView(LeadScreen):
    """The letter exactly as it will go; POST approves and sends it. Afterwards, the letter that went."""

    template_name = "applications/decisions/letter.html"

    def get_page_title(self) -> str:
        return _("Letter: %(file)s") % {"file": self.file_title}

    def elsewhere(self) -> HttpResponseBase | None:
        if self.decision is None:
            messages.error(self.request, _("Write the decision first."))
            return redirect("applications_decide", self.application.pk)
        return super().elsewhere()

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return self.elsewhere() or self.screen()

    def screen(self) -> HttpResponseBase:
        decision = self.decision
        assert decision is not None  # noqa: S101  `elsewhere` has seen to it
        subject, body = preview_of(decision) if decision.outcome else ("", "")
        context = self.get_context_data(
            version=draft_of(decision).version,
            lacking=lacking(decision),
            subject=subject,
            parts_of_body=Letter.around_link(body),
            people=[person.email for person in self.application.people.all()],
            is_read=self.application.state == State.READING,
            approver=name_of(decision.approved_by) if decision.approved_by else "",
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if answer := self.elsewhere():
            return answer
        if problem := self._approve(request):
            messages.error(request, problem)
            return redirect("applications_letter", pk)
        messages.success(request, _("Approved. The letter is on its way."))
        return redirect("jury:file", pk)

    def _approve(self, request: HttpRequest) -> str:
        """Why it could not be approved; empty where it is."""
        try:
            approve(self.application, request.user, version=request.POST.get("version", ""))  # type: ignore[arg-type]
        except LateError:
            return _("The decision was changed after you had opened this letter: read it again.")
        except LackingError:
            return _("Something is still missing: nothing was sent.")
        except NotNowError:
            return _not_now(self.application)
        except NoShowcaseError:
            return _("There is no showcase page in the language of the file: nothing was sent.")
        except (OSError, ValidationError):
            logger.exception("The page of application %s could not be made", self.application.pk)
            return _("The draft of the page could not be made: nothing was sent. Tell whoever runs the site.")
        return ""


def _not_now(application: Application) -> str:
    if application.state == State.QUESTIONS:
        return _("The project has questions to answer first: nothing was sent.")
    return _("This file is not being read any more: nothing was sent.")
