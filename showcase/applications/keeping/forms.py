"""The forms of the page on which a project looks after its data."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from showcase.applications.sections.fields import NOT_A_CHOICE, LongTextField

MOST_CHARACTERS = 4500


class CorrectionForm(forms.Form):
    """What is to be corrected in a file that was sent. `token` makes two clicks one."""

    section = forms.ChoiceField(
        label=_("Where"), required=False, error_messages={"invalid_choice": NOT_A_CHOICE}
    )
    text = LongTextField(
        label=_("What is to be corrected"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What the file says, and what it should say."),
        error_messages={"required": _("Say what is to be corrected.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, sections: list[tuple[str, Any]]):
        super().__init__(data, initial={"token": uuid.uuid4()}, prefix="correction")
        self.fields["section"].choices = [("", _("the whole file")), *sections]  # type: ignore[attr-defined]


class SureForm(forms.Form):
    """A box to tick before what cannot be undone."""

    def __init__(self, data: Any, *, prefix: str, label: Any):
        super().__init__(data, prefix=prefix)
        self.fields["sure"] = forms.BooleanField(
            label=label, error_messages={"required": _("Tick the box first: this cannot be undone.")}
        )
