"""The forms at the door."""

import json
import unicodedata
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from home.limits import too_many
from home.public_form import GuardedForm
from showcase.applications.door import altcha
from showcase.applications.mailbox import spelled

LINKS_PER_HOUR = 5
# Of an address, in the one spelling that we keep.
MOST_CHARACTERS = 254


class ProofInput(forms.HiddenInput):
    """Where a browser puts its proof of work. One that was sent is spent, and is never written back."""

    def format_value(self, value: Any) -> None:
        return None


class MailboxField(forms.EmailField):
    """An address, in the one spelling of its mailbox: in another, somebody would be another person to us, and
    their letters, which reach the same mailbox, be counted apart.
    """

    def to_python(self, value: Any) -> str:
        # Signs that nobody sees come along where an address is pasted.
        seen = "".join(sign for sign in str(value or "") if unicodedata.category(sign) != "Cf")
        address = str(super().to_python(seen)).lower()
        if len(address) > MOST_CHARACTERS:  # which is said, before much work is spent on it
            return address
        try:
            return spelled(address)
        except UnicodeError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class AddressForm(GuardedForm):
    """An address to which we are to write."""

    too_quick = _("That was very quick. Check the address, then send it again.")
    too_old = _("This page had been open for too long. The address is still here: send it again.")
    too_often = _("Many links have been asked for from your connection in the last hour. Try again later.")

    email = MailboxField(
        max_length=MOST_CHARACTERS,
        error_messages={
            "required": _("Write the address to which we may send the link."),
            "invalid": _("This address is not complete. It should look like name@example.org."),
            "max_length": _("This address is too long to be one. It should look like name@example.org."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # The limit is said by the field's message, never by cutting what is pasted.
        self.fields["email"].widget.attrs.pop("maxlength", None)

    def clean_email(self) -> str:
        address = self.cleaned_data["email"]
        name = address.rpartition("@")[0]
        # What mail programs read as other signs: one mailbox would have as many spellings as somebody likes,
        # and the letters to each would be counted apart.
        if "=?" in name or not name.isascii():
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"], code="invalid")
        return address

    def is_flooded(self, about: uuid.UUID | None = None) -> bool:
        """Count one more link to this address, about a file or none; whether those of the last hour are too
        many.
        """
        return too_many(f"{self.counted_as}:{about or ''}:{self.cleaned_data['email']}", LINKS_PER_HOUR)


class WantedField(forms.CharField):
    """The path of what somebody wanted to open. They do not see it, so what cannot be one is dropped."""

    def clean(self, value: Any) -> str:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return ""


class EntryForm(AddressForm):
    """Asking for the link that lets in. `next` is what somebody wanted to open."""

    counted_as = "application-link"

    next = WantedField(required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label = _("Your e-mail address")
        field.widget.attrs["autocomplete"] = "email"
        if settings.ALTCHA:
            task = ProofInput(attrs={"data-challenge": json.dumps(altcha.challenge())})
            self.fields["altcha"] = forms.CharField(required=False, max_length=4000, widget=task)

    def clean_altcha(self) -> str:
        proof = self.cleaned_data["altcha"]
        if not altcha.is_solved(proof):
            raise forms.ValidationError(
                _("The check of your browser had not ended, or was too old. Send the address again.")
            )
        return proof


class InvitationForm(AddressForm):
    """Somebody else who is to write in the file."""

    counted_as = "application-invitation"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label = _("E-mail address of the person who is to write with you")
        field.widget.attrs["autocomplete"] = "off"
        field.error_messages["required"] = _("Write the address to which we may send the invitation.")
