"""The forms of this room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from showcase.applications.decisions.drafting import Draft, Words
from showcase.applications.decisions.telling import PARTS
from showcase.applications.jury.forms import long_text
from showcase.applications.models import Outcome
from showcase.applications.sections.base import MOST_CHARACTERS, UNWRITTEN
from showcase.applications.sections.fields import NOT_A_CHOICE, LongTextField
from showcase.models import Criterion, Finding

LABELS = {
    "convinced": _("What convinced"),
    "missing": _("What was missing"),
    "would_change": _("What evidence would change it"),
}


def _choice(label: Any, choices: Any, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        initial=initial,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_A_CHOICE},
    )


def _plain(text: Any) -> str:
    """What was typed, without control characters and the line ends of one system."""
    return UNWRITTEN.sub("", str(text or "").replace("\r\n", "\n")).strip()


class DecisionForm(forms.Form):
    """The outcome, the letter's own words, and reasons per criterion. It may be left unfinished: what it
    lacks to be sent is said before the letter is approved (`telling.lacking`).
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, draft: Draft, criteria: list[Criterion], language: str, version: str
    ):
        self.draft, self.criteria, self.language = draft, criteria, language
        super().__init__(_without_control(data), initial={"version": version})
        self.fields["outcome"] = _choice(_("Outcome"), Outcome.choices, draft.outcome)
        self._add_text("opening", _("Opening of the letter"), draft.opening)
        for criterion in criteria:
            words = draft.reasons.get(criterion.code, Words())
            self.fields[f"{criterion.code}-finding"] = _choice(_("Finding"), Finding.choices, words.finding)
            for part in PARTS:
                self._add_text(f"{criterion.code}-{part}", LABELS[part], getattr(words, part))
        self._add_text(
            "plan",
            _("What to do next"),
            draft.plan,
            help=_("For a refusal: what would make a new application stronger, one step per line."),
        )

    def _add_text(self, name: str, label: Any, initial: str, *, help: Any = "") -> None:
        field = long_text(label, MOST_CHARACTERS, help=help)
        field.initial = initial
        field.widget.attrs["lang"] = self.language
        self.fields[name] = field

    @property
    def given(self) -> Draft:
        """What was typed, of a form that is valid."""
        said = {name: _plain(value) for name, value in self.cleaned_data.items()}
        reasons = {
            criterion.code: Words(
                **{part: said[f"{criterion.code}-{part}"] for part in ("finding", *PARTS)},
            )
            for criterion in self.criteria
        }
        return Draft(reasons, said["outcome"], said["opening"], said["plan"])

    def after(self, kept: Draft) -> "DecisionForm":
        """The same form, with what was typed, to be saved over `kept` once both have been looked at."""
        data = {**self.data, "version": kept.version}
        return DecisionForm(
            data, draft=kept, criteria=self.criteria, language=self.language, version=kept.version
        )

    def others(self) -> dict[str, str]:
        """{field: what was kept meanwhile}, where that is something else than what is typed."""
        kept = {"outcome": self.draft.outcome, "opening": self.draft.opening, "plan": self.draft.plan}
        for criterion in self.criteria:
            words = vars(self.draft.reasons.get(criterion.code, Words()))
            kept |= {f"{criterion.code}-{part}": text for part, text in words.items()}
        return {
            name: _in_words(self.fields[name], text) or "–"
            for name, text in kept.items()
            if _plain(self[name].value()) != text
        }


def _without_control(data: Any) -> dict[str, str] | None:
    """What a browser sent, one text for each field."""
    if data is None:
        return None
    return {name: UNWRITTEN.sub("", str(data[name])) for name in data}


def _in_words(field: forms.Field, text: str) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(text, text))  # type: ignore[arg-type]
    return text


class AppealForm(forms.Form):
    text = LongTextField(
        label=_("Why should others read it?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What was overlooked or misread. Other jurors read your file and this text."),
        error_messages={"required": _("Say why you appeal.")},
    )

    def __init__(self, data: Any = None):
        super().__init__(_without_control(data))

    @property
    def given(self) -> str:
        return _plain(self.cleaned_data["text"])
