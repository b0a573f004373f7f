"""Rows added below a table: one atomic request, which no row of a colleague's can be under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from connectors.google_sheets.cell_values import Raw, raw, same
from connectors.google_sheets.errors import GOOGLE, LATER
from connectors.google_sheets.read.response import FIELDS, Spreadsheet, spreadsheet_of
from okrsync.connector import Moved, Unreachable
from okrsync.http import Patience, Unclear
from okrsync.i18n import Message
from okrsync.table import Change, Row, Scalar, Table

if TYPE_CHECKING:
    from connectors.google_sheets.api import Sheets

New = Mapping[int, Scalar]


def append(sheets: Sheets, table: Table, rows: Sequence[New]) -> tuple[list[Change], Spreadsheet]:
    """Add rows and see where they came to stand.

    Raises Moved where they can't be found, Unreachable where none was added.
    """
    patience = Patience(GOOGLE)
    while True:
        patience.wait()
        try:
            sheets.batch_update([_request(table, rows)])
        except Unclear as error:
            patience.failed(error)
            found = _look(sheets, table, rows)
            if found is not None:
                return found
            if patience.spent:
                raise Unreachable(
                    Message("Google Sheets failed at every attempt to add rows; none was added"),
                    hint=LATER,
                ) from None
        else:
            break
    found = _look(sheets, table, rows)
    if found is None:
        raise Moved(
            Message(
                "the rows added to “{tab}” can't be found below its last row", {"tab": table.name}
            ),
            hint=Message("look at the end of that tab before you add them again"),
        )
    return found


def _request(table: Table, rows: Iterable[New]) -> dict[str, Any]:
    data = [
        {"values": [_cell(row.get(c)) for c in range(max(row, default=-1) + 1)]} for row in rows
    ]
    fields = "userEnteredValue,userEnteredFormat.numberFormat"
    return {"appendCells": {"sheetId": int(table.key), "rows": data, "fields": fields}}


def _cell(value: Scalar) -> dict[str, Any]:
    stored = raw(value)
    if stored is None:
        return {}
    kind = "boolValue" if isinstance(stored, bool) else "stringValue"
    if isinstance(stored, int | float) and not isinstance(stored, bool):
        kind = "numberValue"
    cell: dict[str, Any] = {"userEnteredValue": {kind: stored}}
    style = _style(value)
    return cell | ({"userEnteredFormat": {"numberFormat": {"type": style}}} if style else {})


def _style(value: Scalar) -> str | None:
    if isinstance(value, datetime):
        return "DATE_TIME"
    if isinstance(value, date):
        return "DATE"
    return "TIME" if isinstance(value, time | timedelta) else None


def _look(
    sheets: Sheets, table: Table, rows: Sequence[New]
) -> tuple[list[Change], Spreadsheet] | None:
    """The rows as they stand now: below what was there, together, the last time they occur."""
    now = spreadsheet_of(sheets.get(FIELDS))
    found = next((each for each in now.tables if each.key == table.key), None)
    if found is None:
        return None
    old = max((row.number for row in table.rows if row.values), default=0)
    wanted = [_stored(row) for row in rows]
    by_number = {row.number: row for row in found.rows}
    last = max(by_number, default=0)
    for first in range(last - len(rows) + 1, max(1, old - len(rows)), -1):
        there = [by_number.get(first + turn) for turn in range(len(rows))]
        if all(row and _equal(row, new) for row, new in zip(there, wanted, strict=True)):
            return _changes(table.key, first, rows), now
    return None


def _stored(row: New) -> dict[int, Raw]:
    return {column: stored for column, value in row.items() if (stored := raw(value)) is not None}


def _equal(row: Row, wanted: Mapping[int, Raw]) -> bool:
    width = max([len(row.values), *(c + 1 for c in wanted)])
    return all(same(raw(row.value(c)), wanted.get(c)) for c in range(width))


def _changes(key: str, first: int, rows: Sequence[New]) -> list[Change]:
    return [
        Change.of_new_row(key, first + turn, column, value)
        for turn, row in enumerate(rows)
        for column, value in row.items()
    ]
