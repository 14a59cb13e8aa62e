"""Taking a message from the public: the form, and the mail that passes it on."""

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from home.models.contact import ContactMessage
from home.posting import id_of_mail, send_or_retry
from home.public_form import PublicForm
from home.typography import one_line


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
        subject=one_line(message.subject),
        body=f"{message.message}\n\n-- \n{message.name} <{message.email}>",
        to=[recipient],
        reply_to=[message.email],
        headers={"Message-ID": id_of_mail(f"message-{message.pk}")},
    )
    send_or_retry(mail, pass_on, message_id, attempt=attempt)
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])


class ContactForm(PublicForm):
    """A message to the publisher, who answers it."""

    counted_as = "contact"
    pass_on = pass_on

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

    def __init__(self, data=None, *, request):
        super().__init__(data, request=request)
        self.mark_errors()


def contact_address() -> str:
    """Where messages go: the publisher's setting, else the environment's CONTACT_EMAIL, else nowhere."""
    from home.models.publisher import PublisherSettings

    return PublisherSettings.load().contact_email or settings.CONTACT_EMAIL
