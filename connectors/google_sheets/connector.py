"""The connector: every tab of a spreadsheet in one request, every change in one more."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from connectors.google_sheets.place import locate, place
from okrsync.connector import (
    Location,
    Memory,
    Moved,
    Receipt,
    Refused,
    Remark,
    Snapshot,
    Summarised,
    SummaryTab,
    Want,
)
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar, Table

if TYPE_CHECKING:
    from connectors.google_sheets.client import Sheets
    from okrsync.transport import Tally


class GoogleSheetsConnector:
    """Google Sheets. Columns are added at once; those that go are taken out in `write`."""

    name: ClassVar[str] = "google_sheets"
    service: ClassVar[str] = "google"

    def sign_in(self, client: Path | None, show: Callable[[str], None], *, write: bool) -> str:
        """Let a person sign in with their browser and keep it; what to say of it.

        Raises Unconfigured, Denied, Unreachable, OutOfTime.
        """
        from connectors.google_sheets import stored  # noqa: PLC0415 -- only to sign in

        return stored.sign_in(client, show, write=write)

    def sign_out(self) -> str:
        """Forget the person's sign-in; what to say of it. Raises Unconfigured."""
        from connectors.google_sheets import stored  # noqa: PLC0415 -- only to sign out

        return stored.sign_out()

    def diagnose(self, location: Location | None) -> Sequence[Remark]:
        """Who okrsync is to Google and, of a sheet that can be read, whether it may write.

        Raises Unconfigured, Denied, Unreachable.
        """
        from connectors.google_sheets import diagnosing  # noqa: PLC0415 -- only for doctor

        if location is None:
            return diagnosing.signed_in()
        with _request(place(location).document, write=True) as (sheets, _):
            return diagnosing.access(sheets, location)

    def locate(self, location: Location) -> Location:
        """Any address of a spreadsheet as its id and tab. Raises UnknownLocation."""
        return locate(location)

    def summarise(
        self, location: Location, tab: SummaryTab, agree: Callable[[], bool]
    ) -> Summarised:
        """Keep a tab of our own. Raises Denied, Moved, Refused, Unreachable, Unconfigured."""
        from connectors.google_sheets import summary  # noqa: PLC0415 -- only for that command

        with _request(place(location).document, write=True) as (sheets, tally):
            title, changed = summary.keep(sheets, tab, agree)
        return Summarised(title, changed, tally.calls)

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        """The tabs that are meant, with everything that matters about their cells.

        Raises Missing, Malformed, Denied, Refused, Unreachable, UnknownTab, Unconfigured.
        """
        from connectors.google_sheets import fetching  # noqa: PLC0415 -- gspread is heavy

        where = place(location)
        with _request(where.document, write=want.write) as (sheets, tally):
            found = fetching.fetch(sheets, where, location.text, want, memory)
        if want.progress:
            rows = sum(len(table.rows) for table in found.tables)
            want.progress(rows, rows)
        return replace(found.snapshot(location), calls=tally.calls)

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        """The snapshot with these columns added to the spreadsheet, all tabs in one request.

        Raises Moved where the sheet changed so that they came to stand wrong: then they were
        taken out again.
        """
        from connectors.google_sheets import setup  # noqa: PLC0415

        wanted = setup.wanted(snapshot.tables, columns)
        if not wanted:
            return snapshot
        with _request(place(snapshot.location).document, write=True) as (sheets, tally):
            tables, memory = setup.add(sheets, snapshot, wanted)
        placed = [one for found in wanted.values() for one in found]
        return replace(
            snapshot,
            tables=tables,
            memory=memory,
            placed=(*snapshot.placed, *placed),
            calls=snapshot.calls + tally.calls,
        )

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        """The snapshot with these columns on their way out: `write` looks again and takes them."""
        return replace(snapshot, dropped=(*snapshot.dropped, *columns))

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        """Write these cells, see each on its row, and put right what a moving sheet displaced.

        Raises Moved, Denied, Unreachable, Refused.
        """
        if to is not None:
            raise Refused(
                f"{to.text}: a Google Sheet is not copied",
                hint="make a copy in the browser (File → Make a copy) and sync that",
            )
        if not (changes or snapshot.dropped):
            return Receipt(revision=snapshot.revision, memory=snapshot.memory)
        return self._write(snapshot, changes)

    def _write(self, snapshot: Snapshot, changes: Sequence[Change]) -> Receipt:
        from connectors.google_sheets import light, setup  # noqa: PLC0415
        from connectors.google_sheets.cells import stored  # noqa: PLC0415
        from connectors.google_sheets.reading import revision_of  # noqa: PLC0415
        from connectors.google_sheets.session import Session  # noqa: PLC0415

        with _request(place(snapshot.location).document, write=True) as (sheets, tally):
            session = Session(sheets, snapshot.tables, changes, setup.marks(snapshot))
            session.run()
            tables = list(session.tables.values())
            if snapshot.dropped:
                tables = setup.drop(sheets, tables, snapshot.dropped)
        rows = {table.key: [stored(row.values) for row in table.rows] for table in tables}
        memory = light.after_write(snapshot.memory, rows, changes, snapshot.placed)
        return Receipt(
            written=session.written,
            skipped=session.skipped,
            calls=tally.calls,
            revision=revision_of((table, rows[table.key]) for table in tables),
            memory=light.forgotten(memory) if snapshot.dropped else memory,
            notes=session.notes(),
        )

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        """Add rows below the last that holds anything. Raises like `write`."""
        from connectors.google_sheets import appending, fetching  # noqa: PLC0415

        if not rows:
            return Receipt(revision=snapshot.revision, memory=snapshot.memory)
        with _request(place(snapshot.location).document, write=True) as (sheets, tally):
            written, now = appending.append(sheets, snapshot.table(table), rows)
        tables = _those_of(snapshot, now.tables)
        return Receipt(
            written=written,
            calls=tally.calls,
            revision=fetching.revision_of(tables),
            memory=snapshot.memory,
        )


def _those_of(snapshot: Snapshot, tables: Sequence[Table]) -> list[Table]:
    keys = {table.key for table in snapshot.tables}
    found = [table for table in tables if table.key in keys]
    if len(found) < len(keys):
        raise Moved("a tab was deleted meanwhile", hint="look at the sheet, then run it again")
    return found


@contextmanager
def _request(document: str, *, write: bool) -> Iterator[tuple[Sheets, Tally]]:
    """A spreadsheet's requests, counted; one piece of work on it at a time."""
    from connectors.google_sheets.client import sheets  # noqa: PLC0415 -- gspread is heavy
    from okrsync.transport import alone, counting  # noqa: PLC0415

    with alone("google document", document), counting() as tally, _uncollected():
        yield sheets(document, write=write), tally


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: the cells of a large sheet are as many objects, all of
    them in use, and looking through them again and again takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
