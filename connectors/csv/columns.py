"""Managed columns that come or go: kept in the snapshot until the file is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from okrsync.connector import Snapshot
from okrsync.table import NewColumn, PlacedColumn, Row, Scalar, Table


def ensured(snapshot: Snapshot, wanted: Sequence[NewColumn]) -> Snapshot:
    """The snapshot with these columns at the right edge, those that are there already left out."""
    placed = list(snapshot.placed)
    tables = {table.key: table for table in snapshot.tables}
    for column in wanted:
        table = tables[column.table]
        if _folded(column.header) in _headers(table, column.header_row):
            continue
        # Right of all rows, a title's or a total's too: nothing of theirs is ever covered.
        found = PlacedColumn(column, table.width)
        placed.append(found)
        tables[column.table] = _with(table, column.header_row, found.index, column.header)
    return replace(snapshot, tables=tuple(tables.values()), placed=tuple(placed))


def dropped(snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
    """The snapshot with these columns blank; one whose header is another now is left alone."""
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
        tables[column.table] = _without(table, found.index)
    return replace(
        snapshot, tables=tuple(tables.values()), placed=tuple(placed), dropped=tuple(gone)
    )


def _headers(table: Table, row: int) -> set[str]:
    found = table.row(row)
    return {_folded(value) for value in found.values if value is not None} if found else set()


def _folded(header: Scalar) -> str:
    return str(header).strip().casefold()


def _with(table: Table, number: int, column: int, value: Scalar) -> Table:
    rows = [_set(row, column, value) if row.number == number else row for row in table.rows]
    return replace(table, rows=rows)


def _without(table: Table, column: int) -> Table:
    return replace(table, rows=[_set(row, column, None) for row in table.rows])


def _set(row: Row, column: int, value: Scalar) -> Row:
    values = list(row.values) + [None] * (column + 1 - len(row.values))
    values[column] = value
    while values and values[-1] is None:
        values.pop()
    return replace(row, values=values)
