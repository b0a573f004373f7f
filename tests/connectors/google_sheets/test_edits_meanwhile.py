"""An edit between the read and the write: the run says which row, and the next one mends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.connectors.google_sheets.desk import Desk
from tests.connectors.google_sheets.test_syncing import MANY, at, plan, sync
from tests.servers.google import faults, people
from tests.servers.google.book import Book
from tests.servers.google.faults import Action
from tests.servers.google.seeding import shown

pytestmark = pytest.mark.usefixtures("no_power_cuts")


@pytest.fixture
def book(desk: Desk, tmp_path: Path) -> Book:
    """A plan with our columns, and one number that has changed since."""
    made = plan(desk)
    sync(desk, tmp_path, at(made))
    people.edit("OKRs", "D2", 55)(made)
    return made


def progress(book: Book) -> dict[str, Any]:
    return {row[1]: row[5] for row in shown(book, "OKRs")[1:] if len(row) > 5}


def test_a_current_that_changed_meanwhile_is_told_and_mended(
    desk: Desk, tmp_path: Path, book: Book
) -> None:
    desk.google.faults.before_write(people.edit("OKRs", "D2", 100))
    result = sync(desk, tmp_path, at(book), options=MANY)
    assert (result.calls.read, result.calls.write) == (1, 1)
    (note,) = result.notes
    assert "OKRs!D2" in str(note)
    assert "next run" in str(note)
    again = sync(desk, tmp_path, at(book), options=MANY)
    assert next(iter(progress(book).values())) == "100%"
    assert (list(again.notes), again.calls.write) == ([], 1)
    assert sync(desk, tmp_path, at(book), options=MANY).calls.write == 0


QUIET: dict[str, Action] = {
    "another row's": people.edit("OKRs", "D3", 0.3),
    "its objective": people.edit("OKRs", "A2", "Grow a lot"),
    "nothing": people.edit("OKRs", "D2", 55),
}


@pytest.mark.parametrize("case", QUIET)
def test_what_no_written_score_has_as_a_term_waits(
    desk: Desk, tmp_path: Path, book: Book, case: str
) -> None:
    desk.google.faults.before_write(QUIET[case])
    assert sync(desk, tmp_path, at(book), options=MANY).notes == ()


TROUBLE: dict[str, tuple[Action, str]] = {
    "a row above": (people.insert_row("OKRs", 2, ["Grow", "A new one", 0, 1, 4]), "OKRs!D3"),
    "a column before": (people.insert_column("OKRs", "A", "Note"), "OKRs!E2"),
}


@pytest.mark.parametrize("case", TROUBLE)
def test_the_cell_is_named_where_it_stands_by_now(
    desk: Desk, tmp_path: Path, book: Book, case: str
) -> None:
    action, cell = TROUBLE[case]
    desk.google.faults.before_write(people.edit("OKRs", "D2", 100), action)
    (note,) = sync(desk, tmp_path, at(book), options=MANY).notes
    assert cell in str(note)


def test_it_is_told_after_a_lost_answer_too(desk: Desk, tmp_path: Path, book: Book) -> None:
    desk.google.faults.before_write(people.edit("OKRs", "E2", 200))
    desk.google.faults.next(faults.dropped(applied=True), on="write")
    (note,) = sync(desk, tmp_path, at(book), options=MANY).notes
    assert "OKRs!E2" in str(note)
