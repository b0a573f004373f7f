"""One request a changed row, each answer looked at, whatever happens meanwhile."""

from __future__ import annotations

from decimal import Decimal

import pytest

from okrsync.connector import Calls, ConnectorError, Denied, Moved, Refused, Snapshot, Unreachable
from okrsync.http import OutOfTime, Waiter, using
from okrsync.table import Change, Scalar, Shown
from tests.connectors.notion.desk import Desk, at, changes, column, values
from tests.servers.notion import faults, people
from tests.servers.notion.faults import Fault
from tests.servers.notion.seeding import Table

PATCH = "pages.update"
PROGRESS, STATUS, NOTE = "OKR progress", "OKR status", "OKR finding"


def plan(desk: Desk, rows: int = 3, **more: str) -> Table:
    table = desk.notion.database(
        "Plan",
        {
            "Name": "title",
            "Current": "number",
            PROGRESS: "number:percent",
            STATUS: "select:on track,off track",
            NOTE: "rich_text",
            **more,
        },
    )
    for number in range(rows):
        desk.later(1 if rows < 100 else 0.1)
        table.add({"Name": f"row {number}", "Current": number})
    desk.later(30)
    return table


def opened(desk: Desk, table: Table) -> Snapshot:
    snapshot = desk.read(table)
    desk.asked()
    return snapshot


def test_a_row_is_one_request_with_the_changed_properties_only(desk: Desk) -> None:
    table = plan(desk)
    snapshot = opened(desk, table)
    receipt = desk.write(
        snapshot,
        {(1, PROGRESS): 0.4525, (1, STATUS): "on track", (3, NOTE): "What happens then?"},
    )
    assert desk.asked() == [PATCH, PATCH]
    assert (len(receipt.written), list(receipt.skipped)) == (3, [])
    ids = [row.id for row in table.rows]
    assert table.value(ids[0], PROGRESS) == 0.4525
    assert table.column(STATUS) == ["on track", "", ""]
    assert table.text(ids[2], NOTE) == "What happens then?"
    sent = [request.body["properties"] for request in desk.notion.log.named(PATCH)]
    assert sorted(map(len, sent)) == [1, 2]
    assert not desk.notion.ws.history.outside({PROGRESS, STATUS, NOTE}, who=desk.notion.bot)
    assert receipt.calls == Calls(write=2)


def test_a_thousand_rows_with_forty_changes_are_fifty_requests(desk: Desk) -> None:
    table = plan(desk, 1000)
    memory = desk.read(table).memory
    before, waits = desk.counted(), len(desk.clock.waits)
    snapshot = desk.read(table, memory, full=True)
    wanted: dict[tuple[int, str], Scalar] = {(row, PROGRESS): 0.5 for row in range(1, 41)}
    wanted |= {(row, STATUS): "on track" for row in range(1, 41)}
    receipt = desk.write(snapshot, wanted)
    assert len(receipt.written) == 80
    assert snapshot.calls + receipt.calls == Calls(read=10, write=40)
    assert desk.counted() == before + snapshot.calls + receipt.calls
    assert desk.clock.waits[waits:] == []
    assert desk.notion.limit.refused == 0


def test_after_a_write_nothing_changed_is_one_request(desk: Desk) -> None:
    table = plan(desk, 101)
    snapshot = opened(desk, table)
    receipt = desk.write(snapshot, {(row, PROGRESS): 0.5 for row in range(1, 51)})
    desk.later(10)
    desk.asked()
    again = desk.read(table, receipt.memory)
    assert desk.asked() == ["data_sources.query"]
    assert again.revision == receipt.revision
    assert again.tables[0].rows == desk.read(table, again.memory, full=True).tables[0].rows


def test_the_minutes_quota_is_kept(desk: Desk) -> None:
    table = plan(desk, 400)
    snapshot = opened(desk, table)
    receipt = desk.write(snapshot, {(row, PROGRESS): 0.5 for row in range(1, 401)})
    assert len(receipt.written) == 400
    assert desk.notion.limit.refused == 0
    assert sum(desk.clock.waits) >= 120


def test_no_more_than_four_at_a_time(desk: Desk) -> None:
    table = plan(desk, 30)
    snapshot = opened(desk, table)
    desk.notion.latency = 0.01
    desk.write(snapshot, {(row, PROGRESS): 0.5 for row in range(1, 31)})
    assert 1 < desk.notion.most_in_flight <= 4


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("x" * 2000, [2000]),
        ("x" * 2001, [2000, 1]),
        ("x" * 1999 + "🚀y", [1999, 2]),
        ("🚀" * 2001, [1000, 1000, 1]),
    ],
)
def test_a_long_text_is_cut_between_characters(desk: Desk, text: str, pieces: list[int]) -> None:
    table = plan(desk, 1)
    receipt = desk.write(opened(desk, table), {(1, NOTE): text})
    assert len(receipt.written) == 1
    (sent,) = desk.notion.log.named(PATCH)[-1].body["properties"].values()
    assert [len(one["text"]["content"]) for one in sent["rich_text"]] == pieces
    assert values(desk.read(table).tables[0], NOTE) == [text]


@pytest.mark.parametrize("number", [0, -0.05, 0.3, 1, 1.25])
def test_a_fraction_is_stored_as_it_is(desk: Desk, number: float) -> None:
    table = plan(desk, 1)
    assert len(desk.write(opened(desk, table), {(1, PROGRESS): number}).written) == 1
    assert table.value(table.rows[0].id, PROGRESS) == number


def test_a_value_is_cleared(desk: Desk) -> None:
    table = plan(desk, 1)
    table.put(table.rows[0].id, {PROGRESS: 0.5, STATUS: "on track", NOTE: "x"})
    snapshot = opened(desk, table)
    receipt = desk.write(snapshot, {(1, name): None for name in (PROGRESS, STATUS, NOTE)})
    assert len(receipt.written) == 3
    row = desk.read(table).tables[0].rows[0]
    assert [row.value(column(snapshot.tables[0], n)) for n in (PROGRESS, STATUS, NOTE)] == [
        None
    ] * 3


# --- words


def test_a_word_that_the_select_lacks_is_added_beside_the_others(desk: Desk) -> None:
    table = plan(desk, 2)
    colours = {one["name"]: one["color"] for one in table.property(STATUS).options()}
    receipt = desk.write(opened(desk, table), {(1, STATUS): "op schema", (2, STATUS): "op schema"})
    assert len(receipt.written) == 2
    assert desk.asked() == ["data_sources.retrieve", "data_sources.update", PATCH, PATCH]
    after = {one["name"]: one["color"] for one in table.property(STATUS).options()}
    assert after == {**colours, "op schema": "default"}


def test_options_that_people_added_meanwhile_stay(desk: Desk) -> None:
    table = plan(desk, 1)
    snapshot = opened(desk, table)
    mine = {"id": "o1", "name": "mine", "color": "pink", "description": None}
    table.property(STATUS).options().append(mine)
    desk.write(snapshot, {(1, STATUS): "op schema"})
    names = [one["name"] for one in table.property(STATUS).options()]
    assert names == ["on track", "off track", "mine", "op schema"]


def test_a_word_in_another_spelling_is_the_same_option(desk: Desk) -> None:
    table = plan(desk, 1)
    receipt = desk.write(opened(desk, table), {(1, STATUS): "On Track"})
    assert len(receipt.written) == 1
    assert table.column(STATUS) == ["on track"]
    again = desk.write(opened(desk, table), {(1, STATUS): "On Track"})
    assert (len(again.written), again.calls) == (0, Calls())
    assert "spelled “on track”" in str(again.skipped[0].reason)


def test_a_comma_cant_stand_in_an_option(desk: Desk) -> None:
    table = plan(desk, 1)
    receipt = desk.write(opened(desk, table), {(1, STATUS): "on track, nearly"})
    assert "comma" in str(receipt.skipped[0].reason)
    assert desk.asked() == []


def test_a_status_property_is_peoples_own(desk: Desk) -> None:
    table = plan(desk, 2, State="status:Doing,Done")
    receipt = desk.write(opened(desk, table), {(1, "State"): "done", (2, "State"): "off track"})
    assert [table.text(row.id, "State") for row in table.rows] == ["Done", ""]
    assert "no such option" in str(receipt.skipped[0].reason)
    assert len(table.property("State").options()) == 2


@pytest.mark.parametrize("kind", ["formula", "created_time", "relation:Plan2", "people"])
def test_what_is_not_ours_is_left_alone(desk: Desk, kind: str) -> None:
    desk.notion.database("Plan2", {"Name": "title"})
    table = plan(desk, 1, Other=kind)
    receipt = desk.write(opened(desk, table), {(1, "Other"): "x"})
    assert len(receipt.skipped) == 1
    assert desk.asked() == []


# --- people at the same moment


def test_a_row_in_the_trash_is_left_alone_and_named(desk: Desk) -> None:
    table = plan(desk)
    snapshot = opened(desk, table)
    people.trash(table.rows[1].id)(desk.notion.ws)
    receipt = desk.write(snapshot, {(row, PROGRESS): 0.5 for row in (1, 2, 3)})
    assert len(receipt.written) == 2
    assert str(receipt.skipped[0].reason) == "its row is in the trash"
    desk.later(5)
    assert len(desk.read(table, receipt.memory).tables[0].rows) == 2


def test_a_row_that_was_moved_or_erased_is_left_alone(desk: Desk) -> None:
    table, other = plan(desk), desk.notion.database("Archive", {"Name": "title"})
    snapshot = opened(desk, table)
    people.move(table.rows[0].id, other)(desk.notion.ws)
    people.erase(table.rows[0].id)(desk.notion.ws)
    receipt = desk.write(snapshot, {(row, PROGRESS): 0.5 for row in (1, 2, 3)})
    assert len(receipt.written) == 1
    assert sorted(str(skip.reason) for skip in receipt.skipped) == [
        "its row was deleted for good, or is no longer shared with the integration",
        "its row was moved to another database or page",
    ]


def test_a_persons_edit_at_that_moment_stays(desk: Desk) -> None:
    table = plan(desk, 1)
    snapshot = opened(desk, table)
    page = table.rows[0].id
    desk.notion.faults.before_write(people.edit(table, page, {"Current": 77, "Name": "Another"}))
    receipt = desk.write(snapshot, {(1, PROGRESS): 0.5})
    assert len(receipt.written) == 1
    assert "“Name” of “Another” was edited while the row was written to" in str(receipt.notes[0])
    found = desk.read(table, receipt.memory).tables[0]
    assert (values(found, "Current"), values(found, "Name")) == ([77], ["Another"])


def test_a_persons_edit_while_others_are_written_is_not_missed(desk: Desk) -> None:
    table = plan(desk, 10)
    snapshot = opened(desk, table)
    desk.notion.faults.before_write(people.edit(table, table.rows[9].id, {"Current": 77}))
    receipt = desk.write(snapshot, {(row, PROGRESS): 0.5 for row in range(1, 9)})
    desk.later(60)
    assert values(desk.read(table, receipt.memory).tables[0], "Current")[-1] == 77


def test_a_renamed_column_is_still_ours(desk: Desk) -> None:
    table = plan(desk, 1)
    snapshot = opened(desk, table)
    people.rename_property(table, PROGRESS, "Score")(desk.notion.ws)
    receipt = desk.write(snapshot, {(1, PROGRESS): 0.5})
    assert len(receipt.written) == 1
    assert table.value(table.rows[0].id, "Score") == 0.5
    fresh = desk.read(table, receipt.memory).tables[0]
    assert "Score" in [each.title for each in fresh.columns]


def test_a_deleted_column_is_moved_and_read_anew(desk: Desk) -> None:
    table = plan(desk, 1)
    snapshot = opened(desk, table)
    people.delete_property(table, PROGRESS)(desk.notion.ws)
    with pytest.raises(Moved, match="a property of “Plan” was changed or removed"):
        desk.write(snapshot, {(1, PROGRESS): 0.5})
    again = desk.read(table, snapshot.memory).tables[0]
    assert PROGRESS not in [each.title for each in again.columns]


@pytest.mark.parametrize(
    ("title", "wrote", "said"),
    [(PROGRESS, 0.5, "a property of “Plan”"), (STATUS, "accomplished", "a column that okrsync")],
    ids=["a number", "a word that the select lacks"],
)
def test_a_deleted_column_is_read_anew_though_no_row_shows_that(
    desk: Desk, title: str, wrote: float | str, said: str
) -> None:
    table = plan(desk, 1)
    last = table.add({"Name": "the row that every read looks at once more"})
    desk.later(30)
    snapshot = opened(desk, table)
    people.delete_property(table, title)(desk.notion.ws)
    people.trash(last)(desk.notion.ws)
    with pytest.raises(Moved, match=said):
        desk.write(snapshot, {(1, title): wrote})
    again, fresh = desk.read(table, snapshot.memory).tables[0], desk.read(table).tables[0]
    assert again.columns == fresh.columns


# --- faults


REPEATED = [
    faults.rate_limited(3),
    faults.rate_limited(None),
    faults.overloaded(5),
    faults.conflict(),
    faults.internal(),
    faults.internal(applied=True),
    faults.unavailable(),
    faults.unavailable(applied=True),
    faults.gateway_timeout(),
    faults.gateway_timeout(applied=True),
    faults.html(502),
    faults.html(502, applied=True),
    faults.html(200, applied=True),
    faults.dropped(),
    faults.dropped(applied=True),
    faults.cut_off(),
]


@pytest.mark.parametrize("fault", REPEATED, ids=lambda fault: f"{fault.name}-{fault.applied}")
def test_an_absolute_value_may_be_sent_twice(desk: Desk, fault: Fault) -> None:
    table = plan(desk, 2)
    snapshot = opened(desk, table)
    before = desk.counted()
    desk.notion.faults.next(fault, name=PATCH)
    receipt = desk.write(snapshot, {(1, PROGRESS): 0.5, (2, PROGRESS): 0.75})
    assert len(receipt.written) == 2
    assert [table.value(row.id, PROGRESS) for row in table.rows] == [0.5, 0.75]
    assert desk.asked() == [PATCH] * 3
    assert desk.counted() == before + receipt.calls


def test_what_must_not_be_repeated_is_looked_at(desk: Desk) -> None:
    table = plan(desk, 1)
    snapshot = opened(desk, table)
    desk.notion.faults.next(faults.committed(), name=PATCH)
    receipt = desk.write(snapshot, {(1, PROGRESS): 0.5})
    assert len(receipt.written) == 1
    assert desk.asked() == [PATCH, "pages.retrieve"]


def test_what_was_saved_and_erased_at_once_is_left_alone(desk: Desk) -> None:
    table = plan(desk, 2)
    snapshot = opened(desk, table)
    first = table.rows[0].id
    desk.notion.faults.next(faults.committed(), name=f"{PATCH}")
    desk.notion.faults.before_next(people.erase(first), name="pages.retrieve")
    receipt = desk.write(snapshot, {(1, PROGRESS): 0.5})
    assert [str(skip.reason) for skip in receipt.skipped] == [
        "its row was deleted for good, or is no longer shared with the integration"
    ]


def test_what_was_written_before_an_end_is_told(desk: Desk) -> None:
    table = plan(desk, 20)
    snapshot = opened(desk, table)
    broken = {row.id for row in table.rows[10:]}
    desk.notion.faults.decide = lambda request: (
        faults.unavailable() if request.path.rpartition("/")[2] in broken else None
    )
    with pytest.raises(Unreachable) as caught:
        desk.write(snapshot, {(row, PROGRESS): 0.5 for row in range(1, 21)})
    receipt = caught.value.receipt
    assert receipt is not None
    assert sorted(change.row for change in receipt.written) == list(range(1, 11))
    written = [row.id for row in table.rows if table.value(row.id, PROGRESS) == 0.5]
    assert written == [row.id for row in table.rows[:10]]
    assert receipt.calls.write == len(desk.notion.log.named(PATCH))


def test_a_write_ends_at_the_commands_deadline(desk: Desk) -> None:
    table = plan(desk, 300)
    snapshot = opened(desk, table)
    desk.later(2)
    with using(Waiter(30, desk.clock)), pytest.raises(OutOfTime) as caught:
        desk.write(snapshot, {(row, PROGRESS): 0.5 for row in range(1, 301)})
    assert caught.value.receipt is not None
    assert 170 <= len(caught.value.receipt.written) <= 180


def test_a_missing_capability_is_named(desk: Desk) -> None:
    table = plan(desk, 1)
    snapshot = opened(desk, table)
    desk.notion.ws.integration.capabilities.discard("update")
    with pytest.raises(Denied, match="Update content"):
        desk.write(snapshot, {(1, PROGRESS): 0.5})


def test_too_large_is_refused(desk: Desk) -> None:
    table = plan(desk, 1)
    snapshot = opened(desk, table)
    with pytest.raises(Refused, match="500 KB"):
        desk.write(snapshot, {(1, NOTE): "€" * 190_000})
    receipt = desk.write(snapshot, {(1, NOTE): "x" * 250_000})
    assert "longer than a property can hold" in str(receipt.skipped[0].reason)


@pytest.mark.parametrize("value", ["abc", Decimal("NaN")])
def test_a_number_property_takes_numbers(desk: Desk, value: str | Decimal) -> None:
    table = plan(desk, 1)
    snapshot = opened(desk, table)
    known = snapshot.tables[0]
    change = Change(known.key, 1, column(known, PROGRESS), None, value, Shown.PERCENT)
    receipt = desk.connector.write(snapshot, [change])
    assert len(receipt.skipped) == 1
    assert desk.asked() == []


def test_no_copies(desk: Desk) -> None:
    table = plan(desk, 1)
    snapshot = opened(desk, table)
    made = changes(snapshot.tables[0], {(1, PROGRESS): 0.5})
    with pytest.raises(ConnectorError, match="not copied"):
        desk.connector.write(snapshot, made, to=at(table.database.id))
