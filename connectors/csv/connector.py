"""The connector: one table a file, read whole and replaced whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from connectors import files
from connectors.csv import columns, patch
from connectors.csv.document import Document
from connectors.csv.patch import Patched
from okrsync.connector import (
    Calls,
    Location,
    Malformed,
    Memory,
    Receipt,
    Refused,
    Snapshot,
    UnknownTab,
    Want,
)
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar, Table

KEY = "csv"
"""The key of a file's one table."""


class CsvConnector:
    """CSV and TSV files. Columns that are added or dropped take effect in `write`."""

    name: ClassVar[str] = "csv"

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        """The file as one table of texts. Raises Missing, Malformed, Denied, UnknownTab."""
        _require_no_tab(location)
        if want.write:
            files.remove_leftovers(location.path)
        data = files.read_bytes(location)
        document = Document(data, str(location.path))
        rows = document.rows()
        if not any(row.values for row in rows):
            raise Malformed(
                f"{location.path}: there is nothing in this file",
                hint="save the sheet into it first",
            )
        if want.progress:
            want.progress(len(rows), len(rows))
        revision = files.revision(data)
        return Snapshot(
            location=location,
            tables=(Table(KEY, location.path.stem, rows, formulas=document.formulas(rows)),),
            memory=memory if memory.get("revision") == revision else {},
            calls=Calls(read=1),
            revision=revision,
            notes=document.notes,
        )

    def ensure_columns(self, snapshot: Snapshot, wanted: Sequence[NewColumn]) -> Snapshot:
        """The snapshot with these columns right of everything that is there."""
        return columns.ensured(snapshot, wanted)

    def drop_columns(self, snapshot: Snapshot, placed: Sequence[PlacedColumn]) -> Snapshot:
        """The snapshot with these columns blank; `write` takes them out of the file."""
        return columns.dropped(snapshot, placed)

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        """Replace the file by one in which these fields differ, all other bytes the same.

        A cell that holds a formula, and a text that the file's encoding can't hold, is skipped.
        Raises Moved, Busy, Denied, Refused (a copy that is no CSV file), Unreachable.
        """
        if to is not None and to.connector != self.name:
            raise Refused(f"{to.text}: a copy of a CSV file is a CSV file", hint="name it .csv")
        if to is None and not (changes or snapshot.placed or snapshot.dropped):
            return Receipt(revision=snapshot.revision, memory=snapshot.memory)
        data = files.read_again(snapshot.location, snapshot.revision)
        document = Document(data, str(snapshot.location.path))
        patched = patch.apply(document, snapshot, changes)
        return _replaced(snapshot, data, document, patched, to)

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        """Add rows below the last that is not blank. Raises like `write`."""
        if not rows:
            return Receipt(revision=snapshot.revision, memory=snapshot.memory)
        data = files.read_again(snapshot.location, snapshot.revision)
        document = Document(data, str(snapshot.location.path))
        patched = patch.append(document, snapshot, snapshot.table(table), rows)
        return _replaced(snapshot, data, document, patched, None)


def _replaced(
    snapshot: Snapshot, data: bytes, document: Document, patched: Patched, to: Location | None
) -> Receipt:
    path = snapshot.location.path
    new = document.to_bytes()
    if new == data and to is None:
        return Receipt(
            skipped=patched.skipped,
            calls=Calls(read=1),
            revision=snapshot.revision,
            memory=snapshot.memory,
        )
    patch.require_readable(new, document, str(path))
    revision = files.replace(path, new, snapshot.revision, to.path if to else None)
    memory = {**patched.memory, "revision": revision} if to is None else snapshot.memory
    return Receipt(patched.written, patched.skipped, Calls(read=1, write=1), revision, memory)


def _require_no_tab(location: Location) -> None:
    if location.tab is not None:
        raise UnknownTab(
            f"{location.path}: a CSV file has no tabs, so none called {location.tab!r}",
            hint=f"leave out #{location.tab}",
        )
