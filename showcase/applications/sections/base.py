"""What every section is: a form that may be left unfinished.

What is kept is what was typed, right or wrong, so that nothing is lost by a mistake: {name of the field:
[texts]}, as a browser sends it. A section that repeats something (evidence, figures, images) has rows, whose
fields are named `row-0-url`. The form bound to what is kept says what is wrong; `needed` says what must not
be empty when the file is sent.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from showcase.applications.models import Application

Kept = dict[str, list[str]]

MOST_ROWS = 20
# More than any field takes: what is longer is said to be, and is kept as long as this.
MOST_CHARACTERS = 20_000
ROW_NAME = re.compile(r"^row-(\d{1,4})-(\w+)$")
# Control characters but tabs and line ends.
UNWRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What a field of one line cannot hold: ends of lines, and signs that turn around what stands beside them.
LINE_ENDS = re.compile(r"[\r\n\x85\u2028\u2029]+")
TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Gap:
    """What keeps a section from being sent: the field's name in the form, its label, and what to do."""

    field: str
    label: str
    words: str
    is_missing: bool


class RowForm(forms.Form):
    """One of several: a piece of evidence, a figure, an image."""

    needed: ClassVar[tuple[str, ...]] = ()
    sometimes: ClassVar[tuple[str, ...]] = ()


class SectionForm(forms.Form):
    """One section. `code` is in its address. No field is required by Django: see `needed`."""

    code: str
    title: Any
    lead: Any = ""
    needed: ClassVar[tuple[str, ...]] = ()
    # What is needed or not by what another field says; all the rest may stay empty.
    sometimes: ClassVar[tuple[str, ...]] = ()
    row_form: ClassVar[type[RowForm] | None] = None
    # What one row is called ("Piece of evidence"), and how many must and may be there when the file is sent.
    row_title: Any = ""
    least_rows: ClassVar[int] = 0
    most_rows: ClassVar[int] = MOST_ROWS

    def __init__(self, kept: Kept | None = None, *, application: Application, empty_rows: int = 0):
        super().__init__(MultiValueDict(kept or {}))
        self.application = application
        self.kept = kept or {}
        self.empty_rows = empty_rows

    @cached_property
    def rows(self) -> list[RowForm]:
        """The rows that are kept, and then `empty_rows` more to fill in, of which nothing is said to be
        wrong.
        """
        if self.row_form is None:
            return []
        count = len(_row_numbers(self.kept))
        data = MultiValueDict(self.kept)
        return [
            self.row_form(
                data,
                prefix=f"row-{number}",
                empty_permitted=number >= count,
                use_required_attribute=False,
            )
            for number in range(min(count + self.empty_rows, MOST_ROWS))
        ]

    @property
    def filled_rows(self) -> list[RowForm]:
        return self.rows[: len(_row_numbers(self.kept))]

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for texts in self.kept.values() for text in texts)

    def label_in_row(self, number: int, label: Any) -> str:
        """A field of a row, as it is called away from its row."""
        words = str(label)
        return f"{self.row_title} {number + 1}, {words[:1].lower()}{words[1:]}"

    def gaps(self) -> list[Gap]:
        """What is wrong, and what is missing to be sent, in the order of the page."""
        found = _gaps(self, self.needed)
        for number, row in enumerate(self.filled_rows):
            found += [
                replace(gap, label=self.label_in_row(number, gap.label)) for gap in _gaps(row, row.needed)
            ]
        lacking = self.least_rows - len(self.filled_rows)
        if lacking > 0:
            words = ngettext("Add %(count)d more.", "Add %(count)d more.", lacking) % {"count": lacking}
            found.append(Gap("rows", str(self.row_title), words, is_missing=True))
        if len(self.filled_rows) > self.most_rows:
            words = _("Keep %(count)d at most, and take the others out.") % {"count": self.most_rows}
            found.append(Gap("rows", str(self.row_title), words, is_missing=False))
        return found


def _gaps(form: forms.Form, needed: tuple[str, ...]) -> list[Gap]:
    found = []
    for name, field in form.fields.items():
        bound = form[name]
        for error in form.errors.get(name, []):
            found.append(Gap(bound.html_name, str(field.label), str(error), is_missing=False))
        if name in needed and not form.errors.get(name) and not form.cleaned_data.get(name):
            words = _("Still to tick.") if isinstance(field, forms.BooleanField) else _("Still to fill in.")
            found.append(Gap(bound.html_name, str(field.label), words, is_missing=True))
    return found


def attachments_named(sections: Iterable[Kept]) -> set[str]:
    """The keys of the attachments that sections name."""
    return {
        text
        for kept in sections
        for name, texts in kept.items()
        if name.endswith("-attachment")
        for text in texts
        if text
    }


def kept_of(section: type[SectionForm], sent: Mapping[str, Any]) -> Kept:
    """What is to be kept of what a browser sent for a section: its own fields, and the rows that are not
    empty, numbered from 0. Texts lose control characters and what is beyond `MOST_CHARACTERS`; one that is
    typed in one line is one, as browsers see to.
    """
    if not isinstance(sent, MultiValueDict):
        sent = MultiValueDict(
            {name: texts if isinstance(texts, list) else [texts] for name, texts in sent.items()}
        )
    kept = {name: _texts(sent, name, field) for name, field in section.base_fields.items() if name in sent}
    return {name: texts for name, texts in kept.items() if any(texts)} | _kept_rows(section, sent)


def _kept_rows(section: type[SectionForm], sent: MultiValueDict) -> Kept:
    kept: Kept = {}
    for number, old in enumerate(kept_numbers(section, sent)):
        row = _row(section, sent, old)
        kept |= {f"row-{number}-{name}": texts for name, texts in row.items() if any(texts)}
    return kept


def kept_numbers(section: type[SectionForm], sent: MultiValueDict) -> list[int]:
    """The numbers, on the page, of the rows that are kept."""
    found = [
        number
        for number in _row_numbers(sent)
        if any(text.strip() for texts in _row(section, sent, number).values() for text in texts)
    ]
    return found[:MOST_ROWS]


def _row(section: type[SectionForm], sent: MultiValueDict, number: int) -> Kept:
    fields = section.row_form.base_fields if section.row_form else {}
    return {
        name: _texts(sent, f"row-{number}-{name}", field)
        for name, field in fields.items()
        if f"row-{number}-{name}" in sent
    }


def _row_numbers(names: Mapping[str, Any]) -> list[int]:
    return sorted({int(found[1]) for name in names if (found := ROW_NAME.match(name))})


def as_kept(text: Any) -> str:
    """A text as it is kept, whatever sent it: without control characters, and with line ends of one sign."""
    return UNWRITTEN.sub("", str(text)).replace("\r\n", "\n")


def _texts(sent: MultiValueDict, name: str, field: forms.Field) -> list[str]:
    texts = [as_kept(text) for text in sent.getlist(name)[:100]]
    if isinstance(field.widget, forms.widgets.Input):
        texts = [TURNS.sub("", LINE_ENDS.sub(" ", text)) for text in texts]
    return [text[:MOST_CHARACTERS] for text in texts]
