"""Programs that read what was sent: so many at once, and no more."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from showcase.applications.files import apart
from showcase.applications.files.refusing import RefusedError
from showcase.applications.files.verdicts import Verdict

SLOW = ("timeit", "-n1", "-r1", "import time; time.sleep(3)")


def run(*program: str) -> Verdict:
    return apart.run_apart(*program, content=b"")[0]


def test_one_that_comes_when_all_places_are_taken_is_asked_to_come_again(monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE_SECONDS", 0.5)
    with ThreadPoolExecutor() as pool:
        running = [pool.submit(run, *SLOW) for _place in range(apart.AT_ONCE)]
        while apart._places.acquire(timeout=0):
            apart._places.release()
        with pytest.raises(RefusedError, match="dans une minute"):
            run("timeit", "-n1")
        assert [each.result() for each in running] == [Verdict.TAKEN] * apart.AT_ONCE
    assert run("timeit", "-n1") == Verdict.TAKEN


def test_one_that_comes_in_time_waits_for_a_place():
    with ThreadPoolExecutor() as pool:
        running = [pool.submit(run, *SLOW) for _each in range(apart.AT_ONCE + 1)]
        assert [each.result() for each in running] == [Verdict.TAKEN] * (apart.AT_ONCE + 1)


def test_what_falls_leaves_its_place():
    for _each in range(apart.AT_ONCE + 1):
        with pytest.raises(apart.BrokenOffError):
            run("timeit", "-n1", "raise SystemExit(99)")
