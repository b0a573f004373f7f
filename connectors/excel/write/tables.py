"""Excel tables with their filters: widened to take in new columns, and shrunk back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.excel.address import parse_area
from connectors.excel.write.cell_xml import storable
from connectors.excel.write.surroundings import resize_filter
from connectors.excel.write.xml_bytes import Element, XmlBytes, escaped
from okrsync.table import Area


def contiguous(over: Area, header_row: int, columns: Sequence[int]) -> list[int]:
    """Those new columns that continue a range of this header row at its right edge."""
    found: list[int] = []
    while over.first_row == header_row and over.last_column + 1 + len(found) in columns:
        found.append(over.last_column + 1 + len(found))
    return found


@dataclass(slots=True)
class ExcelTable:
    """One table's part. `plain` tables have a header row and are no view of a query."""

    xml: XmlBytes
    area: Area
    plain: bool

    @classmethod
    def read(cls, data: bytes, part: str) -> ExcelTable | None:
        """The table of a part, None where it covers no cells."""
        xml = XmlBytes(data, part)
        area = parse_area(xml.attribute(xml.root, b"ref") or "")
        if area is None:
            return None
        kind = xml.attribute(xml.root, b"tableType") or "worksheet"
        header = xml.attribute(xml.root, b"headerRowCount") or "1"
        return cls(xml, area, kind == "worksheet" and header != "0")

    @property
    def columns(self) -> list[Element]:
        """Its column definitions, in order."""
        group = self._group()
        return list(self.xml.children(group)) if group else []

    def names(self) -> list[str]:
        """Its column names as the part writes them, unescaped."""
        return [self.xml.attribute(one, b"name") or "" for one in self.columns]

    def _group(self) -> Element | None:
        return self.xml.child(self.xml.root, b"tableColumns")

    def widen(self, headers: Sequence[str]) -> None:
        """Take in columns with these headers at the right edge."""
        group, columns = self._group(), self.columns
        if group is None:
            return
        used = [int(self.xml.attribute(one, b"id") or "0") for one in columns]
        first, name = max(used, default=0) + 1, self.xml.name(b"tableColumn")
        added = b"".join(
            b'<%s id="%d" name="%s"/>' % (name, first + turn, _column_name(header))
            for turn, header in enumerate(headers)
        )
        self.xml.append(group, added)
        self._resize(group, len(columns) + len(headers), len(headers))

    def narrow(self, headers: Sequence[str]) -> None:
        """Leave out the last columns, which have these headers."""
        group, columns = self._group(), self.columns
        if group is None:
            return
        for one in columns[-len(headers) :]:
            self.xml.edit(one.start, one.end, b"")
        self._resize(group, len(columns) - len(headers), -len(headers))

    def _resize(self, group: Element, count: int, by: int) -> None:
        after = moved_edge(self.area, by)
        self.xml.set_attribute(group, b"count", str(count))
        self.xml.set_attribute(self.xml.root, b"ref", str(after))
        filters = [
            one
            for one in self.xml.children(self.xml.root)
            if one.name == self.xml.name(b"autoFilter")
        ]
        resize_filter(self.xml, filters, self.area, after)


def moved_edge(area: Area, by: int) -> Area:
    """The area with its right edge moved by some columns."""
    return Area(area.first_row, area.first_column, area.last_row, area.last_column + by)


def _column_name(header: str) -> bytes:
    text = storable(header).replace("\n", "_x000a_").replace("\t", "_x0009_")
    return escaped(text)


def same_name(written: str, header: str) -> bool:
    """Whether a table's column name is this header."""
    return written in {header, storable(header).replace("\n", "_x000a_")}
