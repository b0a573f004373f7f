"""Answers that lack a value, writes that lose one, and edits that queries show late."""

from __future__ import annotations

import pytest

from okrsync.connector import Moved, Snapshot
from tests.connectors.notion.desk import Desk, values
from tests.servers.notion import faults, people
from tests.servers.notion.seeding import Table

PROGRESS, STATUS = "OKR progress", "OKR status"
PATCH, LOOK, QUERY = "pages.update", "pages.retrieve", "data_sources.query"


@pytest.fixture
def table(desk: Desk) -> Table:
    columns = {"Name": "title", "Current": "number", PROGRESS: "number", STATUS: "select:up,down"}
    found = desk.notion.database("Plan", columns)
    for number in range(3):
        found.add({"Name": f"row {number}", "Current": number, PROGRESS: 0.9})
        desk.later(1)
    desk.later(30)
    return found


def opened(desk: Desk, table: Table) -> Snapshot:
    snapshot = desk.read(table)
    desk.asked()
    return snapshot


@pytest.mark.parametrize(
    ("fault", "after"),
    [
        (faults.dropping(PROGRESS), 0.25),
        (faults.dropping(PROGRESS), None),
        (faults.emptied(PROGRESS), 0.25),
    ],
)
def test_an_answer_that_lacks_what_was_written_is_looked_at(
    desk: Desk, table: Table, fault: faults.Fault, after: float | None
) -> None:
    snapshot = opened(desk, table)
    desk.notion.faults.next(fault, name=PATCH)
    receipt = desk.write(snapshot, {(1, PROGRESS): after, (1, STATUS): "up"})
    assert desk.asked() == [PATCH, LOOK]
    assert (len(receipt.written), receipt.skipped) == (2, ())
    desk.later(10)
    again = desk.read(table, receipt.memory)
    assert values(again.tables[0], PROGRESS)[0] == after
    assert desk.asked() == [QUERY]


def test_a_value_that_is_not_kept_does_not_count(desk: Desk, table: Table) -> None:
    snapshot = opened(desk, table)
    desk.notion.faults.next(faults.unkept(PROGRESS), name=PATCH)
    receipt = desk.write(snapshot, {(1, PROGRESS): 0.25, (1, STATUS): "up"})
    assert [change.after for change in receipt.written] == ["up"]
    assert [str(skip.reason) for skip in receipt.skipped] == ["Notion did not keep the value"]
    found = desk.read(table, receipt.memory).tables[0]
    assert values(found, PROGRESS)[0] == 0.9


def test_another_value_that_the_answer_lacks_is_not_taken_for_blank(
    desk: Desk, table: Table
) -> None:
    snapshot = opened(desk, table)
    desk.notion.faults.next(faults.dropping("Current"), name=PATCH)
    receipt = desk.write(snapshot, {(2, PROGRESS): 0.25})
    assert desk.asked() == [PATCH, LOOK]
    assert len(receipt.written) == 1
    desk.later(60)
    assert values(desk.read(table, receipt.memory).tables[0], "Current") == [0, 1, 2]


@pytest.mark.parametrize("known", [False, True])
def test_a_row_that_comes_without_a_property_is_read_again(
    desk: Desk, table: Table, *, known: bool
) -> None:
    memory = opened(desk, table).memory if known else {}
    # As often as the query is asked anew.
    desk.notion.faults.next(*[faults.dropping("Current")] * 3, name=QUERY)
    people.touch(table.rows[0].id)(desk.notion.ws)
    found = desk.read(table, memory)
    assert values(found.tables[0], "Current") == [0, 1, 2]
    assert desk.asked().count(LOOK) == 1


def test_a_row_that_never_shows_a_property_is_no_blank_row(desk: Desk, table: Table) -> None:
    first = table.rows[0].id
    desk.notion.faults.decide = lambda request: (
        faults.dropping("Current") if request.name in (QUERY, LOOK) else None
    )
    with pytest.raises(Moved, match="a row came without its “Current”"):
        desk.read(table)
    desk.notion.faults.clear()
    assert first in [row.key for row in desk.read(table).tables[0].rows]


def test_a_new_row_whose_answer_lacks_a_value_is_looked_at(desk: Desk, table: Table) -> None:
    snapshot = opened(desk, table)
    desk.notion.faults.next(faults.dropping("Current"), name="pages.create")
    receipt = desk.connector.append(snapshot, table.id, [{0: "new", 1: 7}])
    assert (len(receipt.written), receipt.skipped) == (2, ())
    assert desk.asked() == ["pages.create", LOOK]
    desk.notion.faults.next(faults.dropping("Current"), name="pages.create")
    desk.notion.faults.next(*[faults.internal()] * 9, name=LOOK)
    receipt = desk.connector.append(snapshot, table.id, [{0: "newer", 1: 8}])
    assert [str(skip.reason) for skip in receipt.skipped] == ["Notion did not keep the value"]
    assert table.column("Name").count("newer") == 1


# --- late


@pytest.mark.parametrize("queries", [1, 2, 3])
def test_an_edit_that_shows_after_a_later_one_is_seen(
    desk: Desk, table: Table, queries: int
) -> None:
    memory = opened(desk, table).memory
    desk.later(10)
    first, second, _ = (row.id for row in table.rows)
    people.late(people.edit(table, first, {"Current": 70}), queries)(desk.notion.ws)
    desk.later(1)
    people.edit(table, second, {"Current": 80})(desk.notion.ws)
    desk.later(0.5)
    for _ in range(queries):
        found = desk.read(table, memory)
        assert values(found.tables[0], "Current") == [0, 80, 2]
        memory = found.memory
    desk.asked()
    found = desk.read(table, memory)
    assert values(found.tables[0], "Current") == [70, 80, 2]
    assert desk.asked() == [QUERY]


def test_a_new_row_that_shows_late_is_seen(desk: Desk, table: Table) -> None:
    memory = opened(desk, table).memory
    desk.later(10)
    people.late(people.add(table, {"Name": "late", "Current": 3}))(desk.notion.ws)
    desk.later(1.9)
    people.edit(table, table.rows[0].id, {"Current": 80})(desk.notion.ws)
    memory = desk.read(table, memory).memory
    assert "late" in values(desk.read(table, memory).tables[0], "Name")


@pytest.mark.parametrize("full", [False, True])
def test_our_own_write_that_shows_late_is_not_undone_by_what_is_shown(
    desk: Desk, table: Table, *, full: bool
) -> None:
    snapshot = opened(desk, table)
    rows = {row.key: row.number for row in snapshot.tables[0].rows}
    first = table.rows[0].id
    seen = people.late(people.edit(table, first, {PROGRESS: 0.25}, who=desk.notion.bot))
    desk.notion.faults.before_write(seen)
    receipt = desk.write(snapshot, {(rows[first], PROGRESS): 0.25})
    assert table.value(first, PROGRESS) == 0.25
    found = desk.read(table, receipt.memory, full=full)
    assert values(found.tables[0], PROGRESS)[rows[first] - 1] == 0.25
