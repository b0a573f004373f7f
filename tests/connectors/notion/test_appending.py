"""Rows that are added are added once, whatever the answer was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from okrsync.connector import Denied, Moved, Refused, Unreachable
from okrsync.table import Scalar
from tests.connectors.notion.desk import Desk, column
from tests.servers.notion import faults, people
from tests.servers.notion.faults import Fault
from tests.servers.notion.seeding import Table

CREATE = "pages.create"


def plan(desk: Desk) -> Table:
    table = desk.notion.database(
        "Plan",
        {
            "Name": "title",
            "Current": "number",
            "Level": "select:Company,Team",
            "Due": "date",
            "Tags": "multi_select:a,b",
            "Done": "checkbox",
            "Owner": "people",
        },
    )
    table.add({"Name": "old", "Current": 1})
    desk.later(30)
    return table


def row(desk: Desk, table: Table, **values: Scalar) -> dict[int, Scalar]:
    known = desk.read(table).tables[0]
    return {column(known, name): value for name, value in values.items()}


def test_rows_come_below_with_what_they_hold(desk: Desk) -> None:
    table = plan(desk)
    snapshot = desk.read(table)
    new = row(
        desk,
        table,
        Name="=new",
        Current=Decimal("2.5"),
        Level="Team",
        Due=date(2026, 6, 30),
        Tags="a, c",
        Done=True,
    )
    receipt = desk.connector.append(snapshot, table.id, [new, row(desk, table, Name="last")])
    assert len(receipt.written) == 7
    found = desk.read(table, receipt.memory, full=True)
    assert [r.value(0) for r in found.tables[0].rows] == ["old", "=new", "last"]
    values = {c.title: found.tables[0].rows[1].value(c.index) for c in found.tables[0].columns}
    assert values == {
        "Name": "=new",
        "Current": 2.5,
        "Level": "Team",
        "Due": date(2026, 6, 30),
        "Tags": "a, c",
        "Done": True,
        "Owner": None,
    }
    assert found.revision == receipt.revision
    assert receipt.calls.write == 2


def test_what_cant_be_sent_is_named_and_the_row_comes(desk: Desk) -> None:
    table = plan(desk)
    new = row(desk, table, Name="new", Owner="Jan", Current="many")
    receipt = desk.connector.append(desk.read(table), table.id, [new])
    assert len(receipt.written) == 1
    assert len(receipt.skipped) == 2
    assert table.column("Name") == ["old", "new"]


ONCE = [
    faults.committed(),
    faults.committed(told=False),
    faults.unavailable(applied=True),
    faults.unavailable(),
    faults.internal(applied=True),
    faults.gateway_timeout(applied=True),
    faults.gateway_timeout(),
    faults.html(502, applied=True),
    faults.html(200, applied=True),
    faults.dropped(applied=True),
    faults.dropped(),
    faults.cut_off(),
    faults.rate_limited(5),
    faults.overloaded(5),
    faults.conflict(),
]


@pytest.mark.parametrize("fault", ONCE, ids=lambda fault: f"{fault.name}-{fault.applied}")
@pytest.mark.parametrize("turn", [0, 1])
def test_each_row_once(desk: Desk, fault: Fault, turn: int) -> None:
    table = plan(desk)
    rows = [row(desk, table, Name="same", Current=3), row(desk, table, Name="same", Current=3)]
    snapshot = desk.read(table)
    first = len(desk.notion.log) + 1
    desk.notion.faults.at(first + turn, fault)
    before = desk.counted()
    receipt = desk.connector.append(snapshot, table.id, rows)
    assert table.column("Name") == ["old", "same", "same"]
    assert len(receipt.written) == 4
    assert desk.counted() == before + receipt.calls


@pytest.mark.parametrize("fault", [None, faults.dropped(applied=True), faults.committed()])
def test_a_row_is_there_though_the_properties_changed_meanwhile(
    desk: Desk, fault: Fault | None
) -> None:
    table = plan(desk)
    snapshot, new = desk.read(table), row(desk, table, Name="new", Current=3)
    desk.notion.faults.before_write(people.rename_property(table, "Current", "Now"))
    if fault is not None:
        desk.notion.faults.next(fault, name=CREATE)
    receipt = desk.connector.append(snapshot, table.id, [new])
    assert table.column("Name") == ["old", "new"]
    assert len(receipt.written) == 2
    again = desk.read(table, receipt.memory).tables[0]
    assert [one.title for one in again.columns][:2] == ["Name", "Now"]


def test_a_row_that_queries_show_late_is_not_added_again(desk: Desk) -> None:
    table = plan(desk)
    snapshot, new = desk.read(table), row(desk, table, Name="new", Current=3)
    saved = people.add(table, {"Name": "new", "Current": 3}, who=desk.notion.bot)
    desk.notion.faults.before_write(people.late(saved, queries=2))
    desk.notion.faults.next(faults.dropped(), name=CREATE)
    receipt = desk.connector.append(snapshot, table.id, [new])
    assert table.column("Name") == ["old", "new"]
    assert len(receipt.written) == 2


def test_a_second_answer_that_leaves_it_open_is_looked_at_too(desk: Desk) -> None:
    table = plan(desk)
    snapshot, new = desk.read(table), row(desk, table, Name="new")
    desk.notion.faults.next(faults.dropped(), faults.committed(), name=CREATE)
    receipt = desk.connector.append(snapshot, table.id, [new])
    assert table.column("Name") == ["old", "new"]
    assert len(receipt.written) == 1


def test_the_committed_row_is_had_by_its_id(desk: Desk) -> None:
    table = plan(desk)
    snapshot, new = desk.read(table), row(desk, table, Name="new")
    desk.notion.faults.next(faults.committed(), name=CREATE)
    desk.asked()
    desk.connector.append(snapshot, table.id, [new])
    assert desk.asked() == [CREATE, "pages.retrieve"]


def test_a_colleagues_row_of_the_same_words_is_not_taken_for_ours(desk: Desk) -> None:
    table = plan(desk)
    snapshot, new = desk.read(table), row(desk, table, Name="new")
    desk.notion.faults.before_write(people.add(table, {"Name": "new"}))
    desk.notion.faults.next(faults.dropped(), name=CREATE)
    desk.connector.append(snapshot, table.id, [new])
    assert table.column("Name") == ["old", "new", "new"]
    assert [page.created_by == desk.notion.bot for page in table.rows] == [False, False, True]


def test_what_was_added_before_an_end_is_told(desk: Desk) -> None:
    table = plan(desk)
    snapshot = desk.read(table)
    rows = [row(desk, table, Name=f"new {n}") for n in range(3)]
    desk.notion.faults.decide = lambda request: (
        faults.unavailable() if b"new 2" in request.raw else None
    )
    with pytest.raises(Unreachable) as caught:
        desk.connector.append(snapshot, table.id, rows)
    assert caught.value.receipt is not None
    assert len(caught.value.receipt.written) == 2
    assert table.column("Name") == ["old", "new 0", "new 1"]


def test_a_row_that_was_saved_and_never_shows_is_for_a_person(desk: Desk) -> None:
    table = plan(desk)
    snapshot, new = desk.read(table), row(desk, table, Name="new")
    desk.notion.faults.next(faults.committed(told=False), name=CREATE)
    desk.notion.faults.decide = lambda request: (
        faults.short_page(0) if request.name.endswith("query") else None
    )
    with pytest.raises(Moved, match="does not show it"):
        desk.connector.append(snapshot, table.id, [new])
    assert len(desk.notion.log.named(CREATE)) == 1


def test_without_the_right_to_insert_it_is_denied(desk: Desk) -> None:
    table = plan(desk)
    snapshot, new = desk.read(table), row(desk, table, Name="new")
    desk.notion.ws.integration.capabilities.discard("insert")
    with pytest.raises(Denied, match="Insert content"):
        desk.connector.append(snapshot, table.id, [new])


def test_a_row_that_does_not_fit_is_refused(desk: Desk) -> None:
    table = plan(desk)
    snapshot, new = desk.read(table), row(desk, table, Name="new", Current=3)
    people.delete_property(table, "Current")(desk.notion.ws)
    with pytest.raises(Refused):
        desk.connector.append(snapshot, table.id, [new])
    assert table.column("Name") == ["old"]


def test_a_hundred_relations_and_no_more(desk: Desk) -> None:
    goals = desk.notion.database("Goals", {"Goal": "title"})
    keys = goals.add_all({"Goal": f"goal {n}"} for n in range(101))
    table = desk.notion.database("Plan", {"Name": "title", "Goals": "relation:Goals"})
    snapshot = desk.read(table)
    rows: list[dict[int, Scalar]] = [
        {0: "all", 1: ", ".join(keys)},
        {0: "most", 1: ", ".join(keys[:100])},
    ]
    receipt = desk.connector.append(snapshot, table.id, rows)
    assert ["takes 100 values" in str(skip.reason) for skip in receipt.skipped] == [True]
    assert len(receipt.written) == 3
    assert [len(page.values.get(table.property("Goals").id, [])) for page in table.rows] == [0, 100]
