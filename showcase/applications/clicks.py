"""Two clicks on one button are one act."""

from uuid import UUID, uuid5

from showcase.applications.models import Application


def token_of(page: UUID, application: Application, text: str, about: str = "") -> UUID:
    """Under which a text is kept once, from the token of the page that sent it: the same text is the same
    click; another one, from a page that was sent already, is another.
    """
    return uuid5(page, f"{application.key} {about} {text}")
