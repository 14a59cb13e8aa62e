"""What a decision says to the project, on its page and in its letter; and what it lacks to be sent."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from showcase.applications.decisions.drafting import criteria_of, draft_of
from showcase.applications.models import Application, Decision, Letter, Outcome, Reason
from showcase.applications.models.decisions import LONGEST_REASON, LONGEST_TEXT
from showcase.badges import Badge, badge_for
from showcase.models import Assessor, Criterion, Finding

APPEAL_DAYS = 60
KINDS = {Outcome.ACCEPT: "accepted", Outcome.REFUSE: "refused"}
PARTS = ("convinced", "missing", "would_change")
# {field: how many characters may be sent}
MOST_CHARACTERS = {"opening": LONGEST_TEXT, "plan": LONGEST_TEXT, **dict.fromkeys(PARTS, LONGEST_REASON)}


@dataclass(frozen=True)
class Part:
    """What an answer says of one criterion, and the badge that the finding gives."""

    criterion: Criterion
    finding: str
    badge: Badge
    convinced: str
    missing: str
    would_change: str

    @property
    def texts(self) -> list[str]:
        return [text for text in (self.convinced, self.missing, self.would_change) if text]


@dataclass(frozen=True)
class Answer:
    """A decision for its reader, with the site's own words in the language that was active."""

    decision: Decision
    parts: list[Part]
    # The plan, line by line.
    steps: list[str]

    @property
    def accepts(self) -> bool:
        return self.decision.outcome == Outcome.ACCEPT

    @property
    def is_final(self) -> bool:
        """Whether it answers an appeal."""
        return self.decision.round > 1


def answer_of(decision: Decision) -> Answer:
    """The answer, its criteria in the order of the grid. A finding that is not chosen yet has no badge."""
    said = draft_of(decision).reasons
    parts = [
        Part(
            criterion,
            str(Finding(words.finding).label),
            badge_for(words.finding, Assessor.JURY, None, today=timezone.localdate()),
            words.convinced,
            words.missing,
            words.would_change,
        )
        for criterion in criteria_of(decision.application)
        if (words := said.get(criterion.code)) and words.finding
    ]
    return Answer(decision, parts, [line.strip() for line in decision.plan.splitlines() if line.strip()])


def letter_of(decision: Decision) -> tuple[str, dict[str, Any]]:
    """(kind, context) of the letter of a decision that has an outcome, in the language of its file."""
    with override(decision.application.language):
        answer = answer_of(decision)
    return KINDS[Outcome(decision.outcome)], {"answer": answer, "appeal_days": APPEAL_DAYS}


def preview_of(decision: Decision) -> tuple[str, str]:
    """(subject, text) of the letter as it will be written, with what stands for its link."""
    kind, context = letter_of(decision)
    with override(decision.application.language):
        text = render_to_string(
            f"applications/letters/{kind}.txt",
            {"application": decision.application, "link": Letter.LINK, **context},
        )
    subject, _newline, body = text.strip().partition("\n")
    return subject, body.strip()


def appeal_ends(application: Application) -> date | None:
    """The last day on which the answer may be appealed against; None where there is no answer."""
    if application.decided_at is None:
        return None
    return timezone.localdate(application.decided_at) + timedelta(days=APPEAL_DAYS)


@dataclass(frozen=True)
class Lack:
    """What keeps a decision from being approved: the field of the form, what that is about where its words do
    not say it, and what to do.
    """

    field: str
    about: str
    words: str


def lacking(decision: Decision) -> list[Lack]:
    """What is missing or too long, in the order of the form, in the active language."""
    found = []
    if not decision.outcome:
        found.append(Lack("outcome", "", _("Choose the outcome.")))
    found += _too_long("opening", _("Opening of the letter"), decision.opening)
    reasons = {reason.criterion: reason for reason in decision.reasons.all()}
    for criterion in criteria_of(decision.application):
        found += _lacking_of(criterion, reasons.get(criterion.code) or Reason())
    found += _too_long("plan", _("What to do next"), decision.plan)
    if decision.outcome == Outcome.REFUSE and not decision.plan.strip():
        words = _("Say what would make a new application stronger: a refusal carries a plan.")
        found.append(Lack("plan", "", words))
    return found


def _lacking_of(criterion: Criterion, reason: Reason) -> list[Lack]:
    code, title = criterion.code, criterion.title
    found = []
    if not reason.finding:
        found.append(Lack(f"{code}-finding", title, _("Choose the finding.")))
    if not (reason.convinced.strip() or reason.missing.strip()):
        found.append(Lack(f"{code}-convinced", title, _("Say what convinced, or what was missing.")))
    if reason.finding != Finding.DEMONSTRATED and not reason.would_change.strip():
        found.append(Lack(f"{code}-would_change", title, _("Say what evidence would change it.")))
    for part in PARTS:
        found += _too_long(f"{code}-{part}", title, getattr(reason, part))
    return found


def _too_long(name: str, about: str, text: str) -> list[Lack]:
    excess = len(text) - MOST_CHARACTERS[name.rpartition("-")[2]]
    if excess <= 0:
        return []
    words = ngettext(
        "Shorten this text: it has %(count)d character too many.",
        "Shorten this text: it has %(count)d characters too many.",
        excess,
    )
    return [Lack(name, about, words % {"count": excess})]
