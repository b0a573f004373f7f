"""One table's share of a request that writes cells, and what the answer shows of its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.google_sheets.address import grid_range, rows_of
from connectors.google_sheets.cell_values import Raw, key, same
from connectors.google_sheets.write.cell_targets import CellTarget
from connectors.google_sheets.write.match_columns import TableLayout, header
from connectors.google_sheets.write.match_rows import Keys
from okrsync.table import Address, Area, Table

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand together: one range of a request. Rows without a target are looked at."""

    first: int
    last: int
    width: int


class RequestPart:
    """One table's share of a request."""

    def __init__(
        self, table: Table, at: TableLayout, targets: Sequence[CellTarget], marks: Mapping[int, int]
    ) -> None:
        self.table, self.at = table, at
        self.targets: dict[int, list[CellTarget]] = defaultdict(list)
        for target in targets:
            self.targets[target.row].append(target)
        columns = self.columns_written = sorted({target.column for target in targets})
        self.marks = {c: marks[c] for c in columns} if set(columns) <= set(marks) else {}
        self.keys = Keys(table, at)
        self.blocks = self._blocks()

    def _blocks(self) -> list[Block]:
        """Runs of rows, and the header as it is after them; all rows where only their place
        tells some of them apart."""
        columns = [target.column + 1 for targets in self.targets.values() for target in targets]
        width = max(self.table.width, *columns)
        rows = set(self.targets)
        if self.at.header_row:
            rows.add(self.at.header_row)
        if self.keys.twins() & set(self.targets):
            rows |= set(self.keys.rows)
        return [Block(first, last, width) for first, last in _runs(sorted(rows))]

    def columns(self) -> Iterator[Json]:
        """The marked columns, from their first cell down to the last that is written."""
        last = max(self.targets)
        for column, mark in self.marks.items():
            values: list[Any] = [None] * last
            for targets in self.targets.values():
                for target in targets:
                    if target.column == column:
                        values[target.row - 1] = _entered(target)
            yield {
                "dataFilter": {"developerMetadataLookup": {"metadataId": mark}},
                "majorDimension": "COLUMNS",
                "values": [values],
            }

    def looks(self) -> Iterator[Json]:
        """Whole rows, of which nothing is written."""
        for block in self.blocks:
            over = Area(block.first, 0, block.last, block.width - 1)
            yield {
                "dataFilter": {"gridRange": grid_range(int(self.table.key), over)},
                "majorDimension": "ROWS",
                # As wide and as high as what is to come back.
                "values": [[None] * block.width, *[[None]] * (block.last - block.first)],
            }

    def rows(self) -> Iterator[Json]:
        """Whole rows, with what is written to them."""
        for block in self.blocks:
            rows = range(block.first, block.last + 1)
            yield {
                "range": rows_of(self.table.name, block.first, block.last, block.width),
                "majorDimension": "ROWS",
                "values": [self._row(number, block.width) for number in rows],
            }

    def _row(self, number: int, width: int) -> list[Any]:
        values: list[Any] = [None] * width
        for target in self.targets.get(number, ()):
            values[target.column] = _entered(target)
        return values

    def well(self, block: Block, response: Json) -> bool:
        """Whether these rows are the ones that were meant, with what was sent on them."""
        rows = _returned(response)
        if rows is None:
            return False
        return all(
            self._row_well(number, rows[at] if at < len(rows) else [])
            for at, number in enumerate(range(block.first, block.last + 1))
        )

    def _blank(self, values: Sequence[Raw]) -> bool:
        """Whether a row, as it came back, holds nothing of people's and nothing of ours where
        something was cleared."""
        theirs = (v for c, v in enumerate(values) if c not in self.at.managed)
        return all(value is None for value in theirs) and all(
            _at(values, column) is None for column in self.columns_written
        )

    def edited(self, block: Block, response: Json) -> Iterator[Address]:
        """The terms of what was written in these rows that are others than they were."""
        rows, known = _returned(response) or [], self.keys.rows
        for number, values in zip(range(block.first, block.last + 1), rows, strict=False):
            targets = self.targets.get(number)
            if targets:
                yield from (
                    (number, c) for c in changed(terms(targets), known.get(number, ()), values)
                )

    def _header(self) -> list[Raw]:
        """The header as it is when all of this is written."""
        found = header(self.table, self.at)
        for target in self.targets.get(self.at.header_row, ()):
            found += [None] * (target.column + 1 - len(found))
            found[target.column] = target.value
        return found

    def _row_well(self, number: int, values: Sequence[Raw]) -> bool:
        targets = self.targets.get(number, ())
        if number == self.at.header_row:
            if targets and not self.marks:
                return False  # a column pushed out to the right would not be seen
            return _keys(values) == _keys(self._header())
        if targets and not self.keys.says(number):
            # A row that says nothing looks like any other that does, so that it proves nothing
            # about what we displaced. What is cleared for its own sake is right on any of them.
            clears = all(target.value is None and target.change is not None for target in targets)
            return clears and self._blank(values)
        if not self.keys.matches(number, values):
            return False
        return all(
            target.formula or same(_at(values, target.column), target.value) for target in targets
        )


def terms(targets: Iterable[CellTarget]) -> set[int]:
    """The columns that these cells' values were computed from."""
    return {
        column for target in targets if target.change is not None for column in target.change.terms
    }


def changed(columns: Iterable[int], before: Sequence[Raw], after: Sequence[Raw]) -> Iterator[int]:
    """Those of a row's columns that hold another value."""
    for column in columns:
        one, other = _at(before, column), _at(after, column)
        if one != other and key(one) != key(other):
            yield column


def _at(values: Sequence[Raw], column: int) -> Raw:
    return values[column] if column < len(values) else None


def _entered(target: CellTarget) -> Raw:
    return "" if target.value is None else target.value


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last


def _keys(values: Sequence[Raw]) -> list[object]:
    found = [key(value) for value in values]
    while found and found[-1] is None:
        found.pop()
    return found


def _returned(response: Json) -> list[list[Raw]] | None:
    """The rows that stand in the answer, None where it has none to show."""
    data = response.get("updatedData")
    if not isinstance(data, Mapping):
        return None
    return [[None if value == "" else value for value in row] for row in data.get("values") or ()]
