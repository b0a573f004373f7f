"""A machine that has the loopback Notion's token, with a clock that tests move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from connectors.notion import NotionConnector, connection
from okrsync.connector import Calls, Location, Memory, Receipt, Snapshot, Want
from okrsync.http import Waiter, using
from okrsync.table import Change, Scalar, Shown, Table
from tests.servers.notion import seeding
from tests.servers.notion.server import NotionServer

Say = Callable[..., tuple[int, str]]
"""Runs a command; its exit code, and all that it printed."""


@dataclass
class ServerTime:
    """The server's clock as the client's: waiting moves both, and takes no time."""

    notion: NotionServer
    waits: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.notion.clock.now(), UTC)

    def monotonic(self) -> float:
        return self.notion.clock.now()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.notion.clock.advance(seconds)


@dataclass
class Desk:
    """The server, its time, and the connector."""

    notion: NotionServer
    clock: ServerTime
    connector: NotionConnector = field(default_factory=NotionConnector)

    def read(
        self,
        where: seeding.Table | str,
        memory: Memory | None = None,
        tab: str | None = None,
        *,
        full: bool = False,
    ) -> Snapshot:
        """A read of a database, or of an id."""
        ident = where if isinstance(where, str) else where.database.id
        return self.connector.read(at(ident, tab), Want(write=True, full=full), memory or {})

    def counted(self) -> Calls:
        """What the server itself has counted so far."""
        counts = self.notion.log.counts()
        return Calls(counts["read"], counts["write"], counts["other"])

    def asked(self) -> list[str]:
        """The methods asked for since the last time, in order."""
        names = [request.name for request in self.notion.log]
        fresh = names[self._seen :]
        self._seen = len(names)
        return fresh

    _seen: int = 0

    def later(self, minutes: float) -> None:
        """So much time goes by."""
        self.notion.clock.advance(60 * minutes)

    def write(self, snapshot: Snapshot, values: dict[tuple[int, str], Scalar]) -> Receipt:
        """Write managed values by (row number, title) of the first table."""
        return self.connector.write(snapshot, changes(snapshot.tables[0], values))


def at(ident: str, tab: str | None = None) -> Location:
    return Location(f"notion:{ident}" + (f"#{tab}" if tab else ""), "notion", ident, tab)


def column(table: Table, title: str) -> int:
    return next(one.index for one in table.columns if one.title == title)


def values(table: Table, title: str) -> Sequence[Scalar]:
    """A column from top to bottom."""
    return [row.value(column(table, title)) for row in table.rows]


def changes(table: Table, wanted: dict[tuple[int, str], Scalar]) -> list[Change]:
    return [
        Change(
            table.key,
            row,
            column(table, title),
            table.value(row, column(table, title)),
            after if after is None or isinstance(after, str) else _decimal(after),
            Shown.TEXT if isinstance(after, str) else Shown.PERCENT,
            identity=(0,),
        )
        for (row, title), after in wanted.items()
    ]


def _decimal(number: Scalar) -> Decimal:
    return Decimal(str(number))


@contextmanager
def signed_in(
    notion: NotionServer, monkeypatch: pytest.MonkeyPatch, seconds: float = 1e6
) -> Iterator[Desk]:
    """A desk whose waits are the server's time. `seconds` are for all that a test does."""
    monkeypatch.setenv("NOTION_TOKEN", notion.token)
    monkeypatch.setenv("OKRSYNC_NOTION_API_URL", notion.url)
    clock = ServerTime(notion)
    try:
        with using(Waiter(seconds, clock)):
            yield Desk(notion, clock)
    finally:
        connection.close()
