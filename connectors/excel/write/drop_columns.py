"""Managed columns that leave again: removed where nothing depends on them, else only emptied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from connectors.excel.address import parse_area
from connectors.excel.write import surroundings
from connectors.excel.write.tables import ExcelTable, moved_edge, same_name
from connectors.excel.write.worksheet import WorksheetPatch
from connectors.excel.write.xml_bytes import Element, XmlBytes
from okrsync.i18n import Message
from okrsync.table import PlacedColumn, Shown, Table

Mentions = Callable[[str], bool]
"""Whether any formula of the workbook names a table's column by this header."""


def drop_columns(tab: WorksheetPatch, dropped: Sequence[PlacedColumn], mentioned: Mentions) -> None:
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
    surroundings.forget_widths(
        tab.sheet, {one.index: surroundings.width(one.column) for one in gone}
    )
    _narrow(tab, gone)


def rows_of(table: Table, one: PlacedColumn) -> range:
    """The rows of a column: its table's, and none of what stands below that."""
    column, last = one.column, one.column.last_row
    for over in table.ranges:
        if over.area.first_row == column.header_row and (column.header_row, one.index) in over.area:
            last = max(last, over.area.last_row)
    return range(column.header_row, last + 1)


def _hindrance(
    tab: WorksheetPatch, one: PlacedColumn, gone: set[int], mentioned: Mentions
) -> Message | None:
    rows, index = rows_of(tab.table, one), one.index
    if (rows.start, index) in tab.table.protected:
        return Message("the sheet is protected, so the column was not removed")
    if any(column == index and row in rows for row, column in tab.table.formulas):
        return Message("a formula stands in this column, so it was only emptied")
    if not _ends_a_range(tab, one, gone) and _stands_beside(tab, rows, index + 1, gone):
        return Message("something stands to its right, so the column was only emptied")
    return _hindrance_of_ranges(tab, one, gone, mentioned)


def _ends_a_range(tab: WorksheetPatch, one: PlacedColumn, gone: set[int]) -> bool:
    """Whether a table or filter ends with this column: what stands beyond is not of it."""
    header = (one.column.header_row, one.index)
    areas = [over.area for over in tab.table.ranges if header in over.area]
    return any(set(range(one.index + 1, area.last_column + 1)) <= gone for area in areas)


def _stands_beside(tab: WorksheetPatch, rows: range, column: int, gone: set[int]) -> bool:
    if column in gone:
        return False
    if any(tab.table.value(row, column) not in {None, ""} for row in rows):
        return True
    return any(place == column and row in rows for row, place in tab.table.formulas)


def _hindrance_of_ranges(
    tab: WorksheetPatch, one: PlacedColumn, gone: set[int], mentioned: Mentions
) -> Message | None:
    index, header = one.index, one.column.header
    for part in tab.tables.values():
        if (one.column.header_row, index) in part.area:
            from_edge = part.area.last_column - index
            names = part.names()
            if not set(range(index + 1, part.area.last_column + 1)) <= gone:
                return Message("the table goes on to its right, so the column was only emptied")
            if from_edge >= len(names) - 1 or not same_name(names[-1 - from_edge], header):
                return Message("the table has another name for it, so the column was only emptied")
            if mentioned(header):
                return Message("a formula refers to this column, so it was only emptied")
            if _used_by(part.xml, _filters(part), index, part.area.first_column):
                return Message("the table is filtered or sorted by it, so it was only emptied")
    area = tab.filter_area()
    if area and _used_by(tab.sheet, tab.filters(), index, area.first_column):
        return Message("the sheet is filtered or sorted by it, so the column was only emptied")
    return None


def _filters(part: ExcelTable) -> list[Element]:
    wanted = {part.xml.name(b"autoFilter"), part.xml.name(b"sortState")}
    return [one for one in part.xml.children(part.xml.root) if one.name in wanted]


def _used_by(xml: XmlBytes, elements: Sequence[Element], index: int, first: int) -> bool:
    """Whether a filter or a remembered sort looks at a column."""
    for element in elements:
        if element.name == xml.name(b"filterColumn"):
            if xml.attribute(element, b"colId") == str(index - first):
                return True
        elif element.name == xml.name(b"sortCondition"):
            area = parse_area(xml.attribute(element, b"ref") or "")
            if area and area.first_column <= index <= area.last_column:
                return True
        elif _used_by(xml, list(xml.children(element)), index, first):
            return True
    return False


def _empty(tab: WorksheetPatch, one: PlacedColumn) -> None:
    """Take our values out. A header that a table needs stays, and so does what is not ours."""
    rows, index = rows_of(tab.table, one), one.index
    in_table = any((rows.start, index) in part.area for part in tab.tables.values())
    strip = tab.cells.strip(index, Shown.TEXT, index - 1)
    for row in rows[1:] if in_table else rows:
        cell = (row, index)
        if cell in tab.table.formulas or cell in tab.table.protected:
            continue
        if tab.table.value(row, index) is not None:
            strip.values[row] = None


def _remove(tab: WorksheetPatch, one: PlacedColumn) -> None:
    strip = tab.cells.strip(one.index, None, -1, gone=True)
    strip.values.update(dict.fromkeys(rows_of(tab.table, one)))
    surroundings.forget_colours(tab.sheet, one.index)


def _narrow(tab: WorksheetPatch, gone: Sequence[PlacedColumn]) -> None:
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
        surroundings.resize_filter(tab.sheet, tab.filters(), before, after)
        tab.filter_moved = before, after
