"""The fields of the sections: each takes what is typed, and is required by none."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from showcase.applications.sections.base import as_kept

TOO_LONG = _(
    "This text has %(show_value)d characters; we can take %(limit_value)d. Shorten it: nothing you wrote is"
    " lost."
)
NOT_A_CHOICE = _("Choose one of the list.")
# As evidence on a page has it: a year, a month or a day.
DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z"


def text(label: Any, most: int, *, help: Any = "", **attributes: str) -> forms.CharField:
    """One line."""
    field = forms.CharField(
        label=label,
        max_length=most,
        required=False,
        help_text=help,
        widget=forms.TextInput(attrs=attributes),
        error_messages={"max_length": TOO_LONG},
    )
    field.widget.attrs.pop("maxlength", None)  # what is pasted is never cut
    return field


class LongTextField(forms.CharField):
    """Several lines, as plain text: HTML in it is text. Its length is that of what is kept: a line end is one
    character, as its counter says, where a browser sends two.
    """

    default_error_messages = {"max_length": TOO_LONG}

    def to_python(self, value: Any) -> Any:
        return super().to_python(as_kept(value or ""))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # what is pasted is never cut


def long_text(label: Any, most: int, *, rows: int, help: Any = "") -> LongTextField:
    """Several lines, of which none is required."""
    return LongTextField(
        label=label,
        max_length=most,
        required=False,
        help_text=help,
        widget=forms.Textarea(attrs={"rows": rows, "data-most": most}),
    )


def date(label: Any, *, help: Any = "") -> forms.CharField:
    """A day, a month or a year, as precisely as somebody knows it."""
    field = text(label, 200, help=help)
    words = _("Write the date as 2024, 2024-03 or 2024-03-15.")
    field.validators.append(RegexValidator(DATE, words))
    return field


def address(label: Any, *, help: Any = "") -> forms.URLField:
    """The address of a page."""
    field = forms.URLField(
        label=label,
        max_length=500,
        required=False,
        help_text=help,
        assume_scheme="https",
        error_messages={
            "invalid": _("This address is not complete. It should look like https://example.org/report."),
            "max_length": TOO_LONG,
        },
    )
    field.widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"})
    return field


class DecimalField(forms.DecimalField):
    """A number with a point or a comma, whatever the language, and with as many decimals as one likes: it is
    copied from any map. What is beyond `decimal_places` is rounded.
    """

    def to_python(self, value: Any) -> Any:
        found = super().to_python(str(value).strip().replace(",", ".") if value else value)
        # Which others see to. Of what is beyond any number, abs() would be an error.
        if found is None or not found.is_finite() or found.copy_abs() > 1000:
            return found
        rounded = round(found, self.decimal_places or 0)
        return found if found == rounded else rounded


def number(
    label: Any, least: int, most: int, *, decimal: bool = False, help: Any = ""
) -> forms.IntegerField | forms.DecimalField:
    """A number between two bounds."""
    options: dict[str, Any] = {
        "label": label,
        "required": False,
        "help_text": help,
        "validators": [
            MinValueValidator(least, _("The smallest possible is %(limit_value)s.")),
            MaxValueValidator(most, _("The largest possible is %(limit_value)s.")),
        ],
        # What is typed is kept as it is, which a browser's own field for numbers would not send.
        "widget": forms.TextInput(attrs={"inputmode": "decimal" if decimal else "numeric"}),
        "error_messages": {"invalid": _("Write this in digits.")},
    }
    if decimal:
        return DecimalField(max_digits=8, decimal_places=5, **options)
    return forms.IntegerField(**options)


def choice(label: Any, given: Iterable[tuple[Any, Any]], *, help: Any = "") -> forms.ChoiceField:
    """One of a list, or none yet."""
    return forms.ChoiceField(
        label=label,
        choices=[("", "—"), *_written_large(given)],
        required=False,
        help_text=help,
        error_messages={"invalid_choice": NOT_A_CHOICE},
    )


def choices(
    label: Any, given: Iterable[tuple[Any, Any]], *, most: int | None = None, help: Any = ""
) -> forms.MultipleChoiceField:
    """Several of a list, `most` at most."""
    words = ngettext_lazy("Choose %(limit_value)d at most.", "Choose %(limit_value)d at most.", "limit_value")
    return forms.MultipleChoiceField(
        label=label,
        validators=[MaxLengthValidator(most, words)] if most else [],
        choices=_written_large(given),
        required=False,
        help_text=help,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_A_CHOICE},
    )


def _written_large(given: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Choices with a capital, whether elsewhere they stand within a sentence or not."""
    return [(value, capfirst(label)) for value, label in given]


def agreement(label: Any, *, help: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help)


def attachment() -> forms.UUIDField:
    """The key of an attachment that is kept already; `upload` beside it takes a new one."""
    return forms.UUIDField(required=False, widget=forms.HiddenInput, label=_("File"))


def upload(label: Any, *, accept: str, help: Any = "") -> forms.FileField:
    """A file to add. It is taken by `showcase.applications.files`, and kept as an attachment."""
    return forms.FileField(
        label=label,
        required=False,
        help_text=help,
        widget=forms.FileInput(attrs={"accept": accept}),
    )
