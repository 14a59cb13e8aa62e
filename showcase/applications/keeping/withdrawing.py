"""Withdrawing a file: the jury stops, and nothing of it becomes public."""

from showcase.applications.jury.assigning import take_off
from showcase.applications.keeping.telling import tell_team
from showcase.applications.keeping.terms import kept_until
from showcase.applications.keeping.unmaking import keep_from_readers
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import ApplicationRules, EventKind, Person, State
from showcase.applications.steps import MOVES, Actor, held, move

LINK_MINUTES = 14 * 24 * 60
WITHDRAWABLE = tuple(state for state, following in MOVES.items() if State.WITHDRAWN in following)


def withdraw(person: Person) -> None:
    """Withdraw the person's file, and write to everybody on it. Its jurors are taken off, and what they wrote
    of it goes: nobody decides on it any more. Twice is once. Raises NotNowError.
    """
    with held(person.application) as file:
        if file.state == State.WITHDRAWN:
            return
        was_sent = file.submitted_at is not None
        actor = Actor(person=person)
        move(file, State.WITHDRAWN, EventKind.WITHDRAWN, actor)
        for review in file.reviews.all():
            take_off(review, actor)
        file.remarks.all().delete()
        file.decisions.filter(approved_at=None).delete()  # filled with their words
        keep_from_readers(file)
        write_to_all(
            "withdrawn",
            file,
            number="1",
            leads_to="data",
            link_minutes=LINK_MINUTES,
            until=kept_until(file, ApplicationRules.load()),
        )
        if was_sent:
            tell_team.enqueue(file.pk, "withdrawn")
