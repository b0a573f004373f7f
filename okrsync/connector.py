"""What a service must be able to do, and how it is found.

A connector raises one of the errors of `okrsync.connector_errors` or succeeds: it never
reports a success that it has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable
from urllib.parse import urlsplit

from okrsync.connector_errors import (
    Busy,
    ConnectorError,
    Denied,
    Malformed,
    Missing,
    Moved,
    Refused,
    Unconfigured,
    UnknownLocation,
    UnknownTab,
    Unreachable,
)
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar, Skip, Table

if TYPE_CHECKING:
    from okrsync.model import Plan

__all__ = [
    "Busy",
    "Calls",
    "ConnectorError",
    "Denied",
    "Diagnosing",
    "Locating",
    "Location",
    "Malformed",
    "Memory",
    "Missing",
    "Moved",
    "PlanConnector",
    "Receipt",
    "Refused",
    "Remark",
    "SigningIn",
    "Snapshot",
    "Summarised",
    "Summarising",
    "SummaryTab",
    "TableConnector",
    "Unconfigured",
    "UnknownLocation",
    "UnknownTab",
    "Unreachable",
    "Want",
    "claims",
    "load",
    "locate",
    "names",
]

Memory = Mapping[str, object]
"""What a connector wants to be given back at the next run: JSON values only."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Requests to the service by effect, retries included (a file's read or replace is one)."""

    read: int = 0
    write: int = 0
    other: int = 0

    def __add__(self, more: Calls) -> Calls:
        return Calls(self.read + more.read, self.write + more.write, self.other + more.other)


@dataclass(frozen=True, slots=True)
class Location:
    """Where a source is: the connector's name, its address there, and the tab if one is named."""

    text: str
    connector: str
    address: str
    tab: str | None = None

    @property
    def path(self) -> Path:
        """The address as a path, for connectors of files."""
        return Path(self.address)


@dataclass(frozen=True, slots=True)
class Want:
    """What a read is for.

    `write` is True where changes may follow, so that a connector may ask for more rights.
    `columns` names the columns (titles or keys) that are enough, None for all.
    `full` asks for a complete read even where an incremental one would do.
    `progress` is called with (rows done, rows in all or None) during a long read.
    """

    write: bool = False
    columns: frozenset[str] | None = None
    full: bool = False
    progress: Callable[[int, int | None], None] | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one read gave: every tab asked for, at one instant.

    `document` is the document's own lasting id, None where it has none (a file).
    `revision` changes whenever the source does (a file's hash).
    `complete` is False for an incremental read: then an absent row is no evidence.
    `placed` are managed columns added since the read; a connector that replaces its source
    whole keeps them here until `write`.
    """

    location: Location
    tables: Sequence[Table]
    memory: Memory = field(default_factory=dict)
    calls: Calls = Calls()
    revision: str = ""
    document: str | None = None
    complete: bool = True
    placed: Sequence[PlacedColumn] = ()
    dropped: Sequence[PlacedColumn] = ()
    notes: Sequence[str] = ()

    def table(self, key: str) -> Table:
        """The table with this key. Raises KeyError."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a write really did: only cells that were seen to be written count as written.

    `notes` are for people: what they should look at.
    """

    written: Sequence[Change] = ()
    skipped: Sequence[Skip] = ()
    calls: Calls = Calls()
    revision: str = ""
    memory: Memory = field(default_factory=dict)
    notes: Sequence[str] = ()


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
        in `write`. Columns that are there already (by header) are not added twice.
        """

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        """The snapshot without these managed columns; takes effect like `ensure_columns`.

        A column that is no longer the one that was added (by header) is left alone.
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
class SummaryTab:
    """A tab of our own: its name, and all of its cells from the first row on.

    Decimals are fractions and shown as percents; texts are never formulas. `headings` are the
    numbers of rows in bold, from 1.
    """

    title: str
    rows: Sequence[Sequence[str | Decimal | None]]
    headings: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Summarised:
    """What became of a summary: `title` is the tab's real name, `changed` whether it was written.

    None for `title` where nobody agreed to a new tab.
    """

    title: str | None
    changed: bool
    calls: Calls


@runtime_checkable
class Summarising(Protocol):
    """A connector that can keep a tab of our own beside people's: `okrsync summary`."""

    def summarise(
        self, location: Location, tab: SummaryTab, agree: Callable[[], bool]
    ) -> Summarised:
        """Overwrite the tab that was made here before, whole; where it is the same, don't write.

        A tab that somebody else made is never touched, whatever its name. `agree` is asked once
        before a new tab is added. Raises ConnectorError.
        """


@runtime_checkable
class SigningIn(Protocol):
    """A connector whose service a person can sign in to: `okrsync auth SERVICE`."""

    service: ClassVar[str]

    def sign_in(self, client: Path | None, show: Callable[[str], None], *, write: bool) -> str:
        """Let a person sign in and keep it; what to say of it.

        `client` is the file of the program's own registration at the service, None where one is
        known from before. `show` is given the page's address. `write` asks for the right to
        write too. Raises Unconfigured, Denied, Unreachable, OutOfTime.
        """

    def sign_out(self) -> str:
        """Forget what is kept of a sign-in; what to say of it. Raises Unconfigured."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was looked at. `ok` is None where it only deserves attention."""

    name: str
    ok: bool | None
    message: str
    hint: str | None = None


@runtime_checkable
class Diagnosing(Protocol):
    """A connector that can say more than whether a read succeeds: `okrsync doctor`."""

    def diagnose(self, location: Location | None) -> Sequence[Remark]:
        """How it is signed in; with a location that could be read also what else it may do there.

        Nothing is changed. Raises ConnectorError.
        """


@runtime_checkable
class PlanConnector(Protocol):
    """A service that knows OKRs itself (perdoo, flowyteam): the same with Plans."""

    name: ClassVar[str]

    def read_plan(self, location: Location, want: Want, memory: Memory) -> Plan:
        """The whole Plan at the location."""

    def write_plan(self, location: Location, plan: Plan) -> Receipt:
        """Create or update what differs, never twice."""


CONNECTORS = "okrsync.connectors"
LOCATIONS = "okrsync.locations"


@cache
def _points(group: str) -> tuple[EntryPoint, ...]:
    # Asking every installed distribution takes longer than reading a small sheet.
    return tuple(entry_points(group=group))


def claims() -> dict[str, str]:
    """Scheme, host or suffix → connector name, from every installed distribution.

    Raises UnknownLocation where two distributions claim one location.
    """
    found: dict[str, str] = {}
    for point in _points(LOCATIONS):
        if found.setdefault(point.name, point.value) != point.value:
            raise UnknownLocation(
                f"two connectors claim {point.name!r}: {found[point.name]} and {point.value}",
                hint="uninstall one of them",
            )
    return found


def names() -> list[str]:
    """The names of all installed connectors, sorted."""
    return sorted({point.name for point in _points(CONNECTORS)})


def load(name: str) -> TableConnector:
    """The connector of this name, imported now. Raises UnknownLocation."""
    for point in _points(CONNECTORS):
        if point.name == name:
            made: TableConnector = point.load()()
            return made
    raise UnknownLocation(f"no connector is called {name!r}", hint=f"known: {', '.join(names())}")


def locate(text: str) -> Location:
    """What a user typed as a location, with its connector. Raises UnknownLocation.

    A URL is claimed by its host (or by `*.` and a domain above it), `scheme:rest` by its
    scheme, a path by its suffix. What follows `#` is the tab, unless a file of the whole name
    exists.
    """
    known = claims()
    scheme, colon, rest = text.partition(":")
    if "://" in text:
        return _own(_claimed(text, known, _host_claim(text, known), text, None))
    if colon and scheme in known:
        address, _, named = rest.partition("#")
        return _own(Location(text, known[scheme], address, named or None))
    address, tab = _split_tab(text)
    suffix = Path(address).suffix.lower()
    return _claimed(text, known, suffix, address, tab)


def _host_claim(text: str, known: Mapping[str, str]) -> str:
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return ""
    above = host.split(".")[1:]
    domains = (f"*.{'.'.join(above[number:])}" for number in range(len(above)))
    return next((claim for claim in (host, *domains) if claim in known), host)


def _own(location: Location) -> Location:
    connector = load(location.connector)
    return connector.locate(location) if isinstance(connector, Locating) else location


def _split_tab(text: str) -> tuple[str, str | None]:
    if "#" not in text or Path(text).exists():
        return text, None
    address, _, tab = text.rpartition("#")
    return address, tab or None


def _claimed(
    text: str, known: Mapping[str, str], claim: str, address: str, tab: str | None
) -> Location:
    if claim not in known:
        kinds = ", ".join(sorted(known))
        what = f"nothing reads {claim!r}" if claim else "it has no suffix, scheme or host"
        raise UnknownLocation(f"{text}: {what}", hint=f"locations are known by: {kinds}")
    return Location(text, known[claim], address, tab)
