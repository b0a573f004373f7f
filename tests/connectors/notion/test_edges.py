"""Rare shapes of a database, from its rows to what is written and said."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from okrsync import pipeline as door
from okrsync.connector import Moved
from okrsync.pipeline import Options, SyncResult
from okrsync.table import NewColumn, Shown
from tests.connectors.notion.desk import Desk, at, values
from tests.servers.notion import people
from tests.servers.notion.seeding import Table

PROGRESS = "OKR progress"
ODD = "?~\\w"
"""An id that stands as %3F~%5Cw in JSON and in a path."""


def with_id(table: Table, name: str, ident: str) -> None:
    """Give a property this id."""
    one = table.source.properties.pop(table.property(name).id)
    for page in table.rows:
        page.values[ident] = page.values.pop(one.id, None)
    one.id = ident
    table.source.properties[ident] = one


Sync = Callable[[Table], SyncResult]


@pytest.fixture
def sync(desk: Desk, tmp_path: Path) -> Sync:
    """`okrsync sync --yes` on a database."""

    def run(table: Table) -> SyncResult:
        environment = {"OKRSYNC_STATE": str(tmp_path / "state.db"), "OKRSYNC_TODAY": "2026-05-15"}
        text = at(table.database.id).text
        job = door.open_sources([text], environment=environment, folder=tmp_path, clock=desk.clock)
        return door.sync(job, Options(yes=True))

    return run


def test_an_id_of_odd_characters_is_written_to(desk: Desk) -> None:
    table = desk.notion.database("Plan", {"Name": "title", PROGRESS: "number:percent"})
    table.add({"Name": "one"})
    with_id(table, PROGRESS, ODD)
    receipt = desk.write(desk.read(table), {(1, PROGRESS): 0.5})
    assert len(receipt.written) == 1
    assert table.value(table.rows[0].id, PROGRESS) == 0.5
    assert list(desk.notion.log[-1].body["properties"]) == ["%3F~%5Cw"]


def test_an_id_of_odd_characters_is_completed(desk: Desk) -> None:
    goals = desk.notion.database("Goals", {"Name": "title"})
    ids = goals.add_all({"Name": f"goal {n}"} for n in range(30))
    table = desk.notion.database("Plan", {"Name": "title", "Goals": "relation:Goals"})
    table.add({"Name": "one", "Goals": ids})
    with_id(table, "Goals", ODD)
    assert str(values(desk.read(table).tables[0], "Goals")[0]).split(", ") == ids


def test_a_column_of_ours_that_is_retyped_meanwhile_is_left_alone(desk: Desk) -> None:
    table = desk.notion.database("Plan", {"Name": "title", PROGRESS: "number:percent"})
    table.add({"Name": "one"})
    snapshot = desk.read(table)
    desk.notion.faults.before_write(people.retype_property(table, PROGRESS, "checkbox"))
    with pytest.raises(Moved, match="a property of “Plan” was changed or removed"):
        desk.write(snapshot, {(1, PROGRESS): 0.5})
    # The retyped one is looked at, and is somebody's: nothing is turned back.
    assert (
        next(
            c.type
            for c in desk.read(table, snapshot.memory).tables[0].columns
            if c.title == PROGRESS
        )
        == "checkbox"
    )


def test_a_column_of_ours_that_stands_there_under_another_type_is_not_retyped(desk: Desk) -> None:
    table = desk.notion.database("Plan", {"Name": "title"})
    snapshot = desk.read(table)
    people.add_property(table, PROGRESS, "rich_text")(desk.notion.ws)
    new = NewColumn(table.id, "progress", PROGRESS, 0, 1, 1, Shown.PERCENT)
    desk.connector.ensure_columns(snapshot, [new])
    assert table.property(PROGRESS).type == "rich_text"


OKRS = {
    "Key result": "title",
    "Objective": "select:Be found,Be trusted",
    "Start": "rich_text",
    "Current": "rich_text",
    "Target": "rich_text",
}


def test_numbers_typed_as_text_are_scored(desk: Desk, sync: Sync) -> None:
    table = desk.notion.database("Key results", OKRS)
    row = {"Key result": "Visitors who come back", "Objective": "Be found"}
    one = table.add(row | {"Start": "0", "Current": "45", "Target": "100"})
    desk.later(60)
    sync(table)
    assert table.value(one, PROGRESS) == float(Decimal("0.45"))


def test_zero_is_written_and_absence_is_not(desk: Desk, sync: Sync) -> None:
    columns = OKRS | dict.fromkeys(("Start", "Current", "Target"), "number")
    table = desk.notion.database("Key results", columns)
    row = {"Objective": "Be found", "Start": 0, "Target": 100}
    zero = table.add(row | {"Key result": "Visitors who come back", "Current": 0})
    none = table.add(row | {"Key result": "Readers who subscribe", "Current": None})
    below = table.add(row | {"Key result": "Members who stay a year", "Current": -20})
    desk.later(60)
    sync(table)
    assert [table.value(one, PROGRESS) for one in (zero, none, below)] == [0, None, -0.2]


def test_an_untitled_row_takes_no_other_rows_place(desk: Desk, sync: Sync) -> None:
    columns = OKRS | dict.fromkeys(("Start", "Current", "Target"), "number")
    table = desk.notion.database("Key results", columns)
    row = {"Objective": "Be found", "Start": 0, "Target": 100}
    for number in range(4):
        table.add(row | {"Key result": f"Visitors of region {number} who return", "Current": 30})
        desk.later(1)
    table.add(row | {"Key result": ""})
    desk.later(60)
    found = sync(table).evaluation.findings
    assert [one.message for one in found if one.code == "DAT05"] == []
    assert [table.value(page.id, PROGRESS) for page in table.rows][:4] == [0.3] * 4


def test_two_rows_of_one_id_are_named_and_left_alone(desk: Desk, sync: Sync) -> None:
    columns = OKRS | {"ID": "rich_text"} | dict.fromkeys(("Start", "Current", "Target"), "number")
    table = desk.notion.database("Key results", columns)
    row = {"Objective": "Be found", "Start": 0, "Current": 30, "Target": 100}
    table.add(row | {"Key result": "Visitors who come back", "ID": "KR1"})
    table.add(row | {"Key result": "Readers who subscribe", "ID": "KR1"})
    other = table.add(row | {"Key result": "Members who stay a year", "ID": "KR2"})
    desk.later(60)
    found = sync(table).evaluation.findings
    assert [page.id for page in table.rows if table.value(page.id, PROGRESS) is not None] == [other]
    said = next(one.message for one in found if one.code == "DAT05")
    assert "“Visitors who come back”" in said
    assert "“Readers who subscribe”" in said
