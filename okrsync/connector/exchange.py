"""The terms of the protocols: where a source is, what a read gave, what a write did."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from okrsync.i18n import Message
from okrsync.table import (
    Barred,
    Change,
    PlacedColumn,
    Skip,
    Table,
    Unplaced,
)

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
    """Where a source is: the connector's name, its address there, and the tab if one is named.

    `file`: a path was given, and neither a URL nor `scheme:rest`.
    """

    text: str
    connector: str
    address: str
    tab: str | None = None
    file: bool = False

    @property
    def place(self) -> str:
        """Where the document is, in one spelling: a file's real path, else the service's
        address."""
        return os.path.realpath(self.address) if self.file else self.address

    @property
    def path(self) -> Path:
        """The address as a path, for connectors of files."""
        return Path(self.address)


@dataclass(frozen=True, slots=True)
class Want:
    """What a read is for.

    `write` is True where changes may follow, so that a connector may ask for more rights.
    `tabs` are those that will be looked at where the location itself names none, () for all.
    `full` asks for a complete read even where an incremental one would do.
    `progress` is called with (rows done, rows in all or None) during a long read.
    """

    write: bool = False
    tabs: Sequence[str] = ()
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
    unplaced: Sequence[Unplaced] = ()
    barred: Sequence[Barred] = ()
    notes: Sequence[Message] = ()

    def table(self, key: str) -> Table:
        """The table with this key. Raises KeyError."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a write really did: only cells that were seen to be written count as written.

    `notes` are for people: what they should look at. `barred` are tables that were refused as a
    whole while others were written; their changes are not in `written`.
    """

    written: Sequence[Change] = ()
    skipped: Sequence[Skip] = ()
    calls: Calls = Calls()
    revision: str = ""
    memory: Memory = field(default_factory=dict)
    barred: Sequence[Barred] = ()
    notes: Sequence[Message] = ()
