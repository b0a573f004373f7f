"""Our columns: added in one request, never twice, and taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from okrsync.connector import Snapshot, Unreachable
from okrsync.table import NewColumn, PlacedColumn, Shown
from tests.connectors.notion.desk import Desk
from tests.servers.notion import faults, people
from tests.servers.notion.faults import Fault
from tests.servers.notion.seeding import Table

PATCH, LOOK = "data_sources.update", "data_sources.retrieve"
WORDS = {"on track": "good", "at risk": "warning", "off track": "bad", "no data": "neutral"}


def plan(desk: Desk, **more: str) -> Table:
    table = desk.notion.database("Plan", {"Name": "title", **more})
    table.add({"Name": "one"})
    desk.later(30)
    return table


def ours(table: Table) -> list[NewColumn]:
    def new(field: str, shown: Shown, words: dict[str, str]) -> NewColumn:
        return NewColumn(table.id, field, f"OKR {field}", 0, 1, 1, shown, words)

    return [
        new("progress", Shown.PERCENT, {}),
        new("status", Shown.TEXT, WORDS),
        new("finding", Shown.TEXT, {}),
        new("days", Shown.NUMBER, {}),
    ]


def ensured(desk: Desk, table: Table, snapshot: Snapshot | None = None) -> Snapshot:
    found = snapshot or desk.read(table)
    desk.asked()
    return desk.connector.ensure_columns(found, ours(table))


def headers(table: Table) -> list[str]:
    return [one.name for one in table.source.properties.values()]


def test_all_in_one_request_each_of_its_type(desk: Desk) -> None:
    table = plan(desk)
    before = desk.read(table)
    snapshot = ensured(desk, table, before)
    assert desk.asked() == [LOOK, PATCH]
    made = {one.name: one for one in table.source.properties.values()}
    assert made["OKR progress"].config == {"format": "percent"}
    assert made["OKR days"].config == {"format": "number"}
    assert made["OKR finding"].type == "rich_text"
    assert {one["name"]: one["color"] for one in made["OKR status"].options()} == {
        "on track": "green",
        "at risk": "yellow",
        "off track": "red",
        "no data": "gray",
    }
    assert [(one.column.header, one.index) for one in snapshot.placed] == [
        ("OKR progress", 1),
        ("OKR status", 2),
        ("OKR finding", 3),
        ("OKR days", 4),
    ]
    assert [c.title for c in snapshot.tables[0].columns][1:] == [
        one.column.header for one in snapshot.placed
    ]
    assert snapshot.calls == desk.counted()
    again = desk.read(table, snapshot.memory)
    assert {c.title: c.key for c in again.tables[0].columns} == {
        c.title: c.key for c in snapshot.tables[0].columns
    }


def test_a_column_that_came_meanwhile_is_left_as_it_is(desk: Desk) -> None:
    table = plan(desk)
    before = desk.read(table)
    people.add_property(table, "okr PROGRESS", "rich_text")(desk.notion.ws)
    people.add_property(table, "OKR status", "status:Mine,Yours")(desk.notion.ws)
    snapshot = ensured(desk, table, before)
    assert table.property("okr PROGRESS").type == "rich_text"
    assert table.property("OKR status").type == "status"
    assert len([name for name in headers(table) if name.casefold() == "okr progress"]) == 1
    types = {c.title: c.type for c in snapshot.tables[0].columns}
    assert types["OKR status"] == "status"


def test_words_that_cant_be_options_are_texts(desk: Desk) -> None:
    table = plan(desk)
    words = {"on track, mostly": "good", "off track": "bad"}
    new = [replace(ours(table)[1], words=words)]
    desk.connector.ensure_columns(desk.read(table), new)
    assert table.property("OKR status").type == "rich_text"


@pytest.mark.parametrize(
    "fault",
    [
        faults.committed(),
        faults.unavailable(applied=True),
        faults.unavailable(),
        faults.gateway_timeout(applied=True),
        faults.dropped(applied=True),
        faults.dropped(),
        faults.html(200, applied=True),
        faults.rate_limited(5),
        faults.conflict(),
    ],
    ids=lambda fault: f"{fault.name}-{fault.applied}",
)
def test_never_twice_whatever_the_answer(desk: Desk, fault: Fault) -> None:
    table = plan(desk)
    before = desk.read(table)
    desk.notion.faults.next(fault, name=PATCH)
    snapshot = ensured(desk, table, before)
    assert len(snapshot.placed) == 4
    assert len(headers(table)) == len(set(headers(table))) == 5
    asked = desk.asked()
    assert asked.count(PATCH) == (1 if fault.applied else 2)


def test_a_service_that_stays_down_adds_nothing(desk: Desk) -> None:
    table = plan(desk)
    before = desk.read(table)
    desk.notion.faults.decide = lambda request: (
        faults.unavailable() if request.effect == "write" else None
    )
    with pytest.raises(Unreachable):
        ensured(desk, table, before)
    assert headers(table) == ["Name"]


def test_without_the_right_to_write_none_is_placed(desk: Desk) -> None:
    table = plan(desk)
    before = desk.read(table)
    desk.notion.ws.integration.capabilities.discard("update")
    snapshot = ensured(desk, table, before)
    assert (snapshot.placed, len(snapshot.unplaced)) == ((), 4)
    assert "“Update content”" in str(snapshot.unplaced[0].hint)


def dropped(desk: Desk, snapshot: Snapshot, placed: Sequence[PlacedColumn]) -> None:
    desk.connector.write(desk.connector.drop_columns(snapshot, placed), [])


@pytest.mark.parametrize("fault", [None, faults.unavailable(applied=True), faults.committed()])
def test_they_go_in_one_request(desk: Desk, fault: Fault | None) -> None:
    table = plan(desk)
    snapshot = ensured(desk, table)
    desk.asked()
    if fault is not None:
        desk.notion.faults.next(fault, name=PATCH)
    dropped(desk, snapshot, snapshot.placed)
    assert headers(table) == ["Name"]
    assert desk.asked()[:2] == [LOOK, PATCH]


def test_one_that_was_renamed_or_retyped_is_somebodys(desk: Desk) -> None:
    table = plan(desk)
    snapshot = ensured(desk, table)
    people.rename_property(table, "OKR progress", "Ours now")(desk.notion.ws)
    people.delete_property(table, "OKR status")(desk.notion.ws)
    people.add_property(table, "OKR status", "people")(desk.notion.ws)
    dropped(desk, snapshot, snapshot.placed)
    assert sorted(headers(table)) == ["Name", "OKR status", "Ours now"]


@pytest.mark.parametrize("full", [False, True])
def test_one_that_somebody_made_under_our_name_is_somebodys(desk: Desk, *, full: bool) -> None:
    table = plan(desk)
    snapshot = ensured(desk, table)
    for name, kind in (("OKR status", "select:mine"), ("OKR progress", "number")):
        people.delete_property(table, name)(desk.notion.ws)
        people.add_property(table, name, kind)(desk.notion.ws)
    again = desk.read(table, snapshot.memory, full=full)
    dropped(desk, again, snapshot.placed)
    assert sorted(headers(table)) == ["Name", "OKR progress", "OKR status"]


def test_one_that_was_retyped_is_still_the_one_that_we_made(desk: Desk) -> None:
    table = plan(desk)
    snapshot = ensured(desk, table)
    people.retype_property(table, "OKR progress", "rich_text")(desk.notion.ws)
    dropped(desk, snapshot, snapshot.placed)
    assert headers(table) == ["Name"]


def test_without_a_memory_they_are_known_by_name_and_type(desk: Desk) -> None:
    table = plan(desk)
    snapshot = ensured(desk, table)
    people.retype_property(table, "OKR progress", "checkbox")(desk.notion.ws)
    dropped(desk, desk.read(table), snapshot.placed)
    assert sorted(headers(table)) == ["Name", "OKR progress"]


def test_an_answer_that_lacks_a_new_column_is_looked_at(desk: Desk) -> None:
    table = plan(desk)
    before = desk.read(table)
    desk.notion.faults.next(faults.dropping("OKR status"), name=PATCH)
    snapshot = ensured(desk, table, before)
    assert len(snapshot.placed) == 4
    assert desk.asked() == [LOOK, PATCH, LOOK]
