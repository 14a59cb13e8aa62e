"""Asking that something be corrected in what was sent already: a message in the thread of the file."""

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from showcase.applications.clicks import token_of
from showcase.applications.keeping.telling import tell_team
from showcase.applications.models import Application, Message, Person, State
from showcase.applications.steps import NotNowError, held

# The jury has the file, or has answered it: it cannot be written in, and somebody still reads its thread.
CORRECTED_BY_MESSAGE = (State.RECEIVED, State.READING, State.REFUSED)


def ask_correction(person: Person, text: str, section: str, *, token: uuid.UUID) -> None:
    """Put the request in the thread, and tell the team. A text sent twice with one token is one request.
    Raises NotNowError.
    """
    with held(person.application) as file:
        if file.state not in CORRECTED_BY_MESSAGE:
            raise NotNowError(file.state)
        token = token_of(token, file, text, section)
        try:
            with transaction.atomic():
                Message.objects.create(
                    application=file,
                    token=token,
                    from_jury=False,
                    person=person,
                    section=section,
                    text=f"{_heading(file)}\n\n{text}",
                )
        except IntegrityError:
            return
        tell_team.enqueue(file.pk, "correction")


def _heading(file: Application) -> str:
    with override(file.language):
        return _("Please correct:")
