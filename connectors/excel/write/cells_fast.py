"""Rows as most programs write them, patched whole: the fast way through a large sheet.

It serves a sheet whose cells all begin with their address, in UTF-8 and without comments. A
row that is absent or looks otherwise is left to the careful way, which knows every form. What
is the same in thousands of rows (tags, styles, spans) is worked out once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from connectors.excel.write.cell_xml import CellWriter
from connectors.excel.write.strips import (
    SPANS,
    Strip,
    StyleOf,
    Value,
    formula_in_the_way,
)
from connectors.excel.write.worksheet_xml import STYLE, WorksheetXml
from connectors.excel.write.xml_bytes import INSIDE
from okrsync.connector import Malformed
from okrsync.i18n import Message
from okrsync.table import column_index, letters

_SLASH = ord("/")
_LETTERS = re.compile(rb"[A-Z]{1,3}")
_REST_OF_TAG = re.compile(rb"(?=[\s/>])" + INSIDE + rb"/?>")


class FastRows:
    """Patches planned rows of one tidy sheet. `style_of` gives a cell's new style."""

    def __init__(self, sheet: WorksheetXml, writer: CellWriter, style_of: StyleOf) -> None:
        self._sheet, self._rest, self._rests = sheet, writer.rest, writer.rests
        self._style_of = style_of
        self._row_start = b"<" + sheet.name(b"row") + b' r="'
        self._cell_start = b"<" + sheet.name(b"c") + b' r="'
        self._formula = b"<" + sheet.name(b"f")
        self._cell_end = b"</" + sheet.name(b"c") + b">"
        self._starts: dict[int, bytes] = {}
        self._indexes: dict[bytes, int] = {}
        self._own: dict[bytes, int] = {}
        self._spans: dict[tuple[bytes, int, int], bytes | None] = {}

    def apply(self, strips: Sequence[Strip], rows: set[int]) -> set[int]:
        """Plan the edits of all rows that can be done this way; the numbers of the others.

        The strips are in the order of their columns.
        """
        for column in {index for strip in strips for index in (strip.column, strip.beside)}:
            self._starts[column] = self._cell_start + letters(max(column, 0)).encode()
        left = set(rows)
        tall = [strip for strip in strips if len(strip.values) > 1]
        lone = {row for strip in strips if len(strip.values) == 1 for row in strip.values}
        data, ending = self._sheet.cells_element, b"</" + self._sheet.name(b"row") + b">"
        at, skip = data.open_end, len(self._row_start)
        # What follows the last closing tag is no row, or an empty tag: it stays out.
        for chunk in self._sheet.source[at : data.close].split(ending)[:-1]:
            start = self._start_of_row(chunk)
            if start >= 0:
                row = chunk[start:] if start else chunk
                address = row[skip : row.index(b'"', skip) + 1]
                number = int(address[:-1])
                if number in rows:
                    new = self._row(row, number, address, strips if number in lone else tall)
                    if new is not None:
                        self._sheet.edit(at + start, at + len(chunk), new)
                        left.discard(number)
            at += len(chunk) + len(ending)
        return left

    def _start_of_row(self, chunk: bytes) -> int:
        """Where the row begins that ends with this chunk, -1 where it does not say its number."""
        if chunk.startswith(self._row_start) and chunk[chunk.index(b">") - 1] != _SLASH:
            return 0
        start = chunk.rfind(self._row_start[:-4])
        return start if chunk.startswith(self._row_start, max(start, 0)) else -1

    def _row(
        self, row: bytes, number: int, address: bytes, strips: Sequence[Strip]
    ) -> bytes | None:
        """A row's new bytes, its closing tag left out; None where it is not so simple.

        `address` is the row's number with the quote that ends an address.
        """
        new: list[bytes] = []
        beside, look, end = -2, None, -1
        first = last = behind = -1
        for strip in strips:
            if number not in strip.values:
                continue
            column, value = strip.column, strip.values[number]
            start = self._starts[column] + address
            at = row.find(start)
            if strip.beside != beside and (at < 0 or strip.fresh):
                beside = strip.beside
                look, end = self._look(row, address, beside)
            if at >= 0:
                row, end = self._replaced(row, at, len(start), (strip, value, look)), -1
                behind = -1
            elif not strip.gone:
                style = strip.looks.get(look)
                if style is None:
                    style = strip.looks[look] = self._style_of(strip, None, look)
                if style or value is not None or not strip.fresh:
                    new += (start, self._rests.get((style, value)) or self._rest(style, value))
                    if first < 0:
                        first, behind = column, end
                    last = column
        return self._with(row, address, new, (first, last, behind)) if new else row

    def _look(self, row: bytes, address: bytes, column: int) -> tuple[int | None, int]:
        """The style of a cell of this row, and where it ends; None and -1 without one."""
        start = self._starts[column] + address
        at = row.find(start) if column >= 0 else -1
        if at < 0:
            return None, -1
        open_end, style = self._tag(row, at + len(start))
        return style, self._end(row, open_end)

    def _tag(self, row: bytes, at: int) -> tuple[int, int]:
        """Where a cell's opening tag ends, read from behind its address, and its style."""
        end = row.index(b">", at) + 1
        rest = row[at:end]
        style = self._own.get(rest)
        if style is None:
            if not _REST_OF_TAG.fullmatch(rest):
                raise Malformed(
                    Message("{part}: a cell's tag can't be read: {tag}").filled(
                        part=self._sheet.part, tag=rest.decode("utf-8", "replace")
                    )
                )
            found = STYLE.search(rest)
            style = self._own[rest] = int(found[1]) if found else 0
        return end, style

    def _replaced(
        self, row: bytes, at: int, width: int, plan: tuple[Strip, Value, int | None]
    ) -> bytes:
        strip, value, look = plan
        open_end, own = self._tag(row, at + width)
        end = self._end(row, open_end)
        if end > open_end and row.find(self._formula, open_end, end) >= 0:
            raise formula_in_the_way(self._sheet.part, row[at : at + width])
        if strip.gone:
            return row[:at] + row[end:]
        base = look if strip.fresh else own
        style = strip.owns.get(base)
        if style is None:
            style = strip.owns[base] = self._style_of(strip, own, look)
        rest = self._rests.get((style, value)) or self._rest(style, value)
        return row[: at + width] + rest + row[end:]

    def _end(self, row: bytes, open_end: int) -> int:
        if row[open_end - 2] == _SLASH:
            return open_end
        return row.index(self._cell_end, open_end) + len(self._cell_end)

    def _with(
        self, row: bytes, address: bytes, cells: list[bytes], span: tuple[int, int, int]
    ) -> bytes | None:
        """The row with cells behind its last one; None where they belong between others.

        `span` is the first and the last of them, and where the cell ends that the first one
        stands beside.
        """
        first, last, end = span
        open_end = row.index(b">") + 1
        if end != len(row):
            end = self._end_of_cells(row, open_end, first)
            if end < 0:
                return None
        at = len(self._row_start) + len(address) - 1
        tag = self._spanned(row[at:open_end], first, last)
        if tag is None:
            return None
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

    def _spanned(self, tag: bytes, first: int, last: int) -> bytes | None:
        """The rest of a row's tag, its `spans` as wide as the row now is; None for an odd tag."""
        key = (tag, first, last)
        if key not in self._spans:
            self._spans[key] = _with_spans(tag, first, last)
        return self._spans[key]


def _with_spans(tag: bytes, first: int, last: int) -> bytes | None:
    if not _REST_OF_TAG.fullmatch(tag[1:]):
        return None
    found = SPANS.search(tag)
    if not found:
        return tag
    spans = min(int(found[1]), first + 1), max(int(found[2]), last + 1)
    return tag[: found.start(1)] + b"%d:%d" % spans + tag[found.end(2) :]
