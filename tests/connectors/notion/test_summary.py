"""A database of our own on the page: line by line, nobody else's ever, and no source."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from okrsync.cli.app import run
from tests.connectors.notion.desk import Desk
from tests.servers.notion import faults, people
from tests.servers.notion.model import Database
from tests.servers.notion.seeding import Table

PROPERTIES = {
    "Objective": "select:Grow the shop,Keep guests",
    "Key result": "title",
    "Start": "number",
    "Current": "number",
    "Target": "number",
    "Owner": "rich_text",
}
GUESTS = {"Objective": "Keep guests", "Start": 10, "Current": 40, "Target": 50}


@pytest.fixture
def plan(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.setenv("OKRSYNC_STATE", str(tmp_path / "state.db"))
    monkeypatch.setenv("OKRSYNC_TODAY", "2026-05-15")
    monkeypatch.setenv("OKRSYNC_TIME_SCALE", "10000")
    monkeypatch.chdir(tmp_path)
    page = desk.notion.page("Quarter plan")
    table = desk.notion.database("Results", PROPERTIES, parent=page)
    table.add(
        {
            "Objective": "Grow the shop",
            "Key result": "Baskets a day",
            "Start": 100,
            "Current": 150,
            "Target": 200,
            "Owner": "Mo",
        }
    )
    desk.later(1)
    table.add({**GUESTS, "Key result": "Guests who come back within a month"})
    desk.later(60)
    return table


def summary(plan: Table, *more: str) -> int:
    return run(["summary", f"notion:{plan.database.id}", *more])


def ours(desk: Desk, title: str = "OKR summary") -> Database:
    ws = desk.notion.ws
    [found] = [one for one in ws.databases.values() if one.title == title and not one.in_trash]
    return found


def table_of(desk: Desk, database: Database) -> Table:
    return Table(desk.notion.ws, desk.notion.ws.sources[database.sources[0]])


def lines(desk: Desk, title: str = "OKR summary") -> list[list[Any]]:
    """What people see of it, by the lines' numbers."""
    table = table_of(desk, ours(desk, title))
    live = [page.id for page in table.rows if not page.in_trash]
    names = ("Objective", "Key result", "Honest progress", "Status", "Owner")
    shown = {name: table.text if name != "Honest progress" else table.value for name in names}
    rows = [[table.value(page, "#"), *(shown[n](page, n) for n in names)] for page in live]
    return sorted(rows)


def writes(desk: Desk) -> int:
    return desk.counted().write


def test_a_database_with_the_tree(
    desk: Desk, plan: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    assert summary(plan, "--yes", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["tab"], told["changed"], told["calls"]["write"]) == ("OKR summary", True, 5)
    assert ours(desk).parent == plan.database.parent
    assert lines(desk) == [
        [1, "Grow the shop", "", 0.5, "on track", ""],
        [2, "Baskets a day", "Baskets a day", 0.5, "on track", "Mo"],
        [3, "Keep guests", "", 0.75, "on track", ""],
        [4, *["Guests who come back within a month"] * 2, 0.75, "on track", ""],
    ]


def test_each_title_opens_its_row(desk: Desk, plan: Table) -> None:
    summary(plan, "--yes")
    table = table_of(desk, ours(desk))
    shown = [part["text"]["link"]["url"] for part in table.rows[1].values["title"]]
    assert shown == ["https://www.notion.so/" + plan.rows[0].id.replace("-", "")]


def test_unchanged_is_not_written_and_one_line_is_one_request(desk: Desk, plan: Table) -> None:
    summary(plan, "--yes")
    before = writes(desk)
    assert summary(plan) == 0
    assert writes(desk) == before
    desk.later(10)
    people.edit(plan, plan.rows[0].id, {"Owner": "Noor"})(desk.notion.ws)
    desk.later(10)
    assert summary(plan) == 0
    assert writes(desk) == before + 1
    assert lines(desk)[1][5] == "Noor"


def test_what_people_do_there_is_put_right(desk: Desk, plan: Table) -> None:
    summary(plan, "--yes")
    right, table = lines(desk), table_of(desk, ours(desk))
    ours(desk).title = "Overview for all"
    people.edit(table, table.rows[0].id, {"Owner": "typed here"})(desk.notion.ws)
    people.add(table, {"Objective": "A row of somebody's"})(desk.notion.ws)
    people.trash(table.rows[3].id)(desk.notion.ws)
    desk.later(10)
    assert summary(plan) == 0
    assert lines(desk, "Overview for all") == right


def test_it_is_no_source(desk: Desk, plan: Table, capsys: pytest.CaptureFixture[str]) -> None:
    summary(plan, "--yes")
    desk.later(10)
    capsys.readouterr()
    assert run(["export", f"notion:{plan.database.parent}"]) == 0
    assert len(json.loads(capsys.readouterr().out)["key_results"]) == 2


def test_its_own_address_is_refused(
    desk: Desk, plan: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    summary(plan, "--yes")
    capsys.readouterr()
    assert run(["status", f"notion:{ours(desk).id}"]) == 3
    said = capsys.readouterr().err
    assert "okrsync summary notion:" + plan.database.id.replace("-", "") in said


def test_a_namesake_of_peoples_stays(desk: Desk, plan: Table) -> None:
    theirs = desk.notion.database("OKR summary", {"Name": "title"}, parent=plan.database.parent)
    theirs.add({"Name": "Typed by hand"})
    summary(plan, "--yes")
    assert ours(desk, "OKR summary 2").id != theirs.database.id
    assert theirs.column("Name") == ["Typed by hand"]


def test_a_lost_answer_doubles_nothing(desk: Desk, plan: Table) -> None:
    lost = (faults.gateway_timeout(applied=True), faults.committed(), faults.dropped(applied=True))
    desk.notion.faults.next(*lost, on="write")
    assert summary(plan, "--yes") == 0
    assert desk.notion.faults.pending() == 0
    assert [line[0] for line in lines(desk)] == [1, 2, 3, 4]


def test_what_ended_midway_is_completed_by_the_next_run(desk: Desk, plan: Table) -> None:
    rows = count(1)
    desk.notion.faults.decide = lambda request: (
        faults.block_limit() if request.name == "pages.create" and next(rows) > 2 else None
    )
    assert summary(plan, "--yes") == 3
    assert len(lines(desk)) == 2
    desk.notion.faults.clear()
    desk.later(10)
    assert summary(plan) == 0
    assert [line[0] for line in lines(desk)] == [1, 2, 3, 4]


def test_headers_in_another_language_take_the_place_of_the_first(desk: Desk, plan: Table) -> None:
    summary(plan, "--yes")
    Path("okrsync.toml").write_text(
        f'[workspace]\nlanguage = "nl"\n[sources.shop]\nlocation = "notion:{plan.database.id}"\n'
    )
    desk.later(10)
    assert run(["summary", "shop"]) == 0
    names = {one.name for one in table_of(desk, ours(desk)).source.properties.values()}
    assert "Eerlijke voortgang" in names
    assert not names & {"Honest progress", "Key result", "Owner"}
    before = writes(desk)
    assert run(["summary", "shop"]) == 0
    assert writes(desk) == before


def test_undo_puts_it_into_the_trash(desk: Desk, plan: Table) -> None:
    summary(plan, "--yes")
    made = ours(desk)
    desk.later(10)
    assert run(["undo", "--yes"]) == 0
    assert made.in_trash


def test_a_database_that_is_on_no_page(
    desk: Desk, plan: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    lone = desk.notion.database("Alone", PROPERTIES)
    lone.add({**GUESTS, "Key result": "Guests who bring a friend"})
    assert run(["summary", f"notion:{lone.database.id}", "--yes"]) == 3
    assert "on a page" in capsys.readouterr().err


def test_a_row_of_several_results_is_told_of_it(
    desk: Desk, plan: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = {"Objective": "title", "Key result 1": "rich_text", "Key result 2": "rich_text"}
    numbers = {f"{what} {n}": "number" for n in (1, 2) for what in ("Current", "Target")}
    wide = desk.notion.database("Wide plan", columns | numbers, parent=plan.database.parent)
    wide.add(
        {
            "Objective": "A shop that people come back to",
            "Key result 1": "Returning guests",
            "Key result 2": "Reviews of five stars",
            "Current 1": 30,
            "Target 1": 60,
            "Current 2": 4,
            "Target 2": 16,
        }
    )
    desk.later(10)
    run(["sync", f"notion:{wide.database.id}", "--dry-run"])
    told = capsys.readouterr()
    assert f"okrsync summary notion:{wide.database.id}" in told.out + told.err
    assert run(["summary", f"notion:{wide.database.id}", "--yes"]) == 0
    assert {"Returning guests", "Reviews of five stars"} <= {line[2] for line in lines(desk)}


def test_a_second_one_of_a_lost_answer_goes(desk: Desk, plan: Table) -> None:
    summary(plan, "--yes")
    first = ours(desk)
    twin = desk.notion.database(first.title, {"Name": "title"}, parent=first.parent).database
    twin.description = first.description
    people.edit(plan, plan.rows[0].id, {"Owner": "Noor"})(desk.notion.ws)
    desk.later(10)
    assert summary(plan) == 0
    assert (first.in_trash, twin.in_trash) == (False, True)
