"""The connector: one table a file, read whole and replaced whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from connectors import files
from connectors.csv import managed_columns as columns
from connectors.csv import summary_file
from connectors.csv.append import append
from connectors.csv.document import CsvDocument
from connectors.csv.summary_mark import NO_SOURCE, sheet_of
from connectors.csv.write import Patched, apply, require_readable
from okrsync.connector import (
    Calls,
    KeptSummary,
    Location,
    Malformed,
    Memory,
    Receipt,
    Refused,
    Snapshot,
    SummaryPlace,
    SummaryTab,
    UnknownTab,
    Want,
)
from okrsync.i18n import Message
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar, Table
from okrsync.tabs import picked

KEY = "csv"
"""The key of a file's one table."""


class CsvConnector:
    """CSV and TSV files. Columns that are added or dropped take effect in `write`."""

    name: ClassVar[str] = "csv"
    names_tabs: ClassVar[bool] = False
    kept_in: ClassVar[SummaryPlace] = SummaryPlace.FILE

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        """The file as one table of texts. Raises Missing, Malformed, Denied, UnknownTab."""
        _require_own_tab(location)
        if want.write:
            files.remove_leftovers(location.path)
        data = files.read_bytes(location)
        document = CsvDocument(data, str(location.path))
        rows = document.rows()
        about = sheet_of(rows)
        if about is not None:
            ours = NO_SOURCE.filled(file=location.path, sheet=about)
            return Snapshot(location, (), calls=Calls(read=1), notes=[ours])
        if not any(row.values for row in rows):
            raise Malformed(
                Message("{file}: there is nothing in this file").filled(file=location.path),
                hint=Message("save the sheet into it first"),
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
            raise Refused(
                Message("{file}: a copy of a CSV file is a CSV file").filled(file=to.text),
                hint=Message("name it .csv"),
            )
        if to is None and not (changes or snapshot.placed or snapshot.dropped):
            return Receipt(revision=snapshot.revision, memory=snapshot.memory)
        data = files.read_again(snapshot.location, snapshot.revision)
        document = CsvDocument(data, str(snapshot.location.path))
        patched = apply(document, snapshot, changes)
        return _replaced(snapshot, data, document, patched, to)

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        """Add rows below the last that is not blank. Raises like `write`."""
        if not rows:
            return Receipt(revision=snapshot.revision, memory=snapshot.memory)
        data = files.read_again(snapshot.location, snapshot.revision)
        document = CsvDocument(data, str(snapshot.location.path))
        patched = append(document, snapshot, snapshot.table(table), rows)
        return _replaced(snapshot, data, document, patched, None)

    def summary(self, snapshot: Snapshot, title: str) -> KeptSummary:
        """The file beside it that is its summary. Raises Moved, Denied."""
        return summary_file.look(snapshot, title)

    def same_summary(self, kept: KeptSummary, tab: SummaryTab) -> bool:
        """Whether that file says this already."""
        return summary_file.same(kept, tab)

    def keep_summary(self, snapshot: Snapshot, kept: KeptSummary, tab: SummaryTab) -> Receipt:
        """Write that file; the sheet itself stays as it is. Raises like `write`."""
        return summary_file.keep(snapshot, kept, tab)

    def drop_summary(self, snapshot: Snapshot, kept: KeptSummary) -> Receipt:
        """Delete that file. Raises Moved, Busy, Denied."""
        return summary_file.drop(snapshot, kept)


def _replaced(
    snapshot: Snapshot, data: bytes, document: CsvDocument, patched: Patched, to: Location | None
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
    require_readable(new, document, str(path))
    revision = files.replace(path, new, snapshot.revision, to.path if to else None)
    memory = {**patched.memory, "revision": revision} if to is None else snapshot.memory
    return Receipt(patched.written, patched.skipped, Calls(read=1, write=1), revision, memory)


def _require_own_tab(location: Location) -> None:
    """A file is one tab, called like the file: what is asked for is that, or a range of it."""
    tab = location.tab
    if tab is not None and not picked([Table(KEY, location.path.stem, ())], tab):
        raise UnknownTab(
            Message("{file}: a CSV file has no tabs, so none called “{tab}”").filled(
                file=location.path, tab=tab
            ),
            hint=Message("leave out #{tab}, or name a range: {file}#A1:F20").filled(
                file=location.path, tab=tab
            ),
        )
