"""What an undo may put back: cells that still hold what the run wrote, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from okrsync.i18n import Message
from okrsync.mapping.reading import TableReading
from okrsync.pipeline.results import Plain, SkippedCell
from okrsync.state import CellChange, ColumnAdded
from okrsync.table import Change, NewColumn, PlacedColumn, RangeKind, Shown, a1
from okrsync.writeback.cells import Cell, Key, Tables, same
from okrsync.writeback.plan import FORMULA, PROTECTED
from okrsync.writeback.rows import lines
from okrsync.writeback.words import LEVEL

ROW_GONE = Message("its row is gone")
COLUMN_GONE = Message("its column is gone")
SINCE = Message("it no longer holds what that run wrote")
FILLED_SINCE = Message("the column holds what that run did not write")
KIND = Message("it held a value that can't be put back")


Table = tuple[str, str]
"""A table as the state knows it: its source and its lasting key."""


@dataclass(frozen=True, slots=True)
class Restoration:
    """Cells to put back, columns to take away (with all that the run wrote in them), and what
    is left alone and why."""

    cells: Sequence[Cell]
    emptied: Sequence[CellChange]
    columns: Sequence[PlacedColumn]
    skipped: Sequence[SkippedCell]


@dataclass(frozen=True, slots=True)
class _Found:
    table: TableReading
    row: int
    column: int
    value: Plain


def restoration(
    tables: Tables,
    changes: Sequence[CellChange],
    columns: Sequence[ColumnAdded],
    names: Mapping[Table, str],
    language: str,
) -> Restoration:
    """What of a run can be undone now. `names` are the last known ones of tabs that are gone."""
    standing = _standing(tables)
    by_key = {(c.source, c.entity, c.field): c for c in changes}
    intact = {k for k, c in by_key.items() if k in standing and same(standing[k].value, c.after)}
    dropped, skipped, dropping = [], [], set()
    for column in columns:
        placed, reason = _droppable(tables, column, by_key, intact)
        if placed is None:
            tab = _tab(column, tables, names)
            skipped.append(SkippedCell(column.source, tab, column.header, reason.say(language)))
        else:
            dropped.append(placed)
            dropping.add((placed.column.table, column.field))
    cells, emptied = [], []
    for key, change in by_key.items():
        found = standing.get(key)
        if found and (found.table.table.key, change.field) in dropping:
            emptied.append(change)
            continue
        if found and key not in intact and same(found.value, change.before):
            continue  # back already: an undo that was stopped midway did it, or a person
        left = _left(found, change, key in intact, tables)
        if left is None and found is not None:
            cells.append(_cell(found, change))
        else:
            reason = left or ROW_GONE
            where = a1(found.row, found.column) if found else change.cell
            tab = found.table.table.name if found else change.tab
            name = f"{change.title}, {change.header}" if _is_named(change, tables) else ""
            said = reason.say(language)
            skipped.append(SkippedCell(change.source, tab, where, said, name))
    return Restoration(cells, emptied, dropped, skipped)


def _tab(column: ColumnAdded, tables: Tables, names: Mapping[Table, str]) -> str:
    """What people call a column's tab, whose key they have never seen."""
    table = tables.known_as(column.source, column.tab)
    return table.table.name if table else names.get((column.source, column.tab), column.tab)


def _is_named(change: CellChange, tables: Tables) -> bool:
    """Whether it is of a database, where cells have no addresses."""
    same = [t for t in tables.by_key.values() if t.source == change.source]
    return any(table.named for table in same if table.table.name == change.tab)


def _standing(tables: Tables) -> Mapping[Key, _Found]:
    return {
        key: _Found(tables.by_key[place[0]], place[1], place[2], tables.value(place))
        for key, place in tables.recorded()
    }


def _left(found: _Found | None, change: CellChange, intact: bool, tables: Tables) -> Message | None:
    if found is None:
        tabs, level = tables.by_key.values(), change.field == LEVEL
        there = any(change.field in (t.columns if level else t.managed) for t in tabs)
        return ROW_GONE if there else COLUMN_GONE
    if not intact:
        return SINCE
    if (found.row, found.column) in found.table.table.formulas:
        return FORMULA
    if (found.row, found.column) in found.table.table.protected:
        return PROTECTED
    return KIND if isinstance(change.before, bool) else None


def _cell(found: _Found, change: CellChange) -> Cell:
    before = change.before
    number = isinstance(before, int | float)
    return Cell(
        Change(
            table=found.table.table.key,
            row=found.row,
            column=found.column,
            before=found.table.table.value(found.row, found.column),
            after=Decimal(str(before)) if number else None if before is None else str(before),
            shown=Shown(change.shown) if number or before is None else Shown.TEXT,
            identity=found.table.identity,
            entity_id=change.entity_id,
            title=change.title,
            field=change.field,
        ),
        found.table,
        change.entity,
        change.header,
    )


def _droppable(
    tables: Tables,
    column: ColumnAdded,
    changes: Mapping[Key, CellChange],
    intact: set[Key],
) -> tuple[PlacedColumn | None, Message]:
    table = tables.known_as(column.source, column.tab)
    if table is None or column.field not in table.managed:
        return None, COLUMN_GONE
    index = table.managed[column.field]
    owners = {line.number: line.main.entity_id for line in lines(table)}
    last = _last_row(table, index)
    for number in _filled(table, index, last):
        key = (column.source, owners.get(number, ""), column.field)
        if key not in changes or key not in intact:
            return None, FILLED_SINCE
    new = NewColumn(
        table.table.key,
        column.field,
        table.managed_headers[column.field],
        table.header_row,
        table.first_row,
        last,
        Shown.TEXT,
    )
    return PlacedColumn(new, index), SINCE


def _last_row(table: TableReading, index: int) -> int:
    """The last row of the table itself: what stands below it in the same column is people's.

    A database is nothing but its rows, and a workbook's own table ends where it says.
    """
    if table.named:
        return max((row.number for row in table.table.rows), default=table.last_row)
    header = (table.header_row, index)
    over = [one for one in table.table.ranges if one.kind is RangeKind.TABLE]
    return max([table.last_row, *(one.area.last_row for one in over if header in one.area)])


def _filled(table: TableReading, index: int, last: int) -> Iterator[int]:
    for row in table.table.rows:
        if table.header_row < row.number <= last and row.value(index) not in (None, ""):
            yield row.number
