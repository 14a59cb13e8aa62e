"""What a benchmark says, and how a step is timed."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.test import Client

RUNS = 15


@dataclass(frozen=True)
class Line:
    """A measured step: how many milliseconds it took, and the limit that it must stay under, if any."""

    what: str
    ms: float
    most_ms: float | None = None

    @property
    def met(self) -> bool:
        return self.most_ms is None or self.ms < self.most_ms

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "ms": round(self.ms, 2), "met": self.met}


def ask(client: Client, address: str) -> None:
    if (status := client.get(address).status_code) != 200:
        raise RuntimeError(f"{address} answers {status}.")


def median(step: Callable[[], object], runs: int = RUNS) -> float:
    """Milliseconds of one call, the median of many."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)
