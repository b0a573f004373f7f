"""Managed cells: which may be written, and whether they were."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence, Sized
from decimal import Decimal

from connectors.excel import xml
from connectors.excel.writing.cells import CellEdits
from connectors.excel.writing.cellxml import number, storable, unfit
from connectors.excel.writing.sheetxml import SheetXml
from connectors.excel.writing.strips import Strip, Value
from connectors.excel.writing.tab import Tab
from connectors.excel.writing.xmlbytes import escaped
from okrsync.connector import Refused
from okrsync.table import Address, Change, Shown, Table, a1, column_index, letters

PARSED = 4 * 1024 * 1024
"""From this size, in bytes, a tidy sheet is not parsed anew after it was patched.

Only whole elements of it were replaced, and what they hold is read again in any case.
"""

Guard = tuple[Container[Address], str]
"""Cells that may not be touched, and why."""

_CONTENT = re.compile(rb"<(?:[\w.-]+:)?(?:t|v)(?:\s[^>]*)?>([^<]+)<")


def put_values(tab: Tab, changes: Sequence[Change], new: Mapping[int, Strip]) -> list[Change]:
    """Plan these cells of one tab; those that may not be touched are skipped with a reason.

    `new` are the strips of columns that are added, by column.
    """
    guards = _guards(tab.table, changes)
    strips: dict[tuple[int, Shown], Strip] = {}
    planned: list[Change] = []
    fit: set[Value] = set()
    for change in changes:
        cell, value = (change.row, change.column), change.after
        reason = _untouchable(guards, cell) if guards else None
        if reason is None and value not in fit:
            reason = unfit(value)
            fit.add(value)
        if reason:
            fit.discard(value)
            tab.skip(*cell, reason)
            continue
        strip = new.get(change.column) or strips.get((change.column, change.shown))
        if strip is None:
            strip = tab.cells.strip(change.column, change.shown, change.column - 1)
            strips[change.column, change.shown] = strip
        strip.values[change.row] = value
        planned.append(change)
    return planned


def _untouchable(guards: Sequence[Guard], cell: Address) -> str | None:
    for cells, why in guards:
        if cell in cells:
            return why
    return None


def _guards(table: Table, changes: Sequence[Change]) -> list[Guard]:
    """Cells that may not be touched, and why; sets that are empty are left out."""
    every: list[Guard] = [
        (table.formulas, "it holds a formula"),
        (table.protected, "the sheet is protected and the cell is locked"),
        (_covered(table, changes), "it is hidden in a merged cell"),
    ]
    return [(cells, why) for cells, why in every if not isinstance(cells, Sized) or len(cells)]


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
    known: dict[Value, bytes | None] = {None: None}
    for strip in cells.strips:
        found = holds.get(strip.column, {})
        for row, value in strip.values.items():
            if value not in known:
                known[value] = _raw(value)
            if found.get(row) != known[value]:
                raise Refused(
                    f"{part}: after the change {a1(row, strip.column)} would hold "
                    f"{found.get(row)!r}, not what was to be written; nothing was written",
                    hint="open the workbook in your spreadsheet program, save it, and run again",
                )


def _raw(value: Value) -> bytes | None:
    if isinstance(value, Decimal):
        return number(value).encode()
    return escaped(storable(value)) if value else None


Contents = Mapping[int, Mapping[int, bytes]]
"""Column index → row number → what the cell holds, as it is written."""


def _quick(data: bytes, cells: CellEdits) -> Contents:
    """What cells of the planned columns hold, found otherwise than they were written."""
    holds: dict[bytes, dict[int, bytes]] = {letters(c).encode(): {} for c in cells.columns}
    n = {local: re.escape(cells.sheet.name(local)) for local in (b"c", b"is", b"t", b"v")}
    pattern = re.compile(
        rb'<%s r="(%s)(\d+)"[^>/]*+>(?:<%s><%s[^>]*+>|<%s>)([^<]+)<'
        % (n[b"c"], b"|".join(holds), n[b"is"], n[b"t"], n[b"v"])
    )
    for name, row, raw in pattern.findall(data):
        holds[name][int(row)] = raw
    return {column_index(name.decode()): found for name, found in holds.items()}


def _walked(sheet: SheetXml, cells: CellEdits) -> Contents:
    holds: dict[int, dict[int, bytes]] = {}
    for row in set().union(*(strip.values for strip in cells.strips)):
        span = sheet.rows.get(row)
        for cell in sheet.cells(span) if span else ():
            found = _CONTENT.search(sheet.source, cell.open_end, cell.close)
            if found:
                holds.setdefault(cell.column, {})[row] = found[1]
    return holds
