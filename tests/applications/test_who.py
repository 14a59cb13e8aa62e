"""Somebody whom a link has let in, and who is not there any more."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from showcase.applications import who
from showcase.applications.models import Event, EventKind, Person
from showcase.applications.steps import Actor, held, record
from tests.applications.world import EMAIL, make_application


def write(person: Person) -> None:
    """Do something as somebody; the database looks at once whether they are there."""
    with transaction.atomic(), held(person.application) as file:
        record(file, EventKind.STARTED, Actor(person=person))
        connection.check_constraints()


def test_who_is_removed_while_they_do_something_finds_no_file(grid, rf):
    application = make_application(grid)
    other = Person.objects.create(application=application, email="other@example.org")

    @who.on_file
    def does_something(request, person):
        Person.objects.filter(pk=person.pk).delete()  # by another, at this moment
        write(person)

    request = rf.post("/")
    request.session = {who.SESSION_NAME: other.email}
    with pytest.raises(Http404):
        does_something(request, key=application.key)
    assert not Event.objects.exists()


def test_what_fails_for_another_reason_is_not_hidden(grid, rf):
    application = make_application(grid)

    @who.on_file
    def fails(request, person):
        write(Person(pk=10**6, application=application))

    request = rf.post("/")
    request.session = {who.SESSION_NAME: EMAIL}
    with pytest.raises(IntegrityError):
        fails(request, key=application.key)
