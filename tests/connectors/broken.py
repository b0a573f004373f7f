"""Connectors that are wrong in one way each: the contract suite must reject every one.

Each names, in `caught_by`, a test that is there to catch just that. A `Fault` stands before any
right connector; a `Broken` is the one in memory, wrong inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from okrsync.connector import (
    Calls,
    ConnectorError,
    Location,
    Memory,
    Moved,
    Receipt,
    Snapshot,
    TableConnector,
    Want,
)
from okrsync.i18n import verbatim
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar, Table
from tests.connectors.memory import Document, MemoryConnector


class Fault:
    """Hands everything on to a right connector, but for one thing."""

    name: ClassVar[str] = "csv"
    caught_by: ClassVar[str]

    def __init__(self, right: TableConnector) -> None:
        self.right = right

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        return self.right.read(location, want, memory)

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        return self.right.ensure_columns(snapshot, columns)

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        return self.right.drop_columns(snapshot, columns)

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        return self.right.write(snapshot, changes, to=to)

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        return self.right.append(snapshot, table, rows)


class OneRowTooLow(Fault):
    """Writes every value one row too low, the last one into the last row."""

    caught_by = "test_exactly_these_cells_are_written"

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        last = max(row.number for row in snapshot.tables[0].rows)
        low = [replace(change, row=min(change.row + 1, last)) for change in changes]
        return replace(self.right.write(snapshot, low, to=to), written=changes)


class DropsTheLastRow(Fault):
    """Does not read the last row."""

    caught_by = "test_every_row_is_read_in_its_order"

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        snapshot = self.right.read(location, want, memory)
        tables = [replace(table, rows=table.rows[:-1]) for table in snapshot.tables]
        return replace(snapshot, tables=tables)


class StaysMoved(Fault):
    """Says that the document moved, and says so for good."""

    caught_by = "test_a_cell_of_a_person_edited_meanwhile"
    stuck = False

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        try:
            if self.stuck:
                raise Moved(verbatim("it moved"))
            return self.right.write(snapshot, changes, to=to)
        except Moved:
            self.stuck = True
            raise


class SwallowsErrors(Fault):
    """Takes a failed write for one in which nothing was to be done."""

    caught_by = "test_a_write_that_fails_says_so_and_changes_nothing"

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        try:
            return self.right.write(snapshot, changes, to=to)
        except ConnectorError:
            return Receipt(revision=snapshot.revision)


class ReportsWithoutWriting(Fault):
    """Says that it wrote the values, and wrote only the columns."""

    caught_by = "test_exactly_these_cells_are_written"

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        return replace(self.right.write(snapshot, [], to=to), written=changes)


class ReadsAStaleCopy(Fault):
    """Keeps the first read and gives it again."""

    caught_by = "test_each_read_is_fresh"

    def __init__(self, right: TableConnector) -> None:
        super().__init__(right)
        self.kept: dict[Location, Snapshot] = {}

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        if location not in self.kept:
            self.kept[location] = self.right.read(location, want, memory)
        return self.kept[location]


class IgnoresTheRevision(Fault):
    """Writes to row numbers that were right when it read."""

    caught_by = "test_a_row_inserted_meanwhile"

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        now = self.right.read(snapshot.location, Want(write=True), {})
        fresh = replace(now, placed=snapshot.placed, dropped=snapshot.dropped)
        return self.right.write(fresh, changes, to=to)


class ClearsANeighbour(Fault):
    """Clears the cell three columns before each that it writes."""

    caught_by = "test_exactly_these_cells_are_written"

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        beside = [replace(change, column=change.column - 3, after=None) for change in changes]
        receipt = self.right.write(snapshot, [*changes, *beside], to=to)
        return replace(receipt, written=changes)


class ForgetsSkips(Fault):
    """Skips a cell and reports it as written."""

    caught_by = "test_a_formula_is_left_alone"

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        return replace(self.right.write(snapshot, changes, to=to), written=changes, skipped=())


class CountsNothing(Fault):
    """Does not say how often it asked the service."""

    caught_by = "test_writes_are_counted"

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        return replace(self.right.write(snapshot, changes, to=to), calls=Calls())


class Forgets(Fault):
    """Does not tell how the document stood when it was written."""

    caught_by = "test_written_values_are_read_back"

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        return replace(self.right.write(snapshot, changes, to=to), revision=snapshot.revision)


class Broken(MemoryConnector):
    """The connector in memory with one fault."""

    caught_by: ClassVar[str]


class OverwritesFormulas(Broken):
    """Writes over a formula."""

    caught_by = "test_a_formula_is_left_alone"

    def reason(self, document: Document, change: Change) -> str | None:
        reason = super().reason(document, change)
        return None if reason and "formula" in reason else reason


class OverwritesProtection(Broken):
    """Writes into a protected cell."""

    caught_by = "test_a_protected_cell_is_left_alone"

    def reason(self, document: Document, change: Change) -> str | None:
        reason = super().reason(document, change)
        return None if reason and "protected" in reason else reason


class AddsColumnsTwice(Broken):
    """Does not look whether a managed column is there already."""

    caught_by = "test_columns_come_once"

    def is_there(self, table: Table, column: NewColumn) -> bool:
        return False


class CoversARemark(Broken):
    """Puts its columns right of the header, whatever stands there in other rows."""

    caught_by = "test_columns_keep_off_what_stands_beside_the_table"

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        table = snapshot.tables[0]
        header = table.row(columns[0].header_row) if columns else None
        width = len(header.values) if header else 0
        cut = [replace(row, values=row.values[:width]) for row in table.rows]
        narrow = replace(table, rows=cut)
        return super().ensure_columns(replace(snapshot, tables=[narrow]), columns)


class WritesEveryTime(Broken):
    """Saves the document although nothing is to be written."""

    caught_by = "test_nothing_to_write_writes_nothing"

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        if not changes and not snapshot.placed and not snapshot.dropped:
            document = self.service[snapshot.location.address]
            document.bump()
            return Receipt(calls=document.request(Calls(write=1)), revision=str(document.revision))
        return super().write(snapshot, changes, to=to)


class RunsTexts(Broken):
    """Writes a text as if a person had typed it."""

    caught_by = "test_a_text_never_becomes_a_formula"

    def put(self, document: Document, changes: Sequence[Change]) -> None:
        for change in changes:
            after = "" if change.after is None else change.after
            document.put(change.table, change.row, change.column, after)


class LosesZeros(Broken):
    """Takes every text of digits for a number."""

    caught_by = "test_texts_are_read_as_they_stand"

    def table(self, document: Document, name: str) -> Table:
        table = super().table(document, name)
        rows = [
            replace(row, values=[Decimal(str(v)) if str(v).isdecimal() else v for v in row.values])
            for row in table.rows
        ]
        return replace(table, rows=rows)


class SkipsBlankRows(Broken):
    """Counts the rows that say something, and numbers those."""

    caught_by = "test_rows_have_the_numbers_that_people_see"

    def table(self, document: Document, name: str) -> Table:
        table = super().table(document, name)
        filled = [row for row in table.rows if any(row.values)]
        return replace(table, rows=[replace(r, number=n) for n, r in enumerate(filled, start=1)])


class DropsAnyColumn(Broken):
    """Takes out the column at the old place, whatever its header is now."""

    caught_by = "test_undo_leaves_a_renamed_column_alone"

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        return replace(snapshot, dropped=tuple(columns))


class TakesWhatStandsBelow(Broken):
    """Takes a column out down to the sheet's last row, its table's or not."""

    caught_by = "test_undo_leaves_what_stands_below_the_table"

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        down = [replace(one, column=replace(one.column, last_row=10**6)) for one in columns]
        return super().drop_columns(snapshot, down)


FAULTS = Fault.__subclasses__()
BROKEN = Broken.__subclasses__()
