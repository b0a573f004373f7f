"""What people type to understand a number, a rule or a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.conftest import Cli


def test_a_score_is_explained_by_title_too(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    by_title = cli("explain-score", "churned ACCOUNTS a month", path)
    assert (by_title.code, by_title.err) == (0, "")
    assert "(30 − 40) / (20 − 40)" in by_title.out


@pytest.mark.parametrize("asked", ["churned", "B3"])
def test_a_part_of_a_title_and_a_cell_are_answered_with_the_id(
    asked: str, cli: Cli, tmp_path: Path
) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    said = cli("explain-score", asked, path)
    assert said.code == 2
    assert "nearest: kr-churned-accounts" in said.err


def test_a_title_that_two_rows_bear_is_not_guessed(cli: Cli, tmp_path: Path) -> None:
    rows = [("Stay", "Renewals", 1, 2, 1, "A", "T"), ("Grow", "Renewals", 1, 2, 1, "B", "T")]
    said = cli("explain-score", "Renewals", books.book(tmp_path / "plan.xlsx", rows))
    assert said.code == 2
    assert said.err.count("kr-renewals") == 2


def test_history_finds_an_id_by_its_title(cli: Cli, tmp_path: Path) -> None:
    cli("sync", books.book(tmp_path / "plan.xlsx"), "--yes")
    said = cli("history", "churned")
    assert (said.code, "kr-churned-accounts" in said.err) == (2, True)


def test_a_family_of_rules(cli: Cli) -> None:
    codes = [line.split()[0] for line in cli("rule", "dat").out.splitlines()]
    assert codes[:2] == ["DAT01", "DAT02"]
    assert all(code.startswith("DAT") for code in codes)
    assert len(codes) < len(cli("rule").out.splitlines())


def test_an_undo_takes_back_as_many_cells_as_it_said(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    cli("sync", path, "--yes")
    asked = cli("undo")
    assert asked.code == 4
    assert "8 cells would be put back and 2 columns removed on" in asked.err
    assert "plan.xlsx" in asked.err
    assert "Restored 8 cells and removed 2 columns" in cli("undo", "--yes").out


def test_runs_stand_in_columns(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    cli("plan", path, "--out", "plan.json")
    cli("sync", "--apply", "plan.json", "--yes")
    cli("sync", path)
    lines = cli("runs").out.splitlines()
    assert len({line.index("cells") for line in lines}) == 1
    assert len({line.index("done") for line in lines}) == 1


def test_dutch_figures_are_written_the_dutch_way(cli: Cli, tmp_path: Path) -> None:
    rows = [("Klanten blijven", "Klanten die verlengen", 40, 80, 55.5, "Anna")]
    path = books.book(tmp_path / "plan.xlsx", rows, books.KOP)
    assert "38,75 %" in cli("plan", path).out
    assert "(55,5 − 40) / (80 − 40)" in cli("explain-score", "Klanten die verlengen", path).out
