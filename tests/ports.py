"""Ports for the servers that tests start and must tell where to listen."""

import os
import random
import socket

# Linux gives those from 32768 on to whoever connects somewhere, and so between the choice of a port and the
# server that comes to it, or while a test has the server away. These are below, ten thousand added or not.
FIRST, PER_PROCESS, FURTHER = 12_000, 1_000, 10_000


def _own_ports() -> list[int]:
    """Those of this process, in an order that another run beside this one has not: pytest-xdist numbers its
    processes (gw0, gw1…).
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
    first = FIRST + number * PER_PROCESS
    return random.Random(os.getpid()).sample(range(first, first + PER_PROCESS), PER_PROCESS)  # noqa: S311


_waiting = _own_ports()


def free_port() -> int:
    """A free port of this machine, never given twice; ten thousand further is free too."""
    while True:
        port = _waiting.pop()
        if _is_free(port) and _is_free(port + FURTHER):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
