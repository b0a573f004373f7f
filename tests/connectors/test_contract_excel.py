"""The contract, kept by workbooks, which openpyxl makes, edits and looks at."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

from connectors.excel import ExcelConnector
from okrsync.connector import Location
from okrsync.table import Shown
from tests.connectors.contract import Contract
from tests.connectors.subject import Can, Cells, Grid, Subject
from tests.connectors.summary_contract import SummaryContract

MAIN = "Plan"


class ExcelSubject(Subject):
    """An .xlsx file."""

    can = frozenset(Can) - {Can.APPEND}

    def __init__(self, folder: Path) -> None:
        self.connector = ExcelConnector()
        self.path = folder / "plan.xlsx"

    def make(self, grid: Grid, **tabs: Grid) -> Location:
        book = openpyxl.Workbook()
        book.active.title = MAIN
        for name, cells in tabs.items():
            _fill(book.create_sheet(name), cells)
        _fill(book[MAIN], grid)
        book.save(self.path)
        return _at(self.path)

    def put(self, grid: Grid) -> None:
        book = openpyxl.load_workbook(self.path)
        sheet = book[MAIN]
        sheet.delete_rows(1, sheet.max_row)
        _fill(sheet, grid)
        book.save(self.path)

    def grid(self, tab: str | None = None) -> Cells:
        return _grid(self.path, tab or MAIN)

    def state(self) -> object:
        return self.path.read_bytes(), list(self.path.parent.glob(".okrsync-*"))

    def original(self) -> object:
        book = openpyxl.load_workbook(self.path)
        return [(s.title, s.dimensions, _grid(self.path, s.title)) for s in book.worksheets]

    def stored(self, after: str | Decimal | None, shown: Shown) -> object:
        return after

    def is_live(self, row: int, column: int) -> bool:
        sheet = openpyxl.load_workbook(self.path)[MAIN]
        return bool(sheet.cell(row + 1, column + 1).data_type == "f")

    def missing(self) -> Location:
        return _at(self.path.with_name("nothing.xlsx"))

    def forbid_writing(self) -> None:
        self.path.chmod(0o444)

    def obstruct(self) -> None:
        self.path.with_name("~$plan.xlsx").touch()

    def copy(self) -> Location:
        return _at(self.path.with_name("copy.xlsx"))

    def grid_at(self, location: Location) -> Cells:
        return _grid(location.path, MAIN)

    def protect(self, row: int, column: int) -> None:
        book = openpyxl.load_workbook(self.path)
        sheet = book[MAIN]
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.protection = Protection(
                    locked=(cell.row, cell.column) == (row + 1, column + 1)
                )
        sheet.protection.sheet = True
        book.save(self.path)

    def hide(self, row: int) -> None:
        book = openpyxl.load_workbook(self.path)
        book[MAIN].row_dimensions[row + 1].hidden = True
        book.save(self.path)


def _at(path: Path) -> Location:
    return Location(str(path), "excel", str(path))


def _fill(sheet: Worksheet, grid: Grid) -> None:
    for number, row in enumerate(grid, start=1):
        for column, value in enumerate(row, start=1):
            if value != "":
                sheet.cell(number, column).value = value


def _grid(path: Path, tab: str) -> Cells:
    sheet = openpyxl.load_workbook(path)[tab]
    return [["" if v is None else v for v in row] for row in sheet.iter_rows(values_only=True)]


class TestExcel(Contract, SummaryContract):
    @pytest.fixture
    def subject(self, tmp_path: Path) -> Subject:
        return ExcelSubject(tmp_path)
