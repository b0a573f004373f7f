"""The page of commands agrees with the commands: names, options, JSON keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from okrsync.cli.commands import COMMANDS
from tests.cli import books
from tests.cli.conftest import Cli

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
OPTION = re.compile(r"--[a-z][a-z-]*")
KEY = re.compile(r"`([a-z_]+)`")


def sections() -> dict[str, str]:
    """The text below each heading."""
    _, *parts = re.split(r"(?m)^## ", PAGE.read_text(encoding="utf-8"))
    return {part.split("\n", 1)[0].strip(): part.split("\n", 1)[1] for part in parts}


def paragraph(section: str, start: str) -> str:
    """What stands between this word and the next blank line; nothing where it isn't there."""
    found = re.search(rf"(?ms)^{start}: (.*?)(?:\n\n|\Z)", section)
    return found[1] if found else ""


def test_every_command_has_its_section_in_their_order() -> None:
    assert list(sections()) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_its_options_are_those_of_its_help(name: str, cli: Cli) -> None:
    said = re.search(r"(?ms)^Options:\n(.*?)(?:\n\n|\Z)", cli(name, "--help").out)
    assert said
    lines = [line for line in said[1].splitlines() if line.startswith("  -")]
    known = {OPTION.findall(line)[0] for line in lines} - {"--help"}
    documented = set(OPTION.findall(re.sub(r"\(.*?\)", "", paragraph(sections()[name], "Options"))))
    assert documented == known


@pytest.mark.parametrize("name", COMMANDS)
def test_its_example_is_of_this_command(name: str) -> None:
    examples = re.findall(r"(?m)^    (okrsync .*)$", sections()[name])
    assert examples
    assert all(example.startswith(f"okrsync {name}") for example in examples)


JSON = [name for name, text in sections().items() if "JSON: " in text]


@pytest.mark.parametrize("name", JSON)
def test_its_keys_are_those_that_are_printed(name: str, cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    key = cli("status", path, "--format", "json").json["objectives"][0]["key_results"][0]["id"]
    cli("sync", path, "--yes")
    settings = tmp_path / "other.toml"
    settings.write_text('[workspace]\nname = "Acme"\n', encoding="utf-8")
    words = {
        "undo": ["--yes"],
        "history": [key],
        "explain-score": [key, path],
        "init": [path, "--show"],
        "schedule": ["cron", "--config", settings],
    }
    mine = words.get(name, [path] if name in ("check", "status", "plan", "sync", "export") else [])
    form = [] if name == "export" else ["--format", "json"]
    printed = cli(name, *mine, *form).json
    text = re.sub(r"\(.*?\)", "", paragraph(sections()[name], "JSON").split(". ")[0], flags=re.S)
    assert set(KEY.findall(text)) == set(printed)


def test_the_help_of_all_commands_lists_what_they_do(cli: Cli) -> None:
    listed = cli("--help").out
    for command in COMMANDS.values():
        assert command.help.say() in " ".join(listed.split())
