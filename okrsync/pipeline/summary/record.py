"""A summary between its rows and the history: what is in bold, where each line leads, JSON.

Rows say all of it: the last column names each line's cell, so that a tab that is put back by an
undo has its links again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal

from okrsync.connector import CellLink, SummaryTab
from okrsync.state import CellChange
from okrsync.table import Address, Scalar, Table
from okrsync.values import safe

SUMMARY = "summary"
"""The command, and in the history the field of a change that is a whole tab of our own."""
HEADER = 3
"""The row of the headers; above it stand the title and whose tab it is."""

SummaryRows = Sequence[Sequence[str | Decimal | None]]


def tab_of(title: str, rows: SummaryRows, tables: Iterable[Table]) -> SummaryTab:
    """The tab of these rows: objectives in bold, each title leading to the cell that it names."""
    headings = {1, HEADER, *(n for n, row in enumerate(rows, 1) if n > HEADER and row and row[0])}
    known = {safe(table.name): table for table in tables}
    links = dict(_links(rows, known))
    return SummaryTab(title, rows, frozenset(headings), links)


def _links(rows: SummaryRows, known: Mapping[str, Table]) -> Iterable[tuple[Address, CellLink]]:
    for number, row in enumerate(rows, 1):
        named = row[-1] if number > HEADER and row else None
        if isinstance(named, str) and named:
            tab, _, cell = named.rpartition("!")
            column = next((at for at, value in enumerate(row) if value), 0)
            if tab in known:
                yield (number, column), CellLink(known[tab].key, known[tab].name, cell)


def summary_change(
    source: str, title: str, before: Sequence[Sequence[Scalar]] | None, after: SummaryRows | None
) -> CellChange:
    """A tab of our own as the history keeps it: what it held, and what it is to hold."""
    return CellChange(
        source=source,
        tab=title,
        cell="",
        header=title,
        entity="",
        entity_id="",
        title=title,
        field=SUMMARY,
        shown="text",
        before=_text(before),
        after=_text(after),
    )


def rows_of(kept: object) -> SummaryRows | None:
    """The rows that the history keeps as a text, None where there was no tab."""
    if not isinstance(kept, str):
        return None
    rows: SummaryRows = json.loads(kept, parse_float=Decimal, parse_int=Decimal)
    return rows


def _text(rows: Sequence[Sequence[Scalar]] | None) -> str | None:
    if rows is None:
        return None
    return json.dumps([[_plain(value) for value in row] for row in rows], ensure_ascii=False)


def _plain(value: Scalar) -> str | int | float | None:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool | date | time | timedelta):
        return str(value)
    return value if value is None or isinstance(value, str | int | float) else str(value)
