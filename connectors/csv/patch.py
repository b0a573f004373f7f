"""What a write does to a document: headers, changed fields, columns taken out, rows added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from connectors.csv import cells
from connectors.csv.document import Document
from okrsync.connector import Malformed, Memory, Refused, Snapshot
from okrsync.table import Change, PlacedColumn, Scalar, Shown, Skip, Table, a1


@dataclass(slots=True)
class Patched:
    """What was put into the document, cell by cell, and what is to be remembered."""

    written: list[Change] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    memory: Memory = field(default_factory=dict)


def apply(document: Document, snapshot: Snapshot, changes: Sequence[Change]) -> Patched:
    """Put the snapshot's columns and the changes into the document."""
    patched = Patched(memory=snapshot.memory)
    if snapshot.placed and _remembered(snapshot.memory) is None:
        patched.memory = _memory_of(document)
    edits: dict[int, dict[int, str]] = {}
    for placed in snapshot.placed:
        edits.setdefault(placed.column.header_row, {})[placed.index] = _header(document, placed)
    for change in changes:
        text = _field(document, change.after, change.shown)
        reason = _reason_to_skip(document, change, text)
        if reason:
            patched.skipped.append(Skip(change.table, change.row, change.column, reason))
        else:
            edits.setdefault(change.row, {})[change.column] = text
            patched.written.append(change)
    for row, by_column in edits.items():
        document.edit(row, by_column)
    if snapshot.dropped:
        _take_out(document, snapshot)
    return patched


def append(
    document: Document, snapshot: Snapshot, table: Table, rows: Sequence[Mapping[int, Scalar]]
) -> Patched:
    """Put the snapshot's columns into the document and these rows below its last."""
    patched = apply(document, snapshot, ())
    edge = [""] * len(document.fields(document.last))
    numbers = document.append([edge] * len(rows))
    for number, row in zip(numbers, rows, strict=True):
        texts = {column: _typed(value) for column, value in row.items()}
        fields = {c: _field(document, text, Shown.NUMBER) for c, text in texts.items()}
        for column, text in fields.items():
            if not document.encoding.holds(text):
                raise Refused(
                    f"{a1(number, column)}: the file's encoding can't hold this text",
                    hint="save the file as CSV (UTF-8)",
                    cell=a1(number, column),
                )
        document.edit(number, fields)
        patched.written += [
            Change(table.key, number, c, None, text, Shown.NUMBER) for c, text in texts.items()
        ]
    return patched


def require_readable(new: bytes, document: Document, file: str) -> None:
    """Raises Refused where the new file would be read differently from how it was written."""
    try:
        again: Document | None = Document(new, file)
    except Malformed:
        again = None
    if again != document:
        raise Refused(
            f"{file}: with these values its columns could not be told apart any more",
            hint="save the file as CSV with one delimiter (or as .xlsx)",
        )


def _typed(value: Scalar) -> str | Decimal | None:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, date | time):
        return value.isoformat()
    return None if value is None else str(value)


def _header(document: Document, placed: PlacedColumn) -> str:
    column = placed.column
    text = _field(document, column.header, Shown.TEXT)
    if not document.encoding.holds(text):
        raise Refused(
            f"the column {column.header!r} can't be written in this file's encoding",
            hint="save the file as CSV (UTF-8)",
        )
    return text


def _reason_to_skip(document: Document, change: Change, text: str) -> str | None:
    if not 1 <= change.row <= len(document):
        return "there is no such row"
    if document.is_formula(change.row, change.column):
        return "it holds a formula"
    if not document.encoding.holds(text):
        return "the file's encoding can't hold this text: save it as CSV (UTF-8)"
    return None


def _field(document: Document, content: str | Decimal | None, shown: Shown) -> str:
    return cells.written(content, shown, document.style, document.dialect.delimiter)


def _memory_of(document: Document) -> Memory:
    """How the file's rows ended before ours came, so that undo gives back the same bytes."""
    widths = {row: len(document.fields(row)) for row in range(1, len(document) + 1)}
    usual = Counter(widths.values()).most_common(1)[0][0]
    rows = {str(row): width for row, width in widths.items() if width != usual}
    return {"usual": usual, "rows": rows, "blank": _field(document, None, Shown.TEXT)}


@dataclass(frozen=True, slots=True)
class _Before:
    """How many fields each row had, and how a blank one was written."""

    usual: int
    rows: Mapping[str, object]
    blank: str

    def width(self, row: int) -> int:
        width = self.rows.get(str(row), self.usual)
        return width if isinstance(width, int) else self.usual


def _remembered(memory: Memory) -> _Before | None:
    usual, rows, blank = memory.get("usual"), memory.get("rows"), memory.get("blank")
    if not isinstance(usual, int) or not isinstance(rows, Mapping) or blank not in ("", '""'):
        return None
    return _Before(usual, rows, str(blank))


def _take_out(document: Document, snapshot: Snapshot) -> None:
    """Take the dropped columns out of every row; where that is not theirs alone, blank them."""
    headers = {placed.index: placed.column.header_row for placed in snapshot.dropped}
    before = _remembered(snapshot.memory)
    rows = range(1, len(document) + 1)
    widths = {row: before.width(row) if before else len(document.fields(row)) for row in rows}
    blank = before.blank if before else ""
    if before:
        ours = {index for index in headers if max(widths.values()) <= index}
    else:
        ours = {index for index in headers if not _text_above(document, index, headers[index])}
    for row in rows:
        found = document.fields(row)
        for index in sorted(headers, reverse=True):
            if index < len(found) and index in ours:
                del found[index]
            elif index < len(found) and row >= headers[index]:
                found[index] = blank
        while len(found) > widths[row] and not cells.value(found[-1]):
            found.pop()
        document.replace(row, found)


def _text_above(document: Document, index: int, header_row: int) -> bool:
    above = (document.fields(row)[index : index + 1] for row in range(1, header_row))
    return any(cells.value(text) for found in above for text in found)
