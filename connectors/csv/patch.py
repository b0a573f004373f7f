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
    if snapshot.placed and _widths(snapshot.memory) is None:
        patched.memory = _remembered_widths(document)
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


def _remembered_widths(document: Document) -> Memory:
    """How many fields each row had before ours, so that undo gives back the same bytes."""
    widths = {row: len(document.fields(row)) for row in range(1, len(document) + 1)}
    usual = Counter(widths.values()).most_common(1)[0][0]
    return {"usual": usual, "rows": {str(r): n for r, n in widths.items() if n != usual}}


def _widths(memory: Memory) -> tuple[int, Mapping[str, int]] | None:
    usual, rows = memory.get("usual"), memory.get("rows")
    if not isinstance(usual, int) or not isinstance(rows, Mapping):
        return None
    return usual, {str(row): n for row, n in rows.items() if isinstance(n, int)}


def _take_out(document: Document, snapshot: Snapshot) -> None:
    indexes = sorted({placed.index for placed in snapshot.dropped}, reverse=True)
    if not indexes:
        return
    known = _widths(snapshot.memory)
    before = [
        known[1].get(str(row), known[0]) if known else len(document.fields(row))
        for row in range(1, len(document) + 1)
    ]
    headers = {placed.index: placed.column.header_row for placed in snapshot.dropped}
    taken = {i for i in indexes if _is_ours_alone(document, i, headers[i], before, bool(known))}
    blank = cells.written(None, Shown.TEXT, document.style, document.dialect.delimiter)
    for row, width in enumerate(before, start=1):
        found = document.fields(row)
        for index in (i for i in indexes if i < len(found)):
            if index in taken:
                del found[index]
            elif row >= headers[index]:
                found[index] = blank
        while len(found) > width and not cells.value(found[-1]):
            found.pop()
        document.replace(row, found)


def _is_ours_alone(
    document: Document, index: int, header: int, before: Sequence[int], known: bool
) -> bool:
    """Whether a column can be taken out: no row had a field there, no text stands above it."""
    if known:
        return all(width <= index for width in before)
    above = (document.fields(row)[index : index + 1] for row in range(1, header))
    return not any(cells.value(text) for found in above for text in found)
