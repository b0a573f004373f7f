"""A table's header, given its rows: one cell a column, with what stands above and in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from okrsync.mapping import repeated_headers
from okrsync.mapping.apply.selecting import JOINT
from okrsync.mapping.apply.times import when
from okrsync.mapping.vocabulary.normal import header, is_filled
from okrsync.table import Row, Scalar, Table
from okrsync.values import clean

LONGEST = 160
"""A longer text is no header."""
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ANY_DAY = date(2000, 1, 1)
"""Whether a header names a time does not depend on the day."""


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A column's header as it stands, where it stands, and the group above it."""

    index: int
    text: str
    row: int
    group: str | None = None
    unit: str | None = None

    @property
    def name(self) -> str:
        """The whole header: what stands above, and the text."""
        return f"{self.group}{JOINT}{self.text}" if self.group else self.text


@dataclass(frozen=True, slots=True)
class Head:
    """A header: its lowest row's number, its cells, and the rows below it that are its data.

    `first` is the number of the first data row: a row of units may stand between.
    """

    row: int
    top: int
    cells: tuple[HeaderCell, ...]
    rows: Sequence[Row]
    score: float
    first: int


def of_columns(table: Table, score: float = 0.0) -> Head:
    """The header of a table whose service knows its columns."""
    cells = tuple(_cell(column.index, column.title, 0) for column in table.columns)
    return Head(0, 0, cells, table.rows, score, 1)


def none(table: Table) -> Head:
    """The header of rows that have none: columns go by their letters."""
    first = table.rows[0].number if table.rows else 1
    return Head(first - 1, first - 1, (), table.rows, 0.0, first)


def at_rows(table: Table, numbers: Sequence[int], before: int | None = None) -> Head | None:
    """The header in these rows of the sheet, with the rows below it until the one numbered
    `before`. None where the lowest of these rows is not there."""
    places = {row.number: at for at, row in enumerate(table.rows)}
    if numbers[-1] not in places:
        return None
    end = places.get(before, len(table.rows)) if before is not None else len(table.rows)
    uppers = [table.rows[places[number]] for number in numbers[:-1] if number in places]
    return build(table, places[numbers[-1]], end, 0.0, uppers)


def build(table: Table, at: int, end: int, score: float, uppers: Sequence[Row]) -> Head:
    """The header whose lowest row is at this position, with the rows until `end`.

    `uppers` are its upper lines, from the top. A row of units below it is part of it.
    """
    row = table.rows[at]
    cells = tuple(_cells(table, row, uppers))
    top = uppers[0].number if uppers else row.number
    below = table.rows[at + 1] if at + 1 < end else None
    if below is not None and (units := _units(below)):
        cells = tuple(replace(cell, unit=units.get(cell.index, cell.unit)) for cell in cells)
        return Head(row.number, top, cells, table.rows[at + 2 : end], score, below.number + 1)
    return Head(row.number, top, cells, table.rows[at + 1 : end], score, row.number + 1)


def _units(row: Row) -> dict[int, str]:
    """Column → unit, where a row below the header holds nothing but units in brackets."""
    filled = {index: value for index, value in enumerate(row.values) if is_filled(value)}
    found = {
        index: match[1].strip()
        for index, value in filled.items()
        if isinstance(value, str) and (match := _IN_BRACKETS.fullmatch(value.strip()))
    }
    return found if len(found) == len(filled) else {}


def _cells(table: Table, row: Row, uppers: Sequence[Row]) -> Iterator[HeaderCell]:
    width = max(len(each.values) for each in (row, *uppers))
    if not uppers:
        texts = {at: text for at in range(width) if (text := _text(row.value(at)))}
        above = repeated_headers.groups(texts)
        yield from (_cell(at, text, row.number, above.get(at)) for at, text in texts.items())
        return
    over = [_carried(table, each, row, width) for each in uppers]
    for index in range(width):
        low = _text(row.value(index))
        if low:
            lines = [line[index][0] for line in over]
            yield _cell(index, low, row.number, _joined(lines))
            continue
        own = [(upper.number, line[index][0]) for upper, line in zip(uppers, over, strict=True)
               if line[index][1]]  # fmt: skip
        if own:
            number, text = own[-1]
            yield _cell(index, text, number, _joined([line for _, line in own[:-1]]))


def _joined(lines: Sequence[str]) -> str | None:
    return JOINT.join(filter(None, lines)) or None


def _carried(table: Table, upper: Row, row: Row, width: int) -> list[tuple[str, bool]]:
    """What an upper line says of each column, and whether it stands right above it: a merged cell
    and a time (“Q2 2026”) go on to the right."""
    spans = {
        column
        for area in table.merges
        if area.first_row <= upper.number <= area.last_row
        for column in range(area.first_column + 1, area.last_column + 1)
    }
    found: list[tuple[str, bool]] = []
    group = ""
    for index in range(width):
        own = _text(upper.value(index))
        goes_on = index in spans or (is_filled(row.value(index)) and _is_time(group))
        group = own or (group if goes_on else "")
        found.append((group, bool(own)))
    return found


def _is_time(text: str) -> bool:
    found = when(text, _ANY_DAY)
    return found is not None and not found.rest


def _text(value: Scalar) -> str:
    return clean(str(value)) if is_filled(value) else ""


def _cell(index: int, text: str, row: int, group: str | None = None) -> HeaderCell:
    return HeaderCell(index, clean(text), row, group, header(text).bracket)
