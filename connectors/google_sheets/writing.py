"""One request that writes cells, and what its answer says about where they landed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.google_sheets.aims import Aim
from connectors.google_sheets.cells import Raw, key, same
from connectors.google_sheets.matching import Frame, Keys, header
from connectors.google_sheets.ranges import grid, rows_of
from okrsync.table import Area, Table

Json = Mapping[str, Any]
Marks = Mapping[str, Mapping[int, int]]
"""By table: column index → the id of the mark on it."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand together: one range of a request. Rows without an aim are looked at."""

    first: int
    last: int
    width: int


class Request:
    """What is written to each table, and how the answer is read.

    Where all columns of a table bear marks, they are addressed by these: whatever people do to
    the columns meanwhile, no cell of another column can be hit. Else they are addressed by where
    they were when they were read.
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        frames: Mapping[str, Frame],
        aims: Sequence[Aim],
        marks: Marks,
    ) -> None:
        self.formulas = any(aim.formula for aim in aims)
        by_table: dict[str, list[Aim]] = defaultdict(list)
        for aim in aims:
            by_table[aim.table].append(aim)
        self.parts = [
            _Part(tables[name], frames[name], found, marks.get(name, {}))
            for name, found in by_table.items()
        ]
        self.marked = {part.table.key for part in self.parts if part.marks}

    def body(self) -> Json:
        """The request: null in every cell that is not written.

        RAW: nothing we write is ever read as a formula. Only a person's own formula goes back
        as one, in a request of its own.
        """
        return {
            "valueInputOption": "USER_ENTERED" if self.formulas else "RAW",
            "includeValuesInResponse": True,
            "responseValueRenderOption": "UNFORMATTED_VALUE",
            "responseDateTimeRenderOption": "SERIAL_NUMBER",
            "data": [data for part in self.parts for data in self._data(part)],
        }

    def _data(self, part: _Part) -> Iterator[Json]:
        if not self.marked:
            yield from part.rows()
        elif part.marks:
            yield from part.columns()
            yield from part.looks()
        else:
            for each in part.rows():
                over = {"a1Range": each["range"]}
                yield {k: v for k, v in each.items() if k != "range"} | {"dataFilter": over}

    def landed_well(self, answer: Json) -> bool:
        """Whether every value stands on the row, and in the column, that it was meant for.

        The answer holds each row as it is after the write: a row that says something else in
        its identity columns, or a header that moved, shows that the sheet did. An answer that
        lacks a range proves nothing, and so is a no.
        """
        responses = list(answer.get("responses") or ())
        wanted: list[tuple[_Part, Block | None]] = []
        for part in self.parts:
            # Of a marked column the rows say all that is to be known.
            wanted += [(part, None) for _ in part.marks]
            wanted += [(part, block) for block in part.blocks]
        return len(responses) == len(wanted) and all(
            block is None or part.well(block, response)
            for (part, block), response in zip(wanted, responses, strict=True)
        )


class _Part:
    """One table's share of a request."""

    def __init__(
        self, table: Table, at: Frame, aims: Sequence[Aim], marks: Mapping[int, int]
    ) -> None:
        self.table, self.at = table, at
        self.aims: dict[int, list[Aim]] = defaultdict(list)
        for aim in aims:
            self.aims[aim.row].append(aim)
        columns = sorted({aim.column for aim in aims})
        self.marks = {c: marks[c] for c in columns} if set(columns) <= set(marks) else {}
        self.keys = Keys(table, at)
        self.blocks = self._blocks()

    def _blocks(self) -> list[Block]:
        """Runs of rows, and the header as it is after them; all rows where only their place
        tells some of them apart."""
        columns = [aim.column + 1 for aims in self.aims.values() for aim in aims]
        width = max(self.table.width, *columns)
        rows = set(self.aims)
        if self.at.header_row:
            rows.add(self.at.header_row)
        if self.keys.twins() & set(self.aims):
            rows |= set(self.keys.rows)
        return [Block(first, last, width) for first, last in _runs(sorted(rows))]

    def columns(self) -> Iterator[Json]:
        """The marked columns, from their first cell down to the last that is written."""
        last = max(self.aims)
        for column, mark in self.marks.items():
            values: list[Any] = [None] * last
            for aims in self.aims.values():
                for aim in aims:
                    if aim.column == column:
                        values[aim.row - 1] = _entered(aim)
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
                "dataFilter": {"gridRange": grid(int(self.table.key), over)},
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
        for aim in self.aims.get(number, ()):
            values[aim.column] = _entered(aim)
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

    def _header(self) -> list[Raw]:
        """The header as it is when all of this is written."""
        found = header(self.table, self.at)
        for aim in self.aims.get(self.at.header_row, ()):
            found += [None] * (aim.column + 1 - len(found))
            found[aim.column] = aim.value
        return found

    def _row_well(self, number: int, values: Sequence[Raw]) -> bool:
        aims = self.aims.get(number, ())
        if number == self.at.header_row:
            if aims and not self.marks:
                return False  # a column pushed out to the right would not be seen
            return _keys(values) == _keys(self._header())
        if aims and not self.keys.says(number):
            return False  # a row that says nothing looks like any other that does
        if not self.keys.matches(number, values):
            return False
        return all(aim.formula or same(_at(values, aim.column), aim.value) for aim in aims)


def _at(values: Sequence[Raw], column: int) -> Raw:
    return values[column] if column < len(values) else None


def _entered(aim: Aim) -> Raw:
    return "" if aim.value is None else aim.value


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
