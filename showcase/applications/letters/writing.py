"""Writing letters: each from its template, in the language of the file."""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from showcase.applications.keys import digest_of
from showcase.applications.letters.posting import post
from showcase.applications.models import Application, Letter


def write(
    kind: str,
    to: str,
    *,
    number: str,
    language: str,
    application: Application | None = None,
    leads_to: str = "",
    link_minutes: int = 0,
    encloses: str = "",
    is_withheld: bool = False,
    **context: Any,
) -> Letter:
    """Write the letter `templates/applications/letters/<kind>.txt`, whose first line is the subject, and have
    it sent once what causes it is committed. `number` tells it from others of its kind to the same person
    about the same file: written twice, it is one letter.

    With `is_withheld` it goes to nobody, and takes as long to write as any other.

    The template knows `application`, `link` (what stands for the link, where `leads_to` names one) and the
    context. Nothing of a letter is HTML.
    """
    about = str(application.key) if application else "none"
    name = f"{about}:{kind}:{number}:{digest_of(to)[:24]}"
    with override(language), transaction.atomic():
        text = render_to_string(
            f"applications/letters/{kind}.txt", {"application": application, "link": Letter.LINK, **context}
        )
        subject, _newline, body = text.strip().partition("\n")
        letter, made = Letter.objects.get_or_create(
            name=name,
            defaults={
                "application": application,
                "kind": kind,
                "to": to,
                "language": language,
                # One line; its no-break spaces stay, which `str.split` would take for others.
                "subject": subject.strip()[:200],
                "body": body.strip() + "\n",
                "leads_to": leads_to,
                "link_minutes": link_minutes,
                "encloses": encloses,
                "sent_at": timezone.now() if is_withheld else None,
            },
        )
        if made:
            post.enqueue(letter.pk)
    return letter


def write_to_all(kind: str, application: Application, *, number: str, **options: Any) -> None:
    """The same letter to each person on the file, in its language."""
    for person in application.people.all():
        write(
            kind,
            person.email,
            number=number,
            language=application.language,
            application=application,
            **options,
        )
