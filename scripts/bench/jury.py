"""The queue of applications when there are ten thousand of them."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.measure import Line, ask, median
from showcase.applications.models import Application, Event, EventKind, Person, Review, State
from studio.roles import JURORS, MODERATORS
from tests.factories import make_grid, make_site

FILES, PEOPLE, MOST_MS = 10_000, 40, 500
QUEUE = "/admin/applications/queue/"
# How a year's files stand: most are answered.
STATES = [State.REFUSED] * 4 + [State.PUBLISHED] * 3 + [State.RECEIVED, State.READING, State.QUESTIONS]
# The first screen has the limit; what is asked for on purpose is told.
SCREENS = {
    "first screen": ("", MOST_MS),
    "last page": ("?p=200", MOST_MS),
    "by age": ("?ordering=age", MOST_MS),
    "a word of the title": ("?q=jardin", MOST_MS),
    "states, a juror and an age": ("?state=reading&state=received&juror={juror}&days=30", MOST_MS),
    "later than expected": ("?late=late", None),
    "as CSV": ("?export=csv", None),
}


def lines() -> Iterator[Line]:
    make_site()
    jurors = people()
    grow(jurors)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    at = f"({FILES} files, {connection.vendor})"
    lead = get_user_model().objects.get(username="lead")
    for who, user in (("lead", lead), ("juror", jurors[0])):
        client = Client()
        client.force_login(user)
        for what, (query, most) in SCREENS.items():
            if who == "juror" and what != "first screen":
                continue
            address = QUEUE + query.format(juror=jurors[0].pk)
            ask(client, address)
            yield Line(
                f"applications, {who}, {what} {at}", median(lambda a=address, c=client: ask(c, a), 7), most
            )
        with CaptureQueriesContext(connection) as queries:
            ask(client, QUEUE)
        yield Line(f"applications, {who}, queries of the first screen {at}", len(queries), None, "queries")
        yield Line(
            f"applications, {who}, dashboard {at}", median(lambda c=client: ask(c, "/admin/"), 7), MOST_MS
        )


def people() -> list:
    """The jurors, and somebody who leads them."""
    users = get_user_model().objects
    made = users.bulk_create(
        users.model(username=f"juror-{number}", first_name="Juror", last_name=str(number))
        for number in range(PEOPLE)
    )
    role = Group.objects.get(name=JURORS.name)
    role.user_set.add(*made)
    Group.objects.get(name=MODERATORS.name).user_set.add(users.create_user("lead"))
    return made


def grow(jurors: list) -> None:
    """Files of five years, each with its person, two or three jurors and what moved its clock."""
    choose, now, grid = Random(5), timezone.now(), make_grid()  # noqa: S311
    words = ("jardin", "atelier", "cantine", "école", "coopérative", "puits", "marché", "théâtre")
    files = Application.objects.bulk_create(
        (
            Application(
                grid=grid,
                language=choose.choice(["fr", "fr", "en"]),
                title=f"Le {choose.choice(words)} {choose.choice(words)} {number}",
                state=choose.choice(STATES),
                started_at=(came := now - timedelta(days=choose.uniform(0, 1800))) - timedelta(days=9),
                submitted_at=came,
                decided_at=came + timedelta(days=choose.uniform(10, 60)),
            )
            for number in range(FILES)
        ),
        1000,
    )
    Person.objects.bulk_create(
        (Person(application=file, email=f"p{file.pk}@example.org") for file in files), 1000
    )
    Review.objects.bulk_create(
        (
            Review(
                application=file,
                juror=juror,
                conflict=choose.choice([False, False, False, None, True]),
                assigned_at=file.submitted_at,
                sent_at=file.submitted_at if file.state in (State.REFUSED, State.PUBLISHED) else None,
            )
            for file in files
            for juror in choose.sample(jurors, choose.choice([0, 2, 2, 3]))
        ),
        1000,
    )
    Event.objects.bulk_create(
        (
            Event(application=file, kind=kind, at=file.submitted_at + timedelta(days=days))
            for file in files
            for kind, days in ((EventKind.ASKED, 3), (EventKind.ANSWERED, 8))
            if file.pk % 3 == 0
        ),
        1000,
    )
