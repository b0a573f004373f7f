"""Where new managed columns go, and which may leave again, decided on the table as it was read.

A column goes to the right edge of its table and over nothing that stands there. Where it
can't be adjacent it stands behind whatever is in the way, and a note says so: then a human's
sort does not carry it along until the next run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from connectors.excel.refs import MAX_COLUMN
from connectors.excel.writing.tables import contiguous
from okrsync.table import (
    Area,
    NewColumn,
    PlacedColumn,
    RangeKind,
    Row,
    Table,
    TableRange,
    a1,
    letters,
)

_SPACER = 2
"""How far the next header may be for it to belong to the same table: one blank column."""


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of the columns of one table: the table with them, and what to tell."""

    table: Table
    placed: Sequence[PlacedColumn]
    notes: Sequence[str]


def header_at(table: Table, row: int, column: int) -> str:
    """A header as it is compared: without case and outer space."""
    value = table.value(row, column)
    return "" if value is None else str(value).strip().casefold()


def holds(table: Table, column: NewColumn) -> bool:
    """Whether the header row has this column already."""
    row = table.row(column.header_row)
    count = len(row.values) if row else 0
    wanted = column.header.strip().casefold()
    return any(header_at(table, column.header_row, index) == wanted for index in range(count))


def place(table: Table, columns: Sequence[NewColumn]) -> Placement:
    """Find room for columns of one header row that the table lacks."""
    missing = [column for column in columns if not holds(table, column)]
    if not missing:
        return Placement(table, (), ())
    header_row = missing[0].header_row
    rows = _rows(table, missing)
    ours = _own_range(table, header_row)
    used = _used(table, rows, ours)
    edge = ours.area.last_column if ours else -1
    if ours is None or ours.kind is RangeKind.FILTER:  # which may cover part of the table only
        edge = max(edge, _edge(table, header_row, used))
    explicit = ours is not None and ours.area.last_column == edge
    first, note = _room(edge, len(missing), used, explicit=explicit)
    problem = _problem(table, first, missing)
    if problem:
        return Placement(table, (), (problem,))
    placed = [PlacedColumn(one, first + turn) for turn, one in enumerate(missing)]
    notes = (note.format(tab=table.name, column=letters(first)),) if note else ()
    return Placement(_with_headers(table, placed), placed, notes)


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


def _used(table: Table, rows: range, ours: TableRange | None) -> set[int]:
    """Every column in which something stands in these rows."""
    used: set[int] = set()
    for row in table.rows:
        if row.number in rows:
            used.update(i for i, value in enumerate(row.values) if value not in {None, ""})
    used.update(column for row, column in table.formulas if row in rows)
    others = [one.area for one in table.ranges if one is not ours]
    for area in (*table.merges, *others):
        if area.first_row in rows or area.first_row < rows.start <= area.last_row:
            used.update(range(area.first_column, area.last_column + 1))
    return used


def _edge(table: Table, header_row: int, used: set[int]) -> int:
    """The last column of a plain table: its headers, one blank between them at most."""
    row = table.row(header_row)
    headers = [i for i in range(len(row.values) if row else 0) if header_at(table, header_row, i)]
    edge = headers[0] if headers else max(used, default=-1)
    for header in headers[1:]:
        between = set(range(edge + 1, header))
        if header - edge <= _SPACER or between <= used:
            edge = header
    while edge + 1 in used:
        edge += 1
    return edge


def _room(edge: int, count: int, used: set[int], *, explicit: bool) -> tuple[int, str]:
    """The first column that is free, and a note where it is not beside the table.

    A plain table keeps a blank column before whatever comes next: else the two would grow
    together, and a sort would move both.
    """
    wanted = range(edge + 1, edge + 1 + count + (0 if explicit else 1))
    if used.isdisjoint(wanted):
        return edge + 1, ""
    return max(used) + 1, (
        "{tab}: something stands at the right of the table, so its new columns begin at {column} "
        "and do not move with a sort; make room beside the table to have them there"
    )


def _problem(table: Table, first: int, columns: Sequence[NewColumn]) -> str:
    if first + len(columns) - 1 > MAX_COLUMN:
        return f"{table.name}: there is no room for new columns at the sheet's right edge"
    cell = (columns[0].header_row, first)
    if cell in table.protected:
        return (
            f"{table.name}: the sheet is protected, so no columns were added; "
            f"take the protection off, or unlock the cells from {a1(*cell)}"
        )
    return ""


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


def groups(columns: Iterable[NewColumn]) -> dict[tuple[str, int], list[NewColumn]]:
    """New columns by table and header row, in their order, each header once."""
    found: dict[tuple[str, int], list[NewColumn]] = {}
    for column in columns:
        known = found.setdefault((column.table, column.header_row), [])
        if all(one.header.casefold() != column.header.casefold() for one in known):
            known.append(column)
    return found
