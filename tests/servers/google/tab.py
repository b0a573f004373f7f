"""One tab: its cells, its grid, and what lies over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from tests.servers.google import formulas
from tests.servers.google.a1 import Area
from tests.servers.google.cells import BLANK, Cell, Formula
from tests.servers.google.errors import JSON
from tests.servers.google.shifts import (
    Deleted,
    Dimension,
    Inserted,
    Moved,
    Shift,
    shift_range,
    shift_ranges,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Info:
    """A row's or column's own properties."""

    hidden_by_user: bool = False
    hidden_by_filter: bool = False
    pixels: int | None = None
    metadata: tuple[JSON, ...] = ()


@dataclass
class Tab:
    """Rows are ragged lists of cells, no longer than what they hold; changed only through here."""

    sheet_id: int
    title: str
    row_count: int = 1000
    column_count: int = 26
    properties: JSON = field(default_factory=dict)  # hidden, tabColorStyle, …
    grid: JSON = field(default_factory=dict)  # frozenRowCount, hideGridlines, …
    rows: list[list[Cell]] = field(default_factory=list)
    infos: dict[str, dict[int, Info]] = field(default_factory=lambda: {"ROWS": {}, "COLUMNS": {}})
    merges: list[JSON] = field(default_factory=list)
    protected: list[JSON] = field(default_factory=list)
    rules: list[JSON] = field(default_factory=list)  # conditional formats
    groups: dict[str, list[JSON]] = field(default_factory=lambda: {"ROWS": [], "COLUMNS": []})
    filter: JSON | None = None
    metadata: list[JSON] = field(default_factory=list)

    @property
    def area(self) -> Area:
        return Area(0, self.row_count, 0, self.column_count)

    def cell(self, row: int, column: int) -> Cell:
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return BLANK

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set a cell inside the grid."""
        while len(self.rows) <= row:
            self.rows.append([])
        cells = self.rows[row]
        if column >= len(cells):
            cells.extend([BLANK] * (column + 1 - len(cells)))
        cells[column] = cell

    def info(self, dimension: Dimension, index: int) -> Info:
        return self.infos[dimension].get(index) or Info()

    def set_info(self, dimension: Dimension, index: int, **changes: Any) -> None:
        self.infos[dimension][index] = replace(self.info(dimension, index), **changes)

    def filled(self, area: Area) -> Iterator[tuple[int, int]]:
        """Where the cells with a value are, row by row."""
        inside = area.within(min(self.row_count, len(self.rows)), self.column_count)
        assert inside.bottom is not None
        for row in range(inside.top, inside.bottom):
            for column, cell in enumerate(self.rows[row][inside.left : inside.right]):
                if cell.entered is not None:
                    yield row, inside.left + column

    def clone(self) -> Tab:
        """A copy to go back to. Cells and JSON values are never changed in place."""
        twin = copy(self)
        twin.rows = [list(row) for row in self.rows]
        twin.infos = {key: dict(infos) for key, infos in self.infos.items()}
        twin.groups = {key: list(groups) for key, groups in self.groups.items()}
        for name in ("properties", "grid", "merges", "protected", "rules", "metadata"):
            setattr(twin, name, copy(getattr(self, name)))
        return twin

    def restore(self, twin: Tab) -> None:
        self.__dict__.update(twin.__dict__)

    def insert(self, dimension: Dimension, at: int, count: int) -> None:
        """New rows or columns before `at`; those at the end make the grid longer."""
        if dimension == "ROWS":
            if at < len(self.rows):
                self.rows[at:at] = [[] for _ in range(count)]
            self.row_count += count
        else:
            for row in self.rows:
                if at < len(row):
                    row[at:at] = [BLANK] * count
            self.column_count += count
        self._shift(Inserted(dimension, at, count))

    def delete(self, dimension: Dimension, at: int, count: int) -> None:
        if dimension == "ROWS":
            del self.rows[at : at + count]
            self.row_count -= count
        else:
            for row in self.rows:
                del row[at : at + count]
            self.column_count -= count
        self._shift(Deleted(dimension, at, count))

    def move(self, dimension: Dimension, start: int, end: int, to: int) -> None:
        shift = Moved(dimension, start, end, to)
        if dimension == "ROWS":
            while len(self.rows) < max(end, to):
                self.rows.append([])
            self.rows = _moved(self.rows, start, end, to)
        else:
            for index, row in enumerate(self.rows):
                row.extend([BLANK] * (max(end, to) - len(row)))
                self.rows[index] = _moved(row, start, end, to)
        self._shift(shift)

    def resize(self, rows: int, columns: int) -> None:
        """Change the grid's size; what falls outside is lost."""
        if rows < self.row_count:
            self.delete("ROWS", rows, self.row_count - rows)
        if columns < self.column_count:
            self.delete("COLUMNS", columns, self.column_count - columns)
        self.row_count, self.column_count = rows, columns

    def reorder(self, area: Area, order: list[int]) -> None:
        """Rows of the area in another order: `order` names the old places, top first."""
        inside = area.within(self.row_count, self.column_count)
        assert inside.right is not None
        columns = range(inside.left, inside.right)
        taken = [[self.cell(row, column) for column in columns] for row in order]
        for row, cells in enumerate(taken, start=inside.top):
            for column, cell in zip(columns, cells, strict=True):
                if cell != self.cell(row, column):
                    self.put(row, column, cell)

    def _shift(self, shift: Shift) -> None:
        infos = self.infos[shift.dimension]
        places = {shift.index(index): info for index, info in infos.items()}
        self.infos[shift.dimension] = {i: info for i, info in places.items() if i is not None}
        moved = (shift_range(merge, shift) for merge in self.merges)
        self.merges = [merge for merge in moved if merge is not None]
        self.protected = shift_ranges(self.protected, shift)
        self.rules = shift_ranges(self.rules, shift)
        if self.filter is not None:
            self.filter = next(iter(shift_ranges([self.filter], shift)), None)
        self._shift_formulas(_mover(shift))

    def _shift_formulas(self, mover: Callable[[int, int], tuple[int, int] | None]) -> None:
        for row, column in list(self.filled(self.area)):
            cell = self.rows[row][column]
            if isinstance(cell.entered, Formula):
                text = formulas.shifted(cell.entered.text, mover)
                self.rows[row][column] = replace(cell, entered=Formula(text))


def _moved(items: list[T], start: int, end: int, to: int) -> list[T]:
    block = items[start:end]
    rest = items[:start] + items[end:]
    at = to if to <= start else to - len(block)
    return rest[:at] + block + rest[at:]


def _mover(shift: Shift) -> Callable[[int, int], tuple[int, int] | None]:
    def place(row: int, column: int) -> tuple[int, int] | None:
        moved = shift.index(row if shift.dimension == "ROWS" else column)
        if moved is None:
            return None
        return (moved, column) if shift.dimension == "ROWS" else (row, moved)

    return place
