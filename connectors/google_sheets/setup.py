"""Managed columns added to and taken out of a spreadsheet, each time looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from connectors.google_sheets import columns
from connectors.google_sheets.failures import Rejected
from connectors.google_sheets.fetching import grid
from connectors.google_sheets.ranges import rows_of
from connectors.google_sheets.reading import FIELDS, book
from connectors.google_sheets.tables import with_cell, without_column
from okrsync.connector import Denied, Memory, Moved, Snapshot
from okrsync.table import NewColumn, PlacedColumn, Table
from okrsync.transport import Unclear

if TYPE_CHECKING:
    from connectors.google_sheets.client import Sheets

Wanted = Mapping[str, Sequence[PlacedColumn]]
Marks = Mapping[str, Mapping[int, int]]
"""By table: column index → the id of the mark on it."""


def wanted(tables: Sequence[Table], new: Sequence[NewColumn]) -> Wanted:
    """The columns that are really missing, by table."""
    found = {t.key: columns.missing(t, [c for c in new if c.table == t.key]) for t in tables}
    return {key: placed for key, placed in found.items() if placed}


def add(sheets: Sheets, snapshot: Snapshot, new: Wanted) -> tuple[Sequence[Table], Memory]:
    """Add them in one request; the tables with their headers, and what is remembered now."""
    tables = {table.key: table for table in snapshot.tables}
    requests = [
        request
        for key, placed in new.items()
        for request in columns.adding(tables[key], placed, grid(snapshot.memory, key))
    ]
    marks = _send(sheets, requests, tables, new)
    for key, placed in new.items():
        for one in placed:
            header = one.column.header
            tables[key] = with_cell(tables[key], one.column.header_row, one.index, header)
    return tuple(tables.values()), _remembered(snapshot, marks)


def marks(snapshot: Snapshot) -> dict[str, dict[int, int]]:
    """The marked columns of each table: index → the mark's id."""
    grids = {table.key: grid(snapshot.memory, table.key) for table in snapshot.tables}
    return {
        key: {int(column): int(mark) for column, mark in found.get("marks", {}).items()}
        for key, found in grids.items()
    }


def _remembered(snapshot: Snapshot, new: Marks) -> Memory:
    """The memory with these marks: the read that it comes from was before they were made."""
    grids = {}
    for key, old in marks(snapshot).items():
        found = {str(column): mark for column, mark in {**old, **new.get(key, {})}.items()}
        grids[key] = {**grid(snapshot.memory, key), "marks": found}
    return {**snapshot.memory, "grids": grids}


def _send(
    sheets: Sheets, requests: Sequence[dict[str, Any]], tables: Mapping[str, Table], new: Wanted
) -> Marks:
    """Add the columns; the marks that they got."""
    where = [
        rows_of(tables[key].name, row, row, placed[-1].index + 1)
        for key, placed in new.items()
        for row in sorted({one.column.header_row for one in placed})
    ]
    try:
        answer = _added(sheets, requests, where)
    except Unclear:
        found = book(sheets.get(FIELDS))
        now = {table.key: table for table in found.tables}
        if not any(_there(now.get(key), placed) for key, placed in new.items()):
            answer = _added(sheets, requests, where)  # looked: it did not take effect
        elif all(_stands(tables[key], now.get(key), placed) for key, placed in new.items()):
            return {key: found.grids[key].marks for key in new}
        else:
            _take_back(sheets, new)
            raise _moved() from None
    except Rejected as error:
        raise _refused(error) from None
    after = {table.key: table for table in book(answer.get("updatedSpreadsheet") or {}).tables}
    if not all(_stands(tables[key], after.get(key), placed) for key, placed in new.items()):
        _take_back(sheets, new)
        raise _moved()
    made: dict[str, dict[int, int]] = {}
    for key, column, mark in columns.marks(answer):
        made.setdefault(key, {})[column] = mark
    return made


def _added(
    sheets: Sheets, requests: Sequence[dict[str, Any]], where: Sequence[str]
) -> Mapping[str, Any]:
    """Send them; without marks where the spreadsheet's room for marks is spent."""
    try:
        return sheets.change(requests, where)
    except Rejected as error:
        if error.protected:
            raise
        return sheets.change(columns.unmarked(requests), where)


def _there(table: Table | None, placed: Sequence[PlacedColumn]) -> bool:
    """Whether one of these headers is anywhere in the table."""
    headers = {one.column.header for one in placed}
    return table is not None and any(value in headers for r in table.rows for value in r.values)


def _stands(before: Table, after: Table | None, placed: Sequence[PlacedColumn]) -> bool:
    """Whether the headers stand right of the same header row as before."""
    if after is None:
        return False
    for one in placed:
        old = before.row(one.column.header_row)
        new = after.row(one.column.header_row)
        expected = list(old.values) if old else []
        found = list(new.values) if new else []
        first = placed[0].index
        if _bare(found[:first]) != _bare(expected[:first]):
            return False
        if one.index >= len(found) or found[one.index] != one.column.header:
            return False
    return True


def _bare(values: Sequence[object]) -> list[object]:
    found = list(values)
    while found and found[-1] is None:
        found.pop()
    return found


def _take_back(sheets: Sheets, new: Wanted) -> None:
    """Take out what was added to a sheet that moved: columns that hold our header only."""
    requests = []
    for table in book(sheets.get(FIELDS)).tables:
        ours = {one.column.header for one in new.get(table.key, ())}
        found = [c for c in range(table.width) if _only(table, c) in ours]
        requests += [columns.dropping(int(table.key), c) for c in sorted(found, reverse=True)]
    if requests:
        sheets.change(requests)


def _only(table: Table, column: int) -> object:
    values = [row.value(column) for row in table.rows if row.value(column) is not None]
    return values[0] if len(values) == 1 else None


def _moved() -> Moved:
    return Moved(
        "the sheet changed while columns were added to it; they were taken out again",
        hint="run it again",
    )


def _refused(error: Rejected) -> Exception:
    if error.protected:
        return Denied(
            "the sheet is protected, so that no columns can be added to it",
            hint="add okrsync's address to the protection (Data → Protected ranges), "
            "or add the columns yourself",
        )
    return error


def drop(sheets: Sheets, tables: Sequence[Table], dropped: Sequence[PlacedColumn]) -> list[Table]:
    """Take columns out, where a fresh look shows that they are still ours."""
    now = book(sheets.get(FIELDS)).tables
    known = {table.key: table for table in tables}
    found: dict[str, list[int]] = {}
    for table in now:
        if table.key in known:
            mine = [one for one in dropped if one.column.table == table.key]
            places = [columns.droppable(table, known[table.key], one) for one in mine]
            found[table.key] = sorted({at for at in places if at is not None}, reverse=True)
    requests = [columns.dropping(int(key), at) for key, places in found.items() for at in places]
    if requests:
        _drop(sheets, requests)
    after = []
    for table in now:
        if table.key in known:
            left = table
            for at in found[table.key]:
                left = without_column(left, at)
            after.append(left)
    return after


def _drop(sheets: Sheets, requests: Sequence[dict[str, Any]]) -> None:
    try:
        sheets.change(requests)
    except Rejected as error:
        raise _refused(error) from None
