"""What a write does to a file's text: headers, changed fields, columns taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from connectors.csv import cell_values as cells
from connectors.csv.document import CsvDocument
from okrsync.connector import Malformed, Memory, Refused, Snapshot
from okrsync.i18n import Message
from okrsync.table import Change, NewColumn, PlacedColumn, Shown, Skip

AS_UTF8 = Message("save the file as CSV (UTF-8)")


@dataclass(slots=True)
class Patched:
    """What was put into the document, cell by cell, and what is to be remembered."""

    written: list[Change] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    memory: Memory = field(default_factory=dict)


def apply(document: CsvDocument, snapshot: Snapshot, changes: Sequence[Change]) -> Patched:
    """Put the snapshot's columns and the changes into the document."""
    patched = Patched(memory=snapshot.memory)
    if snapshot.placed and _remembered(snapshot.memory) is None:
        patched.memory = _memory_of(document)
    edits: dict[int, dict[int, str]] = {}
    for placed in snapshot.placed:
        edits.setdefault(placed.column.header_row, {})[placed.index] = _header(document, placed)
    for change in changes:
        text = field_of(document, change.after, change.shown)
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


def require_readable(new: bytes, document: CsvDocument, file: str) -> None:
    """Raises Refused where the new file would be read differently from how it was written."""
    try:
        again: CsvDocument | None = CsvDocument(new, file)
    except Malformed:
        again = None
    if again != document:
        raise Refused(
            Message(
                "{file}: with these values its columns could not be told apart any more"
            ).filled(file=file),
            hint=Message("save the file as CSV with one delimiter, or as .xlsx"),
        )


def _header(document: CsvDocument, placed: PlacedColumn) -> str:
    column = placed.column
    text = field_of(document, column.header, Shown.TEXT)
    if not document.encoding.holds(text):
        raise Refused(
            Message("the column “{header}” can't be written in this file's encoding").filled(
                header=column.header
            ),
            hint=AS_UTF8,
        )
    return text


def _reason_to_skip(document: CsvDocument, change: Change, text: str) -> Message | None:
    if not 1 <= change.row <= len(document):
        return Message("there is no such row")
    if document.is_formula(change.row, change.column):
        return Message("it holds a formula")
    if not document.encoding.holds(text):
        return Message("the file's encoding can't hold this text: save it as CSV (UTF-8)")
    return None


def field_of(document: CsvDocument, content: str | Decimal | None, shown: Shown) -> str:
    """A value as a field of the file, in the file's own style."""
    return cells.written(content, shown, document.style, document.dialect.delimiter)


def _memory_of(document: CsvDocument) -> Memory:
    """How the file's rows ended before ours came, so that undo gives back the same bytes."""
    widths = {row: len(document.fields(row)) for row in range(1, len(document) + 1)}
    usual = Counter(widths.values()).most_common(1)[0][0]
    rows = {str(row): width for row, width in widths.items() if width != usual}
    return {"usual": usual, "rows": rows, "blank": field_of(document, None, Shown.TEXT)}


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


def _take_out(document: CsvDocument, snapshot: Snapshot) -> None:
    """Take the dropped columns out of every row; where that would touch what stands above or
    below their table, blank them on its rows and leave the rest as it is."""
    dropped = {placed.index: placed.column for placed in snapshot.dropped}
    before = _remembered(snapshot.memory)
    rows = range(1, len(document) + 1)
    widths = {row: before.width(row) if before else len(document.fields(row)) for row in rows}
    blank = before.blank if before else ""
    ours = {
        index for index, column in dropped.items() if not _stands_around(document, column, index)
    }
    if before:
        ours = {index for index in ours if max(widths.values()) <= index}
    for row in rows:
        found = document.fields(row)
        for index, column in sorted(dropped.items(), reverse=True):
            if index < len(found) and index in ours:
                del found[index]
            elif index < len(found) and column.header_row <= row <= column.last_row:
                found[index] = blank
        while len(found) > widths[row] and not cells.value(found[-1]):
            found.pop()
        document.replace(row, found)


def _stands_around(document: CsvDocument, column: NewColumn, index: int) -> bool:
    """Whether a row that is not of the column's table holds something there or right of it,
    which would go or move with the column."""
    around = (*range(1, column.header_row), *range(column.last_row + 1, len(document) + 1))
    return any(cells.value(text) for row in around for text in document.fields(row)[index:])
