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
    """A measured step: what was found of it, and the limit that it must stay under, if any."""

    what: str
    amount: float
    most: float | None = None
    unit: str = "ms"

    @property
    def met(self) -> bool:
        return self.most is None or self.amount < self.most

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "amount": round(self.amount, 2), "met": self.met}


def ask(client: Client, address: str) -> int:
    """Reads the whole answer, and throws it away as it comes: its length in bytes."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}.")
    return sum(map(len, answer)) if answer.streaming else len(answer.content)


def median(step: Callable[[], object], runs: int = RUNS) -> float:
    """Milliseconds of one call, the median of many."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)
