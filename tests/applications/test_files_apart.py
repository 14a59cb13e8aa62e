"""Programs that read what was sent: so many at once, and no more."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from showcase.applications.files import apart
from showcase.applications.files.refusing import RefusedError
from showcase.applications.files.verdicts import Verdict


def run(program: str = "pass") -> Verdict:
    return apart.run_apart("timeit", "-n1", "-r1", program, content=b"")[0]


@contextmanager
def all_places_taken(folder: Path) -> Iterator[tuple[ThreadPoolExecutor, list[Future[Verdict]]]]:
    """By programs that run until the block ends. Gives those who run them, with room for one more."""
    go_on = folder / "go-on"
    waits = f"import pathlib, time\nwhile not pathlib.Path({str(go_on)!r}).exists(): time.sleep(0.1)"
    with ThreadPoolExecutor(apart.AT_ONCE + 1) as pool:
        try:
            running = [pool.submit(run, waits) for _place in range(apart.AT_ONCE)]
            while apart._places.acquire(timeout=0):
                apart._places.release()
            yield pool, running
        finally:
            go_on.touch()


def test_one_that_comes_when_all_places_are_taken_is_asked_to_come_again(monkeypatch, tmp_path):
    monkeypatch.setattr(apart, "PATIENCE_SECONDS", 0.5)
    with all_places_taken(tmp_path) as (_pool, running), pytest.raises(RefusedError, match="dans une minute"):
        run()
    assert [each.result() for each in running] == [Verdict.TAKEN] * apart.AT_ONCE
    assert run() == Verdict.TAKEN


def test_one_that_comes_in_time_waits_for_a_place(monkeypatch, tmp_path):
    monkeypatch.setattr(apart, "PATIENCE_SECONDS", 60)
    with all_places_taken(tmp_path) as (pool, running):
        late = pool.submit(run)
        with pytest.raises(TimeoutError):
            late.result(timeout=0.5)
    assert [each.result() for each in (*running, late)] == [Verdict.TAKEN] * (apart.AT_ONCE + 1)


def test_what_falls_leaves_its_place():
    for _each in range(apart.AT_ONCE + 1):
        with pytest.raises(apart.BrokenOffError):
            run("raise SystemExit(99)")
