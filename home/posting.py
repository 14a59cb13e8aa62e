"""Sending mail from a task, and trying again where the mail server does not take it."""

from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.utils import timezone

RETRY_MINUTES = (1, 5, 30, 120, 720)


def send_or_retry(mail: EmailMessage, task: Any, *arguments: Any, attempt: int) -> None:
    """Send the mail. Where that fails, queue `task` with its arguments and the number of the next attempt,
    five times within a day, and raise the OSError, so that the failure is in the log.
    """
    try:
        mail.send()
    except OSError:  # which all errors of smtplib are
        if attempt < len(RETRY_MINUTES):
            later = timezone.now() + timedelta(minutes=RETRY_MINUTES[attempt])
            task.using(run_after=later).enqueue(*arguments, attempt + 1)
        raise
