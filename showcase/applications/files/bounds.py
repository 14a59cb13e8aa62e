"""Bounds that a program gives itself before it reads what somebody sent. Standard library alone."""

import contextlib

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 20  # of the processor


def bound() -> None:
    """From now on this process may use so much and no more; where the system has no such bounds, its caller's
    clock is the only one.
    """
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
