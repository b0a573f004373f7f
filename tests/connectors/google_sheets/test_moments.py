"""Dates, times and durations: a workbook and a Google Sheet with the same cells read the same."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from okrsync import pipeline as door
from okrsync.connector import Want, load, locate
from okrsync.pipeline import Evaluation
from okrsync.table import Scalar
from tests.connectors.google_sheets.desk import Desk, ServerTime
from tests.connectors.google_sheets.desk import at as place
from tests.servers.google import seeding
from tests.servers.google.book import Book

CELLS: dict[str, tuple[float, str, str, Scalar]] = {
    "a duration": (0.104166666667, "TIME", "[h]:mm", timedelta(hours=2, minutes=30)),
    "one of days": (1.5, "TIME", "[hh]:mm:ss", timedelta(hours=36)),
    "one below nothing": (-0.25, "TIME", "[h]:mm", timedelta(hours=-6)),
    "one in seconds": (0.001, "NUMBER", "[ss]", timedelta(seconds=86.4)),
    "one in capitals": (0.5, "DATE_TIME", "[H]:MM", timedelta(hours=12)),
    "a time": (0.25, "TIME", "h:mm", time(6)),
    "a day": (46203, "DATE", "dd-mm-yyyy", date(2026, 6, 30)),
    "a moment": (46203.75, "DATE_TIME", "dd-mm-yyyy hh:mm", datetime(2026, 6, 30, 18)),
    "a coloured number": (2.5, "NUMBER", "[Magenta]0.0", 2.5),
    "a quoted bracket": (2.5, "NUMBER", '0.0 "[h]"', 2.5),
    "an escaped bracket": (2.5, "NUMBER", "0.0 \\[h]", 2.5),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_is_the_same_in_both(desk: Desk, tmp_path: Path, case: str) -> None:
    stored, kind, pattern, expected = CELLS[case]
    book = desk.book({"T": [[stored]]})
    seeding.number_format(book.tab("T"), "A1", kind, pattern)
    path = tmp_path / "plan.xlsx"
    written(path, [[stored]], {"A1": pattern})
    location = locate(str(path))
    other = load(location.connector).read(location, Want(), {})
    for found in (desk.read(book), other):
        value = found.tables[0].value(1, 0)
        assert (type(value), value) == (type(expected), expected)


def written(path: Path, rows: list[list[Any]], formats: dict[str, str]) -> None:
    made = openpyxl.Workbook()
    tab = made.active
    assert tab is not None
    tab.title = "OKRs"
    for row in rows:
        tab.append(row)
    for cell, pattern in formats.items():
        tab[cell].number_format = pattern
    made.save(path)


HEADER = ["Objective", "Key result", "Start", "Current", "Target", "Due"]
ROWS = [
    ["Be quick", "Time to answer a question", 0.5, 0.25, 0.125, 46203],
    ["Be quick", "Hours of training", 0, 1.5, 3, 46203.75],
    ["Be quick", "Open questions", 40, 30, 20, 46203],
]
FORMATS = {
    **{f"{letter}{row}": "[h]:mm" for letter in "CDE" for row in (2, 3)},
    **{f"F{row}": "dd-mm-yyyy" for row in (2, 3, 4)},
}


def evaluate(desk: Desk, folder: Path, location: str) -> Evaluation:
    environment = {"OKRSYNC_STATE": str(folder / "state.db"), "OKRSYNC_TODAY": "2026-05-18"}
    clock = ServerTime(desk.google)
    job = door.open_sources([location], environment=environment, folder=folder, clock=clock)
    return door.evaluate(job)


def told(found: Evaluation) -> tuple[object, object]:
    scores = found.scores.key_results
    rows = [(k.title, k.metric, k.due, scores[k.id].progress) for k in found.plan.key_results]
    said = [(f.code, f.message, f.location and f.location.cell) for f in found.findings]
    return rows, said


def in_google(desk: Desk, cells: int = 0) -> Book:
    filler = [["", "", "", "", "", "", *["note"] * 10] for _ in range(cells)]
    book = desk.book({"OKRs": [HEADER, *ROWS, *filler]}, locale="en_US")
    for cell, pattern in FORMATS.items():
        kind = "TIME" if pattern.startswith("[") else "DATE"
        seeding.number_format(book.tab("OKRs"), cell, kind, pattern)
    return book


def test_a_plan_of_durations_reads_and_scores_the_same(desk: Desk, tmp_path: Path) -> None:
    written(tmp_path / "plan.xlsx", [HEADER, *ROWS], FORMATS)
    one = evaluate(desk, tmp_path / "a", str(tmp_path / "plan.xlsx"))
    other = evaluate(desk, tmp_path / "b", f"gsheets:{in_google(desk).id}")
    assert told(one) == told(other)
    assert [kr.due for kr in other.plan.key_results] == [date(2026, 6, 30)] * 3


def test_a_read_of_values_knows_durations_too(desk: Desk) -> None:
    book = in_google(desk, cells=1200)
    first = desk.connector.read(place(book), Want(), {})
    again = desk.connector.read(place(book), Want(), first.memory)
    assert desk.google.log[-1].name == "sheets.spreadsheets.values.batchGet"
    assert again.tables[0].value(3, 3) == timedelta(hours=36)
    assert [row.values for row in again.tables[0].rows] == [r.values for r in first.tables[0].rows]
