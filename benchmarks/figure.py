"""How a figure is taken: ours and the baseline in turn, the median of the pairwise ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured ratio: `ours` takes `ratio` times what `baseline` takes, at most `limit`."""

    name: str
    baseline: str
    ratio: float
    limit: float

    def __str__(self) -> str:
        verdict = "ok" if self.ratio <= self.limit else "TOO SLOW"
        measured = f"{self.ratio:6.2f}x of {self.baseline}"
        return f"{self.name:<44} {measured} (limit {self.limit:g}) {verdict}"


def measure(
    name: str,
    baseline: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    limit: float,
    rounds: int = 5,
    clock: Callable[[], float] = time.process_time,
) -> Figure:
    """Both in turn after one warm-up: the median of the pairwise ratios of CPU time.

    Another `clock` measures another time: `time.perf_counter` for waits, too.
    """
    ours()
    theirs()
    ratios = [_seconds(ours, clock) / _seconds(theirs, clock) for _ in range(rounds)]
    return Figure(name, baseline, statistics.median(ratios), limit)


def _seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    begun = clock()
    work()
    return clock() - begun
