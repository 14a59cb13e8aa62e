"""Sending letters: each is claimed before it is sent, so that two workers never send the same one.

That it is sent is written as soon as the mail server has taken it. A worker that is killed in between leaves
a claim, which is given up when the worker comes back or, at the latest, after the longest time that sending
takes; the letter then goes again under the same Message-ID, by which mail programs know it.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone
from django_tasks import task

from home.posting import host_of_site, id_of_mail, send_or_retry
from home.unfinished import taken_back
from showcase.applications.keys import link_of, make_key
from showcase.applications.models import Application, Letter

# What a mail takes at most, in the mail server's longest silences (EMAIL_TIMEOUT).
EXCHANGES = 6
SILENCE_SECONDS = 20
# Who writes. Mail programs know it by its first line, and leave it out of replies. The one address to follow
# in a letter is its link: this is no other.
SIGNATURE = "\n-- \n{name}, {host}\n"

# {name: what gives (name of the file, content, type) of an enclosure}
_enclosures: dict[str, Callable[[Application], tuple[str, bytes, str]]] = {}


def enclosure(name: str) -> Callable:
    """Decorator: the function makes what letters enclose under this name (`Letter.encloses`)."""

    def register(make: Callable[[Application], tuple[str, bytes, str]]) -> Callable:
        _enclosures[name] = make
        return make

    return register


@task()
def post(letter_id: int, attempt: int = 0) -> None:
    """Send a letter that is not sent yet. It may be run again safely."""
    letter = _claim(letter_id)
    if letter is None:
        return
    try:
        sent = partial(_mark_sent, letter_id)
        send_or_retry(_mail_of(letter), post, letter_id, attempt=attempt, sent=sent)
    except BaseException:
        Letter.objects.filter(pk=letter_id).update(claimed_at=None)
        raise


def _mark_sent(letter_id: int) -> None:
    Letter.objects.filter(pk=letter_id).update(sent_at=timezone.now())


@receiver(taken_back, dispatch_uid="applications_letter_taken_back")
def give_up_claim(path: str, arguments: list[Any], **kwargs: Any) -> None:
    """Whoever had claimed the letter is dead."""
    if path == post.module_path:
        Letter.objects.filter(pk=arguments[0], sent_at=None).update(claimed_at=None)


def claim_lasts() -> timedelta:
    return timedelta(seconds=EXCHANGES * (settings.EMAIL_TIMEOUT or SILENCE_SECONDS))


def _claim(letter_id: int) -> Letter | None:
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - claim_lasts())
    if not Letter.objects.filter(free, pk=letter_id, sent_at=None).update(claimed_at=now):
        return None
    return Letter.objects.select_related("application").get(pk=letter_id)


def _mail_of(letter: Letter) -> EmailMessage:
    body = _link(letter).join(Letter.around_link(letter.body)) if letter.leads_to else letter.body
    mail = EmailMessage(
        subject=letter.subject,
        body=body + SIGNATURE.format(name=settings.WAGTAIL_SITE_NAME, host=host_of_site()),
        to=[letter.to],
        headers={"Message-ID": id_of_mail(f"letter-{letter.pk}-{int(letter.written_at.timestamp())}")},
    )
    if letter.encloses and letter.application:
        mail.attach(*_enclosures[letter.encloses](letter.application))
    return mail


def _link(letter: Letter) -> str:
    secret = make_key(letter.to, letter.application, leads_to=letter.leads_to, minutes=letter.link_minutes)
    return settings.WAGTAILADMIN_BASE_URL + link_of(secret, letter.language)


def post_forgotten(older_than: timedelta = timedelta(0)) -> int:
    """Queue again the letters that are not sent: a worker was killed, or a day of attempts was not enough.
    One that is claimed is tried when its claim is given up. Returns how many.
    """
    waiting = Letter.objects.filter(sent_at=None, written_at__lte=timezone.now() - older_than)
    found = list(waiting.values_list("pk", "claimed_at"))
    for key, claimed_at in found:
        later = claimed_at + claim_lasts() + timedelta(seconds=1) if claimed_at else None
        post.using(run_after=later).enqueue(key)
    return len(found)
