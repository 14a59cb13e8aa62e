"""Taking a message from the public: the form, its defences, and the mail that passes it on."""

import time
import uuid
from datetime import timedelta

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from home.models.contact import ContactMessage

# A person needs longer than this to write a message; a form older than a day is asked for again.
FASTEST_SECONDS = 2
TOKEN_MAX_AGE = 24 * 3600
MESSAGES_PER_HOUR = 10
RETRY_MINUTES = (1, 5, 30, 120, 720)


class ContactForm(forms.ModelForm):
    """A message. `website` is a trap that people do not see; `token` makes two clicks one message."""

    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = ContactMessage
        fields = ["name", "email", "subject", "message"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "message": forms.Textarea(attrs={"rows": 8}),
        }
        error_messages = {
            "name": {"required": _("Write your name, so that we know whom to answer.")},
            "email": {
                "required": _("Write your e-mail address, so that we can answer you."),
                "invalid": _("This address is not complete. It should look like name@example.org."),
            },
            "subject": {"required": _("Write in a few words what your message is about.")},
            "message": {
                "required": _("Your message is empty. Write what you want to tell us."),
                "max_length": _(
                    "Your message has %(show_value)d characters; we can take %(limit_value)d."
                    " Shorten it and send it again: nothing you wrote is lost."
                ),
            },
        }

    def __init__(self, data=None, *, request: HttpRequest):
        super().__init__(data)
        self.request = request
        self.sent_before = False
        self.fields["token"].initial = signing.dumps([uuid.uuid4().hex, time.time()])
        # The limit is said by the field's message with the text kept, never by cutting what is pasted.
        self.fields["message"].widget.attrs.pop("maxlength", None)
        for name, field in self.fields.items():
            if name in (self.errors if data else {}):
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"error-{name}"}

    def clean_token(self) -> uuid.UUID:
        try:
            token, made_at = signing.loads(self.cleaned_data["token"], max_age=TOKEN_MAX_AGE)
            key = uuid.UUID(token)
        except (signing.BadSignature, ValueError, TypeError):
            raise self._start_again() from None
        if time.time() - made_at < FASTEST_SECONDS:
            raise forms.ValidationError(
                _("That was very quick. Read your message once more, then send it again.")
            )
        return key

    def _start_again(self) -> forms.ValidationError:
        self.data = {**{name: self.data[name] for name in self.data}, "token": self.fields["token"].initial}
        return forms.ValidationError(
            _("This form had been open for too long. Your text is still here: send it again.")
        )

    def clean(self):
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("The hidden field must stay empty. Clear it and send again."))
        if not self.errors and self._too_many():
            raise forms.ValidationError(
                _("Many messages have come from your connection in the last hour. Try again later.")
            )
        return cleaned

    def _too_many(self) -> bool:
        key = f"contact:{self.request.META.get('REMOTE_ADDR', '')}"
        cache.add(key, 0, timeout=3600)
        try:
            return cache.incr(key) > MESSAGES_PER_HOUR
        except ValueError:  # a cache that keeps nothing has no count
            return False

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
                pass_on.enqueue(message.pk)
        except IntegrityError:
            self.sent_before = True
        return True


@task()
def pass_on(message_id: int, attempt: int = 0) -> None:
    """Send a kept message to the publisher. Run by the worker; it may be run again safely.

    Where the mail server does not take it, it is tried again later, five times within a day. Each failure
    is in the log, and the list of messages shows which have not been passed on.
    """
    message = ContactMessage.objects.get(pk=message_id)
    if message.sent_at:
        return
    recipient = contact_address()
    if not recipient:
        return
    mail = EmailMessage(
        subject=" ".join(message.subject.split()),
        body=f"{message.message}\n\n-- \n{message.name} <{message.email}>",
        to=[recipient],
        reply_to=[message.email],
    )
    try:
        mail.send()
    except OSError:  # which all errors of smtplib are
        if attempt < len(RETRY_MINUTES):
            later = timezone.now() + timedelta(minutes=RETRY_MINUTES[attempt])
            pass_on.using(run_after=later).enqueue(message_id, attempt + 1)
        raise
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])


def contact_address() -> str:
    """Where messages go: the publisher's setting, else the environment's CONTACT_EMAIL, else nowhere."""
    from home.models.publisher import PublisherSettings

    return PublisherSettings.load().contact_email or settings.CONTACT_EMAIL
