"""A question of the jury to the project."""

from uuid import UUID

from django.db import IntegrityError, transaction

from home.models import User
from showcase.applications.clicks import token_of
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import Application, EventKind, Message, State
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.steps import Actor, NotNowError, held, move, record

LINK_MINUTES = 7 * 24 * 60


def ask(application: Application, user: User, text: str, section: str = "", *, token: UUID) -> None:
    """Put a question in the thread of a file, which then waits for the project, and write to everybody on it.
    A text sent twice with one token is one question. Raises NotNowError where the jury does not have the
    file.
    """
    with held(application) as file:
        if file.state not in WITH_THE_JURY:
            raise NotNowError(file.state)
        token = token_of(token, file, text, section)
        try:
            with transaction.atomic():
                message = Message.objects.create(
                    application=file, token=token, from_jury=True, user=user, text=text, section=section
                )
        except IntegrityError:
            return
        actor = Actor(user=user)
        if file.state == State.QUESTIONS:
            record(file, EventKind.ASKED, actor, section=section)
        else:
            move(file, State.QUESTIONS, EventKind.ASKED, actor, section=section)
        write_to_all(
            "question",
            file,
            number=str(message.pk),
            leads_to="questions",
            link_minutes=LINK_MINUTES,
            text=text,
        )
