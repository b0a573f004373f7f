"""One worksheet being changed: its table as it was read, its parts to patch, its managed cells."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence, Sized
from dataclasses import dataclass, field

from connectors.excel.address import parse_area
from connectors.excel.write.cell_xml import unfit
from connectors.excel.write.cells import CellEdits
from connectors.excel.write.strips import Strip, Value
from connectors.excel.write.styles import CellFormats
from connectors.excel.write.tables import ExcelTable
from connectors.excel.write.worksheet_xml import WorksheetXml
from connectors.excel.write.xml_bytes import Element
from okrsync.i18n import Message
from okrsync.table import Address, Area, Change, Shown, Skip, Table


@dataclass(slots=True)
class WorksheetPatch:
    """What the steps of a write share about one tab.

    `tables` are its Excel tables by part name. `filter_moved` is the sheet's own filter before
    and after, where its edge moves, for the workbook's hidden name of it. `skipped` gathers
    what was skipped.
    """

    table: Table
    sheet: WorksheetXml
    styles: CellFormats
    cells: CellEdits
    tables: dict[str, ExcelTable]
    filter_moved: tuple[Area, Area] | None = None
    skipped: list[Skip] = field(default_factory=list)

    def filters(self) -> Sequence[Element]:
        """The sheet's own filter, in a list of one, or nothing."""
        return self.sheet.top(b"autoFilter")

    def filter_area(self) -> Area | None:
        """The rectangle of the sheet's own filter, None without one."""
        found = self.filters()
        return parse_area(self.sheet.attribute(found[0], b"ref") or "") if found else None

    def skip(self, row: int, column: int, reason: Message) -> None:
        """Remember a cell that is skipped, and why."""
        self.skipped.append(Skip(self.table.key, row, column, reason))


Guard = tuple[Container[Address], Message]
"""Cells that may not be touched, and why."""


def put_values(
    tab: WorksheetPatch, changes: Sequence[Change], new: Mapping[int, Strip]
) -> list[Change]:
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


def _untouchable(guards: Sequence[Guard], cell: Address) -> Message | None:
    for cells, why in guards:
        if cell in cells:
            return why
    return None


def _guards(table: Table, changes: Sequence[Change]) -> list[Guard]:
    """Cells that may not be touched, and why; sets that are empty are left out."""
    every: list[Guard] = [
        (table.formulas, Message("it holds a formula")),
        (table.protected, Message("the sheet is protected and the cell is locked")),
        (_covered(table, changes), Message("it is hidden in a merged cell")),
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
