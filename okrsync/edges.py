"""Where columns of ours may go beside a table, the same for every connector of grids.

They come directly right of their table where they leave a blank column to whatever stands
further right, else beyond all of that, again with a blank column between: two blocks that touch
are one for whoever sorts or filters them. Columns of a range come beside it or not at all, since
beyond other people's cells nobody could tell which range they belong to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from okrsync.i18n import Message, plural
from okrsync.table import Area, NewColumn, PlacedColumn, Table, TableRange, a1, letters
from okrsync.tabs import MAX_COLUMN


@dataclass(frozen=True, slots=True)
class Place:
    """The index of the first new column; `beside` says whether it touches its table."""

    first: int
    beside: bool


@dataclass(frozen=True, slots=True)
class NoRoom:
    """Why there is no place, and what somebody can do about it."""

    reason: Message
    hint: Message


def header_at(table: Table, row: int, column: int) -> str:
    """A header as it is compared: without case and outer space."""
    value = table.value(row, column)
    return "" if value is None else str(value).strip().casefold()


def holds(table: Table, column: NewColumn) -> bool:
    """Whether the header row has this column already; for a range, in it or right beside it."""
    row, within = table.row(column.header_row), column.within
    indexes = range(len(row.values) if row else 0)
    if within is not None:
        end = within.last_column + 1
        while header_at(table, column.header_row, end):
            end += 1
        indexes = range(within.first_column, end)
    wanted = column.header.strip().casefold()
    return any(header_at(table, column.header_row, index) == wanted for index in indexes)


def groups(columns: Iterable[NewColumn]) -> list[list[NewColumn]]:
    """New columns by table, range and header row, in their order, each header once."""
    found: dict[tuple[str, Area | None, int], list[NewColumn]] = {}
    for column in columns:
        known = found.setdefault((column.table, column.within, column.header_row), [])
        if all(one.header.casefold() != column.header.casefold() for one in known):
            known.append(column)
    return list(found.values())


def used(table: Table, rows: range, but: TableRange | None = None) -> set[int]:
    """Every column in which something stands in these rows; `but` is a range that is none of it."""
    found: set[int] = set()
    for row in table.rows:
        if row.number in rows:
            found.update(i for i, value in enumerate(row.values) if value not in {None, ""})
    found.update(column for row, column in table.formulas if row in rows)
    others = [one.area for one in table.ranges if one is not but]
    for area in (*table.merges, *others):
        if area.first_row in rows or area.first_row < rows.start <= area.last_row:
            found.update(range(area.first_column, area.last_column + 1))
    return found


def edge(table: Table, columns: Sequence[NewColumn], taken: Collection[int]) -> int:
    """The table's last column: the last that was read as its own, and what touches that.

    Where nobody says what was read it is the first run of headers.
    """
    within, header = columns[0].within, table.row(columns[0].header_row)
    if within is not None:
        return within.last_column
    last = max(column.reads for column in columns)
    if last < 0:
        values = header.values if header else ()
        heads = (i for i, value in enumerate(values) if value not in {None, ""})
        last = next(heads, max(taken, default=-1))
    while last + 1 in taken:
        last += 1
    return last


def place(columns: Sequence[NewColumn], last: int, taken: Collection[int]) -> Place | NoRoom:
    """Room for these columns of one table, side by side; `last` is the table's last column."""
    count, further = len(columns), [column for column in taken if column > last]
    if not further or min(further) > last + count + 1:
        found = Place(last + 1, beside=True)
    elif columns[0].within is None:
        found = Place(max(further) + 2, beside=False)
    else:
        there = a1(columns[0].header_row, min(further))
        needed = last + count + 2 - min(further)
        return NoRoom(
            Message(
                "there is no room beside {range}: something stands in column {column} (as in "
                "{cell})"
            ).filled(range=columns[0].within, column=letters(min(further)), cell=there),
            plural(
                "insert {count} blank column to the right of column {column}, or name a range "
                "that ends at the table's last column",
                "insert {count} blank columns to the right of column {column}, or name a range "
                "that ends at the table's last column",
                needed,
                column=letters(last),
            ),
        )
    if found.first + count - 1 > MAX_COLUMN:
        return NoRoom(
            Message("a sheet ends at column {column}, and that leaves no room").filled(
                column=letters(MAX_COLUMN)
            ),
            Message(
                "delete columns that you don't need before column {column}, or move what stands "
                "at the sheet's right edge"
            ).filled(column=letters(MAX_COLUMN)),
        )
    return found


_CHART = Message(
    "{tab}: the chart “{name}” lies over the new columns (from {cell} on); drag it aside to see "
    "them"
)
_PICTURE = Message(
    "{tab}: the picture “{name}” lies over the new columns (from {cell} on); drag it aside to see "
    "them"
)


def covered(table: Table, placed: Sequence[PlacedColumn]) -> list[Message]:
    """What to say of charts and pictures that lie over new columns, each once."""
    found: list[Message] = []
    for each in table.floating:
        over = [
            one.index
            for one in placed
            if each.area.touches(
                Area(one.column.header_row, one.index, one.column.last_row, one.index)
            )
        ]
        if over:
            cell = a1(placed[0].column.header_row, min(over))
            said = _CHART if each.chart else _PICTURE
            found.append(said.filled(tab=table.name, name=each.name, cell=cell))
    return found
