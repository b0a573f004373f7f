"""An undo of two databases, of which one may only be looked at by now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from okrsync import pipeline
from okrsync.pipeline import Options
from tests.connectors.notion.desk import Desk, at
from tests.servers.notion import people
from tests.servers.notion.seeding import Table

COLUMNS = {"Level": "select:Key result,Initiative", "Key result": "title"}
NUMBERS = dict.fromkeys(("Start", "Current", "Target"), "number")


def database(desk: Desk, home: str, name: str) -> Table:
    table = desk.notion.database(name, COLUMNS | NUMBERS, parent=home)
    for chapter in range(6):
        title = f"Readers of {name} chapter {chapter} who subscribe"
        values = {"Start": 0, "Current": 10, "Target": 80}
        table.add({"Level": "Key result", "Key result": title, **values})
    return table


def test_what_could_not_be_put_back_is_named(desk: Desk, tmp_path: Path) -> None:
    home = desk.notion.page("Home")
    mine, theirs = database(desk, home, "Mine"), database(desk, home, "Theirs")
    known = {
        "OKRSYNC_STATE": str(tmp_path / "state.db"),
        "OKRSYNC_TODAY": str(date(2026, 5, 15)),
    }
    where = [at(home).text]

    def sync() -> None:
        desk.later(100)
        job = pipeline.open_sources(where, environment=known, folder=tmp_path, clock=desk.clock)
        pipeline.sync(job, Options(yes=True))

    sync()
    before = mine.column("OKR progress")
    for table in (mine, theirs):
        table.put(table.rows[0].id, {"Current": 40})
    sync()
    left = theirs.column("OKR progress")
    people.permit(theirs, edit=False)(desk.notion.ws)
    desk.later(100)
    job = pipeline.open_undo(locations=where, environment=known, folder=tmp_path, clock=desk.clock)
    undone = pipeline.undo(job, Options(yes=True))
    assert mine.column("OKR progress") == before
    assert theirs.column("OKR progress") == left
    assert {cell.tab for cell in undone.restored} == {"Mine"}
    assert {cell.tab for cell in undone.skipped} == {"Theirs"}
    assert all("Theirs" in cell.reason for cell in undone.skipped)
