"""Jurors who leave while they read: they count no more, and others take their place."""

import pytest

from showcase.applications.jury.assigning import lacking
from tests.applications.jurors import (
    give,
    make_juror,
    make_lead,
    make_sent,
    page,
    panel_of,
    readers,
    send,
    set_rules,
)


@pytest.fixture
def application(grid):
    return make_sent(grid)


def leave(juror, how: str) -> None:
    """An account that is closed, or a role that is taken away."""
    if how == "closed":
        juror.is_active = False
        juror.save()
    juror.groups.clear()


@pytest.mark.parametrize("how", ["closed", "role"])
def test_a_juror_who_has_left_counts_no_more_and_is_replaced(client, application, how):
    ada, bob = make_juror("ada"), make_juror("bob")
    _of_ada, of_bob = give(application, ada, bob)
    send(of_bob)
    lead = make_lead()
    client.force_login(lead)
    leave(bob, how)  # whose scores are there
    client.post(page("assign", application.pk), {"load": "1"})
    assert lacking(application) == 0
    leave(ada, how)
    assert lacking(application) == 1
    again = client.post(page("assign", application.pk), {"load": "1"}, follow=True).content.decode()
    assert "Nobody else can read this file" in again
    assert readers(application) == ["ada", "bob"]
    assert "to assign: it has lost a juror" in panel_of(client).text
    make_juror("carl")
    done = client.post(page("assign", application.pk), {"load": "1"}, follow=True).content.decode()
    assert "The file is given to Carl." in done
    assert "Nobody else" not in done
    assert readers(application) == ["bob", "carl"]
    twice = client.post(page("assign", application.pk), {"load": "1"}, follow=True).content.decode()
    assert "This file has all its jurors." in twice


def test_as_many_as_come_take_the_place_of_those_who_left(client, application):
    set_rules(jurors_per_file=3)
    ada, bob, cleo = (make_juror(name) for name in ("ada", "bob", "cleo"))
    give(application, ada, bob, cleo)
    leave(ada, "closed")
    leave(bob, "role")
    client.force_login(make_lead())
    make_juror("dina")
    client.post(page("assign", application.pk), {"load": "1"})
    assert readers(application) == ["bob", "cleo", "dina"]
    assert lacking(application) == 1
    assert "to assign: it has lost a juror" in panel_of(client).text


def test_the_lead_is_told_of_a_file_whose_jurors_have_left(client, application):
    ada, bob = make_juror("ada"), make_juror("bob")
    give(application, ada, bob)
    client.force_login(make_lead())
    assert panel_of(client) is None
    leave(ada, "closed")
    assert "to assign: it has lost a juror" in panel_of(client).text
    assert "Ada: the account is closed" in client.get(page("file", application.pk)).content.decode()
    leave(bob, "role")
    assert "to assign: nobody reads it" in panel_of(client).text
    found = client.get(page("queue"), {"assigned": "nobody"}).content.decode()
    assert str(application) in found
