"""What a team accepted with a reason makes no command fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

HEADER = ("ID", *books.HEADER, "Notes")
WORK = ("K2", "Customers stay with us", "Launch the new website", 0, 1, 0, "Ada", "Sales")
REASON = "agreed until the summer"
CONFIGURED = f'[rules]\nwaivers = [{{ rule = "OUT01", id = "K2", reason = "{REASON}" }}]\n'
IN_THE_NOTES = f"OUT01: {REASON}"


def sheet(folder: Path, notes: str = "") -> Path:
    rows = [("K1", *books.ROWS[0], ""), (*WORK, notes)]
    return books.book(folder / "plan.xlsx", rows, HEADER)


@pytest.mark.parametrize("line", ["check", "sync --yes --fail-on error"])
def test_an_error_that_nobody_accepted_fails(cli: Cli, tmp_path: Path, line: str) -> None:
    assert cli(*line.split(), sheet(tmp_path)).code == 1


@pytest.mark.parametrize("line", ["check", "check --format json", "sync --yes --fail-on error"])
@pytest.mark.parametrize("where", ["configured", "notes"])
def test_a_waived_one_does_not(cli: Cli, tmp_path: Path, line: str, where: str) -> None:
    if where == "configured":
        (tmp_path / "okrsync.toml").write_text(CONFIGURED, encoding="utf-8")
    path = sheet(tmp_path, IN_THE_NOTES if where == "notes" else "")
    assert cli(*line.split(), path).code == 0


def test_it_stands_apart_with_its_reason(cli: Cli, tmp_path: Path) -> None:
    path = sheet(tmp_path, IN_THE_NOTES)
    found = cli("check", path, "--format", "json").json
    assert "OUT01" not in {f["code"] for f in found["findings"]}
    assert [(f["code"], f["entity_id"], f["reason"]) for f in found["waived"]] == [
        ("OUT01", "K2", REASON)
    ]
    assert found["counts"]["error"] == 0
    assert "1 accepted with a reason" in cli("check", path).out
