"""Saying sorry where an answer is late: once, with a new day, and again only when that day has passed too."""

import datetime
from collections.abc import Iterator
from datetime import timedelta

from showcase.applications.keeping.delays import CLOCKS, Delay, days_to_answer, expected_on
from showcase.applications.keeping.retention import in_batches
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import Application, EventKind, State
from showcase.applications.steps import SITE, held, record

LINK_MINUTES = 7 * 24 * 60
# While the project has questions to answer, time stands still.
TICKING = (State.RECEIVED, State.READING)


def late_files(today: datetime.date) -> Iterator[Application]:
    """The files whose expected day has passed."""
    delay = days_to_answer()
    files = Application.objects.filter(state__in=TICKING).prefetch_related(CLOCKS)
    return (file for file in in_batches(files) if _is_late(file, today, delay))


def _is_late(file: Application, today: datetime.date, delay: Delay) -> bool:
    expected = expected_on(file, delay) if file.state in TICKING else None
    return expected is not None and expected < today


def apologise(found: Application, today: datetime.date) -> bool:
    """Write to everybody on a file that it is late, and promise another day. False where it is not late any
    more.
    """
    delay = days_to_answer()
    with held(found) as file:
        if not _is_late(file, today, delay):
            return False
        was, expected = expected_on(file, delay), today + timedelta(days=delay.days)
        write_to_all(
            "late",
            file,
            number=today.isoformat(),
            leads_to="state",
            link_minutes=LINK_MINUTES,
            was=was,
            expected=expected,
        )
        record(file, EventKind.APOLOGISED, SITE, expected=expected.isoformat())
    return True
