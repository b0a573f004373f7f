"""Sheets at the edge of what there is: odd values, names, places and answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.google_sheets.write.cell_targets import MERGED
from okrsync import pipeline as door
from okrsync.http.waiting import Waiter, using
from okrsync.pipeline import Evaluation
from tests.connectors.google_sheets.desk import Desk, ServerTime
from tests.connectors.google_sheets.test_syncing import HEADER, ROWS, at, sync
from tests.connectors.plan import PROGRESS, STATUS, TITLE, changes, managed
from tests.servers.google import faults, people, seeding
from tests.servers.google.book import Book
from tests.servers.google.cells import CellError
from tests.servers.google.faults import Fault
from tests.servers.google.seeding import shown

ODD_NAMES = ["A1", "R1C1", "It's", "a!b", "x:y", "50% & more", "'q'", "=x", "B2:C3", "1"]
WIDE = [f"Note {number}" for number in range(30)]


def evaluate(desk: Desk, folder: Path, place: str) -> Evaluation:
    environment = {"OKRSYNC_STATE": str(folder / "state.db"), "OKRSYNC_TODAY": "2026-05-18"}
    clock = ServerTime(desk.google)
    return door.evaluate(
        door.open_sources([place], environment=environment, folder=folder, clock=clock)
    )


# --- values


@pytest.mark.parametrize(
    ("stored", "kind", "due"),
    [
        (46203, "DATE", date(2026, 6, 30)),
        (46203.75, "DATE_TIME", date(2026, 6, 30)),
        (46203.75, "DATE", date(2026, 6, 30)),
    ],
)
def test_a_day_is_a_day_at_any_hour(
    desk: Desk, tmp_path: Path, stored: float, kind: str, due: date
) -> None:
    book = desk.book({"OKRs": [[*HEADER, "Due"], [*ROWS[0], stored]]}, locale="nl_NL")
    seeding.number_format(book.tab("OKRs"), "F2", kind, "dd-mm-yyyy")
    assert evaluate(desk, tmp_path, at(book)).plan.key_results[0].due == due


def test_a_day_before_googles_first_is_a_day(desk: Desk) -> None:
    book = desk.book({"T": [[-1], [-0.25]]})
    seeding.number_format(book.tab("T"), "A1:A2", "DATE")
    table = desk.read(book).tables[0]
    assert [table.value(row, 0) for row in (1, 2)] == [
        date(1899, 12, 29),
        datetime(1899, 12, 29, 18),
    ]


@pytest.mark.parametrize("locale", ["en_US", "nl_NL"])
@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("007", "007"),
        ("1234567890123456", "1234567890123456"),
        (1234567890123456, "1234567890123456"),
        (7.0, "7"),
        ("\u00a0KR\u00a07 ", "KR 7"),
        ("🚀", "🚀"),
        ("=1+1", "=1+1"),
        ("+31", "+31"),
        ("-7", "-7"),
        ("@home", "@home"),
    ],
)
def test_an_id_is_what_people_see(
    desk: Desk, tmp_path: Path, stored: Any, told: str, locale: str
) -> None:
    book = desk.book({"OKRs": [["ID", *HEADER], ["", *ROWS[0]]]}, locale=locale)
    tab = book.tab("OKRs")
    with book.changing("somebody"):
        book.write(tab, 1, 0, tab.cell(1, 0).holding(stored))
    assert evaluate(desk, tmp_path, at(book)).plan.key_results[0].id == told


@pytest.mark.parametrize("text", ["=IMPORTXML(A1)", "+1", "-1", "@x", "'q", "01-02-2026", "12,5%"])
def test_what_we_write_is_never_run_nor_read_anew(desk: Desk, text: str) -> None:
    book = desk.book({"OKRs": [["Objective", TITLE], ["Grow", "One"]]}, locale="nl_NL")
    snapshot = desk.read(book)
    snapshot = desk.connector.ensure_columns(snapshot, managed(snapshot.tables[0], 1))
    desk.connector.write(snapshot, changes(snapshot, 1, {("One", STATUS): text}))
    assert book.tab("OKRs").cell(1, 3).entered == text


@pytest.mark.parametrize("error", ["Loading...", "#REF!", "#N/A", "#DIV/0!"])
def test_an_error_is_no_number_and_is_named(desk: Desk, tmp_path: Path, error: str) -> None:
    row = [*ROWS[0][:3], CellError(error), ROWS[0][4]]
    book = desk.book({"OKRs": [HEADER, row, ROWS[1]]})
    found = evaluate(desk, tmp_path, at(book))
    metric = found.plan.key_results[0].metric
    assert metric is not None
    assert metric.current is None
    said = [f for f in found.findings if f.code == "DAT11"]
    assert [f.location.cell for f in said if f.location] == ["D2"]
    assert error in said[0].message


# --- structure


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("typed", [False, True])
def test_a_tab_of_any_name_is_written(
    desk: Desk, tmp_path: Path, name: str, *, typed: bool
) -> None:
    ours = [PROGRESS, STATUS] if typed else []
    other: list[list[Any]] = [["Nothing here"]]
    book = desk.book({"Other": other, name: [[*HEADER, *ours], *ROWS]}, locale="en_US")
    seeding.number_format(book.tab(name), "C3:E3", "PERCENT", "0%")
    sync(desk, tmp_path, at(book, name))
    progress = [row[5].entered for row in book.tab(name).rows[1:4]]
    assert progress == [pytest.approx(value, abs=1e-4) for value in (1 / 6, 0.5, 0.375)]
    assert shown(book, "Other") == other
    again = sync(desk, tmp_path, at(book, name))
    assert (again.calls.read, again.calls.write) == (1, 0)


def test_at_the_edge_of_the_grid_nothing_is_covered(desk: Desk, tmp_path: Path) -> None:
    book = desk.book({"OKRs": [HEADER, *ROWS]}, locale="en_US")
    book.tab("OKRs").resize(len(ROWS) + 1, len(HEADER))
    sync(desk, tmp_path, at(book))
    tab = book.tab("OKRs")
    assert (tab.row_count, tab.column_count) == (len(ROWS) + 1, len(HEADER) + 2)
    assert [row[:5] for row in shown(book, "OKRs")] == shown(
        desk.book({"OKRs": [HEADER, *ROWS]}, locale="en_US"), "OKRs"
    )


def test_more_than_26_columns(desk: Desk, tmp_path: Path) -> None:
    rows = [[*HEADER, *WIDE], *([*row, *WIDE] for row in ROWS)]
    book = desk.book({"OKRs": rows}, locale="en_US")
    sync(desk, tmp_path, at(book))
    desk.google.faults.before_write(people.insert_row("OKRs", 2, ["Grow", "New", 1, 2, 3]))
    people.edit("OKRs", "D2", 100)(book)
    sync(desk, tmp_path, at(book))
    found = {row[1]: row[35:] for row in shown(book, "OKRs")}
    assert found["Key result"] == [PROGRESS, STATUS]
    assert found[ROWS[0][1]][0] == "100%"
    assert all(row[5:35] == WIDE for row in shown(book, "OKRs") if row[1] != "New")


def test_merged_headers(desk: Desk, tmp_path: Path) -> None:
    above: list[list[Any]] = [["Our plan"], ["What", None, "Numbers"]]
    book = desk.book({"OKRs": [*above, HEADER, *ROWS]}, locale="en_US")
    for cells in ("A1:E1", "A2:B2", "C2:E2"):
        seeding.merge(book.tab("OKRs"), cells)
    result = sync(desk, tmp_path, at(book))
    assert shown(book, "OKRs")[2][5:] == [PROGRESS, STATUS]
    assert result.written == 6
    assert book.history.outside({"F", "G"}, who=desk.who) == []


def test_a_cell_below_a_merged_one_is_left_alone(desk: Desk) -> None:
    rows = [["Grow", "One"], ["Grow", "Two"]]
    book = desk.book({"OKRs": [["Objective", TITLE, PROGRESS, STATUS], *rows]})
    seeding.merge(book.tab("OKRs"), "C2:C3")
    snapshot = desk.read(book)
    values: dict[tuple[str, str], str | Decimal | None] = {
        (title, PROGRESS): Decimal("0.5") for title in ("One", "Two")
    }
    receipt = desk.connector.write(snapshot, changes(snapshot, 1, values))
    assert [(skip.row, skip.reason) for skip in receipt.skipped] == [(3, MERGED)]
    assert [book.tab("OKRs").cell(row, 2).entered for row in (1, 2)] == [0.5, None]


# --- answers

TROUBLES: dict[str, Callable[[bool], Fault]] = {
    "503": lambda applied: faults.unavailable(applied=applied),
    "HTML 502": lambda applied: faults.html(502, applied=applied),
    "500": lambda applied: faults.internal(applied=applied),
    "dropped": lambda applied: faults.dropped(applied=applied),
    "half of the JSON": lambda applied: faults.cut_off(applied=applied),
    "slow": lambda applied: faults.slow(applied=applied),
}


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("case", TROUBLES)
def test_a_write_without_a_good_answer_is_looked_at(
    desk: Desk, case: str, *, applied: bool
) -> None:
    book = desk.book({"OKRs": [["Objective", TITLE], ["Grow", "One"]]})
    snapshot = desk.read(book)
    snapshot = desk.connector.ensure_columns(snapshot, managed(snapshot.tables[0], 1))
    since = len(desk.google.log)
    values: dict[tuple[str, str], str | Decimal | None] = {("One", PROGRESS): Decimal("0.5")}
    desk.google.faults.next(TROUBLES[case](applied), on="write")
    with using(Waiter(600, desk.clock, scale=1000)):  # the shortest time-out there is
        receipt = desk.connector.write(snapshot, changes(snapshot, 1, values))
    assert book.tab("OKRs").cell(1, 2).entered == 0.5
    assert len(receipt.written) == 1
    effects = [request.effect for request in list(desk.google.log)[since:]]
    assert effects == (["write", "read"] if applied else ["write", "read", "write"])


def test_a_read_without_an_answer_is_asked_for_again(desk: Desk) -> None:
    book: Book = desk.book({"OKRs": [["Objective"]]})
    desk.google.faults.next(faults.slow(), on="read")
    with using(Waiter(600, desk.clock, scale=1000)):
        found = desk.read(book)
    assert (found.tables[0].value(1, 0), found.calls.read) == ("Objective", 2)
