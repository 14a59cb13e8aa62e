"""Sending mail from a task, and trying again where the mail server does not take it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

RETRY_MINUTES = (1, 5, 30, 120, 720)


def send_or_retry(
    mail: EmailMessage, task: Any, *arguments: Any, attempt: int, sent: Callable[[], Any] | None = None
) -> None:
    """Send the mail, and call `sent` as soon as the mail server has taken it. Where it does not, queue `task`
    with its arguments and the number of the next attempt, five times within a day, and raise the OSError, so
    that the failure is in the log.
    """
    server = get_connection()
    try:
        _hand_over(mail, server, task, *arguments, attempt=attempt)
        if sent:
            sent()
    finally:
        # The mail is with the server: what goes wrong in saying goodbye is no reason to send it again.
        with suppress(OSError):
            server.close()


def _hand_over(mail: EmailMessage, server: Any, task: Any, *arguments: Any, attempt: int) -> None:
    try:
        server.open()
        server.send_messages([mail])
    except OSError:  # which all errors of smtplib are
        try_later(task, *arguments, attempt=attempt)
        raise


def try_later(task: Any, *arguments: Any, attempt: int) -> None:
    """Queue the next attempt at a task, which takes its number as `attempt` (0 for the first); after five
    attempts within a day, none. `home.unfinished` knows it by that.
    """
    if attempt < len(RETRY_MINUTES):
        later = timezone.now() + timedelta(minutes=RETRY_MINUTES[attempt])
        task.using(run_after=later).enqueue(*arguments, attempt=attempt + 1)


def id_of_mail(name: str) -> str:
    """The Message-ID of a mail that has a name of its own: by it mail programs know one that comes twice."""
    return f"<{name}@{host_of_site()}>"


def host_of_site() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
