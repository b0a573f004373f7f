"""Start-up: `--version` and `--help` against a bare interpreter."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.figure import Figure


def figures() -> Iterator[Figure]:
    """Whole processes, in turn, wall time: the median of the pairwise ratios."""
    for option, limit in (("--version", 2.0), ("--help", 8.0)):
        ratios = [_wall("-m", "okrsync", option) / _wall("-c", "pass") for _ in range(15)]
        yield Figure(f"okrsync {option}", "python -c pass", statistics.median(ratios), limit)


def _wall(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - begun
