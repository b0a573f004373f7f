"""What the reading noticed: a finding for `check`, a note for every other command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

HEADER = (*books.HEADER, "Target", "Buses", "Colour")
ROWS = [(*row, 7 * at, at + 3, "red") for at, row in enumerate(books.ROWS)]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return books.book(tmp_path / "plan.xlsx", ROWS, HEADER)


@pytest.mark.parametrize("command", ["status", "plan", "export"])
def test_columns_that_were_not_read_are_told_by_a_command_that_looks(
    cli: Cli, sheet: Path, command: str
) -> None:
    said = cli(command, str(sheet))
    assert said.code == 0
    assert said.err.count("“Target”") == 1
    assert "D1, H1" in said.err
    assert said.err.count("“Buses” (I1)") == 1
    assert "Colour" not in said.err


def test_check_says_it_once_and_fails_for_none_of_it(cli: Cli, sheet: Path) -> None:
    said = cli("check", str(sheet), "--format", "json")
    found = {f["code"]: f for f in said.json["findings"] if f["entity_id"] is None}
    assert found["DAT15"]["location"]["cell"] == "H1"
    assert found["DAT15"]["severity"] == "warn"
    cells = {
        f["location"]["cell"]: f["severity"] for f in said.json["findings"] if f["code"] == "DAT16"
    }
    assert cells == {"I1": "warn", "J1": "info"}
    assert said.json["notes"] == []
    assert said.code == 0
    assert "“Buses”" not in cli("check", str(sheet)).err


def test_a_rule_that_is_off_says_nothing(cli: Cli, sheet: Path, tmp_path: Path) -> None:
    config = tmp_path / "okrsync.toml"
    config.write_text(
        '[sources.plan]\nlocation = "plan.xlsx"\n[rules]\nseverity = { DAT15 = "off" }\n', "utf-8"
    )
    said = cli("status", "--config", str(config))
    assert "Target”" not in said.err
    assert "“Buses”" in said.err


def test_doctor_looks_at_everything_even_if_no_sheet_is_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "okrsync.toml").write_text('[workspace]\nname = "x"\n', "utf-8")
    said = cli("doctor", "--format", "json")
    checks = {check["name"]: check["ok"] for check in said.json["checks"]}
    assert checks["configuration"] is False
    assert checks["state"] is True
    assert {"excel", "csv"} <= set(checks)


def test_an_undo_of_nothing_gives_its_reason_once(cli: Cli, tmp_path: Path) -> None:
    sheet = books.book(tmp_path / "plan.xlsx", books.ROWS)
    assert cli("sync", str(sheet), "--yes").code == 0
    assert cli("undo", "1", "--yes").code == 0
    lines = cli("undo", "1", "--yes").out.splitlines()
    assert len(lines) > 1
    assert len(set(lines)) == len(lines)


def test_init_says_that_its_file_cannot_be_written(cli: Cli, tmp_path: Path) -> None:
    sheet = books.book(tmp_path / "plan.xlsx", books.ROWS)
    (tmp_path / "okrsync.toml").mkdir()
    said = cli("init", str(sheet))
    assert said.code == 2
    assert "okrsync.toml can't be written" in said.err
