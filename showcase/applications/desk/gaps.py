"""What keeps a file from being sent: what its sections say of themselves, and the attachments they name."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from showcase.applications.models import Application, Attachment
from showcase.applications.models.attachments import ScanState
from showcase.applications.sections import Gap, Plan, RowForm, SectionForm
from showcase.applications.sections.changes import Answer, Change, answers, changes


@dataclass(frozen=True)
class Lacking:
    """A section that is not ready, and why."""

    code: str
    title: str | Promise
    gaps: list[Gap]


def attachments_of(application: Application) -> dict[str, Attachment]:
    """{key: attachment} of a file. One query."""
    return {str(kept.key): kept for kept in application.attachments.all()}


def gaps_of(form: SectionForm, attachments: dict[str, Attachment]) -> list[Gap]:
    """What is wrong or missing in a section. A gap of an attachment is told at the field that takes a file:
    the other is not seen.
    """
    problems = {
        f"{row.prefix}-file": words for row in form.filled_rows if (words := _problem(row, attachments))
    }
    labels = {
        f"{row.prefix}-file": form.label_in_row(number, row.fields["file"].label)
        for number, row in enumerate(form.filled_rows)
        if _takes_files(row)
    }
    found = [_seen(gap, labels) for gap in form.gaps()]
    kept = [gap for gap in found if gap.field not in problems]
    return kept + [Gap(field, labels[field], words, is_missing=False) for field, words in problems.items()]


def lacking(plan: Plan, attachments: dict[str, Attachment] | None = None) -> list[Lacking]:
    """What keeps a file from being sent, section by section."""
    if attachments is None:
        attachments = attachments_of(plan.application)
    found = [Lacking(form.code, form.title, gaps_of(form, attachments)) for form in plan.forms.values()]
    return [section for section in found if section.gaps]


def told(form: SectionForm, attachments: dict[str, Attachment]) -> list[Answer]:
    """What a section says, as words; attachments by their names."""
    return [replace(answer, words=_named(answer.words, attachments)) for answer in answers(form)]


def changes_told(before: Plan, after: Plan, attachments: dict[str, Attachment]) -> dict[str, list[Change]]:
    """{code of a section: what changed in it}; attachments by their names."""
    return {
        code: [
            replace(line, before=_named(line.before, attachments), after=_named(line.after, attachments))
            for line in lines
        ]
        for code, lines in changes(before, after).items()
    }


def _named(words: str, attachments: dict[str, Attachment]) -> str:
    return attachments[words].name if words in attachments else words


def _takes_files(row: RowForm) -> bool:
    return "attachment" in row.fields


def _seen(gap: Gap, labels: dict[str, str]) -> Gap:
    if not gap.field.endswith("-attachment"):
        return gap
    field = gap.field.removesuffix("-attachment") + "-file"
    return replace(gap, field=field, label=labels[field])


def _problem(row: RowForm, attachments: dict[str, Attachment]) -> str:
    """What is wrong with the attachment that a row names."""
    key = row["attachment"].data if _takes_files(row) else ""
    if not key:
        return ""
    attachment = attachments.get(str(key))
    if attachment is None:
        return _("This file is not here any more. Add it again.")
    if attachment.scan == ScanState.REFUSED:
        return _("The virus scanner has refused this file. Remove it, or add another.")
    return ""
