"""New managed columns: their headers, their look, and the ranges that take them in."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.excel.writing import surround
from connectors.excel.writing.puts import Put
from connectors.excel.writing.tab import Tab
from connectors.excel.writing.tables import contiguous, moved_edge
from okrsync.table import Area, PlacedColumn


def add_columns(tab: Tab, placed: Sequence[PlacedColumn]) -> None:
    """Plan everything that new columns of one tab need but their values."""
    by_header: dict[int, list[PlacedColumn]] = {}
    for one in placed:
        by_header.setdefault(one.column.header_row, []).append(one)
    for header_row, columns in by_header.items():
        look = _look(tab, header_row, {one.index for one in columns})
        for one in columns:
            _plan_cells(tab, one, look)
        _widen(tab, header_row, {one.index: one.column.header for one in columns})
    surround.set_widths(tab.sheet, {one.index: surround.width(one.column) for one in placed})
    for one in placed:
        if one.column.words:
            over = Area(one.column.first_row, one.index, one.column.last_row, one.index)
            surround.colour_words(tab.sheet, tab.styles, over, one.column.words)


def look_beside(tab: Tab, placed: Sequence[PlacedColumn]) -> dict[int, int]:
    """New column index → the column whose look its cells take."""
    return {
        one.index: _look(tab, one.column.header_row, {other.index for other in placed})
        for one in placed
    }


def _look(tab: Tab, header_row: int, new: set[int]) -> int:
    """The last column with a header left of the new ones: those take its look."""
    row = tab.table.row(header_row)
    values = row.values if row else ()
    first = min(new)
    return max((i for i, text in enumerate(values[:first]) if text not in {None, ""}), default=-1)


def _plan_cells(tab: Tab, one: PlacedColumn, look: int) -> None:
    column = one.column
    tab.cells.put(column.header_row, one.index, Put(column.header, None, look, fresh=True))
    blank = Put(None, column.shown, look, fresh=True)
    for row in range(column.first_row, column.last_row + 1):
        if row != column.header_row:
            tab.cells.put(row, one.index, blank)


def _widen(tab: Tab, header_row: int, headers: dict[int, str]) -> None:
    for part in tab.tables.values():
        taken = contiguous(part.area, header_row, list(headers)) if part.plain else []
        if taken:
            part.widen([headers[index] for index in taken])
    before = tab.filter_area()
    if before and (taken := contiguous(before, header_row, list(headers))):
        after = moved_edge(before, len(taken))
        surround.resize_filter(tab.sheet, tab.filters(), before, after)
        tab.filter_moved = before, after
