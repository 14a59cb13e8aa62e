"""A form that anybody may send: its defences against robots, and keeping what is sent once."""

import time
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home.limits import connection_of, too_many

# A person needs longer than this to write a message; a form older than a day is asked for again.
FASTEST_SECONDS = 2
TOKEN_MAX_AGE = 24 * 3600
MESSAGES_PER_HOUR = 10


class GuardedForm(forms.Form):
    """What keeps robots away. `website` is a trap that people do not see; `token` says when the form was
    opened, and makes two clicks one.
    """

    # What is sent of one kind from one connection is counted together under this name.
    counted_as: str

    # What the sender is told; a form that sends no message says it in its own words.
    too_quick: Any = _("That was very quick. Read your message once more, then send it again.")
    too_old: Any = _("This form had been open for too long. Your text is still here: send it again.")
    too_often: Any = _("Many messages have come from your connection in the last hour. Try again later.")

    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, request: HttpRequest, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.request = request
        self.fields["token"].initial = signing.dumps([uuid.uuid4().hex, time.time()])

    def mark_errors(self) -> None:
        """Tie each message to its field, once the fields are all there."""
        for name, field in self.fields.items():
            if name in (self.errors if self.is_bound else {}):
                described = field.widget.attrs.get("aria-describedby", "")
                field.widget.attrs |= {
                    "aria-invalid": "true",
                    "aria-describedby": f"error-{name} {described}".strip(),
                }

    def clean_token(self) -> uuid.UUID:
        try:
            token, made_at = signing.loads(self.cleaned_data["token"], max_age=TOKEN_MAX_AGE)
            key = uuid.UUID(token)
        except (signing.BadSignature, ValueError, TypeError):
            raise self._start_again() from None
        if time.time() - made_at < FASTEST_SECONDS:
            raise forms.ValidationError(self.too_quick)
        return key

    def _start_again(self) -> forms.ValidationError:
        self.data = {**{name: self.data[name] for name in self.data}, "token": self.fields["token"].initial}
        return forms.ValidationError(self.too_old)

    def clean(self):
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("The hidden field must stay empty. Clear it and send again."))
        if not self.errors and self._too_many():
            raise forms.ValidationError(self.too_often)
        return cleaned

    def _too_many(self) -> bool:
        address = self.request.META.get("REMOTE_ADDR", "")
        return too_many(f"{self.counted_as}:{connection_of(address)}", MESSAGES_PER_HOUR)


class PublicForm(GuardedForm, forms.ModelForm):
    """A message, of a model that is a `ReceivedMessage`. Each form says what `pass_on` is: the task that
    takes its key.
    """

    pass_on: Any

    def __init__(self, data=None, *, request: HttpRequest, **kwargs: Any):
        super().__init__(data, request=request, **kwargs)
        self.sent_before = False
        # The limit is said by the field's message with the text kept, never by cutting what is pasted.
        self.fields["message"].widget.attrs.pop("maxlength", None)

    def accept(self) -> bool:
        """Keep the message and queue its mail in one transaction; a second sending changes nothing.

        Returns True in both cases; `sent_before` tells them apart.
        """
        message = self.save(commit=False)
        message.token = self.cleaned_data["token"]
        message.language = get_language() or settings.LANGUAGE_CODE
        try:
            with transaction.atomic():
                message.save()
                self.pass_on.enqueue(message.pk)
        except IntegrityError:
            self.sent_before = True
        return True
