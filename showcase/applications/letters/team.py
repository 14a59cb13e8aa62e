"""Mail to the team about a file: that something of it waits for them, and nothing of what it says."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import override

from home.contact import contact_address
from home.limits import too_many
from showcase.applications.models import Application

MAILS_PER_HOUR = 10


def mail_to_team(
    application: Application,
    subject: str | Promise,
    template: str,
    path: str,
    *,
    attempt: int,
    **context: Any,
) -> EmailMessage | None:
    """The mail to whoever answered the file, or to the publisher where they are gone, in the site's own
    language. `subject` takes the `project`; the template knows `application`, `address` (that of `path`) and
    the context. None where there is nobody to write to, and where they have had enough of one file within
    an hour: all of it is where the mails lead. A mail that is tried again (`attempt`) was counted before.
    """
    recipient = _recipient(application)
    if not recipient or (not attempt and too_many(f"team:{application.pk}", MAILS_PER_HOUR)):
        return None
    context |= {"application": application, "address": settings.WAGTAILADMIN_BASE_URL + path}
    with override(settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=str(subject % {"project": application}),
            body=render_to_string(template, context).strip() + "\n",
            to=[recipient],
        )


def _recipient(application: Application) -> str:
    decided = application.decisions.filter(approved_by__is_active=True).select_related("approved_by").last()
    return (decided and decided.approved_by and decided.approved_by.email) or contact_address()
