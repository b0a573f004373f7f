"""Changes as the record and people know them: by source, row's entity, header and address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from okrsync.mapping.reading import TableReading
from okrsync.model import json_number
from okrsync.planned import (
    Plain,
    PlannedChange,
    PlannedColumn,
    SkippedCell,
    UnplacedColumn,
)
from okrsync.table import CellError, Change, NewColumn, Scalar, Skip, Unplaced, a1
from okrsync.writeback.rows import lines
from okrsync.writeback.words import LEVEL

Key = tuple[str, str, str]
"""A cell for good, wherever its row stands: source, the row's entity, field."""
Place = tuple[str, int, int]
"""Where it stands now: the table's key, row number, column index."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A change with all that the record wants to know of it."""

    change: Change
    table: TableReading
    entity: str
    header: str

    @property
    def key(self) -> Key:
        """What tells this cell from all others, however the rows are sorted."""
        return self.table.source, self.entity, self.change.field

    @property
    def address(self) -> str:
        """As people know it, without the tab."""
        return a1(self.change.row, self.change.column)

    def planned(self) -> PlannedChange:
        """As it is shown and saved."""
        change = self.change
        return PlannedChange(
            source=self.table.source,
            entity_id=change.entity_id,
            title=change.title,
            tab=self.table.table.name,
            cell=self.address,
            column=self.header,
            field=change.field,
            before=plain(change.before),
            after=plain(change.after),
            named=self.table.named,
        )


def name_of(table: TableReading, row: int, column: int) -> str:
    """A database's cell as people know it: the row's title and the column."""
    title = table.table.value(row, table.columns["title"]) if "title" in table.columns else None
    header = next((c.title for c in table.table.columns if c.index == column), None)
    return ", ".join(str(part) for part in (title, header) if part)


class Tables:
    """The tables of a reading by key, and whose row is where.

    `lasting` gives the key that a table has in its own document: what the state knows it by,
    since a table's key in a job depends on what else is in that job. `language` is that of
    what people read.
    """

    def __init__(
        self, tables: Iterable[TableReading], lasting: Callable[[str], str], language: str
    ) -> None:
        self._language = language
        self.by_key: Mapping[str, TableReading] = {t.table.key: t for t in tables}
        self.lasting = lasting
        self._lasting = {(t.source, lasting(key)): t for key, t in self.by_key.items()}
        self._rows: Mapping[str, Mapping[int, str]] = {
            key: {line.number: line.main.entity_id for line in lines(table)}
            for key, table in self.by_key.items()
        }

    def cell(self, change: Change) -> Cell:
        """A change with its table, its row's entity and its column's header."""
        table = self.by_key[change.table]
        entity = self._rows[change.table].get(change.row, change.entity_id)
        header = table.managed_headers.get(change.field) or change.field
        return Cell(change, table, entity, header)

    def known_as(self, source: str, key: str) -> TableReading | None:
        """The table of a source that has this key in its own document."""
        return self._lasting.get((source, key))

    def places(self) -> Iterator[tuple[Key, Place]]:
        """Every cell of a column of ours on a row that holds something."""
        for table_key, table in self.by_key.items():
            for row, entity in self._rows[table_key].items():
                for name, column in table.managed.items():
                    yield (table.source, entity, name), (table_key, row, column)

    def levels(self) -> Iterator[tuple[Key, Place]]:
        """Every cell that says what its row is: a person's, changed only as one applied it."""
        for table_key, table in self.by_key.items():
            if LEVEL in table.columns:
                for row, entity in self._rows[table_key].items():
                    place = (table_key, row, table.columns[LEVEL])
                    yield (table.source, entity, LEVEL), place

    def recorded(self) -> Iterator[tuple[Key, Place]]:
        """Every cell that a run may have written, by what the record knows it by."""
        yield from self.places()
        yield from self.levels()

    def value(self, place: Place) -> Plain:
        """What stands in a cell."""
        return plain(self.by_key[place[0]].table.value(*place[1:]))

    def filled(self) -> dict[Key, Place]:
        """The cells of ours that hold something."""
        return {key: place for key, place in self.places() if not same(self.value(place), None)}

    def skipped(self, skip: Skip) -> SkippedCell:
        """A cell that was left alone, as it is shown."""
        table, cell = self.by_key[skip.table], a1(skip.row, skip.column)
        name = name_of(table, skip.row, skip.column) if table.named else ""
        return SkippedCell(
            table.source, table.table.name, cell, skip.reason.say(self._language), name
        )

    def column(self, column: NewColumn) -> PlannedColumn:
        """A column that is added, as it is shown."""
        table = self.by_key[column.table]
        return PlannedColumn(table.source, table.table.name, column.field, column.header)

    def added(self, source: str, tab: str, field: str, header: str) -> PlannedColumn:
        """A column that a run added, as it is shown; `tab` is the table's lasting key."""
        table = self.known_as(source, tab)
        return PlannedColumn(source, table.table.name if table else tab, field, header)

    def unplaced(self, found: Unplaced) -> UnplacedColumn:
        """A column that has no place, as it is shown."""
        column, shown = found.column, self.column(found.column)
        return UnplacedColumn(
            shown.source,
            shown.tab,
            column.field,
            column.header,
            found.reason.say(self._language),
            found.hint.say(self._language),
        )


def plain(value: Scalar) -> Plain:
    """A cell's value as JSON has it: numbers are numbers, dates their ISO text."""
    if isinstance(value, Decimal):
        return json_number(value) if value.is_finite() else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return value.code if isinstance(value, CellError) else value


def same(one: Plain, other: Plain) -> bool:
    """Whether two values are the same to a reader of the sheet: 0.45 is "45%", blank is none."""
    return comparable(one) == comparable(other)


def comparable(value: Plain) -> Decimal | str | None:
    """What two values have in common that are the same to a reader."""
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    if isinstance(value, int | float):
        return _rounded(Decimal(str(value)))
    text = value.strip()
    if not text:
        return None
    percent = text.endswith("%")
    try:
        number = Decimal(text.removesuffix("%").strip().replace(",", "."))
    except ArithmeticError:
        return text
    return _rounded(number / 100 if percent else number)


def _rounded(number: Decimal) -> Decimal | str:
    # Beyond a spreadsheet's own fifteen digits there is nothing to round.
    fits = number.is_finite() and number.adjusted() < 15
    return round(number, 4) if fits else str(number)
