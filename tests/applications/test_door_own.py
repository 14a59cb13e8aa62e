"""One's own files: the list of them, and beginning one."""

import uuid

import html5lib
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from showcase.applications import keys
from showcase.applications.door.own import FILES_PER_PAGE, MOST_DRAFTS, begin
from showcase.applications.models import Application, Event, Person, State
from showcase.applications.sections import plan_of
from tests.applications.doors import address, come_in, page_of
from tests.applications.world import EMAIL, fill, make_application
from tests.factories import make_grid

pytestmark = pytest.mark.usefixtures("showcase")


def token_on_page(client: Client) -> str:
    field = page_of(client.get(address("files"))).select_one("[name=token]")
    assert field
    return str(field["value"])


def begin_by_form(client: Client):
    """Press the button of the list of files."""
    return client.post(address("files"), {"token": token_on_page(client)})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_files_are_shown_with_their_state_and_last_change_and_nobody_elses(client, grid, rules, language):
    mine = make_application(grid, title="Le puits <b>", state=State.READING)
    make_application(grid, title="Le four", email="other@example.org")
    come_in(client)
    answer = client.get(address("files", language=language))
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    (line,) = page_of(answer).select(".sections li")
    assert line.a.text == "Le puits <b>"
    assert line.a["href"] == address("file", mine.key, language=language)
    assert line.span.text
    assert str(timezone.localdate().year) in line.p.text
    assert "four" not in answer.content.decode()


def test_files_come_last_changed_first_a_page_at_a_time(client, grid, rules, count_queries):
    first = make_application(grid, title="Le plus ancien")
    for number in range(2):
        make_application(grid, title=f"Projet {number}")
    come_in(client)
    few = count_queries(address("files"))
    for number in range(2, 30):
        make_application(grid, title=f"Projet {number}")
    assert count_queries(address("files")) == few <= 12
    assert len(page_of(client.get(address("files"))).select(".sections li")) == FILES_PER_PAGE
    assert "Le plus ancien" in client.get(f"{address('files')}?page=2").content.decode()
    Application.objects.filter(pk=first.pk).update(touched_at=timezone.now())
    assert page_of(client.get(address("files"))).select_one(".sections a").text == "Le plus ancien"
    assert client.get(f"{address('files')}?page=x").status_code == 200


def test_a_file_that_waits_for_its_project_stands_out(client, grid, rules):
    asked = {
        make_application(grid, state=State.QUESTIONS).key,
        make_application(grid, state=State.ACCEPTED).key,
    }
    make_application(grid, state=State.READING)
    make_application(grid, state=State.ACCEPTED, approved_at=timezone.now())
    come_in(client)
    lines = page_of(client.get(address("files"))).select(".sections li")
    assert len(lines) == 4
    assert {address("file", key) for key in asked} == {
        line.a["href"] for line in lines if line.select_one(".sections__state--asks")
    }


def test_two_clicks_begin_one_file(client, grid, rules):
    come_in(client)
    sent = {"token": token_on_page(client)}
    answers = {client.post(address("files"), sent).headers["Location"] for _click in range(2)}
    assert answers == {address("file", Application.objects.get().key)}
    assert Event.objects.count() == Person.objects.count() == 1


def test_of_two_clicks_at_the_same_moment_the_second_finds_the_file_of_the_first(grid):
    key = uuid.uuid4()
    assert begin(EMAIL, "fr", key=key) == begin(EMAIL, "fr", key=key)
    assert Application.objects.get().people.count() == 1
    assert begin("other@example.org", "fr", key=key) is None


@pytest.mark.parametrize("wrong", ["", "forged", "of another"])
def test_a_token_that_is_not_of_this_page_begins_a_file_of_its_own(client, grid, rules, wrong):
    come_in(client, "other@example.org")
    sent = token_on_page(client)
    theirs = client.post(address("files"), {"token": sent})
    come_in(client)
    mine = client.post(address("files"), {"token": sent if wrong == "of another" else wrong})
    assert mine.status_code == 302
    assert mine.headers["Location"] != theirs.headers["Location"]
    assert Application.objects.filter(people__email=EMAIL).count() == 1


def test_an_empty_draft_is_opened_again_and_one_with_something_in_it_is_not(client, grid, rules):
    come_in(client)
    first, again = begin_by_form(client), begin_by_form(client)
    assert first.headers["Location"] == again.headers["Location"]
    fill(Application.objects.get(), {"project": {"name": "Un brouillon"}})
    begin_by_form(client)
    assert Application.objects.count() == 2


def test_an_empty_draft_of_two_or_on_an_older_grid_is_not_taken_for_a_new_file(client, grid, rules):
    come_in(client)
    shared = make_application(grid, email="other@example.org")
    Person.objects.create(application=shared, email=EMAIL)
    begin_by_form(client)
    assert Application.objects.count() == 2
    newer = make_grid(version=2)
    begin_by_form(client)
    assert Application.objects.filter(grid=newer).count() == 1


def test_too_many_drafts_are_not_begun(client, grid, rules):
    for _number in range(MOST_DRAFTS):
        fill(make_application(grid), {"project": {"name": "Un brouillon"}})
    come_in(client)
    answer = begin_by_form(client)
    assert answer.status_code == 422
    assert page_of(answer).select_one("[role=alert]")
    assert Application.objects.filter(state=State.DRAFT).count() == MOST_DRAFTS


def test_without_a_grid_in_force_nothing_is_begun_and_it_is_said(client, rules):
    come_in(client)
    answer = begin_by_form(client)
    assert answer.status_code == 422
    assert page_of(answer).select_one("[role=alert]")
    assert not Application.objects.exists()


def test_a_file_is_in_the_language_in_which_it_was_begun(grid):
    begun = begin(EMAIL, "en-gb", grown_from=make_application(grid))
    assert begun
    assert begun.language == "en"


def test_a_file_is_begun_in_a_language_into_which_the_grid_is_not_translated_yet(grid):
    with override("en"):
        application = begin(EMAIL, "en")
        assert application.grid == grid
        assert len(list(plan_of(application).criteria)) == 5


def test_whoever_leaves_is_nobody_and_has_no_cookie(client, grid, rules):
    application = make_application(grid)
    come_in(client, application=application)
    assert client.get(address("leave")).status_code == 405
    assert client.get(address("files")).status_code == 200
    assert client.post(address("leave")).cookies["sessionid"].value == ""
    for name, *key in (("files",), ("people", application.key)):
        assert client.get(address(name, *key)).headers["Location"].startswith(address("enter"))
    assert client.post(address("files")).headers["Location"] == address("enter")
    assert Application.objects.count() == 1


def test_leaving_signs_nobody_of_the_team_out(client, grid, admin_user):
    client.force_login(admin_user)
    session = client.session
    session["applicant"] = EMAIL
    session.save()
    client.post(address("leave"))
    assert "applicant" not in client.session
    assert client.session["_auth_user_id"] == str(admin_user.pk)


def test_nothing_personal_is_kept_by_a_cache_or_a_search_engine(client, grid, rules):
    application = make_application(grid)
    secret = keys.make_key(EMAIL, application, leads_to="file", minutes=60)
    come_in(client, application=application)
    paths = [address(name) for name in ("files", "enter", "check")]
    keyed = [address("people", application.key), address("key", secret), address("key", "x" * 43)]
    for path in (*paths, *keyed):
        answer = client.get(path)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert page_of(answer).select_one("meta[name=robots][content=noindex]")
