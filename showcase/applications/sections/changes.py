"""What changed between two versions of a file: each field, before and after, as its reader reads it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from showcase.applications.sections.base import RowForm, SectionForm
from showcase.applications.sections.plan import Plan

ADDRESS = re.compile(r"^https?://\S+$")


@dataclass(frozen=True)
class Answer:
    """One field as words. `field` is its name in the form; `is_typed` where the words are the project's own,
    in its language, and not those of a choice.
    """

    field: str
    label: str
    words: str
    is_typed: bool

    @property
    def is_address(self) -> bool:
        """Whether it can be followed as it stands."""
        return bool(ADDRESS.match(self.words))


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


def answers(form: SectionForm) -> list[Answer]:
    """What a section says, as words, without what is empty."""
    found = [*_answers(form), *(answer for row in form.filled_rows for answer in _answers(row))]
    return [answer for answer in found if answer.words]


def _answers(form: forms.Form) -> Iterator[Answer]:
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField):
            continue
        bound = form[name]
        label = str(field.label)
        if isinstance(form, RowForm) and form.prefix:
            label = f"{int(form.prefix.split('-')[1]) + 1}. {label}"
        is_typed = isinstance(field, forms.CharField)
        yield Answer(bound.html_name, label, words_of(field, bound.data), is_typed)


def words_of(field: forms.Field, typed: object) -> str:
    """What was typed in a field, as words: the label of what was chosen, “yes” for what was agreed to."""
    if isinstance(field, forms.MultipleChoiceField):
        labels = _labels(field)
        chosen = typed if isinstance(typed, list) else []
        return ", ".join(labels.get(str(code), str(code)) for code in chosen)
    if isinstance(field, forms.ChoiceField):
        return _labels(field).get(str(typed or ""), str(typed or ""))
    if isinstance(field, forms.BooleanField):
        return str(_("yes")) if typed else ""
    return str(typed or "")


def _labels(field: forms.ChoiceField) -> dict[str, str]:
    choices: Any = field.choices
    return {str(code): str(label) for code, label in choices if code}


def changes(before: Plan, after: Plan) -> dict[str, list[Change]]:
    """{code of a section: what changed in it}, without the sections that are the same."""
    found = {}
    for code, form in after.forms.items():
        if before.kept.get(code, {}) == after.kept.get(code, {}):
            continue
        old = {answer.field: answer for answer in answers(before.forms[code])}
        new = {answer.field: answer for answer in answers(form)}
        fields = [*new, *(field for field in old if field not in new)]
        differing = [
            Change(
                (new.get(field) or old[field]).label,
                old[field].words if field in old else "",
                new[field].words if field in new else "",
            )
            for field in fields
            if (old[field].words if field in old else "") != (new[field].words if field in new else "")
        ]
        if differing:
            found[code] = differing
    return found
