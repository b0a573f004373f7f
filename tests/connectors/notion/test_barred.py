"""What the integration may not do in one database stops that one, and says what to grant."""

from __future__ import annotations

import pytest

from okrsync.connector import Denied, Snapshot
from okrsync.table import Change, NewColumn, Shown
from tests.connectors.notion.desk import Desk, changes, values
from tests.servers.notion import people
from tests.servers.notion.seeding import Table

PROGRESS, STATUS = "OKR progress", "OKR status"
COLUMNS = {"Name": "title", PROGRESS: "number:percent", STATUS: "select:on track"}


@pytest.fixture
def home(desk: Desk) -> str:
    return desk.notion.page("Home")


def database(desk: Desk, home: str, name: str, rows: int = 8) -> Table:
    table = desk.notion.database(name, COLUMNS, parent=home)
    for number in range(rows):
        desk.later(1)
        table.add({"Name": f"{name} {number}"})
    return table


@pytest.fixture
def tables(desk: Desk, home: str) -> tuple[Table, Table]:
    return database(desk, home, "Mine"), database(desk, home, "Theirs")


def all_changes(snapshot: Snapshot, word: str = "on track") -> list[Change]:
    return [
        change
        for table in snapshot.tables
        for row in table.rows
        for change in changes(table, {(row.number, PROGRESS): 0.5, (row.number, STATUS): word})
    ]


@pytest.mark.parametrize("word", ["on track", "off track"])
def test_one_that_may_only_be_looked_at_stops_itself_only(
    desk: Desk, home: str, tables: tuple[Table, Table], word: str
) -> None:
    mine, theirs = tables
    people.permit(theirs, edit=False)(desk.notion.ws)
    snapshot = desk.read(home)
    desk.asked()
    receipt = desk.connector.write(snapshot, all_changes(snapshot, word))
    assert {change.table for change in receipt.written} == {mine.id}
    assert (len(receipt.written), receipt.skipped) == (16, ())
    assert set(mine.column(STATUS)) == {word}
    (barred,) = receipt.barred
    assert barred.table == theirs.id
    assert str(barred.message) == (
        "the database “Theirs” may not be written by the integration “okrsync”"
    )
    assert "Can edit content" in str(barred.hint)
    # A few rows are enough to know.
    assert desk.asked().count("pages.update") <= 8 + 7
    people.permit(theirs, edit=True)(desk.notion.ws)
    again = desk.read(home, receipt.memory)
    left = [change for change in all_changes(again, word) if change.table == theirs.id]
    assert len(desk.connector.write(again, left).written) == 16


def test_a_row_that_may_only_be_looked_at_is_named_and_the_others_written(
    desk: Desk, home: str
) -> None:
    table = database(desk, home, "Mine")
    table.rows[0].editable = False
    snapshot = desk.read(home)
    receipt = desk.connector.write(snapshot, all_changes(snapshot))
    assert len(receipt.written) == 14
    assert receipt.barred == ()
    assert {(skip.row, str(skip.reason)) for skip in receipt.skipped} == {
        (1, "the integration may not edit this row")
    }
    assert values(desk.read(home, receipt.memory).tables[0], PROGRESS) == [None] + [0.5] * 7


def test_where_nothing_may_be_written_it_is_denied(
    desk: Desk, home: str, tables: tuple[Table, Table]
) -> None:
    for table in tables:
        people.permit(table, edit=False)(desk.notion.ws)
    snapshot = desk.read(home)
    with pytest.raises(Denied, match="Update content") as caught:
        desk.connector.write(snapshot, all_changes(snapshot))
    assert caught.value.receipt is not None
    assert caught.value.receipt.written == ()


# --- columns


def new(table: Table) -> list[NewColumn]:
    words = {"on track": "good"}
    return [
        NewColumn(table.id, "expected", "OKR expected", 0, 1, 1, Shown.PERCENT),
        NewColumn(table.id, "again", "OKR again", 0, 1, 1, Shown.TEXT, words),
    ]


def test_columns_that_may_not_be_added_are_named_and_the_others_come(
    desk: Desk, home: str, tables: tuple[Table, Table]
) -> None:
    mine, theirs = tables
    people.permit(theirs, edit=False)(desk.notion.ws)
    before = desk.read(home)
    snapshot = desk.connector.ensure_columns(before, [*new(mine), *new(theirs)])
    assert [one.column.table for one in snapshot.placed] == [mine.id] * 2
    assert [one.column for one in snapshot.unplaced] == new(theirs)
    for one in snapshot.unplaced:
        assert "integration “okrsync” may not add properties to it" in str(one.reason)
        assert "Can edit content" in str(one.hint)
    assert [len(table.columns) for table in snapshot.tables] == [5, 3]
    assert len(theirs.source.properties) == 3


def test_a_database_without_room_says_so(desk: Desk, home: str) -> None:
    table = database(desk, home, "Mine")
    table.database.room = 4
    snapshot = desk.connector.ensure_columns(desk.read(home), new(table))
    assert snapshot.placed == ()
    assert [one.column for one in snapshot.unplaced] == new(table)
    assert "takes no more properties (A data source can have at most 4" in str(
        snapshot.unplaced[0].reason
    )
    assert "unlock the database" in str(snapshot.unplaced[0].hint)
    assert len(table.source.properties) == 3
