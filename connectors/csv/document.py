"""A whole CSV file, record by record as it stands; an edit touches the fields that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from connectors.csv import cell_values as cells
from connectors.csv.cell_values import FieldStyle
from connectors.csv.dialect import Dialect, detect, style_of
from connectors.csv.encoding import decode, line_at
from connectors.csv.records import CsvRecord, fields, is_quoted, quote, records, unquote
from okrsync.connector import Malformed
from okrsync.i18n import Message
from okrsync.table import Address, Row

_STYLE_SAMPLE = 1000


class CsvDocument:
    """A parsed file. Rows count from 1, as a spreadsheet that opens the file shows them."""

    def __init__(self, data: bytes, file: str) -> None:
        """Raises Malformed, naming the line."""
        text, self.encoding = decode(data, file)
        self.dialect: Dialect = detect(text, file[-4:].lower(), file)
        self._before = text[: self.dialect.start]
        self._records = list(records(text, self.dialect.delimiter, file, self.dialect.start))
        if self.dialect.wrapped:
            self._require_closed_inside(file)

    @property
    def notes(self) -> list[Message]:
        """What people should know about how the file was read."""
        found = []
        if self.encoding.codec == "cp1252":
            found.append(Message("this file is not UTF-8; it was read as Windows-1252"))
        if self.dialect.wrapped:
            found.append(
                Message(
                    "each line of this file is one quoted string; it was read without the quotes"
                )
            )
        return found

    def __eq__(self, other: object) -> bool:
        """Whether both are divided alike into the same records."""
        if not isinstance(other, CsvDocument):
            return NotImplemented
        return (self.dialect, self._records) == (other.dialect, other._records)

    __hash__ = None  # type: ignore[assignment]  # it can be edited: the usual way to say so

    def __len__(self) -> int:
        return len(self._records)

    def fields(self, row: int) -> list[str]:
        """A row's fields as they stand; none where the file has no such row."""
        if not 1 <= row <= len(self._records):
            return []
        return fields(self._inside(self._records[row - 1]), self.dialect.delimiter)

    def rows(self) -> list[Row]:
        """All rows with their values, blank ones too; blank cells at a row's end are left out."""
        return [Row(number, self._values(number)) for number in range(1, len(self) + 1)]

    def _values(self, row: int) -> list[str | None]:
        text = self._records[row - 1].text
        values = (
            [cells.value(field) for field in self.fields(row)]
            if '"' in text
            else [field or None for field in text.split(self.dialect.delimiter)]
        )
        while values and values[-1] is None:
            values.pop()
        return values

    @cached_property
    def style(self) -> FieldStyle:
        """How the file writes its fields."""
        sample = (self.fields(row) for row in range(1, min(len(self), _STYLE_SAMPLE) + 1))
        return style_of(sample, self.dialect.delimiter)

    def formulas(self, rows: Iterable[Row]) -> dict[Address, str]:
        """The cells that a spreadsheet would run, by address, among those read."""
        return {
            (row.number, column): value
            for row in rows
            for column, value in enumerate(row.values)
            if isinstance(value, str) and value[0] == "=" and self.is_formula(row.number, column)
        }

    def is_formula(self, row: int, column: int) -> bool:
        """Whether a spreadsheet that opens the file would run this field."""
        if "=" not in self._records[row - 1].text:
            return False
        found = self.fields(row)
        return column < len(found) and cells.is_formula(found[column])

    def edit(self, row: int, edits: Mapping[int, str]) -> None:
        """Put fields (column → field as it shall stand) into a row, padding a shorter one."""
        found = self.fields(row)
        found.extend([""] * (max(edits) + 1 - len(found)))
        for column, field in edits.items():
            found[column] = field
        self.replace(row, found)

    def replace(self, row: int, found: Sequence[str]) -> None:
        """Make these the fields of a row, as they shall stand."""
        record = self._records[row - 1]
        text = self.dialect.delimiter.join(found)
        if text == self._inside(record):
            return
        record.text = quote(text) if self._is_wrapped(record) else text

    @property
    def last(self) -> int:
        """The last row that is not blank, 0 where there is none."""
        return max((row for row, record in enumerate(self._records, 1) if record.text), default=0)

    def append(self, rows: Sequence[Sequence[str]]) -> list[int]:
        """Add rows of fields below the last that is not blank; their numbers.

        They get the file's line ends; a file without a final one stays without.
        """
        last = self.last
        line_end = next((record.end for record in self._records if record.end), "\n")
        added = [CsvRecord("", line_end) for _ in rows]
        if last and added:
            above = self._records[last - 1]
            added[-1].end, above.end = above.end, above.end or line_end
        self._records[last:last] = added
        for record, found in zip(added, rows, strict=True):
            text = self.dialect.delimiter.join(found)
            record.text = quote(text) if self.dialect.wrapped else text
        return list(range(last + 1, last + 1 + len(added)))

    def to_bytes(self) -> bytes:
        """The file's bytes. Raises UnicodeEncodeError."""
        text = "".join(part for record in self._records for part in (record.text, record.end))
        return self.encoding.bytes_of(self._before + text)

    def _inside(self, record: CsvRecord) -> str:
        return unquote(record.text) if self._is_wrapped(record) else record.text

    def _is_wrapped(self, record: CsvRecord) -> bool:
        if not self.dialect.wrapped or not record.text.startswith('"'):
            return False
        return is_quoted(record.text)

    def _require_closed_inside(self, file: str) -> None:
        for row in range(1, len(self) + 1):
            if not any(f.startswith('"') and unquote(f) == f for f in self.fields(row)):
                continue
            above = self._before + "".join(r.text + r.end for r in self._records[: row - 1])
            line = line_at(above, len(above))
            raise Malformed(
                Message("{file}: a quote inside line {line} is never closed").filled(
                    file=file, line=line
                ),
                hint=Message(
                    "look at line {line}: inside its quotes every quote is written twice"
                ).filled(line=line),
                cell=f"line {line}",
            )
