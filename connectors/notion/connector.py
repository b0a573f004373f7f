"""The connector: data sources as tables, read in pages and written a request a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from connectors.notion.address import locate
from okrsync.connector import (
    KeptSummary,
    Location,
    Memory,
    Receipt,
    Refused,
    Remark,
    Snapshot,
    SummaryPlace,
    SummaryTab,
    Want,
)
from okrsync.i18n import Message
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar

if TYPE_CHECKING:
    from connectors.notion.api import Notion
    from okrsync.http import Tally


class NotionConnector:
    """Notion. Columns are added at once; those that go are taken out in `write`."""

    name: ClassVar[str] = "notion"
    names_tabs: ClassVar[bool] = True
    kept_in: ClassVar[SummaryPlace] = SummaryPlace.DATABASE

    def locate(self, location: Location) -> Location:
        """Any address of a page or database as its id and tab. Raises UnknownLocation."""
        return locate(location)

    def diagnose(self, location: Location | None) -> Sequence[Remark]:
        """Whose token it is and what is shared with it; of a location that can be read, which
        capabilities are missing. Changes nothing.

        Raises the connectors' errors.
        """
        from connectors.notion import doctor  # noqa: PLC0415 -- only for doctor

        if not doctor.is_signed_in():
            return [doctor.unsigned()]
        if location is None:
            with _requests("") as (notion, _):
                return doctor.signed_in(notion)
        snapshot = self.read(location, Want(), {})
        with _requests(locate(location).address) as (notion, _):
            return list(doctor.access(notion, location.text, snapshot))

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        """The data sources that are meant, each with all its rows.

        Raises Missing, Denied, Refused, Unreachable, UnknownTab, Unconfigured.
        """
        from connectors.notion.read.snapshot import fetch  # noqa: PLC0415 -- notion-client is heavy

        with _requests(locate(location).address) as (notion, tally):
            snapshot = fetch(notion, location, want, memory)
        return replace(snapshot, calls=tally.calls)

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        """The snapshot with these properties added, all of a data source's in one request.

        Raises Moved where the answer shows that they are not as they should be.
        """
        from connectors.notion import managed_columns  # noqa: PLC0415

        wanted = managed_columns.wanted(snapshot.tables, columns)
        if not wanted:
            return snapshot
        with _requests(locate(snapshot.location).address) as (notion, tally):
            widened = managed_columns.add(notion, snapshot, wanted)
        return replace(widened, calls=snapshot.calls + tally.calls)

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        """The snapshot with these columns on their way out: `write` looks again and takes them."""
        return replace(snapshot, dropped=(*snapshot.dropped, *columns))

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        """Write these cells, one request a row, and see each in the answer.

        Raises Moved, Denied, Unreachable, Refused; its `receipt` says what was written before.
        """
        if to is not None:
            raise Refused(
                Message("{location}: a Notion database is not copied", {"location": to.text}),
                hint=Message("duplicate it in Notion (··· → Duplicate) and sync that"),
            )
        if not (changes or snapshot.dropped):
            return Receipt(revision=snapshot.revision, memory=snapshot.memory)
        from connectors.notion.write.session import write  # noqa: PLC0415

        with _requests(locate(snapshot.location).address) as (notion, tally):
            return write(notion, tally, snapshot, changes)

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        """Add rows, one request each, and never one twice. Raises like `write`."""
        if not rows:
            return Receipt(revision=snapshot.revision, memory=snapshot.memory)
        from connectors.notion.append import append  # noqa: PLC0415

        with _requests(locate(snapshot.location).address) as (notion, tally):
            return append(notion, tally, snapshot, table, rows)

    def summary(self, snapshot: Snapshot, title: str) -> KeptSummary:
        """The database of our own on the same page. Raises Refused, Denied, Unreachable."""
        from connectors.notion.summary import database  # noqa: PLC0415 -- only for that command

        with _requests(locate(snapshot.location).address) as (notion, tally):
            kept = database.look(notion, snapshot, title)
        return replace(kept, calls=tally.calls)

    def same_summary(self, kept: KeptSummary, tab: SummaryTab) -> bool:
        """Whether the database holds these rows."""
        from connectors.notion.summary import database  # noqa: PLC0415

        return database.same(kept, tab)

    def keep_summary(self, snapshot: Snapshot, kept: KeptSummary, tab: SummaryTab) -> Receipt:
        """Add the database, or bring its rows up to date. Raises Refused, Denied, Unreachable."""
        from connectors.notion.summary import database  # noqa: PLC0415

        with _requests(locate(snapshot.location).address) as (notion, tally):
            database.keep(notion, snapshot, tab)
        return _unchanged(snapshot, tally)

    def drop_summary(self, snapshot: Snapshot, kept: KeptSummary) -> Receipt:
        """Put the database into the trash. Raises Refused, Denied, Unreachable."""
        from connectors.notion.summary import database  # noqa: PLC0415

        with _requests(locate(snapshot.location).address) as (notion, tally):
            database.drop(notion, snapshot, kept.title)
        return _unchanged(snapshot, tally)


def _unchanged(snapshot: Snapshot, tally: Tally) -> Receipt:
    """What is remembered of people's databases stays as it was read."""
    return Receipt(calls=tally.calls, revision=snapshot.revision, memory=snapshot.memory)


@contextmanager
def _requests(address: str) -> Iterator[tuple[Notion, Tally]]:
    """A token's requests, counted; one piece of work on an address at a time."""
    from connectors.notion.api import Notion  # noqa: PLC0415 -- notion-client is heavy
    from connectors.notion.connection import connected  # noqa: PLC0415
    from okrsync.http import alone, counting  # noqa: PLC0415

    with alone("notion", address), counting() as tally, connected() as door:
        yield Notion(door), tally
