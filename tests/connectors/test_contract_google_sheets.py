"""The contract, kept by Google Sheets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from okrsync.connector import Calls, Location
from okrsync.table import Shown
from tests.connectors.contract import Contract
from tests.connectors.google_sheets.desk import Desk, at, signed_in
from tests.connectors.plan import trimmed
from tests.connectors.subject import Can, Cells, Grid, Subject
from tests.connectors.summary_contract import SummaryContract
from tests.servers.conftest import google
from tests.servers.google import faults, seeding
from tests.servers.google.book import Book
from tests.servers.google.cells import Cell, Formula
from tests.servers.google.server import GoogleServer

__all__ = ["google"]
MAIN = "OKRs"


class GoogleSubject(Subject):
    """A spreadsheet on the loopback server, edited there without the connector."""

    can = frozenset(Can) - {Can.COPIES}
    withstands = 5

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.connector = desk.connector
        self.book: Book = desk.book({MAIN: ()})

    def make(self, grid: Grid, **tabs: Grid) -> Location:
        self.book = self.desk.book({MAIN: (), **tabs})
        self.book.tab(MAIN).resize(40, 20)
        self.put(grid)
        return at(self.book)

    def put(self, grid: Grid) -> None:
        tab = self.book.tab(MAIN)
        with self.book.changing("colleague@example.org"):
            for row in range(max(len(grid), len(tab.rows))):
                width = tab.column_count
                new = list(grid[row]) if row < len(grid) else []
                for column in range(width):
                    value = new[column] if column < len(new) else None
                    self._put(row, column, value)

    def _put(self, row: int, column: int, value: object) -> None:
        tab = self.book.tab(MAIN)
        old = tab.cell(row, column)
        kept = old.entered
        if kept == value and not isinstance(kept, Formula):
            return
        cell: Cell = seeding.as_cell(self.book, value)
        self.book.write(tab, row, column, Cell(cell.entered, old.style))

    def grid(self, tab: str | None = None) -> Cells:
        found = self.book.tab(tab or MAIN)
        return [
            [_seen(found.cell(row, column)) for column in range(found.column_count)]
            for row in range(len(found.rows))
        ]

    def state(self) -> object:
        return [(tab.title, tab.column_count, repr(tab.rows)) for tab in self.book.tabs]

    def original(self) -> object:
        tabs = self.book.tabs
        return [(tab.title, tab.column_count, trimmed(self.grid(tab.title))) for tab in tabs]

    def stored(self, after: str | Decimal | None, shown: Shown) -> object:
        return float(after) if isinstance(after, Decimal) else after

    def is_live(self, row: int, column: int) -> bool:
        return isinstance(self.book.tab(MAIN).cell(row, column).entered, Formula)

    def counted(self) -> Calls | None:
        return self.desk.counted()

    def missing(self) -> Location:
        return Location("gsheets:nothing-here", "google_sheets", "nothing-here")

    def forbid_writing(self) -> None:
        self.book.roles[self.desk.who] = "reader"

    def obstruct(self) -> None:
        self.desk.google.faults.decide = lambda request: (
            faults.unavailable() if request.effect == "write" else None
        )

    def protect(self, row: int, column: int) -> None:
        cell = f"{chr(65 + column)}{row + 1}"
        seeding.protect(self.book.tab(MAIN), cell)

    def hide(self, row: int) -> None:
        seeding.hide_rows(self.book.tab(MAIN), row + 1)


def _seen(cell: Cell) -> object:
    value = cell.entered
    return value.text if isinstance(value, Formula) else "" if value is None else value


class TestGoogleSheets(Contract, SummaryContract):
    @pytest.fixture
    def subject(
        self, google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[Subject]:
        with signed_in(google, tmp_path, monkeypatch) as desk:
            yield GoogleSubject(desk)
