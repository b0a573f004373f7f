"""Write two managed columns back into a 20,000 x 15 workbook, beside two other ways.

Run: python -m benchmarks.excel_write

Baseline: read every part with zipfile and compress it again, the least that any rewriting of
the file costs. Both run in turn, in one process, on the same file; the smallest time counts.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter

from connectors.excel import ExcelConnector
from okrsync.connector import Snapshot, Want, locate
from okrsync.table import Change, NewColumn, Shown

ROWS, COLUMNS, ROUNDS = 20_000, 15, 5
LIMIT = 1.5
_WORDS = {"on track": "good", "needs attention": "warning", "off track": "bad"}


def workbook(path: Path) -> None:
    """Texts, numbers and formulas with stored results, as a large team sheet has them."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("OKRs")
    sheet.write_row(0, 0, [f"Column {column}" for column in range(COLUMNS)])
    for row in range(1, ROWS):
        for column in range(6):
            sheet.write_string(row, column, f"text {row * (column + 7) % 4001} of {column}")
        for column in range(6, 12):
            sheet.write_number(row, column, row * (column + 1) * 7919 % 100_003 / 97)
        for column in range(12, COLUMNS):
            sheet.write_formula(row, column, f"=G{row + 1}*{column}", None, row / 7)
    book.close()


def recompress(path: Path) -> None:
    """The baseline."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))


def changes(key: str, turn: int) -> list[Change]:
    """Every managed cell, with values that differ from turn to turn."""
    words = list(_WORDS)
    found = []
    for row in range(2, ROWS + 1):
        value = Decimal((row * 31 + turn) % 10_000).scaleb(-4)
        found.append(Change(key, row, COLUMNS, None, value, Shown.PERCENT))
        found.append(Change(key, row, COLUMNS + 1, None, words[(row + turn) % 3]))
    return found


def new_columns(key: str) -> list[NewColumn]:
    """The two that every sync adds."""
    return [
        NewColumn(key, "progress", "OKR progress", 1, 2, ROWS, Shown.PERCENT),
        NewColumn(key, "status", "OKR status", 1, 2, ROWS, Shown.TEXT, _WORDS),
    ]


def openpyxl_write(path: Path, copy: Path) -> None:
    """For interest: what loading and saving the model of the workbook takes."""
    book = openpyxl.load_workbook(path)
    sheet = book["OKRs"]
    for row in range(2, ROWS + 1):
        sheet.cell(row, COLUMNS + 1, 0.45)
        sheet.cell(row, COLUMNS + 2, "on track")
    book.save(copy)


def timed(action: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.process_time()
    action()
    return time.process_time() - start


def _written(excel: ExcelConnector, snapshot: Snapshot, turn: int) -> float:
    planned = changes(snapshot.tables[0].key, turn)
    receipts = []
    seconds = timed(lambda: receipts.append(excel.write(snapshot, planned)))
    assert len(receipts[0].written) == len(planned)
    return seconds


def measure(folder: Path, rounds: int = ROUNDS) -> dict[str, float]:
    """Smallest seconds of each way; `first` adds the columns, `again` changes every value."""
    source, work = folder / "source.xlsx", folder / "plan.xlsx"
    workbook(source)
    excel = ExcelConnector()
    best: dict[str, float] = {}

    def keep(name: str, seconds: float) -> None:
        best[name] = min(seconds, best.get(name, seconds))

    for turn in range(rounds):
        shutil.copy(source, work)
        keep("baseline", timed(lambda: recompress(source)))
        snapshot = excel.read(locate(str(work)), Want(write=True), {})
        wider = excel.ensure_columns(snapshot, new_columns(snapshot.tables[0].key))
        keep("first", _written(excel, wider, turn))
        keep(
            "again", _written(excel, excel.read(locate(str(work)), Want(write=True), {}), turn + 1)
        )
        keep("baseline", timed(lambda: recompress(source)))
    return best


def main() -> None:
    """Print the figures, and fail where a ratio is over the limit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        best = measure(folder)
        best["openpyxl"] = timed(
            lambda: openpyxl_write(folder / "source.xlsx", folder / "openpyxl.xlsx")
        )
    for way, seconds in best.items():
        print(f"{way:10} {seconds:7.3f} s  {seconds / best['baseline']:5.2f} x the baseline")
    assert max(best["first"], best["again"]) <= LIMIT * best["baseline"]


if __name__ == "__main__":
    main()
