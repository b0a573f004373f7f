"""One tab being changed: its table as it was read, and its parts to patch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.excel import refs
from connectors.excel.writing.cells import CellEdits
from connectors.excel.writing.sheetxml import SheetXml
from connectors.excel.writing.styles import Styles
from connectors.excel.writing.tables import TablePart
from connectors.excel.writing.xmlbytes import Element
from okrsync.table import Area, Skip, Table


@dataclass(slots=True)
class Tab:
    """What the steps of a write share about one tab.

    `tables` are its Excel tables by part name. `filter_moved` is the sheet's own filter before
    and after, where its edge moves, for the workbook's hidden name of it. `skipped` gathers
    what was left alone.
    """

    table: Table
    sheet: SheetXml
    styles: Styles
    cells: CellEdits
    tables: dict[str, TablePart]
    filter_moved: tuple[Area, Area] | None = None
    skipped: list[Skip] = field(default_factory=list)

    def filters(self) -> Sequence[Element]:
        """The sheet's own filter, in a list of one, or nothing."""
        return self.sheet.top(b"autoFilter")

    def filter_area(self) -> Area | None:
        """The rectangle of the sheet's own filter, None without one."""
        found = self.filters()
        return refs.area(self.sheet.attribute(found[0], b"ref") or "") if found else None

    def skip(self, row: int, column: int, reason: str) -> None:
        """Remember a cell that is left alone, and why."""
        self.skipped.append(Skip(self.table.key, row, column, reason))
