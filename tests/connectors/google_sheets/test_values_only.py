"""A large sheet is read by its values alone, and as exactly as a full read has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from okrsync.connector import Memory, Snapshot, Want
from okrsync.table import Change, NewColumn, Shown
from tests.connectors.google_sheets.desk import Desk, at
from tests.servers.google import people, seeding
from tests.servers.google.book import Book
from tests.servers.google.cells import CellError

ROWS = 120
HEADER: list[Any] = ["ID", "Key result", "Owner", "Team", "Start", "Now", "Target", "Due", "Notes"]
WIDTH = len(HEADER) + 2


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.google_sheets.read.values_only.CELLS", 900)


def large(desk: Desk, *, mixed: bool = False, **more: Any) -> Book:
    rows: list[list[Any]] = [
        [f"KR-{n}", f"Result {n}", f"p{n % 7}", f"T{n % 3}", n % 50, n / 8, 900, day(n), "-"]
        for n in range(ROWS)
    ]
    rows[5][8] = CellError("#REF!")
    rows[6][8], rows[7][8], rows[8][1] = True, "=1+1", "  007"
    rows[9] = [None, "thin"]
    rows[10] = []
    book = desk.book({"OKRs": [HEADER, *rows], "More": [["x", 0.5]]}, **more)
    tab = book.tab("OKRs")
    tab.resize(ROWS + 40, WIDTH + 3)
    seeding.number_format(tab, f"F2:F{ROWS + 1}", "PERCENT", "0%")
    if mixed:
        seeding.number_format(tab, "G4:G90", "CURRENCY")
        seeding.number_format(tab, "G20", "PERCENT", "0.0%")
    seeding.hide_rows(tab, 12)
    seeding.protect(tab, "A3:B4")
    seeding.merge(tab, "I20:I21")
    return book


def day(n: int) -> date:
    return date(2026, 6, 1 + n % 28)


def read(desk: Desk, book: Book, memory: Memory, **want: Any) -> Snapshot:
    return desk.connector.read(at(book), Want(**{"write": True, **want}), memory)


def synced(desk: Desk, book: Book) -> Memory:
    """What is remembered after columns were added and filled."""
    snapshot = read(desk, book, {})
    new = [
        NewColumn(snapshot.tables[0].key, field, header, 1, 2, ROWS + 1, shown)
        for field, header, shown in (
            ("progress", "OKR progress", Shown.PERCENT),
            ("status", "OKR status", Shown.TEXT),
        )
    ]
    snapshot = desk.connector.ensure_columns(snapshot, new)
    changes = [
        change
        for row in snapshot.tables[0].rows[1:]
        if row.value(1)
        for change in (
            Change(
                snapshot.tables[0].key, row.number, len(HEADER), None,
                Decimal(row.number) / 2000, Shown.PERCENT, (0, 1),
            ),
            Change(
                snapshot.tables[0].key, row.number, len(HEADER) + 1, None,
                "on track", identity=(0, 1),
            ),
        )
    ]  # fmt: skip
    receipt = desk.connector.write(snapshot, changes)
    assert len(receipt.written) == len(changes)
    return receipt.memory


def requests(desk: Desk, since: int) -> list[str]:
    return [request.name.rpartition(".")[2] for request in list(desk.google.log)[since:]]


def same(one: Snapshot, other: Snapshot) -> None:
    assert one.revision == other.revision
    for mine, theirs in zip(one.tables, other.tables, strict=True):
        assert [(r.number, list(r.values), r.hidden) for r in mine.rows] == [
            (r.number, list(r.values), r.hidden) for r in theirs.rows
        ]
        assert [[type(v) for v in r.values] for r in mine.rows] == [
            [type(v) for v in r.values] for r in theirs.rows
        ]
        assert mine.protected == theirs.protected
        assert replace(mine, rows=(), protected=()) == replace(theirs, rows=(), protected=())


@pytest.mark.parametrize("mixed", [False, True])
@pytest.mark.parametrize("locale", ["en_US", "nl_NL"])
def test_it_is_the_same_as_a_full_read(desk: Desk, mixed: bool, locale: str) -> None:
    book = large(desk, mixed=mixed, locale=locale)
    memory = synced(desk, book)
    since = len(desk.google.log)
    light = read(desk, book, memory)
    assert requests(desk, since) == ["batchGet"]
    assert (light.calls.read, light.memory) == (1, memory)
    full = read(desk, book, memory, full=True)
    assert requests(desk, since) == ["batchGet", "get"]
    same(light, full)


def test_what_changes_in_a_known_way_takes_one_request(desk: Desk) -> None:
    book = large(desk)
    memory = synced(desk, book)
    people.edit("OKRs", "F7", 0.75)(book)
    people.edit("OKRs", "B50", "Renamed")(book)
    people.edit("OKRs", "H50", None)(book)
    since = len(desk.google.log)
    light = read(desk, book, memory)
    assert requests(desk, since) == ["batchGet"]
    assert light.tables[0].value(7, 5) == 0.75
    same(light, read(desk, book, {}))


def typed_percent(book: Book) -> None:
    people.edit("OKRs", "E7", 0.45)(book)
    seeding.number_format(book.tab("OKRs"), "E7", "PERCENT", "0%")


def typed_day(book: Book) -> None:
    people.edit("OKRs", "I30", day(3))(book)


SURPRISES: dict[str, Callable[[Book], None]] = {
    "a percent where there was none": typed_percent,
    "a day where there was none": typed_day,
    "a header renamed": people.edit("OKRs", "E1", "Begin"),
    "our cell was typed over": people.edit("OKRs", "J7", "=F7"),
    "a row inserted": people.insert_row("OKRs", 60, ["KR-x", "New"]),
    "a row deleted": people.delete_row("OKRs", 60),
    "a column inserted": people.insert_column("OKRs", "C"),
    "the tab renamed": people.rename_tab("OKRs", "Plan"),
}


@pytest.mark.parametrize("case", SURPRISES)
def test_a_surprise_is_read_in_full(desk: Desk, case: str) -> None:
    book = large(desk)
    memory = synced(desk, book)
    SURPRISES[case](book)
    since = len(desk.google.log)
    found = read(desk, book, memory)
    assert requests(desk, since) == ["batchGet", "get"]
    same(found, read(desk, book, {}))


def test_rows_that_differ_in_format_must_not_have_moved(desk: Desk) -> None:
    book = large(desk, mixed=True)
    memory = synced(desk, book)
    people.edit("OKRs", "B50", "Renamed")(book)
    since = len(desk.google.log)
    same(read(desk, book, memory), read(desk, book, {}))
    assert requests(desk, since) == ["batchGet", "get", "get"]


def test_after_an_hour_it_looks_at_everything(desk: Desk) -> None:
    book = large(desk)
    memory = synced(desk, book)
    desk.google.clock.advance(3700)
    since = len(desk.google.log)
    read(desk, book, memory)
    assert requests(desk, since)[-1] == "get"


@pytest.mark.parametrize("memory", [{"version": 2, "light": "no"}, {"version": 1}, {"light": 5}])
def test_a_memory_that_is_no_use_is_not_used(desk: Desk, memory: dict[str, Any]) -> None:
    book = large(desk)
    stamp = {"read_at": desk.clock.now().isoformat(), "whole": True}
    same(read(desk, book, {**memory, **stamp}), read(desk, book, {}))


def test_a_small_sheet_is_not_remembered(desk: Desk) -> None:
    book = desk.book({"OKRs": [HEADER, *([["a"] * 8] * 100)]})
    assert "light" not in read(desk, book, {}).memory


def test_one_tab_by_its_gid_is_one_light_request(desk: Desk) -> None:
    book = large(desk)
    memory = synced(desk, book)
    since = len(desk.google.log)
    gid = f"gid={book.tab('OKRs').sheet_id}"
    found = desk.connector.read(at(book, gid), Want(write=True), memory)
    assert [table.name for table in found.tables] == ["OKRs"]
    assert requests(desk, since) == ["batchGet"]


def test_before_anything_of_ours_is_there_a_write_begins_with_a_full_read(desk: Desk) -> None:
    book = large(desk)
    memory = read(desk, book, {}).memory
    assert read(desk, book, memory).calls.read == 1
    assert desk.google.log[-1].name == "sheets.spreadsheets.get"
    read(desk, book, memory, write=False)
    assert desk.google.log[-1].name == "sheets.spreadsheets.values.batchGet"


def test_a_read_of_tomorrow_is_not_believed(desk: Desk) -> None:
    book = large(desk)
    memory = {**read(desk, book, {}).memory, "read_at": "2199-01-01T00:00:00+00:00"}
    read(desk, book, memory, write=False)
    assert desk.google.log[-1].name == "sheets.spreadsheets.get"
