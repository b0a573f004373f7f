"""Daily actions that are ticked in a log tab of the sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

HEADER = ("ID", "Type", "Title", "Parent", "Cadence", "Start", "Target", "Current")
ROWS = (
    ("O1", "Objective", "Buyers find us", None, None, None, None, None),
    ("KR1", "Key Result", "Requests a week", "O1", None, 10, 20, 12),
    ("I1", "Initiative", "Call one buyer", "KR1", "daily", None, None, None),
)
LOG = [(date(2026, 4, day), "I1", 1, "spoke to one") for day in (1, 2, 3, 6)]


@pytest.mark.parametrize(
    ("workspace", "due"),
    [("", 5), ('workdays = ["mon", "tue", "wed", "thu"]', 4), ("days_off = [2026-04-07]", 4)],
)
def test_each_line_of_the_log_is_a_tick(workspace: str, due: int, cli: Cli, tmp_path: Path) -> None:
    log: list[books.Row] = [("Date", "ID", "Value", "Note"), *LOG]
    books.tabs(tmp_path / "plan.xlsx", {"OKRs": [HEADER, *ROWS], "Check-ins": log})
    settings = f'[workspace]\nname = "Ours"\n{workspace}\n[sources.plan]\nlocation = "plan.xlsx"\n'
    (tmp_path / "okrsync.toml").write_text(settings, encoding="utf-8")
    found = cli("status", "--all", "--format", "json", today="2026-04-07").json
    (action,) = found["objectives"][0]["key_results"][0]["initiatives"]
    assert action["progress"] == pytest.approx(4 / due)


def test_a_log_line_without_news_is_a_look_all_the_same(cli: Cli, tmp_path: Path) -> None:
    lines = [(date(2026, 4, day), "KR1", 12, None) for day in (1, 8, 15, 22)]
    log: list[books.Row] = [("Date", "ID", "Value", "Note"), *lines]
    books.tabs(tmp_path / "plan.xlsx", {"OKRs": [HEADER, *ROWS], "Check-ins": log})
    for day, outdated in (("2026-04-24", False), ("2026-05-04", True)):
        found = cli("status", "plan.xlsx", "--format", "json", today=day).json
        assert found["objectives"][0]["key_results"][0]["outdated"] is outdated
