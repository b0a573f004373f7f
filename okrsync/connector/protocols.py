"""What a service must be able to do.

A connector raises one of the errors of `okrsync.errors` or succeeds: it never reports a
success that it has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from okrsync.connector.exchange import Calls, Location, Memory, Receipt, Snapshot, Want
from okrsync.i18n import Message
from okrsync.table import (
    Address,
    Change,
    NewColumn,
    PlacedColumn,
    Scalar,
)


@runtime_checkable
class TableConnector(Protocol):
    """A service whose documents are tables: excel, csv, google_sheets, notion.

    Construction takes no arguments and does no input or output. Every method raises the
    errors of this module and no others for what is wrong outside the program.
    """

    name: ClassVar[str]

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        """All tables at the location (or its one tab), in the fewest requests there can be.

        Raises Missing, Malformed, Denied, Unreachable, UnknownTab.
        """

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        """The snapshot with these columns at each table's right edge, its tables widened.

        A connector of a service adds them now; one that replaces a whole file does so
        in `write`. Columns that are there already (by header) are not added twice. What can't
        be added (a protected tab, a full grid) stands in `unplaced` with what to unlock, and is
        no error: the others are added.
        """

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        """The snapshot without these managed columns; takes effect like `ensure_columns`.

        A column that is no longer the one that was added (by header) is left alone. Only its
        table's rows (`header_row` to `last_row`) are touched: what else stands in it stays there.
        """

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        """Write these cells and nothing else, each to the row that it was computed from.

        Cells that hold a formula or are protected are skipped with a reason. `to` writes a
        changed copy there and leaves the source alone (files only, else Refused).
        Raises Moved or Busy where the source changed since the read; then nothing is written.
        """

    def append(
        self, snapshot: Snapshot, table: str, rows: Sequence[Mapping[int, Scalar]]
    ) -> Receipt:
        """Add rows (column index → value) below the table's last row."""


@runtime_checkable
class Locating(Protocol):
    """A connector whose documents have several addresses: every one becomes the same `Location`."""

    def locate(self, location: Location) -> Location:
        """The same place with the document's own id as address, and its tab, if it names one.

        Sends nothing. Raises UnknownLocation where the address holds no id.
        """


@dataclass(frozen=True, slots=True)
class CellLink:
    """A cell that a line of a summary is of: the key and the name of its tab, and its address."""

    table: str
    tab: str
    cell: str


@dataclass(frozen=True, slots=True)
class SummaryTab:
    """A tab of our own: its name, and all of its cells from the first row on.

    Decimals are fractions and shown as percents; texts are never formulas. `headings` are the
    numbers of rows in bold, from 1. `links` say of some cells (row number, column index) which
    cell of the document they lead to, where the service has such links.
    """

    title: str
    rows: Sequence[Sequence[str | Decimal | None]]
    headings: frozenset[int] = frozenset()
    links: Mapping[Address, CellLink] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptSummary:
    """The tab of our own as it stands: `title` is its real name, `rows` are its values.

    Where there is none yet `rows` is None, and `title` a name that nobody has taken. `memory` is
    the connector's own: where it stands, and which state of it was seen.
    """

    title: str
    rows: Sequence[Sequence[Scalar]] | None
    calls: Calls = field(default_factory=Calls)
    memory: Memory = field(default_factory=dict)


class SummaryPlace(StrEnum):
    """What a summary is kept in: a tab of the document, a file or a database beside it."""

    TAB = "tab"
    FILE = "file"
    DATABASE = "database"


@runtime_checkable
class Summarising(Protocol):
    """A connector that can keep a tab of our own beside people's: `okrsync summary`.

    A tab that somebody else made is never touched, whatever its name; ours is no source of
    anything, and found again whatever people call it. `names_tabs` says whether a cell is told
    with its tab (`OKRs!C7`), `kept_in` what the summary is there. Every method raises
    ConnectorError; what can't be written is refused by `summary` where that can be known.
    """

    names_tabs: ClassVar[bool]
    kept_in: ClassVar[SummaryPlace]

    def summary(self, snapshot: Snapshot, title: str) -> KeptSummary:
        """The tab of our own in a document that was read, or how one would be called."""

    def same_summary(self, kept: KeptSummary, tab: SummaryTab) -> bool:
        """Whether it holds what it is to hold, so that nothing need be written."""

    def keep_summary(self, snapshot: Snapshot, kept: KeptSummary, tab: SummaryTab) -> Receipt:
        """Add the tab, or overwrite it whole. Raises Moved where the document was changed."""

    def drop_summary(self, snapshot: Snapshot, kept: KeptSummary) -> Receipt:
        """Take the tab away again. Raises Refused where that would change what is not ours."""


@runtime_checkable
class SigningIn(Protocol):
    """A connector whose service a person can sign in to: `okrsync auth SERVICE`."""

    service: ClassVar[str]

    def sign_in(self, client: Path | None, show: Callable[[str], None], *, write: bool) -> Message:
        """Let a person sign in and keep it; what to say of it.

        `client` is the file of the program's own registration at the service, None where one is
        known from before. `show` is given the page's address. `write` asks for the right to
        write too. Raises Unconfigured, Denied, Unreachable, OutOfTime.
        """

    def sign_out(self) -> Message:
        """Forget what is kept of a sign-in; what to say of it. Raises Unconfigured."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was looked at. `ok` is None where it only deserves attention."""

    name: str
    ok: bool | None
    message: Message
    hint: Message | None = None


@runtime_checkable
class Diagnosing(Protocol):
    """A connector that can say more than whether a read succeeds: `okrsync doctor`."""

    def diagnose(self, location: Location | None) -> Sequence[Remark]:
        """How it is signed in; with a location that could be read also what else it may do there.

        Nothing is changed. Raises ConnectorError.
        """
