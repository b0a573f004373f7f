"""Planned cells of one worksheet, and the edits that write them into its XML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from connectors.excel.writing.cellxml import CellWriter
from connectors.excel.writing.puts import FORMULA, SPANS, Put, formula_in_the_way
from connectors.excel.writing.rows import QuickRows
from connectors.excel.writing.sheetxml import CellSpan, RowSpan, SheetXml, reference
from connectors.excel.writing.styles import Styles
from okrsync.table import Shown


class CellEdits:
    """Collects cells by row, then plans their edits all at once with `apply`."""

    def __init__(self, sheet: SheetXml, styles: Styles) -> None:
        self.sheet, self.styles = sheet, styles
        self.rows: dict[int, dict[int, Put]] = {}
        self._writer = CellWriter(sheet.prefix)

    def put(self, row: int, column: int, put: Put) -> None:
        """Plan a cell's content; the last plan for a cell holds."""
        puts = self.rows.get(row)
        if puts is None:
            self.rows[row] = {column: put}
        else:
            puts[column] = put

    @property
    def columns(self) -> set[int]:
        """The indexes of all columns with a plan."""
        return set().union(*self.rows.values())

    def apply(self) -> None:
        """Plan the edits of the sheet's XML."""
        left = set(self.rows)
        if self.sheet.tidy:
            left = QuickRows(self.sheet, self._writer, self._style).apply(self.rows)
        for number in sorted(left):
            puts, row = self.rows[number], self.sheet.rows.get(number)
            if row is None or row.closed:
                self._fill_row(number, row, puts)
            else:
                self._edit_row(row, puts)

    def _edit_row(self, row: RowSpan, puts: Mapping[int, Put]) -> None:
        """Patch a row's cells one by one, however they are written."""
        cells = {cell.column: cell for cell in self.sheet.cells(row)}
        added: list[int] = []
        for column in sorted(puts):
            put, cell = puts[column], cells.get(column)
            new = self._cell(row, cells, column, put)
            if cell is not None:
                if FORMULA.search(self.sheet.scan, cell.open_end, cell.close):
                    raise formula_in_the_way(self.sheet.part, reference(row.number, column))
                self.sheet.edit(cell.start, cell.end, new)
            elif new:
                before = [one for one in cells.values() if one.column < column]
                at = max(before, key=lambda one: one.column).end if before else row.open_end
                self.sheet.edit(at, at, new)
                added.append(column)
        if added:
            self._span_row(row, added)

    def _fill_row(self, number: int, row: RowSpan | None, puts: Mapping[int, Put]) -> None:
        """Give cells to a row that is absent or an empty tag."""
        base = row or RowSpan(number, 0, 0, closed=True, limit=0)
        made = [(column, self._cell(base, {}, column, puts[column])) for column in sorted(puts)]
        xml, name = b"".join(xml for _, xml in made), self.sheet.name(b"row")
        if not xml:
            return
        if row is None:
            self._insert_row(number, b'<%s r="%d">%s</%s>' % (name, number, xml, name))
            return
        slash = self.sheet.scan.rindex(b"/", row.start, row.open_end)
        self.sheet.edit(slash, row.open_end, b">" + xml + b"</" + name + b">")
        self._span_row(row, [column for column, xml in made if xml])

    def _insert_row(self, number: int, xml: bytes) -> None:
        before, data = self.sheet.row_before(number), self.sheet.cells_element
        if before is not None:
            at = self.sheet.row_end(before)
            self.sheet.edit(at, at, xml)
        elif data.empty_tag:
            self.sheet.append(data, xml)
        else:
            self.sheet.edit(data.open_end, data.open_end, xml)

    def _span_row(self, row: RowSpan, columns: list[int]) -> None:
        found = SPANS.search(self.sheet.source, row.start, row.open_end)
        if not found:
            return
        low, high = int(found[1]), int(found[2])
        first, last = min(low, min(columns) + 1), max(high, max(columns) + 1)
        if (first, last) != (low, high):
            self.sheet.edit(found.start(1), found.end(2), b"%d:%d" % (first, last))

    def _cell(self, row: RowSpan, cells: Mapping[int, CellSpan], column: int, put: Put) -> bytes:
        """A cell's new XML, nothing where it goes, or is blank and looks like nothing."""
        if put.gone:
            return b""
        cell, beside = cells.get(column), cells.get(put.beside)
        own = cell.style or 0 if cell else None
        base = beside.style or 0 if beside else self.sheet.row_style(row)
        style = self._style(put, own, base)
        if put.fresh and put.value is None and not style:
            return b""
        where = reference(row.number, column) if cell is None or cell.says else b""
        return self._writer.start + where + self._writer.rest(style, put.value)

    def _style(self, put: Put, own: int | None, beside: int | None) -> int:
        if own is not None and not put.fresh:
            return self.styles.shown(own, put.shown) if put.shown is Shown.PERCENT else own
        base = self._column_looks.get(put.beside, 0) if beside is None else beside
        return base if put.shown is None else self.styles.shown(base, put.shown, fresh=True)

    @cached_property
    def _column_looks(self) -> dict[int, int]:
        return self.sheet.column_styles()
