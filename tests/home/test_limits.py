"""How often something may be done: counted for a time, by all together, and nobody is named."""

import datetime

import pytest
import time_machine
from django.core.management import call_command

from home.limits import HOUR, too_many
from home.models import Attempt

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)


def test_the_one_that_is_too_many_is_told_and_each_thing_is_counted_for_itself():
    assert [too_many("a form", 3) for _time in range(5)] == [False, False, False, True, True]
    assert not too_many("another form", 3)


def test_each_counts_for_its_own_hour_and_asking_on_makes_it_no_longer():
    with time_machine.travel(NOON, tick=False) as clock:
        for minutes in (0, 30, 30):  # at 12:00, 12:30 and 13:00
            clock.shift(datetime.timedelta(minutes=minutes))
            assert not too_many("a form", 2)
        assert too_many("a form", 2)
        clock.shift(datetime.timedelta(minutes=30))
        assert not too_many("a form", 2)


def test_what_comes_in_vain_is_not_kept():
    for _time in range(20):
        too_many("a form", 3)
    assert Attempt.objects.count() == 3


def test_what_is_kept_names_nobody_and_goes_once_it_does_not_count():
    with time_machine.travel(NOON, tick=False) as clock:
        too_many("entry:ada@example.org", 3)
        assert "ada" not in Attempt.objects.get().what
        clock.shift(HOUR)
        call_command("purge_messages")
        assert not Attempt.objects.exists()
        too_many("entry:ada@example.org", 3)
        clock.shift(HOUR)
        too_many("entry:bob@example.org", 3)
        assert Attempt.objects.count() == 1


def test_something_may_count_for_longer():
    with time_machine.travel(NOON, tick=False) as clock:
        assert not too_many("a proof", 1, within=24 * HOUR)
        clock.shift(23 * HOUR)
        assert too_many("a proof", 1, within=24 * HOUR)
