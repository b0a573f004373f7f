"""Managed columns that leave again: removed where nothing depends on them, else only emptied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from connectors.excel import refs
from connectors.excel.writing import surround
from connectors.excel.writing.tab import Tab
from connectors.excel.writing.tables import TablePart, moved_edge, same_name
from connectors.excel.writing.xmlbytes import Element, XmlBytes
from okrsync.table import PlacedColumn, Shown

Mentions = Callable[[str], bool]
"""Whether any formula of the workbook names a table's column by this header."""


def drop_columns(tab: Tab, dropped: Sequence[PlacedColumn], mentioned: Mentions) -> None:
    """Plan that columns of one tab leave, the rightmost first."""
    gone: list[PlacedColumn] = []
    for one in sorted(dropped, key=lambda one: one.index, reverse=True):
        reason = _hindrance(tab, one, {other.index for other in gone}, mentioned)
        if reason:
            _empty(tab, one)
            tab.skip(one.column.header_row, one.index, reason)
        else:
            _remove(tab, one)
            gone.append(one)
    surround.forget_widths(tab.sheet, {one.index: surround.width(one.column) for one in gone})
    _narrow(tab, gone)


def _rows(tab: Tab, one: PlacedColumn) -> range:
    """The rows of a column: down to the end of its table, and as far as it holds something."""
    column, last = one.column, one.column.last_row
    for over in tab.table.ranges:
        if over.area.first_row == column.header_row and (column.header_row, one.index) in over.area:
            last = max(last, over.area.last_row)
    while tab.table.value(last + 1, one.index) not in {None, ""}:
        last += 1
    return range(column.header_row, last + 1)


def _hindrance(tab: Tab, one: PlacedColumn, gone: set[int], mentioned: Mentions) -> str:
    rows, index = _rows(tab, one), one.index
    if (rows.start, index) in tab.table.protected:
        return "the sheet is protected, so the column was not removed"
    if any(column == index and row in rows for row, column in tab.table.formulas):
        return "a formula stands in this column, so it was only emptied"
    if not _ends_a_range(tab, one, gone) and _stands_beside(tab, rows, index + 1, gone):
        return "something stands at its right, so the column was only emptied"
    return _hindrance_of_ranges(tab, one, gone, mentioned)


def _ends_a_range(tab: Tab, one: PlacedColumn, gone: set[int]) -> bool:
    """Whether a table or filter ends with this column: what stands beyond is not of it."""
    header = (one.column.header_row, one.index)
    areas = [over.area for over in tab.table.ranges if header in over.area]
    return any(set(range(one.index + 1, area.last_column + 1)) <= gone for area in areas)


def _stands_beside(tab: Tab, rows: range, column: int, gone: set[int]) -> bool:
    if column in gone:
        return False
    if any(tab.table.value(row, column) not in {None, ""} for row in rows):
        return True
    return any(place == column and row in rows for row, place in tab.table.formulas)


def _hindrance_of_ranges(tab: Tab, one: PlacedColumn, gone: set[int], mentioned: Mentions) -> str:
    index, header = one.index, one.column.header
    for part in tab.tables.values():
        if (one.column.header_row, index) in part.area:
            from_edge = part.area.last_column - index
            names = part.names()
            if not set(range(index + 1, part.area.last_column + 1)) <= gone:
                return "the table goes on at its right, so the column was only emptied"
            if from_edge >= len(names) - 1 or not same_name(names[-1 - from_edge], header):
                return "the table calls it otherwise, so the column was only emptied"
            if mentioned(header):
                return "a formula refers to this column, so it was only emptied"
            if _used_by(part.xml, _filters(part), index, part.area.first_column):
                return "the table is filtered or sorted by it, so it was only emptied"
    area = tab.filter_area()
    if area and _used_by(tab.sheet, tab.filters(), index, area.first_column):
        return "the sheet is filtered or sorted by it, so the column was only emptied"
    return ""


def _filters(part: TablePart) -> list[Element]:
    wanted = {part.xml.name(b"autoFilter"), part.xml.name(b"sortState")}
    return [one for one in part.xml.children(part.xml.root) if one.name in wanted]


def _used_by(xml: XmlBytes, elements: Sequence[Element], index: int, first: int) -> bool:
    """Whether a filter or a remembered sort looks at a column."""
    for element in elements:
        if element.name == xml.name(b"filterColumn"):
            if xml.attribute(element, b"colId") == str(index - first):
                return True
        elif element.name == xml.name(b"sortCondition"):
            area = refs.area(xml.attribute(element, b"ref") or "")
            if area and area.first_column <= index <= area.last_column:
                return True
        elif _used_by(xml, list(xml.children(element)), index, first):
            return True
    return False


def _empty(tab: Tab, one: PlacedColumn) -> None:
    """Take our values out. A header that a table needs stays, and so does what is not ours."""
    rows, index = _rows(tab, one), one.index
    in_table = any((rows.start, index) in part.area for part in tab.tables.values())
    strip = tab.cells.strip(index, Shown.TEXT, index - 1)
    for row in rows[1:] if in_table else rows:
        cell = (row, index)
        if cell in tab.table.formulas or cell in tab.table.protected:
            continue
        if tab.table.value(row, index) is not None:
            strip.values[row] = None


def _remove(tab: Tab, one: PlacedColumn) -> None:
    strip = tab.cells.strip(one.index, None, -1, gone=True)
    strip.values.update(dict.fromkeys(_rows(tab, one)))
    surround.forget_colours(tab.sheet, one.index)


def _narrow(tab: Tab, gone: Sequence[PlacedColumn]) -> None:
    headers = {one.index: one.column.header for one in gone}
    for part in tab.tables.values():
        last = part.area.last_column
        over = [i for i in headers if (part.area.first_row, i) in part.area]
        if over:
            part.narrow([headers[i] for i in range(last - len(over) + 1, last + 1)])
    before = tab.filter_area()
    over = [i for i in headers if before and (before.first_row, i) in before]
    if before and over:
        after = moved_edge(before, -len(over))
        surround.resize_filter(tab.sheet, tab.filters(), before, after)
        tab.filter_moved = before, after
