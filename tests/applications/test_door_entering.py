"""Links that work once, and tell nothing."""

import html5lib
import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.limits import connection_of
from home.public_form import MESSAGES_PER_HOUR
from showcase.applications import keys
from showcase.applications.door.forms import LINKS_PER_HOUR
from showcase.applications.letters.posting import post
from showcase.applications.models import AccessKey, Application, Letter, Person
from tests.applications.doors import (
    address,
    ask,
    come_in,
    page_of,
    sent_link,
    token,
    without_tokens,
)
from tests.applications.world import EMAIL, make_application

pytestmark = pytest.mark.usefixtures("showcase")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_door_asks_for_an_address_alone(client, grid, rules, language):
    answer = client.get(address("enter", language=language))
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    page = page_of(answer)
    seen = page.select("main input:not([type=hidden]):not([tabindex])")
    assert [field["name"] for field in seen] == ["email"]
    assert not page.select("main script")


def test_a_link_arrives_lets_in_once_and_begins_a_file(client, grid, rules):
    answer = ask(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{address('enter')}?sent=1")
    assert page_of(client.get(answer.headers["Location"])).select_one("[role=status]")
    secret = sent_link()
    # A program that reads mail opens it, twice.
    assert [client.get(address("key", secret)).status_code for _time in range(2)] == [200, 200]
    assert "applicant" not in client.session
    assert client.post(address("key", secret)).headers["Location"] == address("files")
    begun = client.post(address("files"))
    application = Application.objects.get()
    assert begun.headers["Location"] == address("file", application.key)
    assert application.people.get().email == EMAIL
    assert (application.language, application.grid) == ("fr", grid)
    assert [event.kind for event in application.events.all()] == ["started"]
    assert Client().post(address("key", secret)).status_code == 410


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_a_link_has_one_button_and_tells_no_other_site(client, grid, language):
    secret = keys.make_key(EMAIL, None, leads_to="files", minutes=60)
    answer = client.get(address("key", secret, language=language))
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    assert answer.status_code == 200
    assert len(page_of(answer).select("main button")) == 1
    assert answer.headers["Referrer-Policy"] == "same-origin"
    used = client.post(address("key", secret, language=language))
    assert used.headers["Referrer-Policy"] == "same-origin"


def test_a_letter_is_in_the_language_of_who_asks(client, grid, rules):
    client.post(address("enter", language="en"), {"email": EMAIL, "token": token(), "website": ""})
    letter = Letter.objects.get()
    assert letter.language == "en"
    assert "Open this link to begin" in letter.body


def test_two_clicks_write_one_letter_and_asking_again_another(client, grid, rules):
    once = token()
    ask(client, token=once)
    ask(client, token=once)
    assert Letter.objects.count() == 1
    ask(client)
    assert Letter.objects.count() == 2


def test_a_long_address_gets_a_second_link_to_its_file(client, grid, rules):
    email = f"{'coordination' * 4}@example.org"
    application = make_application(grid, email=email)
    for _time in range(2):
        ask(client, email, next=address("file", application.key))
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("is_open", [True, False])
def test_no_answer_tells_whether_an_address_is_known(client, grid, rules, is_open):
    rules.is_open = is_open
    rules.save()
    make_application(grid, email="known@example.org")
    seen = set()
    # The last ones are not sent, for the limit of one address.
    for email in ("unknown@example.org", *["known@example.org"] * (LINKS_PER_HOUR + 2)):
        answer = ask(client, email)
        shown = client.get(answer.headers["Location"])
        seen.add((answer.status_code, answer.headers["Location"], without_tokens(shown)))
    assert len(seen) == 1
    assert Letter.objects.filter(to="known@example.org").count() == LINKS_PER_HOUR


def test_while_closed_only_who_has_a_file_gets_a_link_and_nothing_is_begun(client, grid, rules):
    rules.is_open = False
    rules.save()
    make_application(grid, email="known@example.org")
    assert page_of(client.get(address("enter"))).select_one(".notice--closed")
    ask(client, "unknown@example.org")
    post.call(Letter.objects.get().pk)
    assert not mail.outbox
    ask(client, "known@example.org")
    assert sent_link()
    assert mail.outbox[0].to == ["known@example.org"]
    come_in(client, "new@example.org")
    assert client.post(address("files")).status_code == 200
    assert not Person.objects.filter(email="new@example.org").exists()
    assert not page_of(client.get(address("files"))).select_one("[name=token]")


@pytest.mark.parametrize("is_open", [True, False])
def test_no_clock_tells_whether_an_address_is_known(client, grid, rules, is_open):
    """As far as a database keeps time: what is asked of it and written to it is the same."""
    rules.is_open = is_open
    rules.save()
    make_application(grid, email="known@example.org")
    asked = []
    for email in ("known@example.org", "stranger@example.org"):
        with CaptureQueriesContext(connection) as queries:
            ask(client, email)
        asked.append([query["sql"].split('"')[0] for query in queries])
    assert asked[0] == asked[1]


@pytest.mark.parametrize("kind", ["forged", "used", "expired", "of a file that is gone", "of a spam filter"])
def test_a_link_that_is_not_good_offers_another_and_reveals_nothing(client, grid, rules, kind):
    forged = "x" * 43
    expected = without_tokens(Client().get(address("key", forged)), forged)
    application = make_application(grid, title="Le puits")
    secret = keys.make_key(EMAIL, application, leads_to="state", minutes=-1 if kind == "expired" else 60)
    if kind == "forged":
        secret = forged
    if kind == "used":
        keys.use(secret)
    if kind == "of a file that is gone":
        application.delete()
    if kind == "of a spam filter":
        secret = f"{secret}."
    for method in (client.get, client.post):
        answer = method(address("key", secret))
        assert answer.status_code == 410
        assert without_tokens(answer, secret) == expected
        assert page_of(answer).select_one("form [name=email]")
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "applicant" not in client.session


def test_another_link_leads_where_the_spent_one_did_but_not_for_others(client, grid, rules):
    application = make_application(grid)
    spent = keys.make_key(EMAIL, application, leads_to="people", minutes=-1)
    form = page_of(client.get(address("key", spent))).select_one("form:has([name=email])")
    wanted = form.select_one("[name=next]")["value"]
    ask(client, "other@example.org", next=wanted)
    letter = Letter.objects.get()
    assert (letter.application, letter.leads_to) == (None, "files")
    ask(client, next=wanted)
    assert client.post(address("key", sent_link())).headers["Location"] == address("people", application.key)


def test_who_is_here_already_is_shown_the_way_when_a_link_is_spent(client, grid):
    come_in(client)
    assert page_of(client.get(address("key", "x" * 43))).select_one(f'main a[href="{address("files")}"]')


def test_a_key_opens_the_session_anew(client, grid):
    client.get("/admin/login/")
    session = client.session
    session["seen"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    come_in(client)
    assert client.session.session_key != session.session_key
    assert client.session["applicant"] == EMAIL


def test_an_address_has_no_capitals(client, grid, rules):
    ask(client, "Nora@Example.ORG")
    assert Letter.objects.get().to == "nora@example.org"


def test_whoever_comes_in_has_joined_the_files_they_were_invited_to(client, grid):
    first, second = make_application(grid), make_application(grid)
    Person.objects.update(joined_at=None)
    come_in(client, application=first)
    assert not Person.objects.filter(joined_at=None).exists()
    assert second.people.get().joined_at


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_household_that_has_a_network_is_one_connection(address, counted):
    assert connection_of(address) == counted


def test_too_many_links_from_one_connection_are_told(client, grid, rules):
    answers = [ask(client, f"{number}@example.org") for number in range(MESSAGES_PER_HOUR + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {302}
    assert answers[-1].status_code == 422
    assert page_of(answers[-1]).select_one("#id_email")["value"] == f"{MESSAGES_PER_HOUR}@example.org"
    assert Letter.objects.count() == MESSAGES_PER_HOUR


@pytest.mark.parametrize(
    "sent",
    [
        {"website": "https://spam.example"},
        {"token": "forged"},
        {"token": ""},
        {"email": "not an address"},
        {"email": "a\x00b@example.org"},
        {"email": f"{'a' * 300}@example.org"},
        # Other spellings of the mailbox nora@example.org, and one that is none any more in lower case.
        {"email": "=?utf-8?q?nora?=@example.org"},
        {"email": "=?utf-8?b?bm9yYQ==?=@example.org"},
        {"email": "\u0130x@example.org"},
        # To these nothing can be sent, and this one is longer in lower case than an address may be.
        {"email": f"nora@{'é' * 63}.org"},
        {"email": "nora@\u202e.org"},
        {"email": f"a@{'.'.join(['İ' * 26] * 9)}.org"},
        {"email": ""},
    ],
)
def test_robots_and_slips_are_told_and_nothing_is_sent(client, grid, rules, sent):
    answer = ask(client, **sent)
    assert answer.status_code == 422
    page = page_of(answer)
    assert page.select(".form__errors li")
    assert page.title.text.startswith("À corriger")
    assert page.select_one("#id_email").get("value", "") == sent.get("email", EMAIL)
    assert not Letter.objects.exists()


def test_a_form_sent_at_once_is_asked_for_again(client, grid, rules):
    assert ask(client, token=token(seconds_ago=0)).status_code == 422
    assert not Letter.objects.exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_wanted_a_page_of_a_file_is_led_there(client, grid, rules, language):
    application = make_application(grid)
    wanted = address("people", application.key, language=language)
    asked = client.get(wanted)
    assert asked.headers["Location"] == f"{address('enter', language=language)}?next={wanted}"
    page = page_of(client.get(asked.headers["Location"]))
    assert page.select_one("[name=next]")["value"] == wanted
    assert ["?next=" in link["href"] for link in page.select(".languages a")] == [True]
    # In French, whichever language the page was wanted in.
    ask(client, next=wanted)
    assert client.post(address("key", sent_link())).headers["Location"] == address("people", application.key)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/admin/",
        "/fr/",
        "javascript:alert(1)",
        "//[",
        "/xx/showcase/apply/",
        "/fr/vitrine/proposer/verifier/",
        "/fr/vitrine/proposer/dossier/00000000-0000-0000-0000-000000000000/",
        "\\\\evil.example",
        # Of a field that nobody sees, nobody is told.
        "\x00",
        "x" * 501,
    ],
)
def test_a_link_leads_nowhere_else(client, grid, rules, elsewhere):
    assert ask(client, next=elsewhere).status_code == 302
    assert client.post(address("key", sent_link())).headers["Location"] == address("files")


def test_a_link_to_another_persons_file_leads_to_ones_own(client, grid, rules):
    other = make_application(grid, email="other@example.org")
    ask(client, next=address("file", other.key))
    assert Letter.objects.get().application is None
    assert client.post(address("key", sent_link())).headers["Location"] == address("files")
    assert client.get(address("people", other.key)).status_code == 404


def test_a_key_that_leads_to_a_name_that_is_none_opens_the_file(client, grid):
    application = make_application(grid)
    secret = keys.make_key(EMAIL, application, leads_to="section", minutes=60)
    assert client.post(address("key", secret)).headers["Location"] == address("file", application.key)


def test_keys_of_a_file_go_with_it(grid):
    application = make_application(grid)
    keys.make_key(EMAIL, application, leads_to="file", minutes=60)
    application.delete()
    assert not AccessKey.objects.exists()
