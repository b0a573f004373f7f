"""Reading a workbook of 20,000 rows to a Plan, against python-calamine's bare read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.figure import Figure, measure
from okrsync.config import Config
from okrsync.connector import Want, load, locate
from okrsync.mapping import SourceTables, read

ROWS = 20_000
HEADERS = (
    "ID", "Objective", "Key Result", "Owner", "Team", "Start", "Target", "Current",
    "Unit", "Weight", "Due", "Confidence", "Status", "Notes", "Link",
)  # fmt: skip


def workbook(path: Path, rows: int = ROWS) -> None:
    """A flat OKR table of 15 columns, four key results an objective."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet("OKRs")
    day, percent = (
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"num_format": "0%"}),
    )
    sheet.write_row(0, 0, HEADERS)
    for row in range(1, rows + 1):
        objective = f"Customers of region {row // 4} recommend us"
        sheet.write_row(row, 0, (f"KR{row}", objective, f"NPS of segment {row} rises"))
        sheet.write_row(row, 3, (f"Owner {row % 40}", f"Team {row % 12}", 10, 50, 10 + row % 45))
        sheet.write_row(row, 8, ("points", 1 + row % 3))
        sheet.write_datetime(row, 10, date(2026, 6, 1 + row % 28), day)
        sheet.write_number(row, 11, (row % 11) / 10, percent)
        sheet.write_row(row, 12, ("on track", f"Note {row}", f"https://example.org/{row}"))
    book.close()


def figures() -> Iterator[Figure]:
    """One figure: ours reads formats, formulas and merges too, and makes a Plan of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.xlsx"
        workbook(path)
        yield measure(
            "a 20,000-row workbook to a Plan",
            "python-calamine's bare read",
            lambda: _ours(path),
            lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(),
            limit=8,
        )


def _ours(path: Path) -> None:
    location = locate(str(path))
    snapshot = load(location.connector).read(location, Want(), {})
    source = SourceTables("big", location.connector, location.text, snapshot.tables)
    reading = read([source], Config(), date(2026, 5, 18))
    assert len(reading.plan.key_results) == ROWS
