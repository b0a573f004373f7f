"""Rows as most programs write them, patched whole: the fast way through a large sheet.

It serves a sheet whose cells all begin with their address, in UTF-8 and without comments. A
row that is absent or looks otherwise is left to the careful way, which knows every form. What
is the same in thousands of rows (tags, styles, spans) is worked out once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from connectors.excel.writing.cellxml import CellWriter
from connectors.excel.writing.puts import FORMULA, SPANS, Put, StyleOf, formula_in_the_way
from connectors.excel.writing.sheetxml import STYLE, SheetXml
from connectors.excel.writing.xmlbytes import INSIDE
from okrsync.connector import Malformed
from okrsync.table import Shown, column_index, letters

_LETTERS = re.compile(rb"[A-Z]{1,3}")
_REST_OF_TAG = re.compile(rb"(?=[\s/>])" + INSIDE + rb"/?>")


class QuickRows:
    """Patches planned rows of one tidy sheet. `style_of` gives a cell's new style."""

    def __init__(self, sheet: SheetXml, writer: CellWriter, style_of: StyleOf) -> None:
        self._sheet, self._rest, self._style_of = sheet, writer.rest, style_of
        self._row_start = b"<" + sheet.name(b"row") + b' r="'
        self._cell_start = b"<" + sheet.name(b"c") + b' r="'
        self._cell_end = b"</" + sheet.name(b"c") + b">"
        self._starts: dict[int, bytes] = {}
        self._indexes: dict[bytes, int] = {}
        self._own: dict[bytes, int] = {}
        self._styles: dict[tuple[Shown | None, bool, int | None, int | None, int], int] = {}
        self._spans: dict[tuple[bytes, int, int], bytes] = {}

    def apply(self, rows: Mapping[int, Mapping[int, Put]]) -> set[int]:
        """Plan the edits of all rows that can be done this way; the numbers of the others."""
        self._learn(rows)
        left = set(rows)
        data, ending = self._sheet.cells_element, b"</" + self._sheet.name(b"row") + b">"
        at, skip, any_row = data.open_end, len(self._row_start), self._row_start[:-4]
        # What follows the last closing tag is no row, or an empty tag: it stays out.
        for chunk in self._sheet.source[at : data.close].split(ending)[:-1]:
            start = chunk.rfind(any_row)
            if start >= 0 and chunk.startswith(self._row_start, start):
                quote = chunk.index(b'"', start + skip)
                puts = rows.get(int(chunk[start + skip : quote]))
                if puts is not None:
                    new = self._row(chunk[start:], chunk[start + skip : quote + 1], puts)
                    if new is not None:
                        self._sheet.edit(at + start, at + len(chunk), new)
                        left.discard(int(chunk[start + skip : quote]))
            at += len(chunk) + len(ending)
        return left

    def _learn(self, rows: Mapping[int, Mapping[int, Put]]) -> None:
        columns = {column for puts in rows.values() for column in puts}
        columns |= {put.beside for puts in rows.values() for put in puts.values()}
        for column in columns:
            if column >= 0:
                self._starts[column] = self._cell_start + letters(column).encode()

    def _row(self, row: bytes, number: bytes, puts: Mapping[int, Put]) -> bytes | None:
        """A row's new bytes, its closing tag left out; None where it is not so simple.

        `number` is the row's, with the quote that ends an address.
        """
        new: list[bytes] = []
        beside, look, end = -2, None, -1
        first = last = -1
        for column in sorted(puts):
            put, start = puts[column], self._starts[column] + number
            at = row.find(start)
            if put.beside != beside and (at < 0 or put.fresh):
                beside = put.beside
                look, end = self._look(row, number, beside)
            if at >= 0:
                row, end = self._replaced(row, at, len(start), put, look), -1
            elif not put.gone:
                style = self._style(put, None, look)
                if style or put.value is not None or not put.fresh:
                    new += (start, self._rest(style, put.value))
                    first, last = (column if first < 0 else first), column
        return self._with(row, number, new, (first, last, end)) if new else row

    def _style(self, put: Put, own: int | None, look: int | None) -> int:
        key = (put.shown, put.fresh, own, look, put.beside)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._style_of(put, own, look)
        return style

    def _look(self, row: bytes, number: bytes, column: int) -> tuple[int | None, int]:
        """The style of a cell of this row, and where it ends; None and -1 without one."""
        at = row.find(self._starts[column] + number) if column >= 0 else -1
        if at < 0:
            return None, -1
        open_end, style = self._tag(row, at + len(self._starts[column]) + len(number))
        return style, self._end(row, open_end)

    def _tag(self, row: bytes, at: int) -> tuple[int, int]:
        """Where a cell's opening tag ends, read from behind its address, and its style."""
        end = row.index(b">", at) + 1
        rest = row[at:end]
        style = self._own.get(rest)
        if style is None:
            if not _REST_OF_TAG.fullmatch(rest):
                raise Malformed(f"{self._sheet.part}: a cell's tag can't be read: {rest!r}")
            found = STYLE.search(rest)
            style = self._own[rest] = int(found[1]) if found else 0
        return end, style

    def _replaced(self, row: bytes, at: int, width: int, put: Put, look: int | None) -> bytes:
        open_end, own = self._tag(row, at + width)
        end = self._end(row, open_end)
        if end > open_end and FORMULA.search(row, open_end, end):
            raise formula_in_the_way(self._sheet.part, row[at : at + width])
        if put.gone:
            return row[:at] + row[end:]
        rest = self._rest(self._style(put, own, look), put.value)
        return row[: at + width] + rest + row[end:]

    def _end(self, row: bytes, open_end: int) -> int:
        if row[open_end - 2] == ord("/"):
            return open_end
        return row.index(self._cell_end, open_end) + len(self._cell_end)

    def _with(
        self, row: bytes, number: bytes, cells: list[bytes], span: tuple[int, int, int]
    ) -> bytes | None:
        """The row with cells behind its last one; None where they belong between others.

        `span` is the first and the last of them, and where the cell ends that they stand beside.
        """
        first, last, end = span
        open_end = row.index(b">") + 1
        if end != len(row):
            end = self._end_of_cells(row, open_end, first)
            if end < 0:
                return None
        at = len(self._row_start) + len(number) - 1
        tag = self._spanned(row[at:open_end], first, last)
        return b"".join((row[:at], tag, row[open_end:end], *cells, row[end:]))

    def _end_of_cells(self, row: bytes, open_end: int, first: int) -> int:
        """Where a row's last cell ends, -1 where it does not stand left of a column."""
        before = row.rfind(self._cell_start)
        if before < 0:
            return open_end
        found = _LETTERS.match(row, before + len(self._cell_start))
        if not found or self._index(found[0]) >= first:
            return -1
        return self._end(row, self._tag(row, row.index(b'"', found.end()) + 1)[0])

    def _index(self, name: bytes) -> int:
        found = self._indexes.get(name)
        if found is None:
            found = self._indexes[name] = column_index(name.decode())
        return found

    def _spanned(self, tag: bytes, first: int, last: int) -> bytes:
        """The rest of a row's tag, its `spans` as wide as the row now is."""
        key = (tag, first, last)
        if key not in self._spans:
            found = SPANS.search(tag)
            if found:
                spans = min(int(found[1]), first + 1), max(int(found[2]), last + 1)
                tag = tag[: found.start(1)] + b"%d:%d" % spans + tag[found.end(2) :]
            self._spans[key] = tag
        return self._spans[key]
