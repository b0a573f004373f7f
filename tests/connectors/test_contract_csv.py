"""The contract, kept by CSV files."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.csv import CsvConnector
from okrsync.connector import Location
from okrsync.table import Shown
from tests.connectors.contract import Contract
from tests.connectors.subject import Can, Cells, Grid, Subject
from tests.connectors.summary_contract import SummaryContract


class CsvSubject(Subject):
    """A comma-separated file, read and edited by the csv module."""

    can = frozenset({Can.GRID, Can.FORMULAS, Can.COPIES, Can.APPEND, Can.ORDER})

    def __init__(self, folder: Path) -> None:
        self.connector = CsvConnector()
        self.path = folder / "plan.csv"

    def make(self, grid: Grid, **tabs: Grid) -> Location:
        self.put(grid)
        return self._at(self.path)

    def put(self, grid: Grid) -> None:
        with self.path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(grid)

    def grid(self, tab: str | None = None) -> Cells:
        return self._grid(self.path)

    def state(self) -> object:
        leftovers = [path.name for path in self.path.parent.glob(".okrsync-*")]
        return self.path.read_bytes(), leftovers

    def stored(self, after: str | Decimal | None, shown: Shown) -> object:
        if isinstance(after, Decimal):
            return f"{(after * 100).normalize():f}%"
        return after

    def is_live(self, row: int, column: int) -> bool:
        return str(self.grid()[row][column]).startswith(("=", "+", "-", "@", "\t", "\r"))

    def missing(self) -> Location:
        return self._at(self.path.with_name("nothing.csv"))

    def forbid_writing(self) -> None:
        self.path.chmod(0o444)

    def obstruct(self) -> None:
        self.path.with_name("~$plan.csv").touch()

    def copy(self) -> Location:
        return self._at(self.path.with_name("copy.csv"))

    def grid_at(self, location: Location) -> Cells:
        return self._grid(location.path)

    def _at(self, path: Path) -> Location:
        return Location(str(path), "csv", str(path))

    def _grid(self, path: Path) -> Cells:
        with path.open(newline="", encoding="utf-8") as file:
            return [list(row) for row in csv.reader(file)]


class TestCsv(Contract, SummaryContract):
    @pytest.fixture
    def subject(self, tmp_path: Path) -> Subject:
        return CsvSubject(tmp_path)
