"""Whole syncs of a Google Sheet through the core, each with its exact number of requests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from okrsync import pipeline as door
from okrsync.connector import Calls
from okrsync.guards.guard import Guard
from okrsync.pipeline import Options, SyncResult
from okrsync.pipeline.results import UndoResult
from okrsync.report.changes import sync_json, sync_lines, undo_json, undo_lines
from tests.connectors.google_sheets.desk import Desk, ServerTime
from tests.servers.google import people, seeding
from tests.servers.google.book import Book
from tests.servers.google.seeding import shown

HEADER: list[Any] = ["Objective", "Key result", "Start", "Current", "Target"]
ROWS: list[list[Any]] = [
    ["Grow the community", "Members who post weekly", 10, 25, 100],
    ["Grow the community", "Answers within a day", 0.2, 0.5, 0.8],
    ["Earn trust", "Complaints a week", 12, 9, 4],
]
YES = Options(yes=True)
MANY = Options(yes=True, accept=frozenset({Guard.CHANGES}))


pytestmark = pytest.mark.usefixtures("no_power_cuts")


def plan(desk: Desk, **tabs: list[list[Any]]) -> Book:
    book = desk.book({"OKRs": [HEADER, *ROWS], **tabs}, locale="en_US")
    for tab in book.tabs:
        tab.resize(40, 12)
        seeding.number_format(tab, "C3:E3", "PERCENT", "0%")
    return book


def sync(
    desk: Desk, folder: Path, *places: str, today: str = "2026-05-01", options: Options = YES
) -> SyncResult:
    job = door.open_sources(
        places,
        environment={"OKRSYNC_STATE": str(folder / "state.db"), "OKRSYNC_TODAY": today},
        folder=folder,
        clock=ServerTime(desk.google),
    )
    return door.sync(job, options)


def at(book: Book, tab: str = "") -> str:
    return f"gsheets:{book.id}" + (f"#{tab}" if tab else "")


def without_sign_in(calls: Calls) -> tuple[int, int]:
    return calls.read, calls.write


def test_a_first_sync_reads_sets_up_and_writes(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    result = sync(desk, tmp_path, at(book))
    assert shown(book, "OKRs")[0][5:] == ["OKR progress", "OKR status"]
    assert [row[5] for row in shown(book, "OKRs")[1:]] == ["17%", "50%", "38%"]
    assert without_sign_in(result.calls) == (1, 2)
    assert result.calls == desk.counted()
    assert book.history.outside({"F", "G"}, who=desk.who) == []


def test_a_second_sync_reads_once_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    sync(desk, tmp_path, at(book))
    before = desk.google.log.counts()
    result = sync(desk, tmp_path, at(book), today="2026-05-02")
    assert without_sign_in(result.calls) == (1, 0)
    after = desk.google.log.counts()
    assert (after["read"] - before["read"], after["write"] - before["write"]) == (1, 0)


def test_a_change_is_one_read_and_one_write(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    sync(desk, tmp_path, at(book))
    people.edit("OKRs", "D2", 100)(book)
    result = sync(desk, tmp_path, at(book))
    assert without_sign_in(result.calls) == (1, 1)
    assert shown(book, "OKRs")[1][5] == "100%"


def test_tabs_of_one_file_cost_what_one_does(desk: Desk, tmp_path: Path) -> None:
    other: list[list[Any]] = [HEADER, ["Be found", "Visitors a week", 0, 10, 40]]
    book = plan(desk, Marketing=other, Sales=[HEADER, ["Sell", "Orders a week", 0, 5, 10]])
    result = sync(desk, tmp_path, at(book))
    assert without_sign_in(result.calls) == (1, 2)
    for name in ("OKRs", "Marketing", "Sales"):
        people.edit(name, "D2", 6)(book)
    assert without_sign_in(sync(desk, tmp_path, at(book)).calls) == (1, 1)
    assert without_sign_in(sync(desk, tmp_path, at(book)).calls) == (1, 0)


def test_a_row_inserted_just_before_the_write_mislabels_none(desk: Desk, tmp_path: Path) -> None:
    rows = [["Grow", f"Result number {n}", 0, n, 100] for n in range(50)]
    book = desk.book({"OKRs": [HEADER, *rows]})
    book.tab("OKRs").resize(80, 12)
    sync(desk, tmp_path, at(book))
    for n in range(50):
        people.edit("OKRs", f"D{n + 2}", n + 20)(book)
    new = ["Grow", "A new one", 0, 1, 4]
    desk.google.faults.before_write(people.insert_row("OKRs", 10, new))
    result = sync(desk, tmp_path, at(book), options=MANY)
    assert without_sign_in(result.calls) == (2, 2)
    for row in shown(book, "OKRs")[1:51]:
        if row[1] != "A new one":
            assert row[5] == f"{int(row[3])}%", row


def undo(desk: Desk, folder: Path, book: Book) -> UndoResult:
    work = door.open_undo(
        locations=[at(book)],
        environment={"OKRSYNC_STATE": str(folder / "state.db"), "OKRSYNC_TODAY": "2026-05-01"},
        folder=folder,
        clock=ServerTime(desk.google),
    )
    return door.undo(work, YES)


def test_undo_gives_back_the_sheet(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    before = shown(book, "OKRs"), book.tab("OKRs").column_count
    sync(desk, tmp_path, at(book))
    undo(desk, tmp_path, book)
    assert (shown(book, "OKRs"), book.tab("OKRs").column_count) == before
    assert book.tab("OKRs").rules == []


def test_a_dutch_copy_gives_the_same_plan(desk: Desk, tmp_path: Path) -> None:
    books = [plan(desk), desk.book({"OKRs": [HEADER, *ROWS]}, locale="nl_NL")]
    seeding.number_format(books[1].tab("OKRs"), "C3:E3", "PERCENT", "0,0%")
    seen = []
    for book in books:
        sync(desk, tmp_path / book.locale, at(book))
        rows = book.tab("OKRs").rows[1:4]
        seen.append([row[5].entered for row in rows])
    assert seen[0] == seen[1]


def test_what_people_should_look_at_is_printed(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    sync(desk, tmp_path, at(book))
    people.edit("OKRs", "D2", 100)(book)
    result = sync(desk, tmp_path, at(book))
    said = replace(result, notes=["Look at B7."])
    assert sync_json(said)["notes"] == ["Look at B7."]
    assert "Look at B7." in [line.plain for line in sync_lines(said)]
    assert sync_json(result)["notes"] == []


def test_undo_says_what_was_covered_too(desk: Desk, tmp_path: Path) -> None:
    rows = [[*HEADER, "OKR progress", "OKR status"], *ROWS]
    book = desk.book({"OKRs": rows}, locale="en_US")
    sync(desk, tmp_path, at(book))
    people.edit("OKRs", "D2", 100)(book)
    sync(desk, tmp_path, at(book))
    desk.google.faults.before_write(people.insert_column("OKRs", "A", "Note"))
    result = undo(desk, tmp_path, book)
    (note,) = result.notes
    assert "OKRs!F2" in str(note)
    assert undo_json(result)["notes"] == [str(note)]
    assert str(note) in [line.plain for line in undo_lines(result, "en")]


def test_a_row_that_a_person_cleared_loses_our_values_too(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    sync(desk, tmp_path, at(book))
    people.write("OKRs", dict.fromkeys(("A3", "B3", "C3", "D3", "E3"), ""))(book)
    people.edit("OKRs", "D2", 100)(book)
    assert sync(desk, tmp_path, at(book)).exit_code == 0
    assert not any(shown(book, "OKRs")[2])
    assert shown(book, "OKRs")[1][5] == "100%"
    assert without_sign_in(sync(desk, tmp_path, at(book)).calls) == (1, 0)
    assert book.history.outside({"F", "G"}, who=desk.who) == []


def test_the_mark_decides_which_of_two_columns_is_ours(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    sync(desk, tmp_path, at(book))
    people.insert_column("OKRs", "F", "OKR progress")(book)
    people.write("OKRs", {f"F{row}": "copied" for row in (2, 3, 4)})(book)
    people.edit("OKRs", "D2", 100)(book)
    result = sync(desk, tmp_path, at(book))
    ((left,),) = [source.skipped for source in result.sources]
    assert (left.cell, "OKR progress" in left.reason) == ("F1", True)
    assert shown(book, "OKRs")[1][5:7] == ["copied", "100%"]
    assert [row[5] for row in shown(book, "OKRs")[2:4]] == ["copied", "copied"]
    assert sync(desk, tmp_path, at(book)).written == 0


def test_rows_that_became_doubles_are_named(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    sync(desk, tmp_path, at(book))
    same = dict(zip(("A4", "B4", "C4", "D4", "E4"), ROWS[0], strict=True)) | {"D4": 70}
    people.write("OKRs", same)(book)
    before = shown(book, "OKRs")
    result = sync(desk, tmp_path, at(book))
    assert {skip.cell for skip in result.sources[0].skipped} == {"F2", "G2", "F4", "G4"}
    assert "DAT05" in {finding.code for finding in result.evaluation.findings}
    assert shown(book, "OKRs") == before


def test_of_twelve_tabs_one_stops(desk: Desk, tmp_path: Path) -> None:
    names = [f"Team {n}" for n in range(12)]
    header = [*HEADER, "Notes"]
    tabs = {
        name: [header, [f"Aim of {name}", f"Orders of {name}", 0, 5, 10, "hm"]] for name in names
    }
    book = desk.book(tabs)
    sync(desk, tmp_path, at(book))
    for name in names:
        people.edit(name, "D2", 6)(book)
    people.edit("Team 3", "F1", "Said at the table")(book)
    people.edit("Team 5", "D1", "Whatever")(book)
    result = sync(desk, tmp_path, at(book))
    assert (result.exit_code, without_sign_in(result.calls)) == (4, (1, 1))
    assert [n for n in names if shown(book, n)[1][6] != "60%"] == ["Team 5"]
    assert "Team 5" in result.undone[0]
