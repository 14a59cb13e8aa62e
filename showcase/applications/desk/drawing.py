"""A section's form as its page draws it: each field with what is to be said of it."""

from dataclasses import dataclass, field

from django import forms
from django.forms import BoundField
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from showcase.applications.desk.gaps import gaps_of
from showcase.applications.files.limits import document_words, image_words
from showcase.applications.models import Attachment
from showcase.applications.sections.base import RowForm, SectionForm
from showcase.applications.sections.changes import words_of
from showcase.applications.sections.proof import ImageRow


@dataclass(frozen=True)
class DrawnField:
    """A field, and what to say of it: `gap`, what is missing or wrong; `other`, what somebody else saved."""

    bound: BoundField
    gap: str = ""
    other: str = ""
    hint: str = ""


@dataclass(frozen=True)
class DrawnRow:
    """One row. Where somebody else has saved another file in it, `choice` holds this person's and theirs
    (None for no file), of which one is chosen.
    """

    number: int
    fields: list[DrawnField]
    attachment: Attachment | None = None
    choice: tuple[Attachment | None, Attachment | None] | None = None


@dataclass(frozen=True)
class Mistake:
    """One line of what is to be corrected: where it is on the page, its label, and what to do."""

    place: str
    label: str
    words: str


@dataclass(frozen=True)
class Drawn:
    fields: list[DrawnField]
    rows: list[DrawnRow] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    # What is missing of no field: so many rows.
    others: list[str] = field(default_factory=list)


def draw(
    form: SectionForm,
    attachments: dict[str, Attachment],
    *,
    shows_gaps: bool,
    refused: dict[str, str],
    other: SectionForm | None,
) -> Drawn:
    """`attachments` are those of the file by key, `refused` {field: what is wrong with what was sent};
    `other` is the same section as somebody else has saved it. What is missing is said only where somebody
    has asked for it (`shows_gaps`); what is wrong, always.
    """
    gaps = {gap.field: gap.words for gap in gaps_of(form, attachments) if shows_gaps or not gap.is_missing}
    gaps |= refused
    theirs = _words(other) if other else None

    def fields_of(part: SectionForm | RowForm) -> list[DrawnField]:
        return [
            DrawnField(bound, gaps.get(bound.html_name, ""), _differs(bound, theirs), _hints(part, bound))
            for bound in part
        ]

    rows = [_row(number, row, fields_of(row), attachments, other) for number, row in enumerate(form.rows)]
    drawn = fields_of(form)
    everything = [(one, str(one.bound.label)) for one in drawn]
    everything += [
        (one, form.label_in_row(row.number, one.bound.label)) for row in rows for one in row.fields
    ]
    mistakes = [
        Mistake(one.bound.auto_id, label, one.gap)
        for one, label in everything
        if one.gap and not one.bound.is_hidden
    ]
    return Drawn(drawn, rows, mistakes, [gaps["rows"]] if "rows" in gaps else [])


def _row(
    number: int,
    row: RowForm,
    fields: list[DrawnField],
    attachments: dict[str, Attachment],
    other: SectionForm | None,
) -> DrawnRow:
    if "attachment" not in row.fields:
        return DrawnRow(number, fields)
    mine = attachments.get(str(row["attachment"].data or ""))
    if other is None:
        return DrawnRow(number, fields, mine)
    same = other.filled_rows[number : number + 1]
    theirs = attachments.get(str(same[0]["attachment"].data or "")) if same else None
    return DrawnRow(number, fields, mine, (mine, theirs) if mine != theirs else None)


def _hints(part: SectionForm | RowForm, bound: BoundField) -> str:
    """What may be given, and whether it may be left out."""
    is_optional = bound.name not in (*part.needed, *part.sometimes)
    return " ".join(str(words) for words in (_hint(part, bound), is_optional and _("Optional.")) if words)


def _hint(part: forms.Form, bound: BoundField) -> str | Promise:
    """What may be given: kinds and size of a file, length of a long text."""
    if isinstance(bound.field, forms.FileField):
        return image_words() if isinstance(part, ImageRow) else document_words()
    if most := bound.field.widget.attrs.get("data-most"):
        return _("%(most)s characters at most.") % {"most": number_format(most, force_grouping=True)}
    return ""


def _words(form: SectionForm) -> dict[str, str]:
    parts: list[SectionForm | RowForm] = [form, *form.filled_rows]
    return {bound.html_name: words_of(bound.field, bound.data) for part in parts for bound in part}


def _differs(bound: BoundField, theirs: dict[str, str] | None) -> str:
    """What somebody else saved in this field, where it is something else; a dash where it is empty."""
    if theirs is None or bound.is_hidden or isinstance(bound.field, forms.FileField):
        return ""
    other = theirs.get(bound.html_name, "")
    return "" if other == words_of(bound.field, bound.data) else other or "–"
