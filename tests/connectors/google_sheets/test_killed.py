"""Killed at any request, before or after it took effect: the next run converges."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from okrsync.connector import Calls
from tests.connectors.google_sheets.desk import Desk
from tests.connectors.google_sheets.test_syncing import at, plan, sync
from tests.servers.google import faults, people
from tests.servers.google.book import Book
from tests.servers.google.faults import Fault
from tests.servers.google.requests import Request
from tests.servers.google.seeding import shown

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
BOUNDARIES = [
    (name, applied)
    for name in ("batchUpdate", "values.batchUpdateByDataFilter")
    for applied in (False, True)
]


def killed(desk: Desk, book: Book, folder: Path, name: str, *, applied: bool) -> None:
    """A sync in a process of its own, which ends without a word at this request."""
    environment = {
        **os.environ,
        "OKRSYNC_STATE": str(folder / "state.db"),
        "OKRSYNC_TODAY": "2026-05-01",
    }
    command = [sys.executable, "-m", "okrsync", "sync", at(book), "--yes"]
    child = subprocess.Popen(command, env=environment, cwd=folder, stderr=subprocess.DEVNULL)

    def decide(request: Request) -> Fault | None:
        if not request.name.endswith(f"spreadsheets.{name}"):
            return None
        child.send_signal(signal.SIGKILL)
        return faults.dropped(applied=applied)

    desk.google.faults.decide = decide
    assert child.wait(60) == -signal.SIGKILL
    desk.google.faults.clear()


@pytest.mark.parametrize(("name", "applied"), BOUNDARIES)
def test_the_run_after_a_kill_converges(
    desk: Desk, tmp_path: Path, name: str, applied: bool
) -> None:
    book = plan(desk)
    killed(desk, book, tmp_path, name, applied=applied)
    sync(desk, tmp_path, at(book))
    rows = shown(book, "OKRs")
    assert rows[0][5:] == ["OKR progress", "OKR status"]
    assert [row[5] for row in rows[1:]] == ["17%", "50%", "38%"]
    again = sync(desk, tmp_path, at(book))
    assert (again.calls.read, again.calls.write) == (1, 0)


def test_the_run_after_a_kill_on_a_sheet_that_moved_converges(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    desk.google.faults.before_write()
    desk.google.faults.before_write(people.delete_row("OKRs", 2))
    killed(desk, book, tmp_path, "values.batchUpdateByDataFilter", applied=True)
    result = sync(desk, tmp_path, at(book))
    assert result.calls != Calls()
    assert [row[5] for row in shown(book, "OKRs")[1:3]] == ["50%", "38%"]
