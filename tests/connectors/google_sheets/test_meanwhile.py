"""What people do at the moment of a write, and what guards a cell, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from connectors.google_sheets.write.cell_targets import FORMULA, PROTECTED, ROW_GONE
from okrsync.connector import Denied, Moved, Receipt, Snapshot
from okrsync.table import Scalar
from tests.connectors.google_sheets.desk import Desk
from tests.connectors.plan import PROGRESS, STATUS, TITLE, changes, managed
from tests.servers.google import errors, faults, people, seeding
from tests.servers.google.book import Book
from tests.servers.google.faults import Action
from tests.servers.google.history import Reshaped

TAB = "OKRs"
HEADER = ["Objective", TITLE, "Current", "Target"]
ROWS = [["Grow", f"Result {n}", n, 100 + n] for n in range(5)]
SAID = {f"Result {n}": (Decimal(n + 2) / 10, f"say {n}") for n in range(5)}


@pytest.fixture
def book(desk: Desk) -> Book:
    made = desk.book({TAB: [HEADER, *ROWS]})
    made.tab(TAB).resize(20, 10)
    return made


def ready(desk: Desk, book: Book) -> Snapshot:
    snapshot = desk.read(book)
    return desk.connector.ensure_columns(snapshot, managed(snapshot.tables[0], 1))


def write(desk: Desk, snapshot: Snapshot, *titles: str) -> Receipt:
    values: dict[tuple[str, str], str | Decimal | None] = {}
    for title in titles or SAID:
        values |= {(title, PROGRESS): SAID[title][0], (title, STATUS): SAID[title][1]}
    return desk.connector.write(snapshot, changes(snapshot, 1, values))


def standing(book: Book) -> dict[str, tuple[object, object]]:
    """Title → what stands in our columns, wherever these are."""
    rows = [[cell.entered for cell in row] for row in book.tab(TAB).rows]
    top = next(row for row in rows if TITLE in row)
    one, two, three = (top.index(name) for name in (TITLE, PROGRESS, STATUS))
    wide = [row + [None] * 12 for row in rows[rows.index(top) + 1 :]]
    return {str(row[one]): (row[two], row[three]) for row in wide if row[one]}


EXPECTED = {title: (float(one), two) for title, (one, two) in SAID.items()}
MOVES: dict[str, Action] = {
    "inserted left": people.insert_column(TAB, "A", "Note"),
    "inserted between ours": people.insert_column(TAB, "F", "Note"),
    "ours to the left": people.move_column(TAB, "E", "B"),
    "theirs to the right": people.move_column(TAB, "B", "G"),
    "theirs deleted": people.delete_column(TAB, "C"),
    "a row above the header": people.insert_row(TAB, 1),
    "all at once": people.all_of(
        people.insert_row(TAB, 1),
        people.insert_row(TAB, 4, ["Grow", "New", 1, 2]),
        people.insert_column(TAB, "B", "Note"),
        people.move_column(TAB, "F", "A"),
    ),
}


@pytest.mark.parametrize("case", MOVES)
def test_no_cell_of_people_is_ever_touched(desk: Desk, book: Book, case: str) -> None:
    snapshot = ready(desk, book)
    theirs = {cell.entered for row in book.tab(TAB).rows for cell in row} - {None}
    since = len(book.history)
    desk.google.faults.before_write(MOVES[case])
    receipt = write(desk, snapshot)
    assert receipt.notes == []
    assert EXPECTED.items() <= standing(book).items()
    done = [event for event in book.history[since:] if event.who == desk.who]
    covered = [e for e in done if not isinstance(e, Reshaped) and e.before in theirs]
    assert {event.before for event in covered} <= {PROGRESS, STATUS}  # our own headers


def test_without_marks_what_was_covered_comes_back(desk: Desk) -> None:
    header, rows = [*HEADER, PROGRESS, STATUS], [[*row, None, None] for row in ROWS]
    book = desk.book({TAB: [header, *rows]})
    snapshot = desk.read(book)
    desk.google.faults.before_write(people.insert_column(TAB, "A", "Note"))
    receipt = write(desk, snapshot)
    assert standing(book) == EXPECTED
    assert [row[4].entered for row in book.tab(TAB).rows] == ["Target", *(r[3] for r in ROWS)]
    assert any(f"{TAB}!E2" in str(note) for note in receipt.notes)


def test_a_gateway_that_knows_no_filters_is_written_by_position(desk: Desk, book: Book) -> None:
    snapshot = ready(desk, book)
    desk.google.faults.decide = lambda request: (
        faults.refused(errors.not_found()) if "DataFilter" in request.name else None
    )
    write(desk, snapshot)
    assert standing(book) == EXPECTED


def test_a_column_of_ours_that_is_deleted_stops_the_run(desk: Desk, book: Book) -> None:
    snapshot = ready(desk, book)
    desk.google.faults.before_write(
        people.all_of(people.delete_column(TAB, "F"), people.insert_row(TAB, 3))
    )
    with pytest.raises(Moved, match="removed or renamed"):
        write(desk, snapshot)
    rows = [[cell.entered for cell in row] for row in book.tab(TAB).rows]
    assert [row[4] for row in rows if row[1] in SAID] == [0.2, 0.3, 0.4, 0.5, 0.6]
    assert [cell for row in rows for cell in row[5:] if cell is not None] == []


def test_of_two_rows_that_say_the_same_none_is_guessed(desk: Desk) -> None:
    book = desk.book({TAB: [HEADER, ROWS[0], ROWS[1], ROWS[1], ROWS[2]]})
    snapshot = ready(desk, book)
    desk.google.faults.before_write(people.delete_row(TAB, 3))
    receipt = write(desk, snapshot, "Result 0", "Result 1", "Result 2")
    assert standing(book)["Result 1"] == (None, None)
    assert {skip.reason for skip in receipt.skipped} == {ROW_GONE}
    assert standing(book)["Result 2"] == EXPECTED["Result 2"]


def test_a_value_does_not_land_on_a_row_that_only_looks_the_same(desk: Desk) -> None:
    book = desk.book({TAB: [HEADER, ROWS[0], ROWS[1], ROWS[1]]})
    snapshot = ready(desk, book)
    desk.google.faults.before_write(people.insert_row(TAB, 2))
    receipt = write(desk, snapshot, "Result 1")  # the lower of the two, where now the upper is
    assert {skip.reason for skip in receipt.skipped} == {ROW_GONE}
    assert standing(book) == {"Result 0": (None, None), "Result 1": (None, None)}


def test_two_deletions_in_a_row_leave_nothing_behind(desk: Desk) -> None:
    book = desk.book({TAB: [HEADER, *ROWS[:3]]})
    snapshot = ready(desk, book)
    desk.google.faults.before_write(people.delete_row(TAB, 4))
    desk.google.faults.before_write(people.delete_row(TAB, 2))
    write(desk, snapshot, "Result 0", "Result 1", "Result 2")
    rows = [[c.entered for c in row if c.entered is not None] for row in book.tab(TAB).rows]
    assert [row for row in rows if row] == [[*HEADER, PROGRESS, STATUS], [*ROWS[1], 0.3, "say 1"]]


def test_a_formula_of_a_person_stays_and_goes_back(desk: Desk, book: Book) -> None:
    ready(desk, book)
    people.edit(TAB, "E3", "=C3*2")(book)
    snapshot = desk.read(book)
    desk.google.faults.before_write(people.insert_row(TAB, 2))
    receipt = write(desk, snapshot)
    formula = book.tab(TAB).cell(3, 4).entered
    assert getattr(formula, "text", None) == "=C4*2"
    assert [(skip.row, skip.reason) for skip in receipt.skipped] == [(3, FORMULA)]


def test_a_protected_range_is_left_alone(desk: Desk, book: Book) -> None:
    ready(desk, book)
    seeding.protect(book.tab(TAB), "E2:F3")
    receipt = write(desk, desk.read(book))
    assert {(skip.row, skip.reason) for skip in receipt.skipped} == {(2, PROTECTED), (3, PROTECTED)}
    assert standing(book)["Result 0"] == (None, None)
    assert standing(book)["Result 4"] == EXPECTED["Result 4"]


def test_a_range_protected_meanwhile_is_left_alone_too(desk: Desk, book: Book) -> None:
    snapshot = ready(desk, book)
    desk.google.faults.before_write(lambda b: seeding.protect(b.tab(TAB), "E2:F3"))
    receipt = write(desk, snapshot)
    assert {(skip.row, skip.reason) for skip in receipt.skipped} == {(2, PROTECTED), (3, PROTECTED)}
    assert {change.row for change in receipt.written} == {4, 5, 6}
    assert standing(book)["Result 1"] == (None, None)
    assert standing(book)["Result 4"] == EXPECTED["Result 4"]


HIDINGS: dict[str, Callable[[Book], None]] = {
    "by a person": lambda book: seeding.hide_rows(book.tab(TAB), 3, 4),
    "by a filter": lambda book: seeding.hide_rows(book.tab(TAB), 3, 4, by="filter"),
}


@pytest.mark.parametrize("case", HIDINGS)
def test_hidden_rows_are_written_like_others(desk: Desk, book: Book, case: str) -> None:
    snapshot = ready(desk, book)
    HIDINGS[case](book)
    write(desk, snapshot)
    assert standing(book) == EXPECTED


def test_a_sheet_that_may_only_be_viewed_is_denied(desk: Desk, book: Book) -> None:
    snapshot = ready(desk, book)
    book.roles[desk.who] = "reader"
    with pytest.raises(Denied, match="may not write"):
        write(desk, snapshot)
    assert standing(book)["Result 0"] == (None, None)


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("kind", [faults.dropped, faults.unavailable, faults.cut_off])
def test_added_rows_are_never_doubled(
    desk: Desk, book: Book, kind: Callable[..., faults.Fault], applied: bool
) -> None:
    snapshot = desk.read(book)
    desk.google.faults.next(kind(applied=applied), on="write")
    new: dict[int, Scalar] = {0: "Grow", 1: "Added", 2: Decimal(3)}
    receipt = desk.connector.append(snapshot, snapshot.tables[0].key, [new])
    titles = [row[1].entered for row in book.tab(TAB).rows if len(row) > 1]
    assert titles.count("Added") == 1
    assert {change.row for change in receipt.written} == {7}


@pytest.mark.parametrize("applied", [True, False])
def test_added_columns_are_never_doubled(desk: Desk, book: Book, applied: bool) -> None:
    desk.google.faults.next(faults.dropped(applied=applied), on="write")
    snapshot = ready(desk, book)
    assert [c.entered for c in book.tab(TAB).rows[0]][4:] == [PROGRESS, STATUS]
    desk.google.faults.before_write(people.insert_column(TAB, "A", "Note"))
    assert write(desk, snapshot).notes == []
    assert standing(book) == EXPECTED
