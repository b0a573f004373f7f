"""Where our columns go when something stands beside the table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from okrsync.connector import Snapshot
from okrsync.table import Area
from tests.connectors.google_sheets.desk import Desk
from tests.connectors.plan import PROGRESS, STATUS, TITLE, managed
from tests.servers.google import people, seeding
from tests.servers.google.seeding import shown

TAB = "OKRs"
PLAN: list[list[Any]] = [
    ["Objective", TITLE, "Target"],
    ["Grow", "Result 1", 10],
    ["Grow", "Result 2", 20],
]
Rows = list[list[Any]]


def beside(first: int, *block: list[Any]) -> Rows:
    """The plan with a block of cells from this column on."""
    rows = [[*row, *[None] * (first - len(row))] for row in PLAN]
    return [row + (block[at] if at < len(block) else []) for at, row in enumerate(rows)]


PLACES: dict[str, tuple[Rows, str]] = {
    "nothing": (PLAN, "D1"),
    "a column without a header": (beside(3, [None], ["x"]), "E1"),
    "a block": (beside(4, ["Team", "Lead"], ["Sales", "Ann"]), "H1"),
    "a block without a header": (beside(5, [None], [None], ["x"]), "H1"),
    "a wide title above": ([[None] * 3 + ["wide"], *PLAN], "E2"),
    "a wider table below": ([*PLAN, [], ["a", "b", "c", "d", "e"]], "F1"),
}


def ensured(desk: Desk, rows: Rows, **more: Any) -> tuple[Snapshot, dict[str, str]]:
    book = desk.book({TAB: rows})
    snapshot = desk.read(book)
    header = next(row.number for row in snapshot.tables[0].rows if TITLE in row.values)
    new = [replace(one, **more) for one in managed(snapshot.tables[0], header)]
    after = desk.connector.ensure_columns(snapshot, new)
    cells = {
        f"{chr(65 + column)}{number}": text
        for number, row in enumerate(shown(book, TAB), 1)
        for column, text in enumerate(row)
    }
    return after, {text: cell for cell, text in cells.items() if text in {PROGRESS, STATUS}}


@pytest.mark.parametrize("case", PLACES)
def test_a_blank_column_stays_towards_what_is_not_the_table(desk: Desk, case: str) -> None:
    rows, cell = PLACES[case]
    after, where = ensured(desk, rows, reads=2)
    assert where[PROGRESS] == cell
    assert where[STATUS] == chr(ord(cell[0]) + 1) + cell[1:]
    assert bool(after.notes) == case.startswith("a block")
    assert after.unplaced == ()


def test_what_was_read_as_the_tables_own_is_no_block(desk: Desk) -> None:
    rows = beside(4, ["Owner"], ["Ann"])
    assert ensured(desk, rows, reads=4)[1][PROGRESS] == "F1"


def test_a_filter_over_all_columns_is_none_either(desk: Desk) -> None:
    book = desk.book({TAB: PLAN})
    seeding.basic_filter(book.tab(TAB), "A1:Z1000")
    snapshot = desk.read(book)
    desk.connector.ensure_columns(snapshot, managed(snapshot.tables[0], 1))
    assert shown(book, TAB)[0] == [*PLAN[0], PROGRESS, STATUS]


def test_a_ranges_columns_come_right_beside_it(desk: Desk) -> None:
    after, where = ensured(desk, PLAN, within=Area(1, 0, 3, 2))
    assert (where, after.unplaced) == ({PROGRESS: "D1", STATUS: "E1"}, ())


def test_a_range_with_a_neighbour_gets_none_and_says_what_to_do(desk: Desk) -> None:
    after, where = ensured(desk, beside(7, ["Team"], ["Sales"]), within=Area(1, 0, 3, 2))
    assert (where, len(after.unplaced)) == ({}, 2)
    assert "to the right of A1:C3" in str(after.unplaced[0].reason)
    assert f"type {PROGRESS} yourself in row 1" in str(after.unplaced[0].hint)


def test_what_people_typed_there_is_taken_as_it_stands(desk: Desk) -> None:
    rows = [row + more for row, more in zip(PLAN, ([PROGRESS, STATUS], [], []), strict=True)]
    rows = [[*row, *[None] * (7 - len(row)), "x"] for row in rows]
    after, _ = ensured(desk, rows, within=Area(1, 0, 3, 2))
    assert (after.placed, after.unplaced) == ((), ())


def test_a_column_in_which_people_typed_since_is_not_taken_out(desk: Desk) -> None:
    book = desk.book({TAB: PLAN})
    snapshot = desk.read(book)
    added = desk.connector.ensure_columns(snapshot, managed(snapshot.tables[0], 1))
    going = desk.connector.drop_columns(desk.read(book), added.placed)
    people.edit(TAB, "D3", "mine")(book)
    desk.connector.write(going, [])
    assert [row[3:] for row in shown(book, TAB)] == [[PROGRESS], [], ["mine"]]


@pytest.mark.parametrize(("cells", "end"), [("A1:C3", 5), ("A1:B3", 2)])
def test_only_a_filter_that_ends_with_the_table_takes_the_columns_in(
    desk: Desk, cells: str, end: int
) -> None:
    book = desk.book({TAB: PLAN})
    seeding.basic_filter(book.tab(TAB), cells)
    snapshot = desk.read(book)
    desk.connector.ensure_columns(snapshot, managed(snapshot.tables[0], 1))
    assert (book.tab(TAB).filter or {})["range"]["endColumnIndex"] == end
