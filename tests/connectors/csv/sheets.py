"""CSV files of every dialect, built field by field, so that a test knows what each byte is."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import strategies as st

from okrsync.connector import Location
from okrsync.table import NewColumn, Shown

MARKS = {"utf-8-sig": codecs.BOM_UTF8, "utf-16": codecs.BOM_UTF16_LE}
CODECS = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16-le", "cp1252": "cp1252"}


@dataclass(frozen=True)
class Sheet:
    """Texts and a dialect. `quoted`: every field is, else only those that must be."""

    rows: Sequence[Sequence[str]]
    delimiter: str = ","
    line_end: str = "\n"
    quoted: bool = False
    encoding: str = "utf-8"
    separator_line: bool = False
    final_line_end: bool = True
    wrapped: bool = False

    def field(self, text: str) -> str:
        must = any(mark in text for mark in (self.delimiter, '"', "\r", "\n"))
        return '"' + text.replace('"', '""') + '"' if must or self.quoted else text

    def to_bytes(self, raw: Mapping[tuple[int, int], str] | None = None) -> bytes:
        """The file, with these fields (row and column from 0) in place of their texts."""
        lines = []
        for number, row in enumerate(self.rows):
            fields = {column: self.field(text) for column, text in enumerate(row)}
            fields |= {c: text for (r, c), text in (raw or {}).items() if r == number}
            width = max(fields, default=-1) + 1
            line = self.delimiter.join(fields.get(column, "") for column in range(width))
            lines.append('"' + line.replace('"', '""') + '"' if self.wrapped else line)
        text = self.line_end.join(lines) + (self.line_end if self.final_line_end else "")
        if self.separator_line:
            text = f"sep={self.delimiter}{self.line_end}{text}"
        return MARKS.get(self.encoding, b"") + text.encode(CODECS[self.encoding])


HEADER = ["Objective", "Key result", "Current"]
_TEXTS = st.text(alphabet="abcü '\"\r\n=-€9", max_size=8)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Files with a clean header and any texts below it, some rows short."""
    delimiter = draw(st.sampled_from(",;\t|"))
    texts = st.one_of(_TEXTS, _TEXTS.map(lambda text: text + delimiter))
    full = st.lists(texts, min_size=3, max_size=3)
    rows = [HEADER, *draw(st.lists(full, min_size=1, max_size=6))]
    if draw(st.booleans()):
        rows.append([draw(texts) or "x"])
    sheet = Sheet(
        rows,
        delimiter=delimiter,
        line_end=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        quoted=draw(st.booleans()),
        encoding=draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])),
        separator_line=draw(st.booleans()),
        final_line_end=draw(st.booleans()),
        wrapped=draw(st.booleans()),
    )
    return replace(sheet, quoted=sheet.quoted and not sheet.wrapped)


def location(path: Path) -> Location:
    return Location(str(path), "csv", str(path))


def columns(last_row: int = 2, header_row: int = 1) -> list[NewColumn]:
    """OKR progress and OKR status."""
    made = [("progress", "OKR progress", Shown.PERCENT), ("status", "OKR status", Shown.TEXT)]
    return [
        NewColumn("csv", field, header, header_row, header_row + 1, last_row, shown)
        for field, header, shown in made
    ]
