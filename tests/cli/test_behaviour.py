"""`status --behaviour`: how teams set themselves key results, and never how a person does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

HEADER = ("Objective", "Key Result", "Start", "Target", "Current", "Team", "Owner", "Weight")
LEADS = ("Fill the funnel", "Qualified leads a month", 80, 200, 110)
SPEND = ("Fill the funnel", "Spend $200K on AdWords", 0, 200000, 200000)
CALLS = ("Fill the funnel", "Make 120 outbound calls a week", 0, 120, 60)
CHURN = ("Customers stay", "Churned accounts a month", 40, 20, 30)
TEAM: Sequence[books.Row] = (
    (*LEADS, "Sales", "Ada", 1),
    (*SPEND, "Sales", "Ben", 2),
    (*CALLS, "sales", "Ben", 1),
)


def shown(cli: Cli, tmp_path: Path, rows: Sequence[books.Row], *words: str) -> Any:
    path = books.book(tmp_path / "plan.xlsx", rows, HEADER)
    return cli("status", path.name, "--behaviour", "--format", "json", *words).json


def test_a_team_s_figures(cli: Cli, tmp_path: Path) -> None:
    found = shown(cli, tmp_path, TEAM)
    (team,) = found["behaviour"]
    assert (team["team"], team["key_results"], team["outcomes"]) == ("Sales", 3, 1)
    assert team["outcome_share"] == pytest.approx(1 / 3)
    # (1 × 0.25 + 2 × 1 + 1 × 0.5) / 4, and of the outcome alone 0.25.
    assert team["reported"] == pytest.approx(0.6875)
    assert team["progress"] == pytest.approx(0.25)
    assert team["false_progress"] == pytest.approx(0.4375)
    assert found["objectives"]  # beside what status always prints


def test_small_teams_and_those_of_one_owner_are_left_out_and_named(
    cli: Cli, tmp_path: Path
) -> None:
    rows = [
        *((*row, "Two", owner, 1) for row, owner in ((LEADS, "Ada"), (CHURN, "Ben"))),
        *((*row, "One", "Cleo", 1) for row in (LEADS, SPEND, CHURN)),
        ("Nobody said", *CALLS[1:], None, "Ada", 1),
    ]
    found = shown(cli, tmp_path, rows)
    assert found["behaviour"] == []
    left = {"small": ["Two"], "one_owner": ["One"], "without_team": 1}
    assert found["behaviour_left_out"] == left
    said = cli("status", "plan.xlsx", "--behaviour").out
    assert "Two" in said
    assert "One" in said
    assert "Cleo" not in said


def test_two_owners_in_one_cell_are_two(cli: Cli, tmp_path: Path) -> None:
    rows = [(*row, "Pair", "Ada, Ben", 1) for row in (LEADS, SPEND, CHURN)]
    assert [t["team"] for t in shown(cli, tmp_path, rows)["behaviour"]] == ["Pair"]


def test_narrowing_does_not_undo_the_bound(cli: Cli, tmp_path: Path) -> None:
    assert shown(cli, tmp_path, TEAM, "--team", "Sales")["behaviour"]
    path = books.book(tmp_path / "plan.xlsx", TEAM, HEADER)
    said = cli("status", path.name, "--behaviour", "--owner", "Ada")
    assert (said.code, said.out) == (2, "")


def test_a_person_s_measures_column_and_what_reads_both_ways(cli: Cli, tmp_path: Path) -> None:
    header = (*HEADER, "Measures")
    rows = [
        (*LEADS, "Sales", "Ada", 1, "output"),
        (*SPEND, "Sales", "Ben", 1, "outcome"),
        ("Fill the funnel", "Set up partnerships with 3 schools", 0, 3, 0, "Sales", "Ben", 1, None),
    ]
    path = books.book(tmp_path / "plan.xlsx", rows, header)
    (team,) = cli("status", path.name, "--behaviour", "--format", "json").json["behaviour"]
    assert (team["key_results"], team["outcomes"]) == (3, 1)
    assert team["progress"] == pytest.approx(0.5)


def test_in_a_terminal_a_line_a_team(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx", TEAM, HEADER)
    said = cli("status", path.name, "--behaviour")
    assert said.code == 0
    (line,) = [line for line in said.out.splitlines() if line.startswith("Sales")]
    assert line.split()[1:] == ["3", "33%", "69%", "25%"]
    assert max(map(len, said.out.splitlines())) <= 80
