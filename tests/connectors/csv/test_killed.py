"""Killed at any moment of a write, a file is the old one or the new one, and nothing stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from connectors.csv import CsvConnector
from okrsync.connector import Want
from tests.connectors.csv.sheets import location

BEFORE = b"Objective;Key result;OKR status\r\nBe found;Visitors;\r\n"
AFTER = b"Objective;Key result;OKR status\r\nBe found;Visitors;on track\r\n"

CHILD = """
import os, signal, sys
from connectors.csv import CsvConnector
from okrsync.connector import Location, Want
from okrsync.table import Change

path, last = sys.argv[1], int(sys.argv[2])
folder, seen = os.path.dirname(path), []

def killing(event, arguments):
    paths = [os.fsdecode(a) for a in arguments if isinstance(a, str | bytes | os.PathLike)]
    if any(folder in path for path in paths):
        seen.append(event)
        if len(seen) == last:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

location = Location(path, "csv", path)
connector = CsvConnector()
snapshot = connector.read(location, Want(write=True), {})
sys.addaudithook(killing)
connector.write(snapshot, [Change("csv", 2, 2, None, "on track")])
print(*seen)
"""


def _killed_at(boundary: int, path: Path) -> str | None:
    """Writes in a child that dies at its nth touch of the folder; its touches if it did not."""
    path.write_bytes(BEFORE)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), str(boundary)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.stderr
    return done.stdout if done.returncode == 0 else None


def test_a_kill_at_every_boundary_leaves_one_of_the_two(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    boundary, states, leftovers = 1, [], 0
    while (touches := _killed_at(boundary, path)) is None:
        states.append(path.read_bytes())
        assert states[-1] in (BEFORE, AFTER)
        leftovers += len(list(tmp_path.glob(".okrsync-*")))
        CsvConnector().read(location(path), Want(write=True), {})
        assert list(tmp_path.iterdir()) == [path]
        boundary += 1
    assert "os.rename" in touches
    assert path.read_bytes() == AFTER
    # It died before and after the rename, and with the temporary file still there.
    assert set(states) == {BEFORE, AFTER}
    assert leftovers
