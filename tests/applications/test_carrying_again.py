"""A project is reminded of its draft page; once it has spoken of it, it is told when it has changed since."""

import io

import pytest
from django.core.management import call_command

from showcase.applications.carrying.making import make_again
from showcase.models import ProjectPage
from tests.applications.carried import (
    add_english,
    address,
    all_right,
    approve,
    change_draft,
    come_in,
    make_accepted,
    make_user,
)

pytestmark = pytest.mark.usefixtures("showcase")


def ask_for_changes(client, application, part: str = "facts") -> None:
    come_in(client)
    sent = all_right(client, application) | {f"{part}-right": "", f"{part}-remark": "Autre village."}
    sent["ask"] = "1"
    assert client.post(address("approve", application.key), sent).status_code == 302


def told_again(application) -> list[str]:
    return list(application.letters.filter(kind="approve_again").values_list("leads_to", flat=True))


def tend() -> None:
    call_command("tend_applications", stdout=io.StringIO(), stderr=io.StringIO())


def test_who_asked_for_changes_is_told_once_that_they_are_made(client, grid, time_machine):
    time_machine.move_to("2026-03-02T12:00:00Z")
    application = make_accepted(grid)
    ask_for_changes(client, application)
    time_machine.shift(60)
    tend()
    assert told_again(application) == []  # nothing has changed
    change_draft(application, place="Tahannaout")
    tend()
    assert told_again(application) == []  # who has just saved may still be writing
    time_machine.shift(2 * 3600)
    tend()
    tend()
    assert told_again(application) == ["approve"]
    letter = application.letters.get(kind="approve_again")
    assert "à relire" in letter.subject
    # They look again and ask once more: one more letter, when that is done.
    time_machine.shift(60)
    ask_for_changes(client, application)
    time_machine.shift(60)
    change_draft(application, place="Oukaïmeden")
    time_machine.shift(2 * 3600)
    tend()
    assert told_again(application) == ["approve", "approve"]


def test_who_approved_is_told_where_the_page_says_something_else_since(client, grid, time_machine):
    time_machine.move_to("2026-03-02T12:00:00Z")
    application = make_accepted(grid)
    approve(client, application)
    time_machine.shift(60)
    change_draft(application, caution="")  # saved, and the same
    time_machine.shift(2 * 3600)
    tend()
    assert told_again(application) == []
    change_draft(application, summary="Deux villages.")
    time_machine.shift(2 * 3600)
    tend()
    assert told_again(application) == ["approve"]


def test_who_has_not_looked_yet_has_their_first_letter_and_no_other(grid, time_machine):
    time_machine.move_to("2026-03-02T12:00:00Z")
    application = make_accepted(grid)
    time_machine.shift(60)
    change_draft(application, place="Tahannaout")
    time_machine.shift(2 * 3600)
    tend()
    assert told_again(application) == []


def reminders(application) -> list[str]:
    return list(application.letters.filter(kind="approve_reminder").values_list("leads_to", flat=True))


@pytest.mark.parametrize("languages", [1, 2])
def test_a_page_that_was_made_again_is_reminded_of_again(client, showcase, grid, time_machine, languages):
    if languages == 2:
        add_english(showcase, grid)
    time_machine.move_to("2026-03-02T12:00:00Z")
    application = make_accepted(grid)
    ask_for_changes(client, application)
    ProjectPage.objects.get(pk=application.page_id).delete()
    application.refresh_from_db()
    if languages == 2:
        change_draft(application, summary="In another language.")
    time_machine.shift(20 * 24 * 3600)
    tend()
    assert (reminders(application), told_again(application)) == ([], [])
    make_again(application, make_user())
    time_machine.shift(13 * 24 * 3600)
    tend()
    assert reminders(application) == []
    time_machine.shift(2 * 24 * 3600)
    tend()
    tend()
    assert reminders(application) == ["approve"]


def test_who_says_nothing_of_the_page_is_reminded_once_after_two_weeks(client, grid, time_machine):
    time_machine.move_to("2026-03-02T12:00:00Z")
    silent, speaks = make_accepted(grid), make_accepted(grid)
    ask_for_changes(client, speaks)
    time_machine.shift(14 * 24 * 3600 - 60)
    tend()
    assert reminders(silent) == []
    time_machine.shift(120)
    tend()
    tend()
    assert reminders(silent) == ["approve"]
    assert reminders(speaks) == []
    assert "vous attend" in silent.letters.get(kind="approve_reminder").subject
    time_machine.shift(60 * 24 * 3600)
    tend()
    assert len(reminders(silent)) == 1
