"""Whole commands against a bare interpreter: `--version`, `--help`, those of a small workbook."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.read import workbook

ROWS = 20
ROUNDS = 9
FIRST = "sync", "small.xlsx", "--yes"
COMMANDS = (
    (("--version",), 2.0),
    (("--help",), 5.0),
    (("status", "small.xlsx"), 15.0),
    (("check", "small.xlsx"), 15.0),
    (("plan", "small.xlsx"), 15.0),
    (FIRST, 15.0),
)


def figures() -> Iterator[Figure]:
    """Whole processes, in turn, CPU time: the least of ours over the least of the bare ones.

    The workbook is synced before, so that `sync` finds nothing to change.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        workbook(home / "small.xlsx", ROWS)
        _cpu(home, ("-m", "okrsync", *FIRST))
        for line, limit in COMMANDS:
            pairs = [
                (_cpu(home, ("-m", "okrsync", *line)), _cpu(home, ("-c", "pass")))
                for _ in range(ROUNDS)
            ]
            ratio = min(ours for ours, _ in pairs) / min(bare for _, bare in pairs)
            yield Figure(f"okrsync {' '.join(line)}", "python -c pass", ratio, limit)


def _cpu(home: Path, arguments: Sequence[str]) -> float:
    """CPU seconds of a process; its bytecode is kept, as that of an installed command is."""
    settings = {**os.environ, "OKRSYNC_STATE": str(home / "state.db")}
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = _children()
    subprocess.run(
        [sys.executable, *arguments], check=True, capture_output=True, cwd=home, env=settings
    )
    return _children() - begun


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
