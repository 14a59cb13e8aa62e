"""What each role may do in the jury (`test_access` knocks at every address)."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from showcase.applications.jury.access import is_juror, may_lead, may_read
from showcase.applications.jury.acting import declare
from showcase.applications.models import (
    Review,
)
from studio import roles
from tests.applications.jurors import (
    give,
    make_juror,
    make_sent,
    make_user,
    page,
    send,
)
from tests.applications.world import make_application

WHO = (
    "nobody",
    "editor",
    "translator",
    "unassigned",
    "undeclared",
    "tied",
    "of another file",
    "declared",
    "sent",
    "moderator",
    "administrator",
)
LEADS = {"moderator", "administrator"}
# May read the file.
READERS = {"declared", "sent"} | LEADS
IN_QUEUE = {"unassigned", "undeclared", "tied", "of another file"} | READERS


class Knocker:
    """One file in the middle of being read, and everybody whom it concerns or not."""

    def __init__(self, grid: Any):
        self.file = make_sent(grid)
        other = make_sent(grid, email="other@example.org")
        jurors = {name: make_juror(name.replace(" ", "-")) for name in WHO if name in IN_QUEUE - LEADS}
        give(self.file, jurors["declared"], jurors["sent"])
        [tied, self.undeclared] = give(self.file, jurors["tied"], jurors["undeclared"], declared=False)
        give(other, jurors["of another file"])
        declare(tied, conflict=True, note="Lien.")
        # Given instead of the tied one, and taken off again, so that everybody stays what they are called.
        Review.objects.filter(juror=jurors["unassigned"]).delete()
        Review.objects.filter(application=self.file, juror=jurors["of another file"]).delete()
        send(Review.objects.get(application=self.file, juror=jurors["sent"]))
        self.people = jurors | {
            "nobody": None,
            "editor": make_user("editor", roles.EDITORS),
            "translator": make_user("translator", roles.TRANSLATORS),
            "moderator": make_user("moderator", roles.MODERATORS),
            "administrator": make_user("administrator", roles.ADMINISTRATORS),
        }


@pytest.fixture
def knocker(grid):
    return Knocker(grid)


@pytest.mark.parametrize("who", WHO)
def test_attachments_open_to_readers_alone_and_rights_say_the_same(client, knocker, who):
    person = knocker.people[who]
    if person is None:
        return
    assert may_read(person, knocker.file) == (who in READERS)
    assert may_lead(person) == (who in LEADS)
    assert is_juror(person) == (who in IN_QUEUE - LEADS)


@pytest.mark.parametrize("who", [who for who in WHO if who != "nobody"])
def test_the_menu_and_the_panel_are_there_for_whom_they_are_for(client, knocker, who):
    client.force_login(knocker.people[who])
    home = client.get("/admin/")
    assert (page("queue") in home.content.decode()) == (who in IN_QUEUE)
    waits = who in {"undeclared", "declared", "of another file"}
    assert ("applications-wait-section" in home.content.decode()) == waits


def test_a_draft_and_a_file_that_is_not_there_are_the_same_to_the_lead(client, grid, knocker):
    draft = make_application(grid, email="draft@example.org")
    client.force_login(knocker.people["moderator"])
    for key in (draft.pk, 10**9):
        for name in ("file", "log", "ask", "assign"):
            assert client.get(page(name, key)).status_code == 404
            assert client.post(page(name, key), {}).status_code == 404
    assert not may_read(knocker.people["moderator"], draft)


@pytest.mark.parametrize("who", ["declared", "moderator"])
def test_a_number_that_no_file_can_have_is_that_of_none(client, knocker, who):
    client.force_login(knocker.people[who])
    for name, *more in (["file"], ["log"], ["scores"], ["take_off", 1]):
        assert client.get(page(name, 10**30, *more)).status_code == 404
    if who == "moderator":
        for name in ("applications_decide", "applications_letter"):
            assert client.get(reverse(name, args=[10**30])).status_code == 404
        assert client.post(page("take_off", knocker.file.pk, 10**30)).status_code == 302


def test_somebody_who_has_left_reads_nothing(knocker):
    for who in ("declared", "moderator"):
        person = knocker.people[who]
        person.is_active = False
        assert not may_read(person, knocker.file)


def test_only_administrators_change_the_rules(client, knocker):
    address = reverse("wagtailsettings:edit", args=["applications", "applicationrules"])
    for who in WHO[1:]:
        client.force_login(knocker.people[who])
        last, _status = client.get(address, follow=True).redirect_chain[-1]
        assert (last != "/admin/") == (who == "administrator"), who


def test_each_role_has_the_rights_of_its_work_and_no_more(db):
    group = Group.objects.get(name=roles.JURORS.name)
    assert set(group.permissions.values_list("codename", flat=True)) == {"access_admin", "change_review"}
    lead = Group.objects.get(name=roles.MODERATORS.name)
    assert {"lead_jury", "view_application"} <= set(lead.permissions.values_list("codename", flat=True))
    assert not lead.permissions.filter(codename__in=["change_review", "change_applicationrules"]).exists()
