"""Managed columns that come or go: kept in the snapshot until the file is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from okrsync import edges
from okrsync.connector import Snapshot
from okrsync.table import NewColumn, PlacedColumn, Row, Scalar, Table, Unplaced
from okrsync.tabs import MAX_ROW


def ensured(snapshot: Snapshot, wanted: Sequence[NewColumn]) -> Snapshot:
    """The snapshot with these columns at the right edge, those that are there already left out.

    Where there is no room for them they are in `unplaced` with what to do.
    """
    placed, unplaced = list(snapshot.placed), list(snapshot.unplaced)
    tables = {table.key: table for table in snapshot.tables}
    for group in edges.groups(wanted):
        table = tables[group[0].table]
        missing = [column for column in group if not edges.holds(table, column)]
        if not missing:
            continue
        # All rows count, a title's or a total's too: a file has no room to tell them apart.
        taken = edges.used(table, range(1, MAX_ROW + 1))
        found = edges.place(missing, edges.edge(table, missing, taken), taken)
        if isinstance(found, edges.NoRoom):
            unplaced += [Unplaced(column, found.reason, found.hint) for column in missing]
            continue
        for index, column in enumerate(missing, found.first):
            placed.append(PlacedColumn(column, index))
            table = _with(table, column.header_row, index, column.header)
        tables[table.key] = table
    return replace(
        snapshot, tables=tuple(tables.values()), placed=tuple(placed), unplaced=tuple(unplaced)
    )


def dropped(snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
    """The snapshot with these columns blank on their tables' rows; one whose header is another
    now is left alone."""
    placed, gone = list(snapshot.placed), list(snapshot.dropped)
    tables = {table.key: table for table in snapshot.tables}
    for found in columns:
        column, table = found.column, tables[found.column.table]
        if table.value(column.header_row, found.index) != column.header:
            continue
        if found in placed:
            placed.remove(found)
        else:
            gone.append(found)
        tables[column.table] = _without(table, found)
    return replace(
        snapshot, tables=tuple(tables.values()), placed=tuple(placed), dropped=tuple(gone)
    )


def _with(table: Table, number: int, column: int, value: Scalar) -> Table:
    rows = [_set(row, column, value) if row.number == number else row for row in table.rows]
    return replace(table, rows=rows)


def _without(table: Table, found: PlacedColumn) -> Table:
    own = range(found.column.header_row, found.column.last_row + 1)
    rows = [_set(row, found.index, None) if row.number in own else row for row in table.rows]
    return replace(table, rows=rows)


def _set(row: Row, column: int, value: Scalar) -> Row:
    values = list(row.values) + [None] * (column + 1 - len(row.values))
    values[column] = value
    while values and values[-1] is None:
        values.pop()
    return replace(row, values=values)
