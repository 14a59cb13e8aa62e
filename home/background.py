"""Whether what follows a change in the background is to follow it at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_resting = ContextVar("resting", default=False)


@contextmanager
def at_rest() -> Iterator[None]:
    """While very much changes at once, nothing is queued for each change; whoever changes it sees to it."""
    token = _resting.set(True)
    try:
        yield
    finally:
        _resting.reset(token)


def is_resting() -> bool:
    return _resting.get()
