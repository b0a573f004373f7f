"""Options that every command takes, wherever they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from okrsync import __version__
from okrsync.cli.commands import COMMANDS
from okrsync.cli.settings import take
from okrsync.errors import Usage
from tests.cli.conftest import Cli


def test_settings_are_found_anywhere() -> None:
    settings, rest = take(
        ["sync", "a.xlsx", "--quiet", "--log-format=json", "--deadline", "5", "-y"]
    )
    assert rest == ["sync", "a.xlsx", "-y"]
    assert (settings.quiet, settings.log_format, settings.deadline) == (True, "json", 5.0)


def test_after_two_dashes_nothing_is_a_setting() -> None:
    settings, rest = take(["classify", "--", "--quiet"])
    assert rest == ["classify", "--", "--quiet"]
    assert not settings.quiet


@pytest.mark.parametrize(
    "words",
    [
        ["--log-format", "xml"],
        ["--log-format"],
        ["--deadline", "soon"],
        ["--deadline=-1"],
        ["--deadline=0"],
        ["--deadline=inf"],
        ["--deadline=nan"],
        ["--log-format=", "json"],
    ],
)
def test_a_wrong_setting_says_what_is_known(words: list[str], cli: Cli) -> None:
    with pytest.raises(Usage):
        take(words)
    said = cli("schema", *words)
    assert said.code == 2
    assert words[0].split("=")[0] in said.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, cli: Cli) -> None:
    said = cli(name, "--help")
    assert said.code == 0
    assert f"okrsync {name}" in said.out
    assert "--quiet" in said.out


def test_help_lists_every_command_and_imports_none(cli: Cli) -> None:
    said = cli("--help")
    assert said.code == 0
    for name in COMMANDS:
        assert f"  {name} " in said.out


def test_an_unknown_command_is_answered_with_the_nearest(cli: Cli) -> None:
    said = cli("stats")
    assert said.code == 2
    assert "status" in said.err


def test_an_unknown_option_is_usage(cli: Cli) -> None:
    said = cli("status", "--nonsense")
    assert said.code == 2
    assert "--nonsense" in said.err


def test_version_is_told_by_the_process_itself() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "okrsync", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout == f"okrsync {__version__}\n"


def test_dotenv_stands_below_the_environment(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Objective,Key Result,Target,Current\nUp,NPS,10,5\n")
    (tmp_path / ".env").write_text("OKRSYNC_DEADLINE=soon\n", encoding="utf-8")
    assert "soon" in cli("status", "a.csv").err
    assert "OKRSYNC_DEADLINE" not in os.environ
    assert cli("status", "a.csv", "--deadline", "60").code == 0
