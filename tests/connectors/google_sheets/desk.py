"""A machine that is signed in to the loopback Google, with a clock that tests move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.google_sheets import GoogleSheetsConnector
from okrsync.connector import Calls, Location, Memory, Snapshot, Want
from okrsync.http.waiting import Waiter, using
from tests.servers.google.book import Book
from tests.servers.google.server import GoogleServer


@dataclass
class ServerTime:
    """The server's clock as the client's: waiting moves both, and takes no time."""

    google: GoogleServer
    waits: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.google.clock.now(), UTC)

    def monotonic(self) -> float:
        return self.google.clock.now()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.google.clock.advance(seconds)


@dataclass
class Desk:
    """The server, the key's account, and the connector."""

    google: GoogleServer
    who: str
    clock: ServerTime
    key: Path
    connector: GoogleSheetsConnector = field(default_factory=GoogleSheetsConnector)

    def book(self, tabs: Mapping[str, Iterable[Sequence[Any]]], **more: Any) -> Book:
        """A spreadsheet that is shared with the key's account."""
        made = self.google.book("Plan", tabs, **more)
        made.roles[self.who] = "writer"
        return made

    def read(self, book: Book, tab: str | None = None, memory: Memory | None = None) -> Snapshot:
        return self.connector.read(at(book, tab), Want(write=True), memory or {})

    def counted(self) -> Calls:
        counts = self.google.log.counts()
        return Calls(counts["read"], counts["write"], counts["other"])


def at(book: Book, tab: str | None = None) -> Location:
    text = f"gsheets:{book.id}" + (f"#{tab}" if tab else "")
    return Location(text, "google_sheets", book.id, tab)


@contextmanager
def signed_in(
    google: GoogleServer, folder: Path, monkeypatch: pytest.MonkeyPatch, seconds: float = 600
) -> Iterator[Desk]:
    """A desk whose waits are the server's time."""
    key = folder / "key.json"
    who = google.service_account(key)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key))
    monkeypatch.setenv("OKRSYNC_GOOGLE_API_URL", google.url)
    clock = ServerTime(google)
    with using(Waiter(seconds, clock)):
        yield Desk(google, who, clock, key)
