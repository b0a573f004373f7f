"""`doctor --since`: a sync that did not come, or left something undone, is noticed."""

from __future__ import annotations

import re
import sqlite3
import textwrap
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from okrsync.config import parse
from tests.cli import books
from tests.cli.conftest import Cli, Said


def configured(folder: Path, schedule: str = "") -> None:
    books.text(folder / "plan.csv", books.ROWS[:1])
    (folder / "okrsync.toml").write_text(
        f'[workspace]\nname = "Acme"\n[sources.company]\nlocation = "plan.csv"\n{schedule}', "utf-8"
    )


def back_date(folder: Path, hours: int) -> None:
    """As if all that happened had happened so much earlier."""
    with sqlite3.connect(folder / "state" / "state.db") as state:
        for run, started in state.execute("SELECT id, started FROM runs").fetchall():
            moment = datetime.fromisoformat(started) - timedelta(hours=hours)
            state.execute("UPDATE runs SET started = ? WHERE id = ?", (moment.isoformat(), run))
    state.close()


def of_sync(said: Said) -> bool:
    (found,) = [each["ok"] for each in said.json["checks"] if each["name"] == "sync"]
    return bool(found)


def test_a_sync_in_time_is_fine_and_one_too_long_ago_is_not(cli: Cli, tmp_path: Path) -> None:
    configured(tmp_path)
    line = ("doctor", "--since", "24h", "--format", "json")
    never = cli(*line)
    assert (never.code, of_sync(never)) == (4, False)
    assert cli("sync", "--yes").code == 0
    assert (cli(*line).code, of_sync(cli(*line))) == (0, True)
    back_date(tmp_path, 25)
    late = cli(*line)
    assert (late.code, of_sync(late)) == (4, False)
    assert of_sync(cli("doctor", "--since", "2d", "--format", "json"))


def test_a_run_that_needed_a_human_does_not_count(cli: Cli, tmp_path: Path) -> None:
    configured(tmp_path)
    cli("sync", "--yes")
    back_date(tmp_path, 25)
    books.text(tmp_path / "plan.csv", [])
    assert cli("sync", "--no-input").code == 4
    assert not of_sync(cli("doctor", "--since", "24h", "--format", "json"))


def test_a_morning_without_the_file_is_missed_and_the_next_one_converges(
    cli: Cli, tmp_path: Path
) -> None:
    configured(tmp_path, '[schedule]\nevery = "day"\n')
    sheet, away = tmp_path / "plan.csv", tmp_path / "away"
    assert cli("sync", "--yes", today="2026-05-18").code == 0
    written = sheet.read_bytes()
    back_date(tmp_path, 25)
    sheet.rename(away)
    assert cli("sync", "--no-input", "--quiet", today="2026-05-19").code == 3
    assert not of_sync(cli("doctor", "--format", "json"))
    away.rename(sheet)
    back = cli("sync", "--no-input", "--quiet", today="2026-05-20")
    assert (back.code, back.out, back.err) == (0, "", "")
    assert sheet.read_bytes() == written
    assert of_sync(cli("doctor", "--format", "json"))


@pytest.mark.parametrize(
    ("every", "hours", "fine"),
    [("hour", 2, False), ("day", 23, True), ("day", 25, False), ("workday", 60, True)],
)
def test_the_schedule_says_how_long_it_may_be(
    every: str, hours: int, fine: bool, cli: Cli, tmp_path: Path
) -> None:
    configured(tmp_path, f'[schedule]\nevery = "{every}"\n')
    cli("sync", "--yes")
    back_date(tmp_path, hours)
    assert of_sync(cli("doctor", "--format", "json")) is fine


def test_without_a_schedule_nothing_is_expected(cli: Cli, tmp_path: Path) -> None:
    configured(tmp_path)
    assert [
        c for c in cli("doctor", "--format", "json").json["checks"] if c["name"] == "sync"
    ] == []
    assert "24h" in cli("doctor", "--since", "soon").err


def test_the_page_has_every_exit_code_and_settings_that_are_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "cron.md").read_text("utf-8")
    commands = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
    codes = set(re.findall(r"(?m)^\| (\d+) \|", page))
    assert codes >= set(re.findall(r"(?m)^\| (\d+) \|", commands))
    settings = textwrap.dedent(re.findall(r"(?m)(?:^       .*\n)+", page)[0])
    schedule = parse(tomllib.loads(settings), "page").schedule
    assert (schedule.every, f"{schedule.at:%H:%M}") == ("workday", "07:12")
