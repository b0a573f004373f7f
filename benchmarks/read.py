"""Reading a workbook of 20,000 rows to a Plan, against python-calamine's bare read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
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
MONTHS = (
    "KPI", "Unit", "Target", "Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026",
    "Jun 2026", "Jul 2026", "Aug 2026", "Sep 2026", "Oct 2026", "Nov 2026", "Dec 2026",
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


def months(path: Path, rows: int = ROWS) -> None:
    """KPIs with a column a month: as many cells, all but the first three of a row numbers."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("KPIs")
    sheet.write_row(0, 0, MONTHS)
    for row in range(1, rows + 1):
        sheet.write_row(row, 0, (f"Orders of region {row}", "orders", 100 + row % 50))
        sheet.write_row(row, 3, [row % 90 + month for month in range(12)])
    book.close()


def figures() -> Iterator[Figure]:
    """Ours reads formats, formulas and merges too, and makes a Plan of it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, make, limit in (
            ("a 20,000-row workbook to a Plan", workbook, 8),
            ("a cross-tab of as many cells to a Plan", months, 10),
        ):
            path = Path(folder) / f"{make.__name__}.xlsx"
            make(path)
            yield measure(name, "python-calamine's bare read", partial(_ours, path),
                          partial(_bare, path), limit=limit)  # fmt: skip


def _bare(path: Path) -> None:
    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _ours(path: Path) -> None:
    location = locate(str(path))
    snapshot = load(location.connector).read(location, Want(), {})
    source = SourceTables("big", location.connector, location.text, snapshot.tables)
    plan = read([source], Config(), date(2026, 5, 18)).plan
    assert len(plan.key_results) + len(plan.kpis) == ROWS
