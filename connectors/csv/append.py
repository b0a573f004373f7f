"""Rows added below the last that is not blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from connectors.csv.document import CsvDocument
from connectors.csv.write import AS_UTF8, Patched, apply, field_of
from okrsync.connector import Refused, Snapshot
from okrsync.i18n import Message
from okrsync.table import Change, Scalar, Shown, Table, a1


def append(
    document: CsvDocument, snapshot: Snapshot, table: Table, rows: Sequence[Mapping[int, Scalar]]
) -> Patched:
    """Put the snapshot's columns into the document and these rows below its last."""
    patched = apply(document, snapshot, ())
    edge = [""] * len(document.fields(document.last))
    numbers = document.append([edge] * len(rows))
    for number, row in zip(numbers, rows, strict=True):
        texts = {column: _typed(value) for column, value in row.items()}
        fields = {c: field_of(document, text, Shown.NUMBER) for c, text in texts.items()}
        for column, text in fields.items():
            if not document.encoding.holds(text):
                raise Refused(
                    Message("{cell}: the file's encoding can't hold this text").filled(
                        cell=a1(number, column)
                    ),
                    hint=AS_UTF8,
                    cell=a1(number, column),
                )
        document.edit(number, fields)
        patched.written += [
            Change(table.key, number, c, None, text, Shown.NUMBER) for c, text in texts.items()
        ]
    return patched


def _typed(value: Scalar) -> str | Decimal | None:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, date | time):
        return value.isoformat()
    return None if value is None else str(value)
