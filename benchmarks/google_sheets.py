"""A Google Sheet of 10,000 rows × 15 columns, beside gspread against the same loopback Google.

The server runs in a process of its own, so that CPU time is the client's alone. Ours reads with
what an earlier read is remembered for, as every run but the first does.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import gspread

from benchmarks.figure import Figure, measure
from connectors.google_sheets import GoogleSheetsConnector
from connectors.google_sheets.auth.credentials import KEY
from connectors.google_sheets.auth.trusted_hosts import VARIABLE
from okrsync.connector import Location, Memory, Snapshot, Want, locate
from okrsync.table import Change, NewColumn, Shown
from tests.servers.google import people, seeding
from tests.servers.google.book import Book
from tests.servers.google.client import client
from tests.servers.google.server import PERSON, GoogleServer

ROWS = 10_000
LATENCY = 0.05
HEADERS = (
    "ID", "Objective", "Key Result", "Owner", "Team", "Start", "Target", "Current",
    "Unit", "Weight", "Due", "Confidence", "Status", "Notes", "Link",
)  # fmt: skip
OURS = (
    ("progress", "OKR progress", Shown.PERCENT),
    ("expected", "OKR expected", Shown.PERCENT),
    ("status", "OKR status", Shown.TEXT),
)
IDENTITY = (0, 2)
PROBED = 50
TURNS = 4


def _rows(count_: int) -> list[list[Any]]:
    return [
        [
            f"KR{row}", f"Customers of region {row // 4} recommend us",
            f"NPS of segment {row} rises", f"Owner {row % 40}", f"Team {row % 12}",
            10, 50, 10 + row % 45 + 0.5, "points", 1 + row % 3, date(2026, 6, 1 + row % 28),
            (row % 11) / 10, "on track", f"Note {row}", f"https://example.org/{row}",
        ]
        for row in range(1, count_ + 1)
    ]  # fmt: skip


def _book(google: GoogleServer, headers: Sequence[str]) -> Book:
    book = google.book("Plan", {"OKRs": [headers, *_rows(ROWS)]})
    book.tab("OKRs").resize(ROWS + 1, len(HEADERS) + 6)
    seeding.number_format(book.tab("OKRs"), f"L2:L{ROWS + 1}", "PERCENT", "0%")
    return book


def _serve(pipe: Connection, key: str) -> None:
    with GoogleServer() as google:
        google.remember = True
        google.quota.per_user = google.quota.per_project = 10**9
        ours = _book(google, HEADERS)
        theirs = _book(google, (*HEADERS, *(header for _, header, _ in OURS)))
        google.service_account(Path(key), ours)
        pipe.send((google.url, ours.id, theirs.id, google.token(PERSON, "spreadsheets")))
        while (latency := pipe.recv()) is not None:
            google.latency = latency
            pipe.send(True)


@dataclass
class _Bench:
    """Both clients, each with its copy of one sheet: what gspread writes over our columns would
    be read in full."""

    pipe: Connection
    location: Location
    gspread: gspread.Client
    copy: str
    connector: GoogleSheetsConnector
    memory: Memory

    def latency(self, seconds: float) -> None:
        self.pipe.send(seconds)
        self.pipe.recv()

    def read(self) -> Snapshot:
        snapshot = self.connector.read(self.location, Want(write=True), self.memory)
        assert (snapshot.calls.read, len(snapshot.tables[0].rows)) == (1, ROWS + 1)
        return snapshot

    def their_sheet(self) -> Any:
        return self.gspread.open_by_key(self.copy).worksheet("OKRs")

    def write(self, changes: Sequence[Change]) -> None:
        receipt = self.connector.write(self.read(), changes)
        assert len(receipt.written) == ROWS * len(OURS)
        self.memory = receipt.memory

    def their_write(self, values: Sequence[Decimal], word: str) -> None:
        sheet = self.their_sheet()
        assert len(sheet.get_all_records()) == ROWS
        block = [[float(value), float(value), word] for value in values]
        left = len(HEADERS)
        sheet.update(
            block,
            f"{gspread.utils.rowcol_to_a1(2, left + 1)}:"
            f"{gspread.utils.rowcol_to_a1(ROWS + 1, left + 3)}",
            raw=True,
        )


def _changes(snapshot: Snapshot, values: Sequence[Decimal], word: str) -> list[Change]:
    table, left = snapshot.tables[0].key, len(HEADERS)
    found = []
    for number, value in enumerate(values, 2):
        cells: Sequence[tuple[str | Decimal, Shown]] = (
            (value, Shown.PERCENT),
            (value, Shown.PERCENT),
            (word, Shown.TEXT),
        )
        found += [
            Change(table, number, left + index, None, after, shown, IDENTITY)
            for index, (after, shown) in enumerate(cells)
        ]
    return found


def _columns(snapshot: Snapshot, rows: int) -> Snapshot:
    new = [
        NewColumn(snapshot.tables[0].key, field, header, 1, 2, rows + 1, shown)
        for field, header, shown in OURS
    ]
    return GoogleSheetsConnector().ensure_columns(snapshot, new)


@contextmanager
def _bench() -> Iterator[_Bench]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    with tempfile.TemporaryDirectory() as folder:
        key = str(Path(folder) / "key.json")
        server = context.Process(target=_serve, args=(there, key), daemon=True)
        server.start()
        url, book, copy, token = here.recv()
        os.environ |= {KEY: key, VARIABLE: url}
        location, connector = locate(f"gsheets:{book}"), GoogleSheetsConnector()
        theirs = client(_Elsewhere(url, token))  # type: ignore[arg-type] # all that it asks for
        first = _columns(connector.read(location, Want(write=True), {}), ROWS)
        bench = _Bench(here, location, theirs, copy, connector, {})
        receipt = connector.write(first, _changes(first, [Decimal(0)] * ROWS, "not started"))
        bench.memory = receipt.memory
        try:
            yield bench
        finally:
            here.send(None)
            server.join()


@dataclass
class _Elsewhere:
    """A server of another process, as far as a client needs one."""

    url: str
    held: str

    def token(self, *_: str) -> str:
        return self.held


def figures() -> Iterator[Figure]:
    """Reading, writing three columns of every row, nothing changed, and the probe."""
    with _bench() as bench:
        yield measure(
            "10,000 × 15 of a Google Sheet: read",
            "gspread's get_all_records",
            bench.read,
            lambda: bench.their_sheet().get_all_records(),
            limit=0.6,
        )
        snapshot = bench.read()
        ours = cycle([_changes(snapshot, *_values(turn)) for turn in range(TURNS)])
        theirs = cycle([_values(turn) for turn in range(TURNS)])
        yield measure(
            "read, and write three columns of every row",
            "gspread: get_all_records and one bulk update",
            lambda: bench.write(next(ours)),
            lambda: bench.their_write(*next(theirs)),
            limit=1.0,
        )
        bench.latency(LATENCY)
        same = next(theirs)
        yield measure(
            f"nothing changed, {LATENCY * 1000:.0f} ms away (elapsed)",
            "the same with gspread, which writes again",
            bench.read,
            lambda: bench.their_write(*same),
            limit=0.35,
            clock=time.perf_counter,
        )
    yield _probe()


def _values(turn: int) -> tuple[list[Decimal], str]:
    """Another value for each row at every turn, and a word."""
    return [Decimal(row % 7 + turn) / 1000 for row in range(ROWS)], f"word {turn}"


def _probe() -> Figure:
    """A row inserted just before the write: how many rows end up with another row's value."""
    theirs, ours = _mislabelled(gspreads=True), _mislabelled(gspreads=False)
    print(f"{'':<44} of {PROBED} rows mislabelled: gspread {theirs}, okrsync {ours}")
    return Figure("a row inserted just before the write", "gspread", ours / theirs, 0)


def _mislabelled(*, gspreads: bool) -> int:
    with GoogleServer() as google, tempfile.TemporaryDirectory() as folder:
        book = google.book("Plan", {"OKRs": [HEADERS, *_rows(PROBED)]})
        key = Path(folder) / "key.json"
        google.service_account(key, book)
        os.environ |= {KEY: str(key), VARIABLE: google.url}
        connector = GoogleSheetsConnector()
        snapshot = connector.read(locate(f"gsheets:{book.id}"), Want(write=True), {})
        snapshot = _columns(snapshot, PROBED)
        values = [Decimal(number) / 1000 for number in range(1, PROBED + 1)]
        google.faults.before_write(people.insert_row("OKRs", 10, ["new", "", "A new one"]))
        if gspreads:
            sheet = client(google).open_by_key(book.id).worksheet("OKRs")
            sheet.update([[float(value)] for value in values], f"P2:P{PROBED + 1}", raw=True)
        else:
            connector.write(snapshot, _changes(snapshot, values, "on track"))
        found = {
            row[0].entered: row[15].entered for row in book.tab("OKRs").rows[1:] if len(row) > 15
        }
        return sum(found.get(f"KR{n}") != n / 1000 for n in range(1, PROBED + 1))
