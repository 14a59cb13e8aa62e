"""A badge follows from a finding, who made it, and the day."""

import datetime

import pytest
from django.utils.translation import override

from showcase.badges import Badge, BadgeState, badge_for

DAY = datetime.date(2027, 3, 1)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("assessor", "state"),
    [
        ("self", BadgeState.DECLARED),
        ("editors", BadgeState.DOCUMENTED),
        ("jury", BadgeState.VERIFIED),
    ],
)
@pytest.mark.parametrize(("finding", "partly"), [("demonstrated", False), ("partly", True)])
@pytest.mark.parametrize("review_by", [None, DAY, AFTER])
def test_who_assessed_decides_the_state_until_the_day_itself(assessor, state, finding, partly, review_by):
    assert badge_for(finding, assessor, review_by, today=DAY) == Badge(state, partly)


@pytest.mark.parametrize("assessor", ["self", "editors", "jury"])
def test_the_day_after_it_has_expired(assessor):
    assert badge_for("demonstrated", assessor, BEFORE, today=DAY) == Badge(BadgeState.EXPIRED)
    assert badge_for("partly", assessor, BEFORE, today=DAY) == Badge(BadgeState.EXPIRED, partly=True)


@pytest.mark.parametrize("assessor", ["self", "editors", "jury"])
@pytest.mark.parametrize("review_by", [None, BEFORE, AFTER])
def test_what_was_not_demonstrated_does_not_expire(assessor, review_by):
    assert badge_for("not_demonstrated", assessor, review_by, today=DAY) == Badge(BadgeState.NOT_DEMONSTRATED)


def test_every_state_has_words_in_both_languages_and_none_sounds_official():
    for state in BadgeState:
        for partly in (False, True) if state is not BadgeState.NOT_DEMONSTRATED else (False,):
            badge = Badge(state, partly)
            with override("fr"):
                french = badge.words
            with override("en"):
                english = badge.words
            assert french != english
            assert not {"label", "certifié", "certified", "award"} & set(
                f"{french} {english}".lower().split()
            )


def test_partly_is_said_in_words():
    with override("en"):
        assert Badge(BadgeState.DOCUMENTED, partly=True).words == "partly, documented by the editors"
        assert Badge(BadgeState.DOCUMENTED).words == "documented by the editors"


def test_each_state_says_what_a_reader_may_take_from_it():
    meanings = {Badge(state).meaning for state in BadgeState}
    assert len(meanings) == len(BadgeState)
