"""An old sheet is taken on as it is: a file of accepted findings, by rule and row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

HEADER = ("ID", *books.HEADER)
GOOD = ("K1", *books.ROWS[0])
WORK = ("K2", "Customers stay with us", "Launch the new website", 0, 1, 0, "Ada", "Sales")
MORE = ("K3", "Customers stay with us", "Build a new app", 0, 1, 0, "Ada", "Sales")


def sheet(folder: Path, *rows: books.Row) -> Path:
    return books.book(folder / "plan.xlsx", rows, HEADER)


def test_today_is_accepted_and_what_is_new_is_told(cli: Cli, tmp_path: Path) -> None:
    path = sheet(tmp_path, GOOD, WORK)
    assert cli("check", path).code == 1
    first = cli("check", path, "--accept-findings", "known.json")
    assert first.code == 0
    assert "known.json" in first.err
    sheet(tmp_path, MORE, WORK, GOOD)
    then = cli("check", path, "--accept-findings", "known.json", "--format", "json")
    assert then.code == 1
    assert [f["entity_id"] for f in then.json["findings"] if f["code"] == "OUT01"] == ["K3"]
    assert "K2" in {f["entity_id"] for f in then.json["waived"]}


def test_entries_name_rule_and_id_and_no_row(cli: Cli, tmp_path: Path) -> None:
    cli("check", sheet(tmp_path, GOOD, WORK), "--accept-findings", "known.json")
    entries = json.loads((tmp_path / "known.json").read_text())["accepted"]
    assert {"rule": "OUT01", "id": "K2", "title": "Launch the new website"} in entries
    assert all(set(each) == {"rule", "id", "title"} for each in entries)


def test_what_accepts_nothing_any_more_is_told(cli: Cli, tmp_path: Path) -> None:
    path = sheet(tmp_path, GOOD, WORK)
    cli("check", path, "--accept-findings", "known.json")
    sheet(tmp_path, GOOD)
    found = cli("check", path, "--accept-findings", "known.json", "--format", "json").json
    (stale,) = [f for f in found["findings"] if f["code"] == "DAT12" and f["entity_id"] == "K2"]
    assert "known.json" in stale["message"]
    assert "OUT01" in stale["message"]


def test_a_part_of_the_sheet_makes_nothing_stale(cli: Cli, tmp_path: Path) -> None:
    path = sheet(tmp_path, GOOD, WORK)
    cli("check", path, "--accept-findings", "known.json")
    part = cli(
        "check", path, "--accept-findings", "known.json", "--owner", "Ada", "--format", "json"
    )
    assert not part.json["findings"]


def test_it_changes_no_score(cli: Cli, tmp_path: Path) -> None:
    path = sheet(tmp_path, GOOD, WORK)
    before = cli("status", path, "--format", "json").json["objectives"]
    cli("check", path, "--accept-findings", "known.json")
    assert cli("status", path, "--format", "json").json["objectives"] == before


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1, "accepted": [3]}', '{"format": 9}'])
def test_another_file_is_refused_and_left(cli: Cli, tmp_path: Path, text: str) -> None:
    other = tmp_path / "other.json"
    other.write_text(text)
    said = cli("check", sheet(tmp_path, GOOD), "--accept-findings", other)
    assert said.code == 2
    assert "other.json" in said.err
    assert other.read_text() == text
