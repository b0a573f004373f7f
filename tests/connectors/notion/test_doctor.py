"""What `okrsync doctor` says of Notion."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrsync import pipeline as door
from okrsync.pipeline import Probe
from tests.connectors.notion.desk import Desk, at
from tests.servers.notion import faults
from tests.servers.notion.seeding import Table


def plan(desk: Desk) -> Table:
    table = desk.notion.database(
        "Plan", {"Key result": "title", "Objective": "select:Grow", "Target": "number"}
    )
    table.add({"Key result": "Members pay", "Objective": "Grow", "Target": 4})
    return table


def doctor(folder: Path, *locations: str) -> list[Probe]:
    return door.doctor(
        locations, environment={"OKRSYNC_STATE": str(folder / "state.db")}, folder=folder
    )


def said(probes: list[Probe], ok: bool | None) -> str:
    return "\n".join(f"{p.name}: {p.message} {p.hint}" for p in probes if p.ok is ok)


def test_a_database_in_order(desk: Desk, tmp_path: Path) -> None:
    table = plan(desk)
    probes = doctor(tmp_path, at(table.database.id).text)
    good = said(probes, True)
    assert f"“{desk.notion.ws.integration.name}” in the workspace" in good
    assert "shared with it: Plan" in good
    assert "the integration may write to it" in good
    assert not desk.notion.ws.history.by(desk.notion.bot)


@pytest.mark.parametrize(
    ("capability", "words"),
    [("update", "Update content"), ("user", "Read user information")],
)
def test_a_missing_capability(desk: Desk, tmp_path: Path, capability: str, words: str) -> None:
    table = plan(desk)
    desk.notion.ws.integration.capabilities.discard(capability)
    probes = doctor(tmp_path, at(table.database.id).text)
    assert words in said(probes, None)
    assert said(probes, False) == ""


def test_nothing_shared(desk: Desk, tmp_path: Path) -> None:
    assert "no database is shared with it" in said(doctor(tmp_path), None)


def test_no_token(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTION_TOKEN")
    assert "NOTION_TOKEN is not set" in said(doctor(tmp_path), None)
    assert desk.asked() == []


def test_a_service_that_is_down_is_no_fault_of_the_setup(desk: Desk, tmp_path: Path) -> None:
    desk.notion.faults.decide = lambda request: faults.html(502)
    probes = doctor(tmp_path)
    assert "error of its own" in said(probes, None)
    assert said(probes, False) == ""
