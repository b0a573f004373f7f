"""New managed columns: their headers, their look, and the ranges that take them in."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.excel.write import surroundings
from connectors.excel.write.strips import Strip
from connectors.excel.write.tables import contiguous, moved_edge
from connectors.excel.write.worksheet import WorksheetPatch
from okrsync.table import Area, PlacedColumn


def add_columns(tab: WorksheetPatch, placed: Sequence[PlacedColumn]) -> dict[int, Strip]:
    """Plan everything that new columns of one tab need; the strips for their values, by column."""
    by_header: dict[int, list[PlacedColumn]] = {}
    strips: dict[int, Strip] = {}
    for one in placed:
        by_header.setdefault(one.column.header_row, []).append(one)
    for header_row, columns in by_header.items():
        look = _look(tab, header_row, {one.index for one in columns})
        strips |= {one.index: _plan_cells(tab, one, look) for one in columns}
        _widen(tab, header_row, {one.index: one.column.header for one in columns})
    surroundings.set_widths(
        tab.sheet, {one.index: surroundings.width(one.column) for one in placed}
    )
    for one in placed:
        if one.column.words:
            over = Area(one.column.first_row, one.index, one.column.last_row, one.index)
            surroundings.colour_words(tab.sheet, tab.styles, over, one.column.words)
    return strips


def _look(tab: WorksheetPatch, header_row: int, new: set[int]) -> int:
    """The last column with a header left of the new ones: those take its look."""
    row = tab.table.row(header_row)
    values = row.values if row else ()
    first = min(new)
    return max((i for i, text in enumerate(values[:first]) if text not in {None, ""}), default=-1)


def _plan_cells(tab: WorksheetPatch, one: PlacedColumn, look: int) -> Strip:
    """The header, and blank cells that look like their neighbours; the strip of the latter."""
    column = one.column
    header = tab.cells.strip(one.index, None, look, fresh=True)
    header.values[column.header_row] = column.header
    cells = tab.cells.strip(one.index, column.shown, look, fresh=True)
    cells.values.update(dict.fromkeys(range(column.first_row, column.last_row + 1)))
    cells.values.pop(column.header_row, None)
    return cells


def _widen(tab: WorksheetPatch, header_row: int, headers: dict[int, str]) -> None:
    for part in tab.tables.values():
        taken = contiguous(part.area, header_row, list(headers)) if part.plain else []
        if taken:
            part.widen([headers[index] for index in taken])
    before = tab.filter_area()
    if before and (taken := contiguous(before, header_row, list(headers))):
        after = moved_edge(before, len(taken))
        surroundings.resize_filter(tab.sheet, tab.filters(), before, after)
        tab.filter_moved = before, after
