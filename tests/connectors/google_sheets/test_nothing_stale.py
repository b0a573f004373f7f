"""Nothing of ours goes stale: emptied rows, doubled rows, and columns that were copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.google_sheets.write.cell_targets import ROW_GONE
from okrsync.connector import Snapshot
from okrsync.table import Change
from tests.connectors.google_sheets.desk import Desk
from tests.connectors.google_sheets.test_syncing import MANY, at, plan, sync
from tests.connectors.plan import PROGRESS, STATUS, TITLE, changes, managed
from tests.servers.google import faults, people
from tests.servers.google.book import Book
from tests.servers.google.faults import Action, Fault
from tests.servers.google.requests import Request
from tests.servers.google.seeding import shown

TAB = "OKRs"
HEADER = ["Objective", TITLE, "Current", "Target"]
ROWS = [["Grow", f"Result {n}", n, 100 + n] for n in range(4)]


pytestmark = pytest.mark.usefixtures("no_power_cuts")


# --- a copy of a column of ours


def copied(tab: str, letter: str, header: str, values: Sequence[object]) -> Action:
    """A copy of a column, pasted into a new one: the mark stays on the original."""
    cells = {f"{letter}{number}": value for number, value in enumerate(values, 2)}
    return people.all_of(people.insert_column(tab, letter, header), people.write(tab, cells))


@pytest.fixture
def book(desk: Desk, tmp_path: Path) -> Book:
    """A plan with our columns in F and G, of which people have put a copy of F before it."""
    made = plan(desk)
    sync(desk, tmp_path, at(made))
    was = [row[5].entered for row in made.tab(TAB).rows[1:4]]
    copied(TAB, "F", "OKR progress", was)(made)
    return made


def column(book: Book, index: int) -> list[str]:
    return [row[index] if index < len(row) else "" for row in shown(book, TAB)]


def test_the_marked_column_is_written_and_its_copy_is_not(
    desk: Desk, tmp_path: Path, book: Book
) -> None:
    copy = column(book, 5)
    people.edit(TAB, "D2", 100)(book)
    result = sync(desk, tmp_path, at(book), options=MANY)
    assert column(book, 5) == copy
    assert column(book, 6)[1] == "100%"
    assert (result.calls.read, result.calls.write) == (1, 1)
    assert sync(desk, tmp_path, at(book), options=MANY).calls.write == 0


def test_the_copy_is_named(desk: Desk, book: Book, tmp_path: Path) -> None:
    (told,) = sync(desk, tmp_path, at(book), options=MANY).sources[0].skipped
    assert told.cell == "F1"
    assert "copy" in told.reason


def test_the_marks_are_known_by_a_read_of_values_too(desk: Desk) -> None:
    rows = [["Grow", f"Result {n}", n, 100 + n] for n in range(3000)]
    book = desk.book({TAB: [HEADER, *rows]})
    snapshot = desk.read(book)
    snapshot = desk.connector.ensure_columns(snapshot, managed(snapshot.tables[0], 1))
    copied(TAB, "E", PROGRESS, [])(book)
    first = desk.read(book)
    values: dict[tuple[str, str], str | Decimal | None] = {("Result 1", PROGRESS): Decimal("0.5")}
    (change,) = changes(first, 1, values)
    receipt = desk.connector.write(first, [change])
    again = desk.read(book, memory=receipt.memory)
    assert desk.google.log[-1].name == "sheets.spreadsheets.values.batchGet"
    assert again.tables[0].marked == {5: "progress", 6: "status"}


def test_a_column_of_ours_by_another_name_is_still_ours(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    sync(desk, tmp_path, at(book))
    people.write(TAB, {"F1": "Score so far", "D2": 100})(book)
    sync(desk, tmp_path, at(book), options=MANY)
    assert shown(book, TAB)[0][5:] == ["Score so far", "OKR status"]
    assert column(book, 5)[1] == "100%"
    assert list(desk.read(book).notes) == []


def test_a_mark_that_names_no_field_goes_by_its_header(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    sync(desk, tmp_path, at(book))
    tab = book.tab(TAB)
    for at_column in (5, 6):
        (mark,) = tab.info("COLUMNS", at_column).metadata
        old = {name: value for name, value in mark.items() if name != "metadataValue"}
        tab.set_info("COLUMNS", at_column, metadata=(old,))
    copied(TAB, "F", "OKR progress", [])(book)
    people.edit(TAB, "D2", 100)(book)
    sync(desk, tmp_path, at(book), options=MANY)
    assert column(book, 5)[1:] == ["", "", ""]
    assert column(book, 6)[1] == "100%"


# --- rows that say nothing any more


@pytest.fixture
def plain(desk: Desk) -> tuple[Book, Snapshot]:
    """A plan with values in our columns, of which people have emptied rows 3 and 5."""
    made = desk.book({TAB: [HEADER, *ROWS]})
    made.tab(TAB).resize(20, 10)
    snapshot = desk.read(made)
    snapshot = desk.connector.ensure_columns(snapshot, managed(snapshot.tables[0], 1))
    values: dict[tuple[str, str], str | Decimal | None] = {}
    for number in range(4):
        values |= {(f"Result {number}", PROGRESS): Decimal(number + 1) / 10}
        values |= {(f"Result {number}", STATUS): f"say {number}"}
    desk.connector.write(snapshot, changes(snapshot, 1, values))
    for row in (3, 5):
        people.write(TAB, {f"{letter}{row}": "" for letter in "ABCD"})(made)
    return made, desk.read(made)


def clearing(snapshot: Snapshot, *rows: int) -> list[Change]:
    """What the core asks for where nobody says anything, beside a value of another row."""
    table = snapshot.tables[0]
    (one,) = changes(snapshot, 1, {("Result 0", STATUS): "better"})
    return [
        one,
        *(
            replace(one, row=row, column=at, before=table.value(row, at), after=None, title="")
            for row in rows
            for at in (4, 5)
        ),
    ]


def ours(book: Book) -> list[list[object]]:
    found = [[cell.entered for cell in row[4:6]] for row in book.tab(TAB).rows[1:]]
    return [[*row, *[None] * (2 - len(row))] for row in found]


AFTER = [[0.1, "better"], [None, None], [0.3, "say 2"], [None, None]]


def test_what_stands_on_an_emptied_row_is_cleared_in_one_request(
    desk: Desk, plain: tuple[Book, Snapshot]
) -> None:
    book, snapshot = plain
    receipt = desk.connector.write(snapshot, clearing(snapshot, 3, 5))
    assert ours(book)[:4] == AFTER
    assert (receipt.calls.read, receipt.calls.write) == (0, 1)
    assert (len(receipt.written), receipt.skipped) == (5, [])


@pytest.mark.parametrize("applied", [True, False])
def test_after_a_lost_answer_too(
    desk: Desk, plain: tuple[Book, Snapshot], *, applied: bool
) -> None:
    book, snapshot = plain
    desk.google.faults.next(faults.dropped(applied=applied), on="write")
    receipt = desk.connector.write(snapshot, clearing(snapshot, 3, 5))
    assert ours(book)[:4] == AFTER
    assert (len(receipt.written), receipt.skipped) == (5, [])


def test_what_somebody_put_there_since_is_not_what_is_cleared(
    desk: Desk, plain: tuple[Book, Snapshot]
) -> None:
    book, snapshot = plain
    asked: list[Request] = []

    def first(request: Request) -> Fault | None:
        if request.effect != "write" or asked:
            return None
        asked.append(request)
        people.write(TAB, {"F3": "hers", "E5": "", "F5": ""})(book)
        return faults.dropped()

    desk.google.faults.decide = first
    receipt = desk.connector.write(snapshot, clearing(snapshot, 3, 5))
    assert ours(book)[1:4] == [[None, "hers"], [0.3, "say 2"], [None, None]]
    assert [(skip.row, skip.column) for skip in receipt.skipped] == [(3, 5)]


def test_a_row_that_came_there_meanwhile_keeps_its_own(
    desk: Desk, plain: tuple[Book, Snapshot]
) -> None:
    book, snapshot = plain
    desk.google.faults.before_write(people.delete_row(TAB, 2))
    receipt = desk.connector.write(snapshot, clearing(snapshot, 3))
    assert ours(book)[:3] == [[0.2, None], [0.3, "say 2"], [0.4, "say 3"]]
    assert {skip.reason for skip in receipt.skipped} == {ROW_GONE}


def test_what_somebody_typed_there_meanwhile_stays(
    desk: Desk, plain: tuple[Book, Snapshot]
) -> None:
    book, snapshot = plain
    typed = people.write(TAB, {"A3": "Grow", "B3": "Something new", "C3": 4})
    desk.google.faults.before_write(typed)
    receipt = desk.connector.write(snapshot, clearing(snapshot, 3))
    assert [cell.entered for cell in book.tab(TAB).rows[2]][:3] == ["Grow", "Something new", 4]
    assert {skip.row for skip in receipt.skipped} == {3}
    assert ours(book)[0] == [0.1, "better"]


# --- rows that became the same as others


def test_beside_a_row_that_was_doubled_the_others_get_theirs(
    desk: Desk, plain: tuple[Book, Snapshot]
) -> None:
    book, _ = plain
    people.write(TAB, dict(zip(("A5", "B5", "C5", "D5"), ROWS[2], strict=True)))(book)
    snapshot = desk.read(book)
    (one,) = changes(snapshot, 1, {("Result 0", STATUS): "better"})
    receipt = desk.connector.write(snapshot, [one])
    assert ours(book)[:4] == [[0.1, "better"], [0.2, "say 1"], [0.3, "say 2"], [0.4, "say 3"]]
    assert receipt.skipped == []
    both = [
        replace(one, row=row, column=4, before=snapshot.tables[0].value(row, 4), after=None)
        for row in (4, 5)
    ]
    assert len(desk.connector.write(desk.read(book), both).written) == 2
    assert [row[0] for row in ours(book)[:4]] == [0.1, 0.2, None, None]
