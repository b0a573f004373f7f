"""Write two managed columns back into a 20,000 x 15 workbook.

Baseline: read every part with zipfile and compress it again, the least that any rewriting of
the file costs. Ours also reads the new file back and compares it with the old one.
`python -m benchmarks.excel_write` times openpyxl's load and save, too.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from benchmarks.figure import Figure, measure
from connectors.excel import ExcelConnector
from okrsync.connector import Location, Snapshot, Want
from okrsync.table import Change, NewColumn, Shown

ROWS, COLUMNS = 20_000, 15
_WORDS = {"on track": "good", "needs attention": "warning", "off track": "bad"}
_TEAMS = ("Marketing", "Sales", "Product", "Support", "Finance")
_EXCEL = ExcelConnector()


def workbook(path: Path) -> None:
    """A large plan: a title of its own on each row, numbers, and formulas with their results."""
    import xlsxwriter  # noqa: PLC0415 - the figures alone don't need it

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("OKRs")
    sheet.write_row(0, 0, [f"Column {column}" for column in range(COLUMNS)])
    for row in range(1, ROWS):
        seed = row * 7919 % 100_003
        sheet.write_string(row, 0, f"Objective {row // 4}: grow what {seed % 997} teams rely on")
        sheet.write_string(row, 1, f"Key result {row}: from {seed % 89} to {seed % 1009} a week")
        sheet.write_string(row, 2, _TEAMS[seed % 5])
        sheet.write_string(row, 3, f"person {seed % 311}")
        for column in range(4, 12):
            sheet.write_number(row, column, seed * (column + 1) % 100_003 / 97)
        for column in range(12, COLUMNS):
            sheet.write_formula(row, column, f"=E{row + 1}*{column}", None, seed / 7)
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


class Plan:
    """One workbook, written again and again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        snapshot = self._read()
        self.key = snapshot.tables[0].key
        self.wider = _EXCEL.ensure_columns(snapshot, new_columns(self.key))
        self._planned = [changes(self.key, turn) for turn in range(2)]
        self._turn = 0

    def _at(self, path: Path) -> Location:
        return Location(str(path), "excel", str(path))

    def _read(self) -> Snapshot:
        return _EXCEL.read(self._at(self.path), Want(write=True), {})

    def first(self) -> None:
        """Add both columns and fill them, into a copy so that it can be done again."""
        copy = self._at(self.path.with_name("copy.xlsx"))
        receipt = _EXCEL.write(self.wider, self._planned[0], to=copy)
        assert len(receipt.written) == len(self._planned[0])

    def keep(self) -> None:
        """From now on the file has both columns."""
        _EXCEL.write(self.wider, self._planned[0])
        self._now = self._read()

    def again(self) -> None:
        """Change every cell of both columns."""
        self._turn += 1
        planned = self._planned[self._turn % 2]
        receipt = _EXCEL.write(self._now, planned)
        assert len(receipt.written) == len(planned)
        self._now = replace(self._now, revision=receipt.revision)


def figures() -> Iterator[Figure]:
    """Adding and filling two columns, and changing every cell of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        workbook(path)
        plan = Plan(path)
        theirs = "zipfile, every part"

        def baseline() -> None:
            recompress(path)

        named = f"add and fill 2 columns, {ROWS} x {COLUMNS} rows"
        yield measure(named, theirs, plan.first, baseline, limit=2.0)
        plan.keep()
        named = f"change {2 * (ROWS - 1)} cells, {ROWS} x {COLUMNS} rows"
        yield measure(named, theirs, plan.again, baseline, limit=2.0)
        named = "openpyxl, load and save, for interest"
        yield measure(named, theirs, lambda: _by_openpyxl(path), baseline, limit=999, rounds=1)


def _by_openpyxl(path: Path) -> None:
    import openpyxl  # noqa: PLC0415 - for interest only

    book = openpyxl.load_workbook(path)
    for row in range(2, ROWS + 1):
        book["OKRs"].cell(row, COLUMNS + 2, "on track")
    book.save(path.with_name("openpyxl.xlsx"))
