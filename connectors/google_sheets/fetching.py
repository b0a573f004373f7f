"""One read: everything that a place means, in one request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connectors.google_sheets import light
from connectors.google_sheets.failures import Rejected
from connectors.google_sheets.place import Place
from connectors.google_sheets.ranges import quoted
from connectors.google_sheets.reading import FIELDS, PROPERTIES, Book, Grid, book, revision
from okrsync.connector import Location, Memory, Snapshot, UnknownTab, Want
from okrsync.table import Table

if TYPE_CHECKING:
    from connectors.google_sheets.client import Sheets

VERSION = 2


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


def fetch(sheets: Sheets, where: Place, text: str, want: Want, memory: Memory) -> Fetched:
    """Read what a place means: a large sheet that is known by its values alone.

    Raises UnknownTab.
    """
    known = memory if memory.get("version") == VERSION and not want.full else {}
    quick = light.read(sheets, where, known, write=want.write)
    if quick is not None:
        return Fetched(where.document, quick.tables, known, quick.revision)
    found = book(_answer(sheets, where, text))
    tables = where.chosen(found.tables, text)
    whole = len(tables) == len(found.tables) and (where.tab is None or where.gid is not None)
    memory = _memory(tables, found, whole)
    return Fetched(where.document, tables, memory, revision_of(tables))


def _answer(sheets: Sheets, where: Place, text: str) -> Any:
    if where.tab is None or where.gid is not None:
        return sheets.get(FIELDS)
    try:
        return sheets.get(FIELDS, [quoted(where.tab)])
    except Rejected:
        answer = sheets.get(f"properties(locale),sheets(properties({PROPERTIES}))")
        there = where.chosen(book(answer).tables, text)
        if not there:
            raise UnknownTab(f"{text} has no tab {where.tab!r}") from None
        return sheets.get(FIELDS, [quoted(there[0].name)])


def _memory(tables: Sequence[Table], found: Book, whole: bool) -> Memory:
    grids = {table.key: found.grids[table.key].json() for table in tables}
    return {"version": VERSION, "grids": grids, **light.remember(tables, whole=whole)}


def grid(memory: Memory, key: str) -> dict[str, Any]:
    """What is remembered of a tab's grid: its size and its filter."""
    grids = memory.get("grids")
    known = grids.get(key) if isinstance(grids, dict) else None
    return known if isinstance(known, dict) else Grid(0, 0).json()


def revision_of(tables: Sequence[Table]) -> str:
    """The revision of what these tables hold."""
    return revision(tables)
