"""A service that lives in memory, and a connector to it that keeps the contract.

It has what files lack (several tabs, protection, hidden rows, requests that are counted), and
the broken connectors are this one with one fault each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import ClassVar

from okrsync.connector import (
    Calls,
    Denied,
    Location,
    Memory,
    Missing,
    Moved,
    Receipt,
    Refused,
    Snapshot,
    UnknownTab,
    Unreachable,
    Want,
)
from okrsync.i18n import verbatim
from okrsync.table import Change, NewColumn, PlacedColumn, Row, Scalar, Shown, Skip, Table
from tests.connectors.plan import plain
from tests.connectors.subject import Can, Cells, Grid, Subject

MAIN = "Plan"


@dataclass
class Document:
    """What the service stores: tabs of cells, what is protected or hidden, its revision."""

    tabs: dict[str, Cells]
    protected: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    revision: int = 1
    calls: Calls = field(default_factory=Calls)
    failing: bool = False
    read_only: bool = False

    def request(self, calls: Calls) -> Calls:
        self.calls += calls
        return calls

    def put(self, tab: str, row: int, column: int, value: object) -> None:
        cells = self.tabs[tab][row - 1]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value

    def bump(self) -> None:
        self.revision += 1


class MemoryConnector:
    """Reads and writes documents of `service`, by their address."""

    name: ClassVar[str] = "csv"
    """A name that is installed: this connector itself is not."""

    def __init__(self) -> None:
        self.service: dict[str, Document] = {}

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        document = self.service.get(location.address)
        if document is None:
            raise Missing(verbatim(f"{location.text}: there is no such document"))
        if location.tab is not None and location.tab not in document.tabs:
            raise UnknownTab(verbatim(f"there is no tab {location.tab!r}"))
        calls = document.request(Calls(read=1))
        names = [location.tab] if location.tab else list(document.tabs)
        tables = [self.table(document, name) for name in names]
        return Snapshot(location, tables, calls=calls, revision=str(document.revision))

    def table(self, document: Document, name: str) -> Table:
        cells = document.tabs[name]
        rows = [
            Row(number, [_read(value) for value in row], hidden=number in document.hidden)
            for number, row in enumerate(cells, start=1)
        ]
        formulas = {
            (number, column): str(value)
            for number, row in enumerate(cells, start=1)
            for column, value in enumerate(row)
            if is_formula(value)
        }
        return Table(name, name, rows, formulas=formulas, protected=document.protected)

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        placed = list(snapshot.placed)
        tables = {table.key: table for table in snapshot.tables}
        for column in columns:
            table = tables[column.table]
            if not self.is_there(table, column):
                placed.append(PlacedColumn(column, table.width))
                tables[column.table] = _with_header(table, column)
        return replace(snapshot, tables=list(tables.values()), placed=tuple(placed))

    def is_there(self, table: Table, column: NewColumn) -> bool:
        found = table.row(column.header_row)
        return found is not None and column.header in found.values

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        table = snapshot.tables[0]
        found = [
            placed
            for placed in columns
            if table.value(placed.column.header_row, placed.index) == placed.column.header
        ]
        return replace(snapshot, dropped=(*snapshot.dropped, *found))

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        document = self.service[snapshot.location.address]
        if to is not None:
            raise Refused(verbatim("this service writes no copies"))
        if not (changes or snapshot.placed or snapshot.dropped):
            return Receipt(revision=snapshot.revision)
        self.require_writable(document)
        self.require_unchanged(document, snapshot)
        for placed in snapshot.placed:
            header = placed.column.header
            document.put(placed.column.table, placed.column.header_row, placed.index, header)
        skips = {change: reason for change in changes if (reason := self.reason(document, change))}
        written = [change for change in changes if change not in skips]
        self.put(document, written)
        for placed in sorted(snapshot.dropped, key=lambda found: -found.index):
            rows = document.tabs[placed.column.table]
            for row in rows[placed.column.header_row - 1 : placed.column.last_row]:
                del row[placed.index : placed.index + 1]
        document.bump()
        skipped = [Skip(c.table, c.row, c.column, verbatim(reason)) for c, reason in skips.items()]
        calls = document.request(Calls(write=1))
        return Receipt(tuple(written), tuple(skipped), calls, str(document.revision))

    def require_writable(self, document: Document) -> None:
        if document.read_only:
            raise Denied(verbatim("share this document with okrsync as an editor"))
        if document.failing:
            raise Unreachable(verbatim("the service is down: try again later"))

    def require_unchanged(self, document: Document, snapshot: Snapshot) -> None:
        if str(document.revision) != snapshot.revision:
            raise Moved(verbatim("the document was changed after it was read"))

    def reason(self, document: Document, change: Change) -> str | None:
        cells = document.tabs[change.table][change.row - 1]
        if change.column < len(cells) and is_formula(cells[change.column]):
            return "it holds a formula"
        return "it is protected" if (change.row, change.column) in document.protected else None

    def put(self, document: Document, changes: Sequence[Change]) -> None:
        for change in changes:
            document.put(change.table, change.row, change.column, stored(change.after))

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        document = self.service[snapshot.location.address]
        written = []
        for row in rows:
            document.tabs[table].append([])
            number = len(document.tabs[table])
            for column, value in row.items():
                document.put(table, number, column, stored(plain(value)))
                written.append(Change(table, number, column, None, plain(value)))
        document.bump()
        calls = document.request(Calls(write=1))
        return Receipt(written, calls=calls, revision=str(document.revision))


def stored(after: str | Decimal | None) -> object:
    """How the service stores a value: a text of ours is marked as one, so it never runs."""
    if isinstance(after, str) and after.startswith(("=", "+", "-", "@", "\t", "'")):
        return "'" + after
    return "" if after is None else after


def is_formula(value: object) -> bool:
    """Whether the service runs a cell."""
    return isinstance(value, str) and value.startswith("=")


def _read(value: object) -> Scalar:
    if isinstance(value, Decimal):
        return value
    text = str(value)
    return (text[1:] if text.startswith("'") and text[1:2] in "=+-@\t'" else text) or None


def _with_header(table: Table, column: NewColumn) -> Table:
    def grown() -> Iterator[Row]:
        for row in table.rows:
            gap = [None] * (table.width - len(row.values))
            is_header = row.number == column.header_row
            yield replace(row, values=[*row.values, *gap, column.header]) if is_header else row

    return replace(table, rows=list(grown()))


class MemorySubject(Subject):
    """A document of the service in memory."""

    can = frozenset(Can) - {Can.COPIES}

    def __init__(self, connector: MemoryConnector) -> None:
        self.connector = connector
        self.service = connector.service
        self.address = "doc"

    @property
    def document(self) -> Document:
        return self.service[self.address]

    def make(self, grid: Grid, **tabs: Grid) -> Location:
        copies = {name: [list(row) for row in cells] for name, cells in tabs.items()}
        self.service[self.address] = Document({MAIN: [], **copies})
        self.put(grid)
        return Location("memory:doc", "memory", self.address)

    def put(self, grid: Grid) -> None:
        # A text that people type with a leading apostrophe is stored with one more.
        self.document.tabs[MAIN] = [
            [f"'{v}" if isinstance(v, str) and v.startswith("'") else v for v in row]
            for row in grid
        ]
        self.document.bump()

    def grid(self, tab: str | None = None) -> Cells:
        return [list(row) for row in self.document.tabs[tab or MAIN]]

    def state(self) -> object:
        return json.dumps(self.document.tabs, default=str), self.document.revision

    def original(self) -> object:
        return json.dumps(self.document.tabs, default=str)

    def stored(self, after: str | Decimal | None, shown: Shown) -> object:
        return stored(after)

    def counted(self) -> Calls | None:
        return self.document.calls

    def missing(self) -> Location:
        return Location("memory:none", "memory", "none")

    def forbid_writing(self) -> None:
        self.document.read_only = True

    def obstruct(self) -> None:
        self.document.failing = True

    def protect(self, row: int, column: int) -> None:
        self.document.protected.add((row + 1, column))

    def hide(self, row: int) -> None:
        self.document.hidden.add(row + 1)
