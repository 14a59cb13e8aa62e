"""Somebody whom a link has let in, and who is not there any more."""

from uuid import uuid4

import html5lib
import pytest
from django.db import IntegrityError, connection, transaction
from django.forms import EmailInput, Textarea, TextInput
from django.test import RequestFactory
from django.urls import reverse

from showcase.applications import who
from showcase.applications.models import Event, EventKind, Person, Section
from showcase.applications.sections.plan import kinds_of
from showcase.applications.steps import Actor, held, record
from showcase.applications.typed import typed_in
from tests.applications.desks import at, come_in, soup
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
    assert does_something(request, key=application.key).status_code == 404
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


TEXT = "Trois heures de texte,\r\n« et <b>plus</b> »."


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_is_not_let_in_any_more_reads_what_they_typed(client, showcase, grid, language):
    path = at(make_application(grid), "section", "people", language=language)
    typed = {
        "version": "3",
        "concerned": TEXT,
        "row-0-name": "Commune d’Aït Ourir",
        "row-0-kind": "public",
        "row-0-attachment": "0b4f1f4e-7a35-4b7a-8d2c-0a4d6a1f2b3c",
        "keep": "1",
    }
    answer = client.post(path, typed)
    assert answer.status_code == 403
    assert "no-store" in answer.headers["Cache-Control"]
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    page = soup(answer).main
    texts = [field.text.strip() for field in page.select("textarea[readonly]")]
    assert texts == [TEXT, "Commune d’Aït Ourir"]
    assert page.select_one(f"[role=alert] a[href$='?next={path}']")
    assert not Section.objects.exists()
    # A script keeps what it sends, and who only reads has typed nothing.
    assert client.post(path, typed, headers={"accept": "application/json"}).status_code == 302
    assert client.get(path).status_code == 302


def test_whoever_was_taken_off_reads_what_they_typed_and_no_more_than_of_a_file_that_never_was(
    client, showcase, grid
):
    application = make_application(grid, title="Le puits commun")
    come_in(client, "removed@example.org")
    said = []
    for key in (application.key, uuid4()):
        path = reverse("applications:questions", args=[key])
        answer = client.post(path, {"text": TEXT, "token": str(uuid4()), "answer": "1"})
        assert answer.status_code == 404
        assert "no-store" in answer.headers["Cache-Control"]
        assert [field.text.strip() for field in soup(answer).select("main textarea")] == [TEXT]
        said.append(answer.content.decode().replace(str(key), ""))
        assert client.get(path).status_code == 404
    assert said[0] == said[1]


def test_all_that_is_typed_is_given_back_and_nothing_that_is_chosen(grid):
    """Whatever the section; a word or a number is no less typed than a sentence."""
    for kind in kinds_of(make_application(grid)).values():
        for form, prefix in ((kind, ""), (kind.row_form, "row-0-")):
            for name, field in form.base_fields.items() if form else ():
                shown = typed_in(RequestFactory().post("/", {f"{prefix}{name}": "100"}))
                is_typed = isinstance(field.widget, TextInput | Textarea | EmailInput)
                assert shown == (["100"] if is_typed else []), (kind, name)


def test_a_button_alone_gives_nothing_back(client, showcase, grid):
    answer = client.post(at(make_application(grid), "send"))
    assert answer.status_code == 403
    assert not soup(answer).select("#typed")
