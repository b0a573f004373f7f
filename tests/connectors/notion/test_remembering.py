"""Incremental reads: one request where nothing changed, and never an edit that is missed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from okrsync.connector import Memory
from tests.connectors.notion.desk import Desk, at, column, values
from tests.connectors.notion.test_reading import QUERY, plan
from tests.servers.notion import people
from tests.servers.notion.seeding import Table


def test_nothing_changed_is_one_request(desk: Desk) -> None:
    table = plan(desk, 250)
    first = desk.read(table)
    desk.asked()
    for _ in range(3):
        desk.later(60)
        again = desk.read(table, first.memory)
        assert desk.asked() == [QUERY]
        assert again.tables == first.tables
        assert again.revision == first.revision
        assert not again.complete
        first = again


def test_what_was_edited_is_read_and_nothing_else(desk: Desk) -> None:
    table = plan(desk, 250)
    before = desk.read(table)
    desk.later(10)
    table.put(table.rows[7].id, {"Current": 999})
    table.add({"Name": "new", "Current": 1000})
    desk.asked()
    after = desk.read(table, before.memory)
    assert desk.asked() == [QUERY]
    assert after.revision != before.revision
    assert after.tables[0].rows == desk.read(table, after.memory, full=True).tables[0].rows
    assert values(after.tables[0], "Name")[-1] == "new"
    assert 999 in values(after.tables[0], "Current")


def test_an_edit_in_the_very_minute_of_the_read_is_seen(desk: Desk) -> None:
    table = plan(desk, 3)
    table.put(table.rows[0].id, {"Current": 7})
    before = desk.read(table)
    table.put(table.rows[1].id, {"Current": 8})
    assert 8 in values(desk.read(table, before.memory).tables[0], "Current")


def test_an_edit_in_the_minute_of_many_others_is_seen(desk: Desk) -> None:
    table = plan(desk, 250)
    for row in table.rows:
        table.put(row.id, {"Current": 1})
    memory = desk.read(table).memory
    for row in (table.rows[0], table.rows[249]):
        table.put(row.id, {"Current": 8})
    found = desk.read(table, memory).tables[0]
    assert list(values(found, "Current")).count(8) == 2


def test_many_edits_after_many_others_are_all_seen(desk: Desk) -> None:
    table = plan(desk, 350)
    memory = desk.read(table).memory
    desk.later(10)
    for row in table.rows[::-1]:
        table.put(row.id, {"Current": -1})
    for row in table.rows[:150]:
        people.touch(row.id)(desk.notion.ws)
    found = desk.read(table, memory).tables[0]
    assert set(values(found, "Current")) == {-1}


def test_an_edit_elsewhere_on_the_page_changes_nothing(desk: Desk) -> None:
    table = plan(desk, 3)
    before = desk.read(table)
    desk.later(10)
    people.touch(table.rows[0].id)(desk.notion.ws)
    after = desk.read(table, before.memory)
    assert after.revision == before.revision


def test_a_days_and_twenty_runs_memory_is_read_anew(desk: Desk) -> None:
    table = plan(desk, 101)
    memory = desk.read(table).memory
    for _ in range(20):
        desk.asked()
        memory = desk.read(table, memory).memory
        assert desk.asked() == [QUERY]
    memory = desk.read(table, memory).memory
    assert desk.asked() == [QUERY, QUERY]
    desk.later(24 * 60 + 1)
    assert desk.read(table, memory).complete
    assert desk.asked() == ["databases.retrieve", "data_sources.retrieve", QUERY, QUERY]


def test_a_full_read_is_had_by_asking(desk: Desk) -> None:
    table = plan(desk, 101)
    memory = desk.read(table).memory
    desk.asked()
    assert desk.read(table, memory, full=True).complete
    assert desk.asked() == [QUERY, QUERY]


# --- rows that are no longer there


Fate = Callable[[Desk, str], None]


def trashed(desk: Desk, page: str) -> None:
    people.trash(page)(desk.notion.ws)


def moved(desk: Desk, page: str) -> None:
    other = desk.notion.database("Archive", {"Name": "title"})
    people.move(page, other)(desk.notion.ws)


def unshared(desk: Desk, page: str) -> None:
    people.share_page(page, shared=False)(desk.notion.ws)


@pytest.mark.parametrize(
    ("fate", "words"),
    [
        (trashed, "is in the trash"),
        (moved, "was moved to another database"),
        (unshared, "no longer shared"),
    ],
)
def test_a_row_that_is_gone_is_told_apart(desk: Desk, fate: Fate, words: str) -> None:
    table = plan(desk, 3)
    memory = desk.read(table).memory
    page = table.rows[1].id
    fate(desk, page)
    found = desk.read(table, memory, full=True)
    assert len(found.tables[0].rows) == 2
    assert [words in str(note) for note in found.notes] == [True]
    assert "“row 1”" in str(found.notes[0])
    assert desk.read(table, found.memory, full=True).notes == ()


def test_many_rows_that_are_gone_cost_few_requests(desk: Desk) -> None:
    table = plan(desk, 50)
    memory = desk.read(table).memory
    for row in list(table.rows[:40]):
        trashed(desk, row.id)
    desk.asked()
    found = desk.read(table, memory, full=True)
    assert desk.asked().count("pages.retrieve") == 5
    assert "35 more rows" in str(found.notes[-1])


def test_a_row_that_moved_to_a_neighbour_stands_there_only(desk: Desk) -> None:
    page = desk.notion.page("Home")
    one = desk.notion.database("One", {"Name": "title"}, parent=page)
    two = desk.notion.database("Two", {"Name": "title"}, parent=page)
    row = one.add({"Name": "row"})
    desk.later(10)
    memory = desk.read(page).memory
    people.move(row, two)(desk.notion.ws)
    found = desk.read(page, memory)
    assert [[each.key for each in table.rows] for table in found.tables] == [[], [row]]


# --- the schema


def renamed(table: Table) -> Any:
    return people.rename_property(table, "Current", "Now")


def deleted(table: Table) -> Any:
    return people.delete_property(table, "Current")


def retyped(table: Table) -> Any:
    return people.retype_property(table, "Current", "rich_text")


def added(table: Table) -> Any:
    return people.add_property(table, "More", "rich_text")


@pytest.mark.parametrize("change", [renamed, deleted, retyped, added])
def test_a_changed_schema_is_seen_with_the_next_row(
    desk: Desk, change: Callable[[Table], Any]
) -> None:
    table = plan(desk, 3)
    memory = desk.read(table).memory
    change(table)(desk.notion.ws)
    people.touch(table.rows[0].id)(desk.notion.ws)
    found = desk.read(table, memory).tables[0]
    fresh = desk.read(table).tables[0]
    assert found.columns == fresh.columns
    assert {row.key: row.values for row in found.rows} == {r.key: r.values for r in fresh.rows}


def test_a_rollup_follows_what_it_goes_over(desk: Desk) -> None:
    page = desk.notion.page("Home")
    results = desk.notion.database("Results", {"Name": "title", "Done": "number"}, parent=page)
    goals = desk.notion.database(
        "Goals",
        {"Goal": "title", "Results": "relation:Results", "All": "rollup:Results.Done.sum"},
        parent=page,
    )
    result = results.add({"Name": "r", "Done": 1})
    goals.add({"Goal": "g", "Results": result})
    desk.later(30)
    memory = desk.read(page).memory
    results.put(result, {"Done": 5})
    found = desk.read(page, memory)
    table = next(one for one in found.tables if one.key == goals.id)
    assert values(table, "All") == [5]
    desk.later(30)
    desk.asked()
    desk.read(page, found.memory)
    assert desk.asked() == [QUERY, QUERY]


# --- what is kept


def test_what_is_kept_is_small_json(desk: Desk) -> None:
    table = plan(desk, 1000, Note="rich_text", When="date")
    snapshot = desk.read(table)
    kept = json.dumps(dict(snapshot.memory))
    assert len(kept) < 60_000
    again = desk.read(table, json.loads(kept))
    assert again.tables == snapshot.tables


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: {},
        lambda kept: {**kept, "form": 99},
        lambda kept: {**kept, "sources": "nothing"},
        lambda kept: {**kept, "sources": [{**kept["sources"][0], "rows": "!!"}]},
        lambda kept: {**kept, "sources": [{**kept["sources"][0], "properties": [[1]]}]},
        lambda kept: {**kept, "place": {"document": 1}},
    ],
)
def test_what_cant_be_read_is_as_if_never_kept(desk: Desk, spoil: Callable[[Any], Memory]) -> None:
    table = plan(desk, 5)
    snapshot = desk.read(table)
    again = desk.read(table, spoil(json.loads(json.dumps(dict(snapshot.memory)))))
    assert again.complete
    assert again.tables == snapshot.tables


def test_a_database_that_came_to_the_page_is_found_by_its_name(desk: Desk) -> None:
    page = desk.notion.page("Home")
    desk.notion.database("One", {"Name": "title"}, parent=page)
    memory = desk.read(page).memory
    desk.notion.database("Two", {"Name": "title"}, parent=page)
    assert [table.name for table in desk.read(page, memory, tab="Two").tables] == ["Two"]


def test_a_database_that_is_no_longer_shared_leaves_the_page(desk: Desk) -> None:
    page = desk.notion.page("Home")
    desk.notion.database("One", {"Name": "title"}, parent=page)
    two = desk.notion.database("Two", {"Name": "title"}, parent=page)
    memory = desk.read(page).memory
    people.share(two, shared=False)(desk.notion.ws)
    assert [table.name for table in desk.read(page, memory).tables] == ["One"]


def test_progress_is_told(desk: Desk) -> None:
    from okrsync.connector import Want  # noqa: PLC0415

    told: list[tuple[int, int | None]] = []
    table = plan(desk, 250)
    want = Want(progress=lambda done, total: told.append((done, total)))
    desk.connector.read(at(table.database.id), want, {})
    assert told == [(100, None), (200, None), (250, None)]
    assert column(desk.read(table).tables[0], "Name") == 0


def test_blank_cells_that_dont_fit_into_one_query_hide_no_edit(desk: Desk) -> None:
    """Rows with an empty cell of ours are asked for along with the edited ones, and come first."""
    table = desk.notion.database("Plan", {"Name": "title", "OKR status": "select:up"})
    for number in range(5):
        desk.later(1)
        table.add({"Name": f"row {number}"})
    for row in table.rows:
        people.touch(row.id)(desk.notion.ws)
    desk.later(10)
    snapshot = desk.read(table)
    memory = desk.write(snapshot, {(5, "OKR status"): "up"}).memory
    desk.later(10)
    memory = desk.read(table, memory).memory
    desk.later(10)
    table.put(table.rows[4].id, {"Name": "edited"})
    desk.notion.scans.cap = 2
    found = desk.read(table, memory)
    assert found.complete
    assert values(found.tables[0], "Name") == ["row 0", "row 1", "row 2", "row 3", "edited"]
