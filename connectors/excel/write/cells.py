"""Planned cells of one worksheet, and the edits that write them into its XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from connectors.excel.write.cell_xml import CellWriter
from connectors.excel.write.cells_fast import FastRows
from connectors.excel.write.strips import FORMULA, SPANS, Strip, formula_in_the_way
from connectors.excel.write.styles import CellFormats
from connectors.excel.write.worksheet_xml import CellSpan, RowSpan, WorksheetXml, reference
from okrsync.table import Shown


class CellEdits:
    """Collects what is planned, strip by strip, then plans the edits all at once with `apply`."""

    def __init__(self, sheet: WorksheetXml, styles: CellFormats) -> None:
        self.sheet, self.styles = sheet, styles
        self.strips: list[Strip] = []
        self._writer = CellWriter(sheet.prefix)

    def strip(
        self,
        column: int,
        shown: Shown | None,
        beside: int,
        *,
        fresh: bool = False,
        gone: bool = False,
    ) -> Strip:
        """A strip to put values into, a new one for each call."""
        made = Strip(column, shown, beside, fresh, gone)
        self.strips.append(made)
        return made

    @property
    def columns(self) -> set[int]:
        """The indexes of all columns with a plan."""
        return {strip.column for strip in self.strips}

    def apply(self) -> None:
        """Plan the edits of the sheet's XML."""
        strips = sorted(self.strips, key=lambda strip: strip.column)
        left = set().union(*(strip.values for strip in strips))
        if self.sheet.tidy:
            left = FastRows(self.sheet, self._writer, self._style).apply(strips, left)
        for number in sorted(left):
            here, row = [one for one in strips if number in one.values], self.sheet.rows.get(number)
            if row is None or row.closed:
                self._fill_row(number, row, here)
            else:
                self._edit_row(row, here)

    def _edit_row(self, row: RowSpan, strips: Sequence[Strip]) -> None:
        """Patch a row's cells one by one, however they are written."""
        cells = {cell.column: cell for cell in self.sheet.cells(row)}
        added: list[int] = []
        for strip in strips:
            column, cell = strip.column, cells.get(strip.column)
            new = self._cell(row, cells, strip)
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

    def _fill_row(self, number: int, row: RowSpan | None, strips: Sequence[Strip]) -> None:
        """Give cells to a row that is absent or an empty tag."""
        base = row or RowSpan(number, 0, 0, closed=True, limit=0)
        made = [(strip.column, self._cell(base, {}, strip)) for strip in strips]
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

    def _cell(self, row: RowSpan, cells: Mapping[int, CellSpan], strip: Strip) -> bytes:
        """A cell's new XML, nothing where it goes, or is blank and looks like nothing."""
        if strip.gone:
            return b""
        cell, beside = cells.get(strip.column), cells.get(strip.beside)
        own = cell.style or 0 if cell else None
        base = beside.style or 0 if beside else self.sheet.row_style(row)
        style, value = self._style(strip, own, base), strip.values[row.number]
        if strip.fresh and value is None and not style:
            return b""
        where = reference(row.number, strip.column) if cell is None or cell.says else b""
        return self._writer.start + where + self._writer.rest(style, value)

    def _style(self, strip: Strip, own: int | None, beside: int | None) -> int:
        shown = strip.shown
        if own is not None and not strip.fresh:
            return self.styles.shown(own, shown) if shown is Shown.PERCENT else own
        base = self._column_looks.get(strip.beside, 0) if beside is None else beside
        return base if shown is None else self.styles.shown(base, shown, fresh=True)

    @cached_property
    def _column_looks(self) -> dict[int, int]:
        return self.sheet.column_styles()
