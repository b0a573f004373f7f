"""Whole runs of the pipeline on Notion databases, with exact counts of requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from okrsync import pipeline as door
from okrsync.connector import Unreachable
from okrsync.guards.guard import Guard
from okrsync.pipeline import Options, SyncResult
from tests.connectors.notion.desk import Desk, at
from tests.servers.notion import faults, people
from tests.servers.notion.seeding import Table

PROGRESS, STATUS = "OKR progress", "OKR status"
OURS = {PROGRESS, STATUS}


def plan(desk: Desk, rows: int) -> Table:
    table = desk.notion.database(
        "Key results",
        {
            "Objective": "select:Be found,Be trusted",
            "Key result": "title",
            "Start": "number",
            "Current": "number",
            "Target": "number",
        },
    )
    for number in range(rows):
        table.add(
            {
                "Objective": ("Be found", "Be trusted")[number % 2],
                "Key result": f"Customers of region {number} who come back",
                "Start": 0,
                "Current": number % 100,
                "Target": 400,
            }
        )
    desk.later(60)
    return table


Sync = Callable[..., SyncResult]


@pytest.fixture
def sync(desk: Desk, tmp_path: Path) -> Sync:
    """Runs `okrsync sync --yes` on an id, on the day that is named."""

    def run(ident: str, today: date = date(2026, 5, 15)) -> SyncResult:
        environment = {"OKRSYNC_STATE": str(tmp_path / "state.db"), "OKRSYNC_TODAY": str(today)}
        job = door.open_sources(
            [at(ident).text], environment=environment, folder=tmp_path, clock=desk.clock
        )
        desk.asked()
        return door.sync(job, Options(yes=True, accept=frozenset({Guard.CHANGES})))

    return run


def test_a_first_run_and_the_ones_after_it(desk: Desk, sync: Sync) -> None:
    table = plan(desk, 30)
    first = sync(table.database.id)
    assert first.written == 60
    assert desk.asked()[:5] == [
        "databases.retrieve",
        "data_sources.retrieve",
        "data_sources.query",
        "data_sources.retrieve",
        "data_sources.update",
    ]
    desk.later(10)
    second = sync(table.database.id)
    assert desk.asked() == ["data_sources.query"]
    assert second.written == 0
    tomorrow = sync(table.database.id, date(2026, 5, 16))
    assert desk.asked() == ["data_sources.query"]
    assert tomorrow.written == 0
    assert not desk.notion.ws.history.outside(OURS, who=desk.notion.bot)


def test_one_change_is_one_query_and_one_write(desk: Desk, sync: Sync) -> None:
    table = plan(desk, 30)
    sync(table.database.id)
    desk.later(10)
    table.put(table.rows[4].id, {"Current": 300})
    result = sync(table.database.id)
    asked = desk.asked()
    assert asked[0] == "data_sources.query"
    assert set(asked[1:]) == {"pages.update"}
    assert len(asked) == 2
    assert result.calls.read + result.calls.write == 2


def test_what_a_run_added_and_wrote_is_taken_back(desk: Desk, sync: Sync, tmp_path: Path) -> None:
    table = plan(desk, 5)
    before = [(one.name, one.type) for one in table.source.properties.values()]
    sync(table.database.id)
    assert set(table.column(STATUS)) != {""}
    work = door.open_undo(
        environment={"OKRSYNC_STATE": str(tmp_path / "state.db")}, folder=tmp_path, clock=desk.clock
    )
    door.undo(work, Options(yes=True))
    assert [(one.name, one.type) for one in table.source.properties.values()] == before


def test_what_a_person_wrote_in_our_properties_stays(
    desk: Desk, sync: Sync, tmp_path: Path
) -> None:
    """On a row that is no key result, below all others; and on one that is, named by its title:
    in a database no cell has an address."""
    table = plan(desk, 3)
    sync(table.database.id)
    desk.later(10)
    beside = table.add({STATUS: "on track"})
    table.put(table.rows[0].id, {PROGRESS: 0.77})
    desk.later(10)
    work = door.open_undo(
        environment={"OKRSYNC_STATE": str(tmp_path / "state.db")}, folder=tmp_path, clock=desk.clock
    )
    result = door.undo(work, Options(yes=True))
    assert not result.columns_dropped
    assert table.text(beside, STATUS) == "on track"
    assert table.value(table.rows[0].id, PROGRESS) == 0.77
    assert f"{table.text(table.rows[0].id, 'Key result')}, {PROGRESS}" in {
        skip.name for skip in result.skipped
    }


def test_databases_joined_by_relations_are_one_plan(desk: Desk, sync: Sync) -> None:
    page = desk.notion.page("OKRs")
    goals = desk.notion.database("Objectives", {"Objective": "title"}, parent=page)
    results = desk.notion.database(
        "Key results",
        {
            "Key result": "title",
            "Objective": "relation:Objectives",
            "Start": "number",
            "Current": "number",
            "Target": "number",
        },
        parent=page,
    )
    grow = goals.add({"Objective": "Customers trust us"})
    for number in range(3):
        results.add(
            {
                "Key result": f"Customers of region {number} who come back",
                "Objective": grow,
                "Start": 0,
                "Current": 50,
                "Target": 100,
            }
        )
    desk.later(60)
    sync(page)
    assert [results.value(row.id, PROGRESS) for row in results.rows] == [0.5] * 3
    assert results.value(results.rows[0].id, "Objective") == [{"id": grow}]
    desk.later(10)
    sync(page)
    assert desk.asked() == ["data_sources.query", "data_sources.query"]


def test_a_write_that_stops_half_way_is_recorded_and_goes_on(desk: Desk, sync: Sync) -> None:
    table = plan(desk, 12)
    broken = {row.id for row in table.rows[6:]}
    desk.notion.faults.decide = lambda request: (
        faults.unavailable()
        if request.effect == "write" and request.path.rpartition("/")[2] in broken
        else None
    )
    with pytest.raises(Unreachable):
        sync(table.database.id)
    done = [text for text in table.column(STATUS) if text]
    assert 0 < len(done) <= 6
    desk.notion.faults.clear()
    desk.later(10)
    result = sync(table.database.id)
    assert result.written == 24 - 2 * len(done)
    assert all(table.column(STATUS))
    people.trash(table.rows[0].id)(desk.notion.ws)
    desk.later(int(timedelta(days=2).total_seconds() / 60))
    assert sync(table.database.id).written == 0
