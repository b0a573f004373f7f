"""Whole commands on Notion as people see them: names where a sheet has letters, and no secrets."""

from __future__ import annotations

import logging
import re
import subprocess
import sys

import pytest

from tests.connectors.notion.desk import Say
from tests.servers.notion import people
from tests.servers.notion.seeding import Table
from tests.servers.notion.server import NotionServer

CELL = re.compile(r"\b[A-Z]{1,2}[0-9]{1,3}\b(?! 20)")
ROW = re.compile(r"\b(row|rij) [0-9-]")
COLUMNS = {
    "Key result": "title",
    "Objective": "select:Be found",
    "Start": "number",
    "Current": "number",
    "Target": "number",
    "Status": "status",
}


@pytest.fixture
def table(notion: NotionServer) -> Table:
    found = notion.database("Key results", COLUMNS)
    row = {"Objective": "Be found", "Start": 0, "Current": 30, "Target": 100}
    found.add(row | {"Key result": "Visitors who come back"})
    found.add(row | {"Key result": "Readers who subscribe", "Target": 0})
    return found


def where(table: Table) -> str:
    return f"https://www.notion.so/acme/Plan-{table.database.id.replace('-', '')}?v=1"


def test_cells_have_names_and_no_letters(say: Say, table: Table) -> None:
    told = {
        words: say(*words.split(), where(table))
        for words in ("doctor", "init", "check", "check --format concise", "plan", "sync --yes")
    }
    for words, (_, text) in told.items():
        shown = text.replace(where(table), "").replace("OUT0", "").replace("DAT0", "")
        shown = re.sub(r"\b(?:OUT|DAT|STR|PRG|KPI|INI|THM|Q2)[0-9]*\b", "", shown)
        assert not CELL.search(shown), (words, shown)
        assert not ROW.search(shown), (words, shown)
    assert (
        "Key results: Readers who subscribe, Target: error DAT02"
        in told["check --format concise"][1]
    )
    assert "    OKR progress: – → 30%" in told["plan"][1]
    assert [code for code, _ in told.values()] == [0, 0, 1, 1, 0, 0]


def test_what_is_left_alone_is_named(say: Say, notion: NotionServer, table: Table) -> None:
    first = table.rows[0].id
    say("sync", where(table), "--yes")
    table.put(first, {"Current": 40})
    notion.faults.before_write(people.trash(first))
    code, text = say("sync", where(table), "--yes")
    assert code == 0
    assert "Key results: Visitors who come back, OKR progress  skipped: its row is in" in text


def test_the_token_is_never_logged(
    say: Say, notion: NotionServer, table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    notion.faults.next()
    for words in (["sync", where(table), "--yes", "--verbose"], ["doctor", "--verbose"]):
        _, text = say(*words)
        assert notion.token not in text
    assert caplog.records
    for record in caplog.records:
        assert notion.token not in record.getMessage() + repr(record.args)


def test_a_process_hangs_up(say: Say, table: Table) -> None:
    words = [sys.executable, "-W", "error", "-m", "okrsync", "status", where(table)]
    ended = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 0
    assert [line[:8] for line in ended.stderr.splitlines()] == ["Assumed:"]


def test_quarters_that_rows_name_are_not_said_to_be_missing(say: Say, notion: NotionServer) -> None:
    page = notion.page("Home")
    quarters = notion.database("Quarters", {"Name": "title"}, parent=page)
    second = quarters.add({"Name": "Q2 2026"})
    columns = {"Objective": "title", "Quarter": "relation:Quarters"}
    goals = notion.database("Objectives", columns, parent=page)
    goal = goals.add({"Objective": "Be found", "Quarter": second})
    columns = COLUMNS | {"Objective": "relation:Objectives"}
    results = notion.database("Key results", columns, parent=page)
    results.add({"Key result": "Visitors who come back", "Objective": goal, "Target": 9})
    code, text = say("sync", f"notion:{page}", "--yes")
    assert code == 0
    assert "No period is given anywhere" not in text
    assert "the quarter of the first sync, for rows that name none" in text
