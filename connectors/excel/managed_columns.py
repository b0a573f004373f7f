"""Managed columns that come or leave: decided on the tables as they were read, until the write.

A column goes to the right edge of its table and over nothing that stands there. Where it
can't be adjacent it stands behind whatever is in the way, and a note says so: then a human's
sort does not carry it along until the next run. Where it can't come at all (a protected sheet,
a full one) it is unplaced, with what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from connectors.excel.write.tables import contiguous
from okrsync import edges
from okrsync.connector import Snapshot
from okrsync.i18n import Message
from okrsync.table import (
    Address,
    Area,
    NewColumn,
    PlacedColumn,
    RangeKind,
    Row,
    Table,
    TableRange,
    Unplaced,
    a1,
    letters,
)


def ensure_columns(snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
    """The snapshot with room found for these columns; `write` makes them.

    What is there by its header is not added again. Where there is no room, or the sheet is
    protected, the column is in `unplaced` with what to do.
    """
    tables = {table.key: table for table in snapshot.tables}
    placed, notes = list(snapshot.placed), list(snapshot.notes)
    unplaced = list(snapshot.unplaced)
    for group in edges.groups(columns):
        found = _place(tables[group[0].table], group)
        tables[found.table.key] = found.table
        placed += found.placed
        unplaced += found.unplaced
        notes += found.notes
    return replace(
        snapshot, tables=list(tables.values()), placed=placed, unplaced=unplaced, notes=notes
    )


def drop_columns(snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
    """The snapshot with these columns marked to leave; `write` takes them out.

    One that no longer has the header it was added with is left alone, and a note says so.
    """
    tables = {table.key: table for table in snapshot.tables}
    dropped, notes = list(snapshot.dropped), list(snapshot.notes)
    for one in columns:
        table = tables.get(one.column.table)
        if table is None or not _is_still(table, one):
            name = table.name if table else one.column.table
            notes.append(
                Message("{tab}: the column “{header}” is not there any more").filled(
                    tab=name, header=one.column.header
                )
            )
        else:
            dropped.append(one)
    return replace(snapshot, dropped=dropped, notes=notes)


def _is_still(table: Table, one: PlacedColumn) -> bool:
    there = edges.header_at(table, one.column.header_row, one.index)
    return there == one.column.header.strip().casefold()


@dataclass(frozen=True, slots=True)
class _Placement:
    """What became of the columns of one table: the table with them, and what to tell."""

    table: Table
    placed: Sequence[PlacedColumn] = ()
    unplaced: Sequence[Unplaced] = ()
    notes: Sequence[Message] = ()


def _place(table: Table, columns: Sequence[NewColumn]) -> _Placement:
    """Find room for columns of one header row that the table lacks."""
    missing = [column for column in columns if not edges.holds(table, column)]
    if not missing:
        return _Placement(table)
    ours = None if missing[0].within else _own_range(table, missing[0].header_row)
    taken = edges.used(table, _rows(table, missing), ours)
    last = ours.area.last_column if ours else -1
    if ours is None or ours.kind is RangeKind.FILTER:  # which may cover part of the table only
        last = max(last, edges.edge(table, missing, taken))
    found = edges.place(missing, last, taken)
    if isinstance(found, edges.Place):
        placed = [PlacedColumn(one, found.first + turn) for turn, one in enumerate(missing)]
        locked = _locked(table, placed)
        if locked is None:
            at = letters(found.first)
            notes = [] if found.beside else [_APART.filled(tab=table.name, column=at)]
            notes += edges.covered(table, placed)
            return _Placement(_with_headers(table, placed), placed, notes=notes)
        found = _protected(locked)
    return _Placement(table, unplaced=[Unplaced(one, found.reason, found.hint) for one in missing])


_APART = Message(
    "{tab}: something stands to the right of the table, so okrsync's columns begin at {column} "
    "and do not move when you sort; make room beside the table to have them there"
)


def _locked(table: Table, placed: Sequence[PlacedColumn]) -> Address | None:
    """The first cell of these columns that the sheet's protection locks."""
    if table.protected == frozenset():
        return None
    for one in placed:
        column = one.column
        for row in (column.header_row, *range(column.first_row, column.last_row + 1)):
            if (row, one.index) in table.protected:
                return row, one.index
    return None


def _protected(cell: Address) -> edges.NoRoom:
    return edges.NoRoom(
        Message("the sheet is protected, so nothing can be added to it"),
        Message(
            "unprotect the sheet (Review, Unprotect Sheet), or unlock the cells from {cell} on"
        ).filled(cell=a1(*cell)),
    )


def _rows(table: Table, columns: Sequence[NewColumn]) -> range:
    """The rows that must be free: the columns' own and those of a range over them."""
    first = min(column.header_row for column in columns)
    last = max(column.last_row for column in columns)
    over = [one.area for one in table.ranges if one.area.first_row == first]
    return range(first, max([last, *(area.last_row for area in over)]) + 1)


def _own_range(table: Table, header_row: int) -> TableRange | None:
    over = [one for one in table.ranges if one.area.first_row == header_row]
    return max(
        over,
        key=lambda one: one.area.last_column - one.area.first_column,
        default=None,
    )


def _with_headers(table: Table, placed: Sequence[PlacedColumn]) -> Table:
    header_row = placed[0].column.header_row
    texts = {one.index: one.column.header for one in placed}
    rows = [_row_with(row, texts) if row.number == header_row else row for row in table.rows]
    ranges = [_widened(one, header_row, sorted(texts)) for one in table.ranges]
    return replace(table, rows=rows, ranges=ranges)


def _row_with(row: Row, texts: dict[int, str]) -> Row:
    values = list(row.values) + [None] * (max(texts) + 1 - len(row.values))
    for index, text in texts.items():
        values[index] = text
    return replace(row, values=values)


def _widened(one: TableRange, header_row: int, columns: Sequence[int]) -> TableRange:
    by = len(contiguous(one.area, header_row, columns))
    area = one.area
    wider = Area(area.first_row, area.first_column, area.last_row, area.last_column + by)
    return replace(one, area=wider) if by else one
