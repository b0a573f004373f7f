"""The connector: every tab of a spreadsheet in one request, every change in one more."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from connectors.google_sheets.address import locate, sheet_address
from okrsync.connector import (
    ConnectorError,
    KeptSummary,
    Location,
    Memory,
    Moved,
    Receipt,
    Refused,
    Remark,
    Snapshot,
    SummaryPlace,
    SummaryTab,
    Want,
)
from okrsync.i18n import Message
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar, Table

if TYPE_CHECKING:
    from connectors.google_sheets.api import Sheets
    from okrsync.http import Tally


class GoogleSheetsConnector:
    """Google Sheets. Columns are added at once; those that go are taken out in `write`."""

    name: ClassVar[str] = "google_sheets"
    service: ClassVar[str] = "google"
    names_tabs: ClassVar[bool] = True
    kept_in: ClassVar[SummaryPlace] = SummaryPlace.TAB

    def sign_in(self, client: Path | None, show: Callable[[str], None], *, write: bool) -> Message:
        """Let a person sign in with their browser and keep it; what to say of it.

        Raises Unconfigured, Denied, Unreachable, OutOfTime.
        """
        from connectors.google_sheets.auth import stored_login  # noqa: PLC0415 -- only to sign in

        return stored_login.sign_in(client, show, write=write)

    def sign_out(self) -> Message:
        """Forget the person's sign-in; what to say of it. Raises Unconfigured."""
        from connectors.google_sheets.auth import stored_login  # noqa: PLC0415 -- only to sign out

        return stored_login.sign_out()

    def diagnose(self, location: Location | None) -> Sequence[Remark]:
        """Who okrsync is to Google and, of a sheet that can be read, whether it may write.

        Raises Unconfigured, Denied, Unreachable.
        """
        from connectors.google_sheets import doctor  # noqa: PLC0415 -- only for doctor

        if location is None:
            return doctor.signed_in()
        with _request(sheet_address(location).document, write=True) as (sheets, _):
            return doctor.access(sheets, location)

    def locate(self, location: Location) -> Location:
        """Any address of a spreadsheet as its id and tab. Raises UnknownLocation."""
        return locate(location)

    def summary(self, snapshot: Snapshot, title: str) -> KeptSummary:
        """The tab of our own. Raises Denied, Unreachable, Unconfigured."""
        from connectors.google_sheets import summary_tab  # noqa: PLC0415 -- only for that command

        with _request(sheet_address(snapshot.location).document, write=True) as (sheets, tally):
            kept = summary_tab.look(sheets, title)
        return replace(kept, calls=tally.calls)

    def same_summary(self, kept: KeptSummary, tab: SummaryTab) -> bool:
        """Whether the tab holds these rows already."""
        from connectors.google_sheets import summary_tab  # noqa: PLC0415 -- only for that command

        return summary_tab.same(kept, tab)

    def keep_summary(self, snapshot: Snapshot, kept: KeptSummary, tab: SummaryTab) -> Receipt:
        """Add or overwrite it, in one request. Raises Denied, Refused, Unreachable."""
        from connectors.google_sheets import summary_tab  # noqa: PLC0415 -- only for that command

        with _request(sheet_address(snapshot.location).document, write=True) as (sheets, tally):
            summary_tab.keep(sheets, kept, tab)
        return _untouched(snapshot, tally)

    def drop_summary(self, snapshot: Snapshot, kept: KeptSummary) -> Receipt:
        """Take it away again. Raises Denied, Refused, Unreachable."""
        from connectors.google_sheets import summary_tab  # noqa: PLC0415 -- only for that command

        with _request(sheet_address(snapshot.location).document, write=True) as (sheets, tally):
            summary_tab.require_unused(snapshot.tables, kept)
            summary_tab.drop(sheets, kept)
        return _untouched(snapshot, tally)

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        """The tabs that are meant, with everything that matters about their cells.

        Raises Missing, Malformed, Denied, Refused, Unreachable, UnknownTab, Unconfigured.
        """
        from connectors.google_sheets.read.snapshot import fetch  # noqa: PLC0415 -- gspread is heavy

        where = sheet_address(location)
        with _request(where.document, write=want.write) as (sheets, tally):
            fetched = fetch(sheets, where, location.text, want, memory)
        if want.progress:
            rows = sum(len(table.rows) for table in fetched.tables)
            want.progress(rows, rows)
        return replace(fetched.snapshot(location), calls=tally.calls)

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        """The snapshot with these columns added to the spreadsheet, all tabs in one request.

        Those of a protected tab or a full spreadsheet are in `unplaced`. Raises Moved where the
        sheet changed so that they came to stand wrong: then they were taken out again.
        """
        from connectors.google_sheets import managed_columns  # noqa: PLC0415

        rooms = managed_columns.rooms(snapshot.tables, columns)
        left = [one for room in rooms.values() for one in room.unplaced]
        snapshot = replace(snapshot, unplaced=(*snapshot.unplaced, *left))
        if not any(room.placed for room in rooms.values()):
            return snapshot
        with _request(sheet_address(snapshot.location).document, write=True) as (sheets, tally):
            widened = managed_columns.add(sheets, snapshot, rooms)
        return replace(widened, calls=snapshot.calls + tally.calls)

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        """The snapshot with these columns on their way out: `write` looks again and takes them."""
        return replace(snapshot, dropped=(*snapshot.dropped, *columns))

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        """Write these cells, see each on its row, and put right what a moving sheet displaced.

        A tab that is refused stands in `barred` while others are written. Raises Moved, Denied,
        Unreachable, Refused.
        """
        if to is not None:
            raise Refused(
                Message("okrsync doesn't copy a Google Sheet to {location}", {"location": to.text}),
                hint=Message("make a copy in the browser (File → Make a copy) and sync that"),
            )
        if not (changes or snapshot.dropped):
            return Receipt(revision=snapshot.revision, memory=snapshot.memory)
        return self._write(snapshot, changes)

    def _write(self, snapshot: Snapshot, changes: Sequence[Change]) -> Receipt:
        from connectors.google_sheets import managed_columns  # noqa: PLC0415
        from connectors.google_sheets.cell_values import stored  # noqa: PLC0415
        from connectors.google_sheets.read import values_only  # noqa: PLC0415
        from connectors.google_sheets.read.response import revision_of  # noqa: PLC0415
        from connectors.google_sheets.write.drop_columns import drop  # noqa: PLC0415
        from connectors.google_sheets.write.session import WriteSession  # noqa: PLC0415

        with _request(sheet_address(snapshot.location).document, write=True) as (sheets, tally):
            session = WriteSession(
                sheets, snapshot.tables, changes, managed_columns.metadata_ids(snapshot)
            )
            receipt: Receipt | None = None
            try:
                session.run()
                receipt = session.receipt()
                tables = list(session.tables.values())
                if snapshot.dropped:
                    tables = drop(sheets, tables, snapshot.dropped)
            except ConnectorError as error:
                # What landed is told, also where the columns that go after it can't be taken out.
                known = error.receipt or receipt
                error.receipt = replace(known, calls=tally.calls) if known else None
                raise
        rows = {table.key: [stored(row.values) for row in table.rows] for table in tables}
        memory = values_only.after_write(snapshot.memory, rows, changes, snapshot.placed)
        return replace(
            receipt,
            calls=tally.calls,
            revision=revision_of((table, rows[table.key]) for table in tables),
            memory=values_only.forgotten(memory) if snapshot.dropped else memory,
        )

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        """Add rows below the last that holds anything. Raises like `write`."""
        from connectors.google_sheets.append import append  # noqa: PLC0415
        from connectors.google_sheets.read.response import revision  # noqa: PLC0415

        if not rows:
            return Receipt(revision=snapshot.revision, memory=snapshot.memory)
        with _request(sheet_address(snapshot.location).document, write=True) as (sheets, tally):
            written, now = append(sheets, snapshot.table(table), rows)
        tables = _those_of(snapshot, now.tables)
        return Receipt(
            written=written,
            calls=tally.calls,
            revision=revision(tables),
            memory=snapshot.memory,
        )


def _untouched(snapshot: Snapshot, tally: Tally) -> Receipt:
    """What people's tabs are after something was done beside them: what they were."""
    return Receipt(revision=snapshot.revision, memory=snapshot.memory, calls=tally.calls)


def _those_of(snapshot: Snapshot, tables: Sequence[Table]) -> list[Table]:
    keys = {table.key for table in snapshot.tables}
    left = [table for table in tables if table.key in keys]
    if len(left) < len(keys):
        raise Moved(
            Message("a tab was deleted meanwhile"),
            hint=Message("look at the sheet, then run it again"),
        )
    return left


@contextmanager
def _request(document: str, *, write: bool) -> Iterator[tuple[Sheets, Tally]]:
    """A spreadsheet's requests, counted; one piece of work on it at a time."""
    from connectors.google_sheets.api import sheets  # noqa: PLC0415 -- gspread is heavy
    from okrsync.http import alone, counting  # noqa: PLC0415

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
