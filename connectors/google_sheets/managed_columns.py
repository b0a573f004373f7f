"""Where managed columns go in a spreadsheet, and how they are found again.

Each bears developer metadata, which goes where its column goes (see `write.column_requests`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from connectors.google_sheets.read.snapshot import grid
from connectors.google_sheets.write.add_columns import AddColumns, Wanted
from connectors.google_sheets.write.request import MetadataIds
from connectors.google_sheets.write.table_after_write import with_cell
from okrsync import edges
from okrsync.connector import Memory, Snapshot
from okrsync.i18n import Message
from okrsync.table import NewColumn, PlacedColumn, Table, Unplaced, letters
from okrsync.tabs import MAX_ROW

if TYPE_CHECKING:
    from connectors.google_sheets.api import Sheets

APART = Message(
    "{tab}: something stands to the right of the table, so okrsync's columns come beyond it; if "
    "you sort the table alone, the next run puts their values back on their rows"
)


@dataclass(slots=True)
class Room:
    """Where the new columns of one tab go: side by side, right of all that stands in any row.

    `apart` says that a blank column lies between the table and them.
    """

    placed: list[PlacedColumn] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    apart: bool = False


def room(table: Table, wanted: Iterable[NewColumn]) -> Room:
    """Room for those columns whose header isn't there yet.

    Inserting them in front of what people keep beside a table would move that, and with it the
    addresses by which others read it: so they go beyond it, a blank column between, and those of
    a range, which can't, have no place.
    """
    result = Room()
    new = [c for group in edges.groups(wanted) for c in group if not edges.holds(table, c)]
    taken = edges.used(replace(table, merges=(), ranges=()), range(1, MAX_ROW + 1))
    whole = [column for column in new if column.within is None]
    ranged = edges.groups(column for column in new if column.within is not None)
    for group in filter(None, (whole, *ranged)):
        last = edges.edge(table, group, taken)
        further = max(taken, default=-1)
        if further <= last:
            first = last + 1
        elif group[0].within is None:
            first, result.apart = further + 2, True
        else:
            result.unplaced += [_beside(column, last) for column in group]
            continue
        result.placed += [PlacedColumn(column, first + turn) for turn, column in enumerate(group)]
        taken |= {one.index for one in result.placed}
    return result


def _beside(column: NewColumn, last: int) -> Unplaced:
    return Unplaced(
        column,
        Message(
            "something to the right of {range} would have to move", {"range": str(column.within)}
        ),
        Message(
            "type {header} yourself in row {row}, in a blank column right of column {column}, with "
            "another blank one behind it",
            {"header": column.header, "row": column.header_row, "column": letters(last)},
        ),
    )


def rooms(tables: Sequence[Table], new: Sequence[NewColumn]) -> dict[str, Room]:
    """Where the columns that are really missing go, by table."""
    by_table = {t.key: room(t, [c for c in new if c.table == t.key]) for t in tables}
    return {key: one for key, one in by_table.items() if one.placed or one.unplaced}


def add(sheets: Sheets, snapshot: Snapshot, rooms: Mapping[str, Room]) -> Snapshot:
    """The snapshot with these columns added, those that found no place in `unplaced`.

    Raises Moved, Denied, Unreachable, RequestRejected.
    """
    work = AddColumns(sheets, snapshot, {key: one.placed for key, one in rooms.items()})
    made = work.run()
    tables = work.tables
    for placed in work.new.values():
        for one in placed:
            at = one.column.table
            tables[at] = with_cell(tables[at], one.column.header_row, one.index, one.column.header)
    apart = [APART.filled(tab=tables[key].name) for key in work.new if rooms[key].apart]
    return replace(
        snapshot,
        tables=tuple(tables.values()),
        memory=_remembered(snapshot, made, work.new),
        placed=(*snapshot.placed, *(one for placed in work.new.values() for one in placed)),
        unplaced=(*snapshot.unplaced, *work.unplaced),
        notes=(*snapshot.notes, *apart),
    )


def metadata_ids(snapshot: Snapshot) -> dict[str, dict[int, int]]:
    """The marked columns of each table: index → the id of its developer metadata."""
    grids = {table.key: grid(snapshot.memory, table.key) for table in snapshot.tables}
    return {
        key: {int(column): int(mark) for column, mark in known.get("marks", {}).items()}
        for key, known in grids.items()
    }


def _remembered(snapshot: Snapshot, new: MetadataIds, placed: Wanted) -> Memory:
    """The memory with these marks: the read that it comes from was before they were made."""
    names = {
        key: {
            str(one.index): one.column.field
            for one in placed.get(key, ())
            if one.index in new.get(key, {})
        }
        for key in {table.key for table in snapshot.tables}
    }
    grids = {}
    for key, old in metadata_ids(snapshot).items():
        ids = {str(column): mark for column, mark in {**old, **new.get(key, {})}.items()}
        known = grid(snapshot.memory, key)
        grids[key] = {**known, "marks": ids, "marked": known.get("marked", {}) | names[key]}
    return {**snapshot.memory, "grids": grids}
