"""Who may write in a file: inviting, removing, and who can do neither."""

import html5lib
import pytest
from django.test import Client
from django.utils import timezone

from home.public_form import MESSAGES_PER_HOUR
from showcase.applications import keys
from showcase.applications.door.forms import LINKS_PER_HOUR
from showcase.applications.door.inviting import MOST_PEOPLE
from showcase.applications.models import AccessKey, Event, Letter, Person
from tests.applications.doors import address, come_in, invite, page_of, sent_link, token
from tests.applications.world import EMAIL, make_application

OMAR = "omar@example.org"
pytestmark = pytest.mark.usefixtures("showcase")


@pytest.fixture
def application(grid, client):
    """A file whose one person is at the browser."""
    application = make_application(grid)
    come_in(client, application=application)
    return application


def with_omar(application) -> Person:
    return Person.objects.create(application=application, email=OMAR, joined_at=timezone.now())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_people_are_listed_in_both_languages_at_the_same_cost(client, application, count_queries, language):
    path = address("people", application.key, language=language)
    html5lib.HTMLParser(strict=True).parse(client.get(path).content.decode())
    few = count_queries(path)
    for number in range(MOST_PEOPLE - 1):
        Person.objects.create(application=application, email=f"{number}@example.org")
    assert count_queries(path) == few <= 12
    html5lib.HTMLParser(strict=True).parse(client.get(path).content.decode())


def test_somebody_is_invited_comes_in_and_is_removed_at_once(client, application):
    people = address("people", application.key)
    sent = invite(client, application, "Omar@Example.org")
    assert page_of(client.get(sent.headers["Location"])).select_one("[role=status]")
    letter = Letter.objects.get()
    assert (letter.to, letter.kind, letter.link_minutes) == (OMAR, "invitation", 14 * 24 * 60)
    assert EMAIL in letter.body
    omar = Client()
    assert omar.post(address("key", sent_link())).headers["Location"] == address("file", application.key)
    assert omar.get(people).status_code == 200
    assert Person.objects.get(email=OMAR).invited_by == application.people.get(email=EMAIL)
    unused = keys.make_key(OMAR, application, leads_to="file", minutes=60)
    invite(client, application, OMAR)
    client.post(people, {"remove": str(Person.objects.get(email=OMAR).pk)})
    assert omar.get(people).status_code == 404
    assert omar.post(address("key", unused)).status_code == 410
    assert not Letter.objects.filter(to=OMAR, sent_at=None).exists()
    assert not AccessKey.objects.filter(email=OMAR).exists()
    assert [event.kind for event in Event.objects.all()] == ["invited", "removed"]
    assert {event.person.email for event in Event.objects.all()} == {EMAIL}


@pytest.mark.parametrize(
    "typed",
    [
        # With signs that nobody sees, pasted along, or with those of another keyboard.
        "omar@example.org\u200b",
        "\ufeff omar@example.org",
        "om\u2060ar@exam\u00adple.org",
        "omar@\uff45xample\u3002org",
    ],
)
def test_a_mailbox_has_one_spelling_in_which_whoever_is_invited_is_found(client, application, typed):
    with_omar(application)
    assert invite(client, application, typed).status_code == 302
    assert Letter.objects.get().to == OMAR
    assert application.people.count() == 2


def test_the_domain_of_an_address_is_kept_as_mail_has_it(client, application):
    for domain in ("PÜNKT.example", "xn--pnkt-0ra.example"):
        invite(client, application, f"omar@{domain}")
    assert {letter.to for letter in Letter.objects.all()} == {"omar@xn--pnkt-0ra.example"}


def test_somebody_removed_may_be_invited_again(client, application):
    invite(client, application, OMAR)
    sent_link()
    client.post(address("people", application.key), {"remove": str(application.people.get(email=OMAR).pk)})
    invite(client, application, OMAR)
    omar = Client()
    assert omar.post(address("key", sent_link())).headers["Location"] == address("file", application.key)


def test_two_clicks_invite_once_and_somebody_on_the_file_gets_another_link(client, application):
    once = token()
    invite(client, application, OMAR, token=once)
    invite(client, application, OMAR, token=once)
    assert (Letter.objects.count(), application.people.count(), Event.objects.count()) == (1, 2, 1)
    invite(client, application, OMAR)
    assert (Letter.objects.count(), application.people.count(), Event.objects.count()) == (2, 2, 1)


def test_a_file_takes_so_many_people(client, application):
    for number in range(MOST_PEOPLE - 1):
        assert invite(client, application, f"{number}@example.org").status_code == 302
    assert not page_of(client.get(address("people", application.key))).select("main [name=email]")
    refused = invite(client, application, "more@example.org")
    assert refused.status_code == 422
    assert page_of(refused).select_one("#id_email")["value"] == "more@example.org"
    assert application.people.count() == MOST_PEOPLE
    assert invite(client, application, "0@example.org").status_code == 302  # another link


@pytest.mark.parametrize("number", ["", "0", "x", "²", "9" * 30, "\x00"])
def test_to_remove_nobody_changes_nothing(client, application, number):
    with_omar(application)
    assert client.post(address("people", application.key), {"remove": number}).status_code == 302
    assert application.people.count() == 2


def test_nobody_of_another_file_is_removed(client, application, grid):
    with_omar(application)
    other = make_application(grid, email="other@example.org")
    client.post(address("people", application.key), {"remove": str(other.people.get().pk)})
    assert other.people.count() == 1


def test_the_last_person_who_has_come_in_stays(client, application):
    people, myself = address("people", application.key), application.people.get()
    client.post(people, {"remove": str(myself.pk)})
    invite(client, application, "slip@example.org")
    # Nobody may ever read the mail of the address that was invited.
    client.post(people, {"remove": str(myself.pk)})
    assert myself in application.people.all()
    removable = [button["value"] for button in page_of(client.get(people)).select("[name=remove]")]
    assert removable == [str(application.people.get(email="slip@example.org").pk)]


def test_one_may_leave_a_file_to_the_others(client, application):
    with_omar(application)
    myself = application.people.get(email=EMAIL)
    left = client.post(address("people", application.key), {"remove": str(myself.pk)})
    assert left.headers["Location"] == address("files")
    assert client.get(address("people", application.key)).status_code == 404
    assert application.people.get().email == OMAR
    assert Event.objects.get().person is None


def test_a_mailbox_is_not_filled_with_invitations_to_a_file(client, application):
    answers = [invite(client, application, OMAR) for _time in range(LINKS_PER_HOUR + 1)]
    assert [answer.status_code for answer in answers] == [302] * LINKS_PER_HOUR + [422]
    assert Letter.objects.count() == LINKS_PER_HOUR


def test_one_connection_sends_so_many_invitations(client, grid):
    files = [make_application(grid) for _number in range(MESSAGES_PER_HOUR + 1)]
    come_in(client)
    answers = [invite(client, file, OMAR).status_code for file in files]
    assert answers == [302] * MESSAGES_PER_HOUR + [422]


@pytest.mark.parametrize("sent", [{"email": "nobody"}, {"email": ""}, {"website": "x"}, {"token": "forged"}])
def test_a_slip_in_an_invitation_is_told_and_nobody_is_invited(client, application, sent):
    answer = invite(client, application, **{"email": OMAR, **sent})
    assert answer.status_code == 422
    page = page_of(answer)
    assert page.select(".form__errors li")
    assert page.select_one("#id_email").get("value", "") == sent.get("email", OMAR)
    assert not Letter.objects.exists()
    assert application.people.count() == 1


def test_people_of_a_file_are_nobody_elses_business(client, grid):
    application = make_application(grid)
    with_omar(application)
    numbers = [str(person.pk) for person in application.people.all()]
    path = address("people", application.key)
    assert client.get(path).headers["Location"].startswith(address("enter"))
    for number in numbers:
        assert client.post(path, {"remove": number}).status_code == 403
    come_in(client, "other@example.org")
    assert client.get(path).status_code == 404
    assert [client.post(path, {"remove": number}).status_code for number in numbers] == [404, 404]
    assert invite(client, application, "other@example.org").status_code == 404
    assert application.people.count() == 2
