"""What runs on a server by itself: each unit runs a command that there is, and is switched on as docs say."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands

DEPLOY = settings.BASE_DIR / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_each_command_of_a_unit_is_one_of_the_site(unit):
    named = re.findall(r"manage\.py (\w+)", unit.read_text())
    assert [name for name in named if name not in get_commands()] == []


def test_each_timer_starts_a_unit_and_is_switched_on_by_the_instructions():
    timers = {timer.stem for timer in DEPLOY.glob("*.timer")}
    switched_on = re.findall(r"([\w-]+)\.timer", (settings.BASE_DIR / "docs/deploy.md").read_text())
    assert timers <= {unit.stem for unit in UNITS}
    assert timers == set(switched_on)


def test_the_care_of_applications_does_not_wait_for_other_tasks_to_succeed():
    """systemd leaves out the commands of a unit after one that fails."""
    text = (DEPLOY / "passerelle-applications.service").read_text()
    assert re.findall(r"manage\.py (\w+)", text) == ["tend_applications"]
