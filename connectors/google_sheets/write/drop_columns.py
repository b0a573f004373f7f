"""Managed columns taken out of a spreadsheet, where a fresh look shows that they are still ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from connectors.google_sheets.errors import RERUN, RequestRejected, protected_denied
from connectors.google_sheets.read.response import FIELDS, spreadsheet_of
from connectors.google_sheets.write.column_requests import clear_requests, delete_column
from connectors.google_sheets.write.table_after_write import without_cells, without_column
from okrsync.connector import Moved
from okrsync.i18n import Message
from okrsync.table import PlacedColumn, Scalar, Table

if TYPE_CHECKING:
    from connectors.google_sheets.api import Sheets


def drop(sheets: Sheets, tables: Sequence[Table], dropped: Sequence[PlacedColumn]) -> list[Table]:
    """Take columns out, where a fresh look shows that they are still ours; one in which
    something stands above or below its table is cleared on the table's rows instead."""
    now = spreadsheet_of(sheets.get(FIELDS)).tables
    known = {table.key: table for table in tables}
    requests: list[dict[str, Any]] = []
    after = []
    for table in now:
        if table.key in known:
            mine = [one for one in dropped if one.column.table == table.key]
            left, wanted = _without(table, known[table.key], mine)
            after.append(left)
            requests += wanted
    if requests:
        _drop(sheets, requests)
    return after


def _without(
    table: Table, known: Table, dropped: Sequence[PlacedColumn]
) -> tuple[Table, list[dict[str, Any]]]:
    """A table without these columns, and the requests for it, the rightmost column first."""
    places = {_droppable(table, known, one): one for one in dropped}
    requests: list[dict[str, Any]] = []
    left, sheet = table, int(table.key)
    for at in sorted((at for at in places if at is not None), reverse=True):
        one = places[at]
        if not _stands_around(table, one, at):
            requests.append(delete_column(sheet, at))
            left = without_column(left, at)
        elif _unmoved(table, at, known, one.index):
            requests += clear_requests(sheet, one, at)
            left = without_cells(left, range(one.column.header_row, one.column.last_row + 1), at)
        else:
            raise Moved(Message("the sheet changed while columns were taken out of it"), hint=RERUN)
    return left, requests


def _drop(sheets: Sheets, requests: Sequence[dict[str, Any]]) -> None:
    try:
        sheets.batch_update(requests)
    except RequestRejected as error:
        if error.protected:
            raise protected_denied(sheets.who.who) from None
        raise


def _droppable(table: Table, known: Table, placed: PlacedColumn) -> int | None:
    """Where a column that was added stands now, None where it is no longer ours to take:
    another header, or something in it that was not there when the run looked."""
    header = _folded(placed.column.header)
    for row in table.rows:
        for index, value in enumerate(row.values):
            if (
                isinstance(value, str)
                and _folded(value) == header
                and _same(table, index, known, placed.index)
            ):
                return index
    return None


def _same(table: Table, index: int, known: Table, before: int) -> bool:
    one = {str(row.value(index)) for row in table.rows if row.value(index) is not None}
    other = {str(row.value(before)) for row in known.rows if row.value(before) is not None}
    return one <= other


def _stands_around(table: Table, placed: PlacedColumn, index: int) -> bool:
    """Whether a row that is not of the column's own table holds something in it."""
    column = placed.column
    return any(
        row.value(index) not in (None, "")
        for row in table.rows
        if not column.header_row <= row.number <= column.last_row
    )


def _unmoved(table: Table, index: int, known: Table, before: int) -> bool:
    """Whether a column holds on each row what it held when the run looked."""
    return _filled(table, index) == _filled(known, before)


def _filled(table: Table, index: int) -> dict[int, Scalar]:
    return {r.number: r.value(index) for r in table.rows if r.value(index) not in (None, "")}


def _folded(header: Scalar) -> str:
    """A header as it is compared."""
    return str(header).strip().casefold()
