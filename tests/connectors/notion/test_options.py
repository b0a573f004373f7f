"""A word that our select loses is noticed, put back, and written where it stood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from okrsync import pipeline as door
from okrsync.pipeline import Options, SyncResult
from tests.connectors.notion.desk import Desk, at
from tests.servers.notion import people
from tests.servers.notion.seeding import Table

PROGRESS, STATUS = "OKR progress", "OKR status"
QUERY, LOOK, SHAPE = "data_sources.query", "data_sources.retrieve", "data_sources.update"
OFF = "off track"

Sync = Callable[[], SyncResult]


def plan(desk: Desk, rows: int, blank: int = 0) -> Table:
    columns = {"Level": "select:Key result,Initiative", "Key result": "title"}
    numbers = dict.fromkeys(("Start", "Current", "Target"), "number")
    table = desk.notion.database("Key results", columns | numbers)
    for number in range(rows):
        title = f"Readers of chapter {number} who subscribe"
        values = {"Start": 0, "Current": (0, 80)[number % 2], "Target": 80}
        table.add({"Level": "Key result", "Key result": title} | values)
    table.add_all({"Level": "Initiative", "Key result": f"Print leaflet {n}"} for n in range(blank))
    desk.later(60)
    return table


@pytest.fixture
def table(desk: Desk) -> Table:
    return plan(desk, 6)


def syncing(desk: Desk, tmp_path: Path, table: Table, today: date = date(2026, 5, 15)) -> Sync:
    environment = {"OKRSYNC_STATE": str(tmp_path / "state.db"), "OKRSYNC_TODAY": str(today)}

    def run() -> SyncResult:
        text = at(table.database.id).text
        job = door.open_sources([text], environment=environment, folder=tmp_path, clock=desk.clock)
        desk.asked()
        return door.sync(job, Options(yes=True))

    return run


@pytest.fixture
def sync(desk: Desk, tmp_path: Path, table: Table) -> Sync:
    return syncing(desk, tmp_path, table)


def holding(table: Table, word: str) -> list[str]:
    return [row.id for row in table.rows if table.text(row.id, STATUS) == word]


def colours(table: Table) -> dict[str, str]:
    return {one["name"]: one["color"] for one in table.property(STATUS).options()}


def test_a_deleted_option_comes_back_with_its_cells(desk: Desk, table: Table, sync: Sync) -> None:
    sync()
    before, had = table.column(STATUS), colours(table)
    lost = holding(table, OFF)
    assert len(lost) == 3
    desk.later(20)
    people.delete_option(table, STATUS, OFF)(desk.notion.ws)
    assert holding(table, OFF) == []
    result = sync()
    assert table.column(STATUS) == before
    assert colours(table) == had
    assert result.written == 3
    assert desk.asked().count("pages.update") == 3
    assert [f"the option “{OFF}” of “{STATUS}”" in note for note in result.notes].count(True) == 1
    desk.later(20)
    assert sync().written == 0
    assert desk.asked() == [QUERY]


def test_it_does_so_where_a_page_shows_an_edit_too(desk: Desk, table: Table, sync: Sync) -> None:
    sync()
    before, lost = table.column(STATUS), holding(table, OFF)
    desk.later(20)
    people.delete_option(table, STATUS, OFF)(desk.notion.ws)
    for row in lost:
        people.touch(row)(desk.notion.ws)
    assert sync().written == 3
    assert table.column(STATUS) == before


def test_words_that_the_service_refuses_are_put_back_first(
    desk: Desk, table: Table, sync: Sync
) -> None:
    desk.notion.ws.makes_options = False
    sync()
    word = "accomplished"
    desk.later(20)
    table.put(holding(table, word)[0], {"Current": 0})
    people.delete_option(table, STATUS, "accomplished")(desk.notion.ws)
    result = sync()
    assert len(holding(table, word)) == 2
    assert len(holding(table, OFF)) == 4
    assert result.exit_code == 0


def test_a_word_that_no_cell_held_comes_back_with_the_first_that_does(
    desk: Desk, table: Table, sync: Sync
) -> None:
    desk.notion.ws.makes_options = False
    sync()
    had = colours(table)
    assert holding(table, "needs attention") == []
    desk.later(20)
    people.delete_option(table, STATUS, "needs attention")(desk.notion.ws)
    row = table.rows[0].id
    table.put(row, {"Current": 25})  # of 80, with half of the quarter gone
    sync()
    assert table.text(row, STATUS) == "needs attention"
    assert colours(table) == had


@pytest.mark.parametrize(("blank", "asked"), [(90, [QUERY]), (120, [LOOK, QUERY])])
def test_rows_that_are_blank_anyway_cost_one_request_at_most(
    desk: Desk, tmp_path: Path, blank: int, asked: list[str]
) -> None:
    table = plan(desk, 6, blank)
    sync = syncing(desk, tmp_path, table)
    sync()
    before = table.column(STATUS)
    assert before.count("") == blank
    desk.later(20)
    sync()
    desk.later(20)
    assert sync().written == 0
    assert desk.asked() == asked
    people.delete_option(table, STATUS, OFF)(desk.notion.ws)
    sync()
    assert table.column(STATUS) == before


def test_many_rows_of_one_minute_still_cost_one_query(desk: Desk, tmp_path: Path) -> None:
    table = plan(desk, 250)
    sync = syncing(desk, tmp_path, table)
    sync()
    before = table.column(STATUS)
    desk.later(20)
    sync()
    desk.later(20)
    assert sync().written == 0
    assert desk.asked() == [QUERY]
    people.delete_option(table, STATUS, OFF)(desk.notion.ws)
    sync()
    assert table.column(STATUS) == before


def test_a_cell_that_a_person_cleared_is_filled_and_says_nothing_of_options(
    desk: Desk, table: Table, sync: Sync
) -> None:
    sync()
    desk.later(20)
    table.put(holding(table, OFF)[0], {STATUS: None})
    result = sync()
    assert result.written == 1
    assert not any("option" in note for note in result.notes)
    assert SHAPE not in desk.asked()


def test_a_deleted_column_of_ours_is_noticed_at_once(desk: Desk, table: Table, sync: Sync) -> None:
    sync()
    before = table.column(STATUS)
    desk.later(20)
    people.delete_property(table, STATUS)(desk.notion.ws)
    sync()
    assert table.column(STATUS) == before


def test_more_cells_than_a_query_shows_are_emptied_at_once(desk: Desk, tmp_path: Path) -> None:
    """Rows that were emptied come before those edited since, however long ago they were edited:
    where they fill the whole of what a query shows, all is read anew."""
    desk.notion.scans.cap = 20
    table = plan(desk, 0)
    for part in range(6):
        desk.later(2)
        for number in range(10):
            title = f"Readers of book {part}, chapter {number}, who subscribe"
            values = {"Start": 0, "Current": 0, "Target": 80}
            table.add({"Level": "Key result", "Key result": title} | values)
    desk.later(60)
    sync = syncing(desk, tmp_path, table)
    sync()
    before = table.column(STATUS)
    assert len(holding(table, OFF)) == 60
    desk.later(20)
    people.delete_option(table, STATUS, OFF)(desk.notion.ws)
    assert sync().written == 60
    assert table.column(STATUS) == before
