"""Full reads: every row once, in the fewest requests, whatever the service does meanwhile."""

from __future__ import annotations

import json

import pytest

from okrsync.connector import (
    Denied,
    Missing,
    Refused,
    Unconfigured,
    UnknownTab,
    Unreachable,
)
from okrsync.http import Waiter, using
from tests.connectors.notion.desk import Desk, values
from tests.servers.google.requests import Reply
from tests.servers.notion import faults, people
from tests.servers.notion.seeding import Table

SETUP = ["databases.retrieve", "data_sources.retrieve"]
QUERY = "data_sources.query"


def plan(desk: Desk, rows: int, **more: str) -> Table:
    """A database of so many rows, made long ago."""
    table = desk.notion.database("Plan", {"Name": "title", "Current": "number", **more})
    table.add_all({"Name": f"row {n}", "Current": n} for n in range(rows))
    desk.later(30)
    return table


@pytest.mark.parametrize(("rows", "queries"), [(0, 1), (1, 1), (100, 1), (101, 2), (250, 3)])
def test_a_hundred_rows_a_request(desk: Desk, rows: int, queries: int) -> None:
    snapshot = desk.read(plan(desk, rows))
    assert desk.asked() == SETUP + [QUERY] * queries
    assert sorted(map(str, values(snapshot.tables[0], "Name"))) == sorted(
        f"row {n}" for n in range(rows)
    )
    assert [row.number for row in snapshot.tables[0].rows] == list(range(1, rows + 1))
    assert snapshot.complete
    assert snapshot.calls == desk.counted()


def test_rows_stand_in_the_order_of_their_creation(desk: Desk) -> None:
    table = desk.notion.database("Plan", {"Name": "title"})
    for name in "cab":
        desk.later(1)
        table.add({"Name": name})
    assert values(desk.read(table).tables[0], "Name") == ["c", "a", "b"]


def test_a_short_page_is_not_the_end(desk: Desk) -> None:
    table = plan(desk, 120)
    desk.notion.faults.next(faults.short_page(7), faults.short_page(1), name=QUERY)
    assert len(desk.read(table).tables[0].rows) == 120


def test_a_row_that_shows_twice_is_one(desk: Desk) -> None:
    table = plan(desk, 120)
    desk.notion.faults.next(faults.repeated(5), name=QUERY)
    assert len(desk.read(table).tables[0].rows) == 120


def test_a_lost_cursor_begins_again(desk: Desk) -> None:
    table = plan(desk, 250)
    desk.notion.faults.at(4, faults.lost_cursor())
    assert len(desk.read(table).tables[0].rows) == 250


def test_a_cursor_that_is_lost_each_time_ends(desk: Desk) -> None:
    table = plan(desk, 250)
    desk.notion.faults.decide = lambda request: (
        faults.lost_cursor() if b"start_cursor" in request.raw else None
    )
    with pytest.raises(Unreachable, match="lost its place"):
        desk.read(table)


def test_more_than_ten_thousand_rows(desk: Desk) -> None:
    table = desk.notion.database("Plan", {"Name": "title"})
    for minute in range(21):
        desk.later(1)
        table.add_all({"Name": f"{minute}/{n}"} for n in range(500))
    found = values(desk.read(table).tables[0], "Name")
    assert len(set(found)) == len(found) == 10_500
    assert desk.asked().count(QUERY) <= 100 + 10


def test_more_than_ten_thousand_rows_of_one_minute_are_refused(desk: Desk) -> None:
    """There is no moment from which a further query could go on."""
    table = desk.notion.database("Plan", {"Name": "title"})
    table.add_all({"Name": str(n)} for n in range(10_001))
    with pytest.raises(Refused, match="10,000 rows"):
        desk.read(table)


def test_an_early_cap_is_no_end(desk: Desk) -> None:
    table = desk.notion.database("Plan", {"Name": "title"})
    for minute in range(30):
        desk.later(1)
        table.add_all({"Name": f"{minute}/{n}"} for n in range(10))
    desk.notion.faults.next(faults.stopped(), name=QUERY)
    assert len(desk.read(table).tables[0].rows) == 300
    desk.notion.faults.next(faults.capped(), name=QUERY)
    assert len(desk.read(table).tables[0].rows) == 300


@pytest.mark.parametrize(("times", "ends"), [(2, False), (9, True)])
def test_a_cap_on_a_few_rows_is_believed_to_be_a_slip(desk: Desk, times: int, ends: bool) -> None:
    table = plan(desk, 3)
    memory = desk.read(table).memory
    desk.notion.faults.next(*[faults.stopped()] * times, name=QUERY)
    if ends:
        with pytest.raises(Unreachable, match="lost its place"):
            desk.read(table, memory)
    else:
        assert len(desk.read(table, memory).tables[0].rows) == 3


def test_fields_that_nobody_knows_yet_change_nothing(desk: Desk) -> None:
    table = plan(desk, 3)
    desk.notion.faults.next(*[faults.unknown_fields()] * 3)
    assert len(desk.read(table).tables[0].rows) == 3


def test_properties_that_rows_dont_show_or_nobody_knows_change_nothing(desk: Desk) -> None:
    table = plan(desk, 101, Phone="phone_number")

    def spoil(reply: Reply, _: str | None) -> Reply:
        body = json.loads(reply.payload)
        for row in body.get("results", ()):
            row["properties"].pop("Phone", None)
            row["properties"]["Hologram"] = {"id": "abcd", "type": "hologram", "hologram": {}}
        return Reply(reply.status, json.dumps(body).encode())

    desk.notion.faults.decide = lambda request: (
        faults.Fault("tomorrow", True, spoil) if request.name == QUERY else None
    )
    first = desk.read(table)
    assert len(first.tables[0].rows) == 101
    assert set(values(first.tables[0], "Phone")) == {None}


def test_a_truncated_relation_is_completed(desk: Desk) -> None:
    goals = desk.notion.database("Goals", {"Goal": "title"})
    keys = goals.add_all({"Goal": f"goal {n}"} for n in range(130))
    table = desk.notion.database("Plan", {"Name": "title", "Goals": "relation:Goals"})
    table.add({"Name": "many", "Goals": keys})
    table.add({"Name": "few", "Goals": keys[:25]})
    snapshot = desk.read(table)
    found = {str(row.value(0)): str(row.value(1)).split(", ") for row in snapshot.tables[0].rows}
    assert found == {"many": keys, "few": keys[:25]}
    assert desk.asked().count("pages.properties.retrieve") == 2
    assert snapshot.calls == desk.counted()


def test_an_incomplete_rollup_that_cant_be_had_is_empty_and_said(desk: Desk) -> None:
    goals = desk.notion.database("Goals", {"Goal": "title", "Weight": "number"})
    table = desk.notion.database(
        "Plan", {"Name": "title", "Goals": "relation:Goals", "All": "rollup:Goals.Weight.sum"}
    )
    table.add({"Name": "one", "Goals": goals.add({"Goal": "g", "Weight": 2})})
    assert values(desk.read(table).tables[0], "All") == [2]
    desk.notion.contract = None  # the document knows none in rows; the service sends some
    table.force("All", {"type": "incomplete", "incomplete": {}, "function": "sum"})
    snapshot = desk.read(table)
    assert values(snapshot.tables[0], "All") == [None]
    assert "does not give the whole value of “All” of “one”" in str(snapshot.notes[0])


def test_a_relation_to_what_is_not_shared_is_empty(desk: Desk) -> None:
    goals = desk.notion.database("Goals", {"Goal": "title"})
    table = desk.notion.database("Plan", {"Name": "title", "Goal": "relation:Goals"})
    table.add({"Name": "one", "Goal": goals.add({"Goal": "g"})})
    people.share(goals, shared=False)(desk.notion.ws)
    assert values(desk.read(table).tables[0], "Goal") == [None]


# --- what an address leads to


def test_a_pages_address_is_all_databases_on_it(desk: Desk) -> None:
    page = desk.notion.page("Home")
    first = desk.notion.database("Objectives", {"Name": "title"}, parent=page)
    desk.notion.database("Key results", {"Name": "title"}, parent=page)
    desk.notion.database("Elsewhere", {"Name": "title"})
    first.add({"Name": "Grow"})
    desk.later(10)
    snapshot = desk.read(page)
    assert [table.name for table in snapshot.tables] == ["Objectives", "Key results"]
    assert snapshot.document == page
    desk.asked()
    again = desk.read(page, snapshot.memory)
    assert desk.asked() == [QUERY, QUERY]
    assert again.revision == snapshot.revision


def test_a_database_that_is_listed_twice_is_one(desk: Desk) -> None:
    page = desk.notion.page("Home")
    table = desk.notion.database("Plan", {"Name": "title"}, parent=page)
    desk.notion.faults.next(faults.repeated(), name="blocks.children.list")
    assert [one.key for one in desk.read(page).tables] == [table.id]


def test_one_of_them_by_its_name(desk: Desk) -> None:
    page = desk.notion.page("Home")
    desk.notion.database("Objectives", {"Name": "title"}, parent=page)
    second = desk.notion.database("Key results", {"Name": "title"}, parent=page)
    for tab in ("Key results", "key RESULTS", second.id, second.database.id):
        assert [table.key for table in desk.read(page, tab=tab).tables] == [second.id]


def test_a_database_of_several_sources_has_to_be_chosen_from(desk: Desk) -> None:
    table = desk.notion.database("Plan", {"Name": "title"})
    other = desk.notion.another_source(table, "Archive", {"Name": "title"})
    with pytest.raises(UnknownTab, match="several data sources") as caught:
        desk.read(table)
    assert caught.value.hint is not None
    assert "Plan" in str(caught.value.hint)
    assert "Archive" in str(caught.value.hint)
    assert [t.key for t in desk.read(table, tab="Archive").tables] == [other.id]


def test_a_data_sources_own_id_will_do(desk: Desk) -> None:
    table = plan(desk, 2)
    assert [t.key for t in desk.read(table.id).tables] == [table.id]


def test_what_is_not_shared_is_missing_with_the_integrations_name(desk: Desk) -> None:
    table = plan(desk, 1)
    people.share(table, shared=False)(desk.notion.ws)
    with pytest.raises(Missing, match=desk.notion.ws.integration.name) as caught:
        desk.read(table)
    assert caught.value.hint is not None
    assert "share the original database with the integration" in str(caught.value.hint)


def test_a_page_of_linked_views_holds_no_database(desk: Desk) -> None:
    page = desk.notion.page("Home")
    desk.notion.linked(plan(desk, 1), parent=page)
    with pytest.raises(Missing, match="shows no database here"):
        desk.read(page)
    with pytest.raises(Missing, match="no database on this page"):
        desk.read(desk.notion.page("Empty"))


# --- who we are


def test_without_a_token_nothing_is_sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    table = plan(desk, 1)
    monkeypatch.delenv("NOTION_TOKEN")
    with pytest.raises(Unconfigured, match="NOTION_TOKEN is not set"):
        desk.read(table)
    assert desk.asked() == []


def test_a_wrong_token_is_final_and_never_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = plan(desk, 1)
    secret = "ntn_" + "wrongwrongwrong"
    monkeypatch.setenv("NOTION_TOKEN", secret)
    with pytest.raises(Denied, match="does not accept the token") as caught:
        desk.read(table)
    assert secret not in f"{caught.value.message}{caught.value.hint}{caught.value!r}"
    assert len(desk.asked()) == 1


def test_a_missing_capability_is_named(desk: Desk) -> None:
    table = plan(desk, 1)
    desk.notion.ws.integration.capabilities.discard("read")
    with pytest.raises(Denied, match="Read content"):
        desk.read(table)


# --- when the network or the service does not do as it should


@pytest.mark.parametrize(
    "fault",
    [
        faults.rate_limited(3),
        faults.rate_limited(None),
        faults.rate_limited(90),
        faults.overloaded(5),
        faults.overloaded(None),
        faults.conflict(),
        faults.internal(),
        faults.unavailable(),
        faults.gateway_timeout(),
        faults.html(502),
        faults.html(200),
        faults.dropped(),
        faults.cut_off(),
    ],
    ids=lambda fault: fault.name,
)
def test_what_passes_is_asked_for_again(desk: Desk, fault: faults.Fault) -> None:
    table = plan(desk, 101)
    desk.notion.faults.next(fault, name=QUERY)
    snapshot = desk.read(table)
    assert len(snapshot.tables[0].rows) == 101
    assert snapshot.calls == desk.counted()
    assert desk.asked().count(QUERY) == 3


def test_a_quotas_pause_is_as_long_as_the_service_says(desk: Desk) -> None:
    table = plan(desk, 1)
    desk.notion.faults.next(faults.rate_limited(90), name=QUERY)
    desk.read(table)
    assert 90 <= sum(desk.clock.waits) < 92


def test_what_does_not_pass_ends(desk: Desk) -> None:
    table = plan(desk, 1)
    desk.notion.faults.decide = lambda request: faults.html(502)
    with pytest.raises(Unreachable):
        desk.read(table)
    desk.notion.faults.decide = lambda request: faults.html(200)
    with pytest.raises(Unreachable, match="can't be read"):
        desk.read(table)


def test_an_integration_that_is_blocked_is_not_asked_again(desk: Desk) -> None:
    table = plan(desk, 1)
    desk.notion.faults.next(faults.blocked())
    with pytest.raises(Denied, match="blocked"):
        desk.read(table)
    assert len(desk.asked()) == 1


def test_no_answer_in_time_is_asked_for_again(desk: Desk) -> None:
    table = plan(desk, 1)
    desk.notion.faults.next(faults.slow(), name=QUERY)
    with using(Waiter(600, desk.clock, scale=1000)):  # the shortest time-out there is
        assert len(desk.read(table).tables[0].rows) == 1
    assert desk.asked().count(QUERY) == 2
