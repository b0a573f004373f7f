"""10,000 rows × 12 properties in Notion, beside notion2pandas in the same run.

The loopback Notion runs in a process of its own, so that CPU time is the client's alone. Needs
`pip install notion2pandas` (the extra `bench`), and says so where it is missing.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.figure import Figure, measure
from connectors.notion import NotionConnector
from okrsync.connector import Location, Memory, Snapshot, Want, locate
from okrsync.http.waiting import Waiter, using
from okrsync.table import Change, Shown
from tests.servers.notion.server import NotionServer

ROWS, CHANGED = 10_000, 100
PROPERTIES = {
    "Key Result": "title", "Owner": "rich_text", "Team": "select", "Start": "number",
    "Target": "number", "Current": "number", "Unit": "select", "Due": "date", "Notes": "rich_text",
    "Link": "url", "OKR progress": "number:percent", "OKR status": "select",
}  # fmt: skip
PROGRESS, STATUS = "OKR progress", "OKR status"
WORDS = ("on track", "off track")


def _row(number: int) -> dict[str, Any]:
    return {
        "Key Result": f"Customers of region {number} recommend us", "Owner": f"Owner {number % 40}",
        "Team": f"Team {number % 12}", "Start": 10, "Target": 50, "Current": 10 + number % 45,
        "Unit": "points", "Due": f"2026-06-{1 + number % 28:02}", "Notes": f"Note {number}",
        "Link": f"https://example.org/{number}", PROGRESS: 0.5, STATUS: WORDS[0],
    }  # fmt: skip


def figures() -> Iterator[Figure]:
    """CPU time for 1 % changed, and the number of calls."""
    if find_spec("notion2pandas") is None:
        print("notion: skipped, notion2pandas is not installed (pip install -e '.[bench]')")
        return
    with _bench() as bench:
        yield measure(
            "1 % of 10,000 rows changed: read and write them",
            "notion2pandas",
            bench.ours,
            bench.theirs,
            limit=0.5,
            rounds=3,
        )
        yield _calls("calls of it", bench.counts["ours"], bench.counts["theirs"], 1.0)
        ours, theirs = bench.unchanged()
        yield _calls("calls when nothing changed", ours, theirs, 2 / theirs)


def _calls(name: str, ours: int, theirs: int, limit: float) -> Figure:
    return Figure(name, f"notion2pandas ({ours} against {theirs})", ours / theirs, limit)


def _serve(pipe: Connection) -> None:
    with NotionServer() as notion:
        notion.limit.requests = None
        table = notion.database("Key Results", PROPERTIES)
        pages = table.add_all(_row(number) for number in range(ROWS))
        pipe.send((notion.url, notion.token, table.database.id))
        turn = 0
        while (asked := pipe.recv()) is not None:
            if asked == "colleagues":
                turn += 1
                notion.clock.advance(600)
                for page in pages[:CHANGED]:
                    table.put(page, {"Current": 20 + turn})
                notion.clock.advance(600)
            pipe.send(len(notion.log))


@dataclass
class _Bench:
    """Both clients at one database; a colleague changes 1 % of it before each turn."""

    pipe: Connection
    location: Location
    client: Any
    connector: NotionConnector = field(default_factory=NotionConnector)
    memory: Memory = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    turn: int = 0

    def requests(self, what: str = "count") -> int:
        """All requests so far; `colleagues` lets them work first."""
        self.pipe.send(what)
        found: int = self.pipe.recv()
        return found

    def read(self) -> Snapshot:
        snapshot = self.connector.read(self.location, Want(write=True), self.memory)
        assert len(snapshot.tables[0].rows) == ROWS
        self.memory = snapshot.memory
        return snapshot

    def ours(self) -> None:
        before = self.requests("colleagues")
        self.turn += 1
        snapshot = self.read()
        receipt = self.connector.write(snapshot, _changes(snapshot, self.turn))
        assert len(receipt.written) == 2 * CHANGED
        self.memory = receipt.memory
        self.counts["ours"] = self.requests() - before

    def theirs(self) -> None:
        before = self.requests("colleagues")
        self.turn += 1
        frame = self.client.get_dataframe(self.location.address)
        assert len(frame) == ROWS
        for row in frame.index[:CHANGED]:
            frame.loc[row, PROGRESS] = float(_progress(self.turn))
            frame.loc[row, STATUS] = WORDS[self.turn % 2]
        self.client.sync_to_notion(frame)
        self.counts["theirs"] = self.requests() - before

    def unchanged(self) -> tuple[int, int]:
        """Requests of ours and theirs where nothing is to be done."""
        self.requests("colleagues")
        self.read()
        before = self.requests()
        self.read()
        between = self.requests()
        self.client.sync_to_notion(self.client.get_dataframe(self.location.address))
        return between - before, self.requests() - between


def _progress(turn: int) -> Decimal:
    return Decimal(turn % 97) / 100


def _changes(snapshot: Snapshot, turn: int) -> Sequence[Change]:
    table = snapshot.tables[0]
    columns = {column.title: column.index for column in table.columns}
    found: list[Change] = []
    for row in table.rows[:CHANGED]:
        other = WORDS[row.value(columns[STATUS]) == WORDS[0]]
        values: Sequence[tuple[str, str | Decimal, Shown]] = (
            (PROGRESS, _progress(turn), Shown.PERCENT),
            (STATUS, other, Shown.TEXT),
        )
        for title, after, shown in values:
            column = columns[title]
            before = row.value(column)
            found.append(Change(table.key, row.number, column, before, after, shown, (0,)))
    return found


@contextmanager
def _bench() -> Iterator[_Bench]:
    from notion2pandas import Notion2PandasClient  # noqa: PLC0415 -- an extra, and heavy

    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    server = context.Process(target=_serve, args=(there,), daemon=True)
    server.start()
    url, token, database = here.recv()
    os.environ |= {"NOTION_TOKEN": token, "OKRSYNC_NOTION_API_URL": url}
    bench = _Bench(
        here, locate(f"notion:{database}"), Notion2PandasClient(auth=token, base_url=url)
    )
    try:
        # Our own minutes are too short to be waited for: what is measured is work.
        with using(Waiter(3600, scale=1e5)):
            bench.read()
            yield bench
    finally:
        here.send(None)
        server.join()
