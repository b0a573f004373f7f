"""Managed cells: which may be written, and whether they were."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from connectors.excel import xml
from connectors.excel.writing.cells import CellEdits
from connectors.excel.writing.cellxml import number, storable, unfit
from connectors.excel.writing.puts import Put
from connectors.excel.writing.sheetxml import SheetXml
from connectors.excel.writing.tab import Tab
from connectors.excel.writing.xmlbytes import escaped
from okrsync.connector import Refused
from okrsync.table import Change, Table, a1, letters

PARSED = 4 * 1024 * 1024
"""From this size, in bytes, a tidy sheet is not parsed anew after it was patched.

Only whole elements of it were replaced, and what they hold is read again in any case.
"""

_CONTENT = re.compile(rb"<(?:[\w.-]+:)?(?:t|v)(?:\s[^>]*)?>([^<]+)<")


def put_values(tab: Tab, changes: Sequence[Change], looks: Mapping[int, int]) -> list[Change]:
    """Plan these cells of one tab; those that may not be touched are skipped with a reason.

    `looks` are the new columns and the columns whose look their cells take.
    """
    covered = _covered(tab.table, changes)
    planned = []
    for change in changes:
        if reason := _untouchable(tab, change, covered) or unfit(change.after):
            tab.skip(change.row, change.column, reason)
            continue
        fresh = change.column in looks
        beside = looks.get(change.column, change.column - 1)
        put = Put(change.after, change.shown, beside, fresh)
        tab.cells.put(change.row, change.column, put)
        planned.append(change)
    return planned


def _untouchable(tab: Tab, change: Change, covered: set[tuple[int, int]]) -> str:
    cell = (change.row, change.column)
    if cell in tab.table.formulas:
        return "it holds a formula"
    if cell in tab.table.protected:
        return "the sheet is protected and the cell is locked"
    if cell in covered:
        return "it is hidden in a merged cell"
    return ""


def _covered(table: Table, changes: Sequence[Change]) -> set[tuple[int, int]]:
    """Where a merged cell hides cells of the changed columns: all of its cells but the first."""
    columns = {change.column for change in changes}
    last = max((change.row for change in changes), default=0)
    return {
        (row, column)
        for area in table.merges
        for column in columns
        if area.first_column <= column <= area.last_column
        for row in range(area.first_row, min(area.last_row, last) + 1)
        if (row, column) != (area.first_row, area.first_column)
    }


def require_written(part: str, data: bytes, cells: CellEdits) -> None:
    """Read a patched sheet again: it is clean XML, and holds what was planned.

    Raises Refused where it is not; nothing has been written then.
    """
    if len(data) < PARSED or not cells.sheet.tidy:
        xml.parse(xml.parser(part, part), data, part, part)
    holds = _quick(data, cells) if cells.sheet.tidy else _walked(SheetXml(data, part), cells)
    known: dict[str | Decimal | None, bytes | None] = {None: None}
    for row, puts in cells.rows.items():
        for column, put in puts.items():
            value = put.value
            if value not in known:
                known[value] = _raw(value)
            if (found := holds.get((row, column))) != known[value]:
                raise Refused(
                    f"{part}: after the change {a1(row, column)} would hold {found!r}, "
                    "not what was to be written; nothing was written",
                    hint="open the workbook in your spreadsheet program, save it, and run again",
                )


def _raw(value: str | Decimal | None) -> bytes | None:
    if isinstance(value, Decimal):
        return number(value).encode()
    return escaped(storable(value)) if value else None


def _quick(data: bytes, cells: CellEdits) -> Mapping[tuple[int, int], bytes]:
    """What cells of the planned columns hold, found otherwise than they were written."""
    columns = {letters(column).encode(): column for column in cells.columns}
    n = {local: re.escape(cells.sheet.name(local)) for local in (b"c", b"is", b"t", b"v")}
    pattern = re.compile(
        rb'<%s r="(%s)(\d+)"[^>/]*+>(?:<%s><%s[^>]*+>|<%s>)([^<]+)<'
        % (n[b"c"], b"|".join(columns), n[b"is"], n[b"t"], n[b"v"])
    )
    return {(int(row), columns[name]): raw for name, row, raw in pattern.findall(data)}


def _walked(sheet: SheetXml, cells: CellEdits) -> Mapping[tuple[int, int], bytes]:
    holds: dict[tuple[int, int], bytes] = {}
    for row in cells.rows:
        span = sheet.rows.get(row)
        for cell in sheet.cells(span) if span else ():
            found = _CONTENT.search(sheet.source, cell.open_end, cell.close)
            if found:
                holds[row, cell.column] = found[1]
    return holds
