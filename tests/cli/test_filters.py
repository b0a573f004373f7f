"""A part of a plan: the same words on every view."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "company.xlsx"


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (["--team", "platform"], {"Clinics trust the calendar"}),
        (["--level", "company"], {"Clinics choose us first and stay"}),
        (
            ["--owner", "LEE"],
            {
                "Clinic managers solve questions without me",
                "New clinics are productive within a week",
            },
        ),
    ],
)
def test_status_and_check_show_the_part_that_is_asked_for(
    words: list[str], titles: set[str], cli: Cli, tmp_path: Path
) -> None:
    shutil.copy(EXAMPLE, tmp_path / "company.xlsx")
    status = cli("status", "company.xlsx", "--format", "json", *words)
    assert {o["title"] for o in status.json["objectives"]} == titles
    ids = {o["id"] for o in status.json["objectives"]}
    ids |= {k["id"] for o in status.json["objectives"] for k in o["key_results"]}
    found = cli("check", "company.xlsx", "--format", "json", *words).json["findings"]
    assert {f["entity_id"] for f in found} <= ids
    everything = cli("check", "company.xlsx", "--format", "json").json["findings"]
    assert len(found) == sum(f["entity_id"] in ids for f in everything)


@pytest.mark.parametrize("command", ["status", "check", "plan"])
@pytest.mark.parametrize(
    ("option", "typed", "nearest"),
    [
        ("--team", "Platfrom", "Platform"),
        ("--owner", "Leee", "Lee"),
        ("--level", "compnay", "company"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    command: str, option: str, typed: str, nearest: str, cli: Cli, tmp_path: Path
) -> None:
    shutil.copy(EXAMPLE, tmp_path / "company.xlsx")
    said = cli(command, "company.xlsx", option, typed)
    assert (said.code, said.out) == (2, "")
    assert typed in said.err
    assert f"did you mean {nearest}?" in said.err


def test_a_key_result_that_carries_the_name_stands_under_its_objective(
    cli: Cli, tmp_path: Path
) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    (objective,) = cli("status", path, "--owner", "ben", "--format", "json").json["objectives"]
    assert objective["title"] == "Customers stay with us"
    assert [k["title"] for k in objective["key_results"]] == ["Churned accounts a month"]
    drawn = cli("status", path, "--owner", "ben").out
    assert "Churned accounts a month" in drawn
    assert "Net revenue retention" not in drawn
    changes = cli("plan", path, "--owner", "ben", "--format", "json").json["changes"]
    assert {change["title"] for change in changes} == {"Churned accounts a month"}


def test_plan_shows_the_part_that_is_asked_for(cli: Cli, tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "company.xlsx")
    whole = cli("plan", "company.xlsx", "--format", "json").json
    part = cli("plan", "company.xlsx", "--format", "json", "--team", "Platform").json
    titles = {change["title"] for change in part["changes"]}
    assert "Clinics trust the calendar" in titles
    assert "Clinics choose us first and stay" not in titles
    assert [change for change in whole["changes"] if change["title"] in titles] == part["changes"]
    assert part["columns_added"] == whole["columns_added"]
    assert (part["fingerprint"], type(whole["fingerprint"])) == (None, str)


def test_a_part_of_a_plan_is_not_saved(cli: Cli, tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "company.xlsx")
    said = cli("plan", "company.xlsx", "--team", "Platform", "--out", "plan.json")
    assert (said.code, said.out) == (2, "")
    assert not (tmp_path / "plan.json").exists()
