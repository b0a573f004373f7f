"""A worksheet's XML: where its rows and cells stand, written or implied.

Rows and cells may lack their `r`, rows may be absent or empty tags, names may have a prefix.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from connectors.excel.address import MAX_COLUMN
from connectors.excel.write.xml_bytes import INSIDE, Element, XmlBytes
from okrsync.connector import Malformed
from okrsync.i18n import Message
from okrsync.table import a1, column_index

_ROW_NUMBER = re.compile(rb"""(?<=\s)r\s*=\s*["']\s*(\d+)\s*["']""")
_REFERENCE = re.compile(rb"""(?<=\s)r\s*=\s*["']\s*([A-Za-z]{1,3})(\d+)\s*["']""")
STYLE = re.compile(rb"""(?<=\s)s\s*=\s*["']\s*(\d+)\s*["']""")

_AFTER_NAME = (b" ", b">", b"/", b"\n", b"\r", b"\t")

BEFORE_FORMATS = (
    b"sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    b"protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews "
    b"mergeCells phoneticPr conditionalFormatting"
).split()
"""What stands before a new conditional format, in the schema's order."""


class RowSpan(NamedTuple):
    """A row's number, where its tag stands, and where the next row begins (`limit`).

    One written as a single tag has `closed`.
    """

    number: int
    start: int
    open_end: int
    closed: bool
    limit: int


class CellSpan(NamedTuple):
    """A cell's column index and where it stands; `says` is False where its tag lacks `r`."""

    column: int
    start: int
    open_end: int
    close: int
    end: int
    style: int | None
    says: bool


class WorksheetXml(XmlBytes):
    """One worksheet part. Raises Malformed where its rows can't be told apart."""

    def __init__(self, data: bytes, part: str) -> None:
        super().__init__(data, part)
        self.parts = list(self.children(self.root))
        found = next((one for one in self.parts if one.name == self.name(b"sheetData")), None)
        if found is None:
            raise Malformed(Message("{part} has no cells: sheetData is missing").filled(part=part))
        self.cells_element = found
        self._row_tag, self._cell_tag = self._tag(b"row"), self._tag(b"c")
        self.last_priority = 0
        """The highest priority given to a conditional format of ours so far."""

    def _closing(self, name: bytes, at: int) -> tuple[int, int]:
        # Sheets hold one sheetData, which is most of them: its end is found from behind.
        if name == self.name(b"sheetData"):
            close = self.scan.rfind(b"</" + name, at)
            if close >= 0:
                return close, self.scan.index(b">", close) + 1
        return super()._closing(name, at)

    def top(self, local: bytes) -> list[Element]:
        """The worksheet's own elements of this name."""
        wanted = self.name(local)
        return [one for one in self.parts if one.name == wanted]

    def _tag(self, local: bytes) -> re.Pattern[bytes]:
        return re.compile(
            rb"<" + re.escape(self.name(local)) + rb"(?=[\s/>])(" + INSIDE + rb")(/?)>"
        )

    @cached_property
    def rows(self) -> dict[int, RowSpan]:
        """Every row by its number. Raises Malformed where one stands twice."""
        data, number = self.cells_element, 0
        found = list(self._row_tag.finditer(self.scan, data.open_end, data.close))
        limits = [one.start() for one in found[1:]]
        limits.append(data.close)
        rows: dict[int, RowSpan] = {}
        for tag, limit in zip(found, limits, strict=bool(found)):
            said = _ROW_NUMBER.search(tag[1])
            number = int(said[1]) if said else number + 1
            rows[number] = RowSpan(number, tag.start(), tag.end(), bool(tag[2]), limit)
        if len(rows) < len(found):
            raise Malformed(Message("{part} holds a row twice").filled(part=self.part))
        return rows

    def row_end(self, row: RowSpan) -> int:
        """Where a row ends, its closing tag included."""
        if row.closed:
            return row.open_end
        return self.scan.index(b">", self._row_close(row)) + 1

    def _row_close(self, row: RowSpan) -> int:
        close = self.scan.rfind(b"</" + self.name(b"row"), row.open_end, row.limit)
        if close < 0:
            raise Malformed(
                Message("{part} is cut off in row {row}").filled(part=self.part, row=row.number)
            )
        return close

    @cached_property
    def tidy(self) -> bool:
        """Whether all cells begin with their address, in UTF-8 and without comments."""
        tag, span = b"<" + self.name(b"c"), (self.cells_element.open_end, self.cells_element.close)
        said = self.scan.count(tag + b' r="', *span)
        if not self.plain:
            return False
        # Nothing else in most sheets begins with these letters: one count does.
        return said == self.scan.count(tag, *span) or said == sum(
            self.scan.count(tag + after, *span) for after in _AFTER_NAME
        )

    def cells(self, row: RowSpan) -> Iterator[CellSpan]:
        """A row's cells in the order they are written."""
        column, stop = -1, row.open_end if row.closed else self._row_close(row)
        found = self._cell_tag.search(self.scan, row.open_end, stop)
        while found:
            said, style = _REFERENCE.search(found[1]), STYLE.search(found[1])
            column = column_index(said[1].decode()) if said else column + 1
            close = end = found.end()
            if not found[2]:
                close = self.find_close(self.name(b"c"), end)
                end = self.scan.index(b">", close) + 1
            number = int(style[1]) if style else None
            spot = (column, found.start(), found.end(), close, end)
            yield CellSpan(*spot, number, said is not None)
            found = self._cell_tag.search(self.scan, end, stop)

    def row_before(self, number: int) -> RowSpan | None:
        """The last row above a number that the sheet does not hold, None without one."""
        place = bisect_right(self._numbers, number)
        return self.rows[self._numbers[place - 1]] if place else None

    @cached_property
    def _numbers(self) -> list[int]:
        return sorted(self.rows)

    def row_style(self, row: RowSpan) -> int | None:
        """The style that a row gives to its blank cells, None without one."""
        found = STYLE.search(self.source, row.start, row.open_end)
        return int(found[1]) if found else None

    def column_styles(self) -> dict[int, int]:
        """The styles that the sheet gives to whole columns, by index."""
        styles: dict[int, int] = {}
        for group in self.top(b"cols"):
            for one in self.children(group):
                style = self.attribute(one, b"style") or ""
                first, last = self.column_range(one)
                if style.isdigit():
                    styles.update(dict.fromkeys(range(first, last + 1), int(style)))
        return styles

    def column_range(self, col: Element) -> tuple[int, int]:
        """The first and last column index of a `col` element, bounded by the sheet's own."""
        first, last = self.attribute(col, b"min") or "", self.attribute(col, b"max") or ""
        if not (first.isdigit() and last.isdigit()):
            return -1, -1
        return int(first) - 1, min(int(last) - 1, MAX_COLUMN)

    def last_of(self, locals_: list[bytes]) -> Element | None:
        """The last of the worksheet's own elements with one of these names."""
        wanted = {self.name(local) for local in locals_}
        return next((one for one in reversed(self.parts) if one.name in wanted), None)


def reference(row: int, column: int) -> bytes:
    """A cell's `r` attribute, with the space before it."""
    return b' r="%s"' % a1(row, column).encode()
