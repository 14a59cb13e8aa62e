"""The forms of the jury."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminAutoHeightTextInput

from showcase.applications.jury.scoring import Scores
from showcase.applications.sections.fields import NOT_A_CHOICE, TOO_LONG
from showcase.models import Finding

NO, YES = "no", "yes"
LONGEST_KEY = 18  # digits, of what 64 bits hold
FIND, SAY_WHY = _("Choose what you find."), _("Say why.")


def long_text(label: Any, most: int, *, required: Any = "", help: Any = "") -> forms.CharField:
    """Several lines. What is pasted is never cut: too much is said to be. `required` says what to do where it
    is empty, if it may not be.
    """
    field = forms.CharField(
        label=label,
        max_length=most,
        required=bool(required),
        help_text=help,
        widget=AdminAutoHeightTextInput(),
        error_messages={"required": required, "max_length": TOO_LONG},
    )
    field.widget.attrs.pop("maxlength", None)
    return field


def describe(bound: forms.BoundField, *endings: str) -> None:
    """Have a screen reader say with a field what stands beside it, under its id and these endings, and its
    help, which Wagtail leaves out where something else is said. Of choices, their fieldset says it.
    """
    if bound.field.widget.use_fieldset:
        return
    told = ["-helptext"] if bound.help_text else []
    described = [f"{bound.auto_id}{ending}" for ending in (*told, *endings)]
    bound.field.widget.attrs["aria-describedby"] = " ".join(described)


class DeclarationForm(forms.Form):
    """Before a file opens."""

    conflict = forms.ChoiceField(
        label=_("Does anything link you to this project?"),
        choices=[
            (NO, _("I have no conflict of interest: neither work, nor money, nor family, nor friendship.")),
            (YES, _("I have one, or it could look like one.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say one or the other: the file opens after that.")},
    )
    note = long_text(
        _("What links you to it"),
        1000,
        help=_("If you have one. Whoever leads the jury reads it, nobody else."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("conflict") == YES and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say in a few words what links you to the project."))
        return cleaned


class ScoresForm(forms.Form):
    """A finding and a comment per criterion, and a comment on the whole. What is typed may be unfinished."""

    whole = long_text(_("The file as a whole"), 5000, help=_("If you want to add something."))
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, kept: Scores, codes: Iterable[str]):
        self.kept, self.codes = kept, list(codes)
        super().__init__(data, initial={"whole": kept.whole, "version": kept.version})
        for code in self.codes:
            finding, comment = kept.each.get(code, ("", ""))
            self.fields[f"{code}-finding"] = forms.ChoiceField(
                label=_("What you find"),
                choices=Finding.choices,
                required=False,
                initial=finding,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": NOT_A_CHOICE},
            )
            field = long_text(_("Why"), 3000)
            field.initial = comment
            self.fields[f"{code}-comment"] = field

    @property
    def given(self) -> Scores:
        """What was typed, of a form that is valid."""
        said = self.cleaned_data
        each = {code: (said[f"{code}-finding"], said[f"{code}-comment"]) for code in self.codes}
        return Scores(each, said["whole"])

    def after(self, kept: Scores) -> "ScoresForm":
        """The same form, with what was typed, to be saved over `kept` once both have been looked at."""
        data = {**self.data.dict(), "version": kept.version}  # type: ignore[attr-defined]
        form = ScoresForm(data, kept=kept, codes=self.codes)
        form.full_clean()
        return form

    def others(self) -> dict[str, str]:
        """{field: what was kept meanwhile}, where that is something else than what is typed."""
        found = {}
        for code in self.codes:
            finding, comment = self.kept.each.get(code, ("", ""))
            if self[f"{code}-finding"].value() != finding:
                found[f"{code}-finding"] = str(Finding(finding).label) if finding else "–"
            if _plain(self[f"{code}-comment"].value()) != comment:
                found[f"{code}-comment"] = comment or "–"
        if _plain(self["whole"].value()) != self.kept.whole:
            found["whole"] = self.kept.whole or "–"
        return found

    def ask_for_missing(self) -> None:
        """Say at each field what must be filled in before scores are sent, of a form that is valid."""
        for code in self.codes:
            for name, words in ((f"{code}-finding", FIND), (f"{code}-comment", SAY_WHY)):
                if not self.cleaned_data[name]:
                    self.add_error(name, words)


def _plain(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n").strip()


class TextForm(forms.Form):
    """A question to the project, or a remark to the other jurors. `token` makes two clicks one."""

    about = forms.ChoiceField(
        label=_("About"), required=False, error_messages={"invalid_choice": NOT_A_CHOICE}
    )
    text = long_text(_("Text"), 5000, required=_("Write it first."))
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, choices: Iterable[tuple[str, Any]], prefix: str, label: Any):
        super().__init__(data, initial={"token": uuid.uuid4()}, prefix=prefix)
        self.fields["about"].choices = [("", _("the whole file")), *choices]  # type: ignore[attr-defined]
        self.fields["text"].label = label


class SeveralField(forms.ModelMultipleChoiceField):
    """Several of a list. A number larger than any key is not sent to the database, which would fail."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class _JurorChoice(SeveralField):
    def label_from_instance(self, obj: Any) -> str:
        name = obj.get_full_name() or obj.get_username()
        words = ngettext("%(count)d file to score", "%(count)d files to score", obj.waiting)
        return f"{name} ({words % {'count': obj.waiting}})"


class AssignForm(forms.Form):
    """Who else is to read a file: those who are chosen."""

    jurors = _JurorChoice(
        label=_("Choose who reads it"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose somebody first."),
            "invalid_choice": _("Somebody you chose cannot read this file, or has it already."),
        },
    )

    def __init__(self, data: Any = None, *, people: Any):
        super().__init__(data)
        self.fields["jurors"].queryset = people  # type: ignore[attr-defined]
