"""A tab of our own: overwritten whole, nobody else's ever, and no source of anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from okrsync.cli.app import run
from tests.connectors.google_sheets.desk import Desk
from tests.servers.google import faults, people, seeding
from tests.servers.google.book import Book
from tests.servers.google.seeding import shown

HEADER: list[Any] = ["Objective", "Key result", "Start", "Current", "Target", "Owner"]
ROWS: list[list[Any]] = [
    ["Grow the community", "Members who post weekly", 10, 55, 100, "Ann"],
    ["Earn trust", "=IMPORTXML is what we escape", 12, 9, 4, "=1+1"],
]


@pytest.fixture
def book(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    monkeypatch.setenv("OKRSYNC_STATE", str(tmp_path / "state.db"))
    monkeypatch.setenv("OKRSYNC_TODAY", "2026-05-01")
    monkeypatch.chdir(tmp_path)
    made = desk.book({"OKRs": [HEADER, *ROWS]})
    tab = made.tab("OKRs")
    with made.changing("colleague@example.org"):
        for row, column in ((2, 1), (2, 5)):
            text = str(ROWS[row - 1][column])
            made.write(tab, row, column, seeding.as_cell(made, "x" + text))
            made.write(tab, row, column, type(tab.cell(row, column))(text))
    return made


def summary(book: Book, *more: str) -> int:
    return run(["summary", f"gsheets:{book.id}", *more])


def tabs(book: Book) -> list[str]:
    return [tab.title for tab in book.tabs]


def test_a_tab_with_the_tree(desk: Desk, book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    assert summary(book, "--yes", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["tab"], told["changed"]) == ("OKR summary", True)
    counts = desk.google.log.counts()
    assert told["calls"] == counts
    assert (counts["read"], counts["write"]) == (2, 1)
    rows = shown(book, "OKR summary")
    assert rows[2][:5] == [
        "Objective", "Key result", "Honest progress", "Reported progress", "Status",
    ]  # fmt: skip
    assert [row[:3] for row in rows[3:5]] == [
        ["Grow the community", "", "50%"],
        ["", "Members who post weekly", "50%"],
    ]
    assert book.history.outside(set(), who="nobody") == []


def test_a_text_is_never_a_formula(desk: Desk, book: Book) -> None:
    summary(book, "--yes")
    cells = [cell.entered for row in book.tab("OKR summary").rows for cell in row if cell]
    assert "=IMPORTXML is what we escape" in cells
    assert "=1+1" in cells


def test_unchanged_is_not_written_and_changed_is_overwritten(desk: Desk, book: Book) -> None:
    summary(book, "--yes")
    before = desk.google.log.counts()["write"]
    assert summary(book) == 0
    assert desk.google.log.counts()["write"] == before
    people.edit("OKRs", "D2", 100)(book)
    people.edit("OKR summary", "B4", "typed here")(book)
    people.rename_tab("OKR summary", "Overview")(book)
    assert summary(book) == 0
    assert tabs(book) == ["OKRs", "Overview"]
    rows = shown(book, "Overview")
    assert rows[4][2] == "100%"
    assert not any("typed here" in row for row in rows)


def test_somebody_elses_tab_of_that_name_is_left_alone(desk: Desk, book: Book) -> None:
    seeding.add_tab(book, "OKR Summary", [["mine"]])
    assert summary(book, "--yes") == 0
    assert tabs(book) == ["OKRs", "OKR Summary", "OKR summary 2"]
    assert shown(book, "OKR Summary") == [["mine"]]


def test_nobody_agreed(desk: Desk, book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    assert summary(book) == 4
    assert "summary" in capsys.readouterr().err
    assert tabs(book) == ["OKRs"]
    assert desk.google.log.counts()["write"] == 0


def test_it_is_no_source(desk: Desk, book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    location = f"gsheets:{book.id}"
    run(["export", location])
    before = capsys.readouterr().out
    summary(book, "--yes")
    capsys.readouterr()
    run(["export", location])
    assert capsys.readouterr().out == before


def test_an_answer_that_was_lost_makes_no_second_tab(desk: Desk, book: Book) -> None:
    desk.google.faults.next(faults.dropped(applied=True), on="write")
    assert summary(book, "--yes") == 0
    assert tabs(book) == ["OKRs", "OKR summary"]
    people.edit("OKRs", "D2", 100)(book)
    desk.google.faults.next(faults.dropped(applied=False), on="write")
    assert summary(book) == 0
    assert shown(book, "OKR summary")[4][2] == "100%"


def test_each_title_leads_to_its_cell(desk: Desk, book: Book) -> None:
    summary(book, "--yes")
    tab, home = book.tab("OKR summary"), book.tab("OKRs").sheet_id
    assert [row[6] for row in shown(book, "OKR summary")[3:5]] == ["OKRs!A2", "OKRs!D2"]
    found = [
        (cell.style or {}).get("textFormat", {}).get("link", {}).get("uri")
        for cell in (tab.cell(3, 0), tab.cell(4, 1), tab.cell(2, 0))
        if cell
    ]
    assert found == [f"#gid={home}&range=A2", f"#gid={home}&range=D2", None]


def test_undo_takes_the_tab_away_or_puts_it_back(
    desk: Desk, book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    summary(book, "--yes")
    first = shown(book, "OKR summary")
    people.edit("OKRs", "D2", 100)(book)
    summary(book)
    assert shown(book, "OKR summary") != first
    assert run(["undo", "--yes"]) == 0
    assert shown(book, "OKR summary") == first
    capsys.readouterr()
    assert run(["undo", "1", "--yes", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["tab"] == "OKR summary"
    assert tabs(book) == ["OKRs"]


def test_undo_leaves_what_somebody_changed(
    desk: Desk, book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    summary(book, "--yes")
    people.edit("OKR summary", "B5", "typed here")(book)
    capsys.readouterr()
    assert run(["undo", "--yes"]) == 0
    assert "it no longer holds what that run wrote" in capsys.readouterr().out
    assert tabs(book) == ["OKRs", "OKR summary"]


def test_a_tab_that_a_formula_looks_at_stays(
    desk: Desk, book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    summary(book, "--yes")
    people.edit("OKRs", "H1", "='OKR summary'!C5")(book)
    assert run(["undo", "--yes"]) == 3
    assert "formulas use the tab" in capsys.readouterr().err
    assert tabs(book) == ["OKRs", "OKR summary"]


def test_a_lost_answer_takes_the_tab_away_once(desk: Desk, book: Book) -> None:
    summary(book, "--yes")
    desk.google.faults.next(faults.dropped(applied=True), on="write")
    assert run(["undo", "--yes"]) == 0
    assert tabs(book) == ["OKRs"]
