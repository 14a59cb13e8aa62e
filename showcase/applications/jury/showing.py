"""What a file says, as the jury reads it: the last version that was sent, as words and as links."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import override

from showcase.applications.jury.identity import HIDDEN, neutral_name, without_identity
from showcase.applications.models import Application, Attachment, Snapshot
from showcase.applications.models.attachments import ScanState
from showcase.applications.sections import Plan, RowForm, SectionForm, plan_of
from showcase.applications.sections.changes import Answer, Change, answers, changes
from showcase.applications.sections.proof import CriterionSection, ImagesSection

# What one must know to say whether something links one to a project, in this order.
FACTS = {"project": ("name", "organisation"), "place": ("country",)}
PARTNERS = "people"
# The same where the file does not say who applies.
HIDDEN_FACTS = {"place": ("country",), "project": ("sectors",)}


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence, or an image: a link or an attachment, with its title. `name` is that of the
    attachment, as this reader may know it.
    """

    title: str
    url: str
    attachment: Attachment | None
    name: str
    kind: str
    date: str

    @property
    def is_ready(self) -> bool:
        """Whether there is an attachment that may be opened."""
        return self.attachment is not None and self.attachment.scan == ScanState.CLEAN


@dataclass(frozen=True)
class Claim:
    """What the project says of one criterion, and shows."""

    criterion: Any
    level: str
    words: str
    evidence: list[Evidence]


@dataclass(frozen=True)
class Told:
    """One section as words."""

    code: str
    title: Any
    answers: list[Answer]
    images: list[Evidence]

    @property
    def is_judged(self) -> bool:
        """Whether it says something of the project itself."""
        return self.code not in ("contacts", "consent")


class Said:
    """What a file says. With `hides`, without what says who applies: it is left out before anything else is
    made of it.
    """

    def __init__(self, application: Application, *, hides: bool):
        self.application, self.hides = application, hides

    @cached_property
    def snapshots(self) -> list[Snapshot]:
        """The last version that was sent, and the one before it."""
        return list(self.application.snapshots.order_by("-number")[:2])

    def _plan(self, snapshot: Snapshot | None, names: dict[str, str] | None = None) -> Plan:
        """The sections of a version. With `names`, attachments are told by their names, not by their keys."""
        kept = snapshot.sections if snapshot else {}
        if self.hides:
            kept = without_identity(kept)
        if names:
            kept = {
                code: {field: [names.get(text, text) for text in texts] for field, texts in fields.items()}
                for code, fields in kept.items()
            }
        plan = plan_of(self.application, kept)
        if not any(plan.criteria):
            # A grid that is not there in the reader's language is read in the project's.
            with override(self.application.language):
                plan = plan_of(self.application, kept)
        return plan

    @cached_property
    def plan(self) -> Plan:
        return self._plan(self.snapshots[0] if self.snapshots else None)

    @cached_property
    def titles(self) -> dict[str, Any]:
        """{code of a section: its title}, without those that are hidden whole."""
        hidden = {code for code, fields in HIDDEN.items() if self.hides and not fields}
        return {code: kind.title for code, kind in self.plan.kinds.items() if code not in hidden}

    @cached_property
    def facts(self) -> list[Answer]:
        """What a juror is told before they declare."""
        found = [
            answer
            for code, names in (HIDDEN_FACTS if self.hides else FACTS).items()
            for answer in answers(self.plan.forms[code])
            if answer.field in names
        ]
        if not self.hides:
            said = answers(self.plan.forms[PARTNERS])
            names = [answer.words for answer in said if answer.field.endswith("-name")]
            found += [Answer(PARTNERS, _("Partners"), ", ".join(names), is_typed=True)] if names else []
        return found

    @cached_property
    def sections(self) -> list[Told]:
        """The sections that are no criteria, without what is empty."""
        told = [
            Told(
                code,
                form.title,
                [answer for answer in answers(form) if not answer.field.endswith("attachment")],
                self._evidence(form) if isinstance(form, ImagesSection) else [],
            )
            for code, form in self.plan.forms.items()
            if not isinstance(form, CriterionSection)
        ]
        return [section for section in told if section.answers or section.images]

    @cached_property
    def claims(self) -> list[Claim]:
        """Criterion by criterion, in the order of the grid."""
        return [
            Claim(
                form.criterion,
                _choice(form["level"]),
                form["claim"].value() or "",
                self._evidence(form),
            )
            for form in self.plan.criteria
        ]

    @cached_property
    def changes(self) -> list[tuple[Any, list[Change]]]:
        """What the project changed since it had sent the file before: [(title of a section, changes)]."""
        if len(self.snapshots) < 2:
            return []
        after, before = (self._plan(snapshot, names=self._names) for snapshot in self.snapshots)
        return [(after.kinds[code].title, lines) for code, lines in changes(before, after).items()]

    @cached_property
    def _attachments(self) -> dict[str, Attachment]:
        return {str(found.key): found for found in self.application.attachments.all()}

    def _name(self, attachment: Attachment) -> str:
        return neutral_name(attachment) if self.hides else attachment.name

    @cached_property
    def _names(self) -> dict[str, str]:
        """{key of an attachment: its name}, so that two of one name can be told apart."""
        names: dict[str, str] = {}
        for key, attachment in self._attachments.items():
            name = self._name(attachment)
            names[key] = f"{name} ({attachment.pk})" if name in names.values() else name
        return names

    def _evidence(self, form: SectionForm) -> list[Evidence]:
        return [self._piece(row) for row in form.filled_rows]

    def _piece(self, row: RowForm) -> Evidence:
        row.full_clean()
        said = row.cleaned_data
        attachment = self._attachments.get(str(said.get("attachment")))
        name = self._name(attachment) if attachment else ""
        return Evidence(
            title=said.get("title") or said.get("alt") or name,
            # What is no address of a page leads nowhere.
            url=said.get("url") or "",
            attachment=attachment,
            name=name,
            kind=_choice(row["kind"]) if "kind" in row.fields else "",
            date=said.get("date") or "",
        )


def _choice(bound: BoundField) -> str:
    """The label of what was chosen."""
    choices: Any = bound.field
    return dict(choices.choices).get(bound.data or "", "") if bound.data else ""
