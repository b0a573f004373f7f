"""What an undo may put back: cells that still hold what the run wrote, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from okrsync.history import CellChange, ColumnAdded
from okrsync.mapping.reading import TableReading
from okrsync.sync.cells import Cell, Key, Tables, same
from okrsync.sync.results import Plain, SkippedCell
from okrsync.table import Change, NewColumn, PlacedColumn, Shown, a1
from okrsync.text import Text
from okrsync.writeback.plan import FORMULA, PROTECTED
from okrsync.writeback.rows import lines
from okrsync.writeback.words import LEVEL

ROW_GONE = Text(en="its row is gone", nl="de rij is er niet meer")
COLUMN_GONE = Text(en="its column is gone", nl="de kolom is er niet meer")
SINCE = Text(
    en="it no longer holds what that run wrote", nl="er staat niet meer wat die run schreef"
)
FILLED_SINCE = Text(
    en="the column holds what that run did not write",
    nl="in de kolom staat iets wat die run niet schreef",
)
KIND = Text(
    en="it held a value that can't be put back", nl="er stond een waarde die niet terug kan"
)


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
    language: str,
) -> Restoration:
    """What of a run can be undone now."""
    standing = _standing(tables)
    by_key = {(c.source, c.entity, c.field): c for c in changes}
    intact = {k for k, c in by_key.items() if k in standing and same(standing[k].value, c.after)}
    dropped, skipped, dropping = [], [], set()
    for column in columns:
        placed, reason = _droppable(tables, column, by_key, intact)
        if placed is None:
            skipped.append(
                SkippedCell(column.source, column.tab, column.header, reason.say(language))
            )
        else:
            dropped.append(placed)
            dropping.add((placed.column.table, column.field))
    cells, emptied = [], []
    for key, change in by_key.items():
        found = standing.get(key)
        if found and (found.table.table.key, change.field) in dropping:
            emptied.append(change)
            continue
        left = _left(found, change, key in intact, tables)
        if left is None and found is not None:
            cells.append(_cell(found, change))
        else:
            reason = left or ROW_GONE
            where = a1(found.row, found.column) if found else change.cell
            name = f"{change.title}, {change.header}" if _is_named(change, tables) else ""
            said = reason.say(language)
            skipped.append(SkippedCell(change.source, change.tab, where, said, name))
    return Restoration(cells, emptied, dropped, skipped)


def _is_named(change: CellChange, tables: Tables) -> bool:
    """Whether it is of a database, where cells have no addresses."""
    same = [t for t in tables.by_key.values() if t.source == change.source]
    return any(table.named for table in same if table.table.name == change.tab)


def _standing(tables: Tables) -> Mapping[Key, _Found]:
    return {
        key: _Found(tables.by_key[place[0]], place[1], place[2], tables.value(place))
        for key, place in tables.recorded()
    }


def _left(found: _Found | None, change: CellChange, intact: bool, tables: Tables) -> Text | None:
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
) -> tuple[PlacedColumn | None, Text]:
    table = tables.known_as(column.source, column.tab)
    if table is None or column.field not in table.managed:
        return None, COLUMN_GONE
    index = table.managed[column.field]
    owners = {line.number: line.main.entity_id for line in lines(table)}
    for number in _filled(table, index):
        key = (column.source, owners.get(number, ""), column.field)
        if key not in changes or key not in intact:
            return None, FILLED_SINCE
    new = NewColumn(
        table.table.key,
        column.field,
        table.managed_headers[column.field],
        table.header_row,
        table.first_row,
        table.last_row,
        Shown.TEXT,
    )
    return PlacedColumn(new, index), SINCE


def _filled(table: TableReading, index: int) -> Iterator[int]:
    for row in table.table.rows:
        if row.number > table.header_row and row.value(index) not in (None, ""):
            yield row.number
