"""Rows that are work leave the key results of a Google Sheet, and come back with undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from okrsync import pipeline as door
from okrsync.pipeline import Options
from tests.connectors.google_sheets.desk import Desk, ServerTime
from tests.servers.google.seeding import shown

ROWS: list[list[Any]] = [
    ["Type", "Title", "Start", "Current", "Target"],
    ["Objective", "Grow the community", None, None, None],
    ["Key result", "Members who post weekly", 10, 25, 100],
    ["Key result", "Launch the new booking page", 0, 0, 1],
]
YES = Options(yes=True)


def test_moved_and_put_back_with_one_write_each(desk: Desk, tmp_path: Path) -> None:
    book = desk.book({"OKRs": ROWS}, locale="en_US")
    here: dict[str, Any] = {
        "environment": {
            "OKRSYNC_STATE": str(tmp_path / "state.db"),
            "OKRSYNC_TODAY": "2026-05-01",
        },
        "folder": tmp_path,
        "clock": ServerTime(desk.google),
    }
    before = shown(book, "OKRs")
    _, fixes = door.check_with_fixes(door.open_sources([f"gsheets:{book.id}"], **here))
    path = tmp_path / "moves.json"
    door.save_plan(fixes.run, path, door.FIXES)
    result = door.apply(path, YES, job=door.open_sources([f"gsheets:{book.id}"], **here))
    assert (result.written, result.calls.read, result.calls.write) == (1, 1, 1)
    row = [row[0] for row in shown(book, "OKRs")]
    assert row == ["Type", "Objective", "Key result", "Initiative"]
    assert door.undo(door.open_undo(**here), YES).calls.write == 1
    assert shown(book, "OKRs") == before
