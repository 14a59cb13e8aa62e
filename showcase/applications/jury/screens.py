"""The page of a file: a declaration first, then the file and the scores, then what others found."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from showcase.applications.decisions.drafting import WRITTEN_IN
from showcase.applications.jury.assigning import free_jurors, lacking
from showcase.applications.jury.forms import AssignForm, DeclarationForm, ScoresForm, TextForm, describe
from showcase.applications.jury.opening import OnFile, name_of
from showcase.applications.jury.queue import age_in_days, progress
from showcase.applications.jury.reading import Disagreement
from showcase.applications.jury.scoring import kept_scores
from showcase.applications.jury.showing import Claim
from showcase.applications.keeping.delays import expected_on
from showcase.applications.models import Message, Review, State


@dataclass(frozen=True)
class Found:
    """What the jurors of one round found of a criterion."""

    round: int
    degree: str
    # [(name of the juror, words of the finding, comment)]
    scores: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Part:
    """One criterion on the page: what is said and shown, and beside it one's own score, or everybody's.

    `fields` are [(field, what another window kept)].
    """

    claim: Claim
    fields: list[tuple[BoundField, str]]
    found: list[Found]


class FileScreen(OnFile, WagtailAdminTemplateMixin):
    """The page of a file, with the forms as they are. What is sent to another address and is not right comes
    back on this page, with what was typed.
    """

    template_name = "applications/jury/file.html"
    header_icon = "form"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Of an address that is only sent to: the page."""
        return redirect("jury:file", pk)

    def screen(self, **forms: Any) -> HttpResponseBase:
        """The page. `forms` are those that were sent and are not right."""
        context = self.get_context_data(**self._parts(forms))
        return self.render_to_response(context, status=422 if forms else 200)

    def page(self, fragment: str = "") -> HttpResponseBase:
        """Where one is sent after something is done."""
        return redirect(reverse("jury:file", args=[self.application.pk]) + fragment)

    def get_page_title(self) -> str:
        return self.file_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.trail[:-1], {"url": "", "label": self.file_title}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if self.reading.must_declare:
            return []
        log = reverse("jury:log", args=[self.application.pk])
        buttons = [HeaderButton(_("Log"), log, icon_name="history", priority=30)]
        if self.reading.leads and self.application.page_id:
            edit = reverse("wagtailadmin_pages:edit", args=[self.application.page_id])
            buttons.append(HeaderButton(_("The page"), edit, icon_name="doc-empty", priority=20))
        answers = self.application.decisions.filter(round=self.application.round, approved_at__isnull=False)
        if self.reading.leads and answers.exists():
            letter = reverse("applications_letter", args=[self.application.pk])
            buttons.append(HeaderButton(_("The letter"), letter, icon_name="mail", priority=10))
        return buttons

    def scores_form(self, data: Any = None) -> ScoresForm:
        own = self.reading.own
        if own is None:
            raise PermissionDenied
        codes = [claim.criterion.code for claim in self.reading.said.claims]
        return ScoresForm(data, kept=kept_scores(own), codes=codes)

    def ask_form(self, data: Any = None) -> TextForm:
        return TextForm(
            data, choices=self.reading.said.titles.items(), prefix="ask", label=_("Your question")
        )

    def remark_form(self, data: Any = None) -> TextForm:
        choices = [(claim.criterion.code, claim.criterion.short_title) for claim in self.reading.said.claims]
        return TextForm(data, choices=choices, prefix="remark", label=_("Your remark"))

    def assign_form(self, data: Any = None) -> AssignForm:
        return AssignForm(data, people=free_jurors(self.application))

    def _parts(self, forms: dict[str, Any]) -> dict[str, Any]:
        reading, application = self.reading, self.application
        scores = forms.get("scores") or (self.scores_form() if reading.may_score else None)
        return {
            "reading": reading,
            "application": application,
            "said": reading.said,
            "days": age_in_days_of(application),
            "expected": expected_on(application),
            "appeal": getattr(application, "appeal", None) if application.round > 1 else None,
            "parts": self._criteria(scores, forms),
            "scores": scores,
            "whole_other": scores.others().get("whole", "") if scores and "is_late" in forms else "",
            "missing": self._missing(scores) if scores and "is_unfinished" in forms else [],
            "kept": self.request.GET.get("kept", ""),
            "wholes": [
                (number, name_of(review.juror), review.comment)
                for number in reading.rounds()
                for review in reading.wholes(number)
            ],
            "thread": self._thread(),
            "ask_form": forms.get("ask") or (self.ask_form() if reading.takes_part else None),
            "goes_on": reading.leads and reading.takes_part and application.state == State.QUESTIONS,
            "remarks": self._remarks(),
            "shows_remarks": bool(reading.rounds()),
            "remark_form": forms.get("remark") or (self.remark_form() if reading.may_remark else None),
            "late_form": forms.get("declaration") or (DeclarationForm() if reading.may_score else None),
            **self._leading(forms),
        }

    def _criteria(self, scores: ScoresForm | None, forms: dict[str, Any]) -> list[Part]:
        others = scores.others() if scores and "is_late" in forms else {}
        for name in others:
            describe(scores[name], "_said")  # type: ignore[index]
        found = {number: self.reading.disagreements(number) for number in self.reading.rounds()}
        return [
            Part(
                claim,
                [
                    (scores[name], others.get(name, ""))
                    for name in (f"{claim.criterion.code}-finding", f"{claim.criterion.code}-comment")
                ]
                if scores
                else [],
                [found_of(number, disagreements[place]) for number, disagreements in found.items()],
            )
            for place, claim in enumerate(self.reading.said.claims)
        ]

    def _missing(self, scores: ScoresForm) -> list[tuple[str, str]]:
        """[(id of a field, words)]: what keeps the scores from being sent, with links to it."""
        titles = {claim.criterion.code: claim.criterion.title for claim in self.reading.said.claims}
        return [
            (
                scores[name].auto_id,
                _("%(criterion)s: %(words)s")
                % {"criterion": titles[name.rpartition("-")[0]], "words": errors[0]},
            )
            for name, errors in scores.errors.items()
        ]

    def _thread(self) -> list[tuple[str, str, Any]]:
        """[(who, about what, message)] with the project."""
        titles = self.reading.said.titles
        said = self.application.messages.select_related("user")
        return [(self._who(message), str(titles.get(message.section, "")), message) for message in said]

    def _who(self, message: Message) -> str:
        """Jurors are named to each other, once that is not sealed; never to the project."""
        if not message.from_jury:
            return _("The project")
        appeal = getattr(self.application, "appeal", None)
        number = 2 if appeal and message.at >= appeal.at else 1
        is_told = message.user and self.reading.may_name(message.user, number)
        return name_of(message.user) if is_told else _("The jury")

    def _remarks(self) -> list[tuple[str, str, Any]]:
        titles = {claim.criterion.code: claim.criterion.short_title for claim in self.reading.said.claims}
        gone = _("somebody who has left")
        return [
            (name_of(said.user) if said.user else gone, titles.get(said.criterion, ""), said)
            for said in self.reading.remarks()
        ]

    def _leading(self, forms: dict[str, Any]) -> dict[str, Any]:
        """What the lead alone sees: who reads it, how far they are, who cannot, and who else might."""
        reading = self.reading
        if not reading.leads or reading.own:
            return {"jurors": None}
        assigns = reading.is_with_the_jury
        return {
            "jurors": [
                (review, name_of(review.juror), progress(review), self._may_take_off(review))
                for review in reading.reviews
            ],
            "conflicts": [(name_of(review.juror), review) for review in reading.conflicts],
            "may_decide": self.application.state in WRITTEN_IN,
            "lacking": lacking(self.application) if assigns else 0,
            "assign_form": forms.get("assign") or (self.assign_form() if assigns else None),
        }

    def _may_take_off(self, review: Review) -> bool:
        return self.reading.is_with_the_jury and not review.sent_at


def age_in_days_of(application: Any) -> int:
    appeal = getattr(application, "appeal", None)
    application.came = appeal.at if appeal else application.submitted_at
    return age_in_days(application)


def found_of(number: int, item: Disagreement) -> Found:
    scores = [
        (name_of(review.juror), score.get_finding_display(), score.comment) for review, score in item.scores
    ]
    return Found(number, item.degree, scores)


class FileView(FileScreen):
    """The page of a file; for a juror who has not declared, the declaration and what it takes to make it."""

    waits_for_declaration = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if self.reading.must_declare:
            return self.declaration(DeclarationForm())
        if not self.reading.may_read:
            raise PermissionDenied
        return self.screen()

    def declaration(self, form: DeclarationForm) -> HttpResponseBase:
        self.template_name = "applications/jury/declare.html"
        context = self.get_context_data(
            form=form, facts=self.reading.said.facts, reading=self.reading, application=self.application
        )
        return self.render_to_response(context, status=422 if form.is_bound else 200)
