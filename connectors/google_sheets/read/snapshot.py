"""One read: everything that a place means, in one request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connectors.google_sheets.address import SheetAddress, quoted
from connectors.google_sheets.errors import RequestRejected
from connectors.google_sheets.read import values_only
from connectors.google_sheets.read.response import (
    FIELDS,
    PROPERTIES,
    Grid,
    Spreadsheet,
    revision,
    spreadsheet_of,
)
from okrsync.connector import Location, Memory, Snapshot, Want
from okrsync.table import Table

if TYPE_CHECKING:
    from connectors.google_sheets.api import Sheets

VERSION = 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """The tables of one read, and what is remembered of it."""

    document: str
    tables: list[Table]
    memory: Memory
    revision: str

    def snapshot(self, location: Location) -> Snapshot:
        """What the core is given."""
        return Snapshot(
            location=location,
            tables=tuple(self.tables),
            memory=self.memory,
            revision=self.revision,
            document=self.document,
        )


def fetch(sheets: Sheets, where: SheetAddress, text: str, want: Want, memory: Memory) -> Fetched:
    """Read what a place means: a large sheet that is known by its values alone.

    Raises UnknownTab.
    """
    known = memory if memory.get("version") == VERSION and not want.full else {}
    quick = values_only.read(sheets, where, known, write=want.write)
    if quick is not None:
        return Fetched(where.document, quick.tables, known, quick.revision)
    spreadsheet = spreadsheet_of(_answer(sheets, where, text))
    tables = where.chosen(spreadsheet.tables, text)
    whole = len(tables) == len(spreadsheet.tables) and not where.named
    memory = _memory(tables, spreadsheet, whole)
    return Fetched(where.document, tables, memory, revision(tables))


def _answer(sheets: Sheets, where: SheetAddress, text: str) -> Any:
    if where.tab is None or not where.named:
        return sheets.get(FIELDS)
    try:
        return sheets.get(FIELDS, [quoted(where.tab)])
    except RequestRejected:
        answer = sheets.get(f"properties(locale),sheets(properties({PROPERTIES}))")
        there = where.chosen(spreadsheet_of(answer).tables, text)
        return sheets.get(FIELDS, [quoted(there[0].name)])


def _memory(tables: Sequence[Table], spreadsheet: Spreadsheet, whole: bool) -> Memory:
    grids = {table.key: spreadsheet.grids[table.key].json() for table in tables}
    return {"version": VERSION, "grids": grids, **values_only.remember(tables, whole=whole)}


def grid(memory: Memory, key: str) -> dict[str, Any]:
    """What is remembered of a tab's grid: its size and its filter."""
    grids = memory.get("grids")
    known = grids.get(key) if isinstance(grids, dict) else None
    return known if isinstance(known, dict) else Grid(0, 0).json()
