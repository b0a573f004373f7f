"""`check --interactive`: one finding at a time, and only what was answered is done."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.conftest import Cli
from tests.cli.terminal import shown, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on Windows")
ROWS = (
    ("Objective", "Fill the funnel", None, None, None, "Ada"),
    ("Key result", "Qualified leads a month", 80, 200, 150, "Ada"),
    ("Key result", "Launch the new booking page", 0, 1, 0, "Ben"),
    ("Key result", "Make 120 outbound calls a week", 0, 120, 60, "Ben"),
)
HEADER = ("Type", "Title", "Start", "Target", "Current", "Owner")
CONFIG = """# ours
[workspace]
name = "Acme"  # kept

[sources.plan]
location = "plan.xlsx"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return books.book(tmp_path / "plan.xlsx", ROWS, HEADER)


def codes(cli: Cli) -> list[tuple[str, str]]:
    """Errors and their rows."""
    found = cli("check", "plan.xlsx", "--format", "json").json["findings"]
    return [(each["code"], each["title"]) for each in found if each["severity"] == "error"]


def test_what_is_accepted_stands_in_the_configuration_and_is_told_no_more(
    cli: Cli, plan: Path, tmp_path: Path
) -> None:
    (tmp_path / "okrsync.toml").write_text(CONFIG, encoding="utf-8")
    before = plan.read_bytes()
    errors = len(codes(cli))
    assert errors == 2
    child = start(tmp_path, "check", "--interactive")
    child.expect("1 of ")
    child.expect(r"Enter \[1\]:")
    child.send("2\r")
    child.expect("Why may it stay")
    child.sendline('The page is "the" bet')
    child.expect("2 of ")
    child.expect(r"Enter \[1\]:")
    child.send("4\r")
    code, screen = shown(child)
    assert (code, "okrsync.toml holds what you accepted" in screen) == (1, True)
    text = (tmp_path / "okrsync.toml").read_text(encoding="utf-8")
    (waiver,) = tomllib.loads(text)["rules"]["waivers"]
    assert waiver["reason"] == 'The page is "the" bet'
    assert text.startswith('# ours\n[workspace]\nname = "Acme"  # kept\n')
    waived = cli("check", "--format", "json").json["waived"]
    assert [each["reason"] for each in waived] == ['The page is "the" bet']
    assert plan.read_bytes() == before


def test_a_move_is_saved_as_a_plan_that_applies(cli: Cli, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "moves.json").write_text("mine", encoding="utf-8")
    (first, *_) = codes(cli)
    child = start(tmp_path, "check", "plan.xlsx", "--interactive")
    child.expect("1 of ")
    child.expect(r"Enter \[1\]:")
    child.send("3\r")
    child.expect("2 of ")
    child.expect(r"Enter \[1\]:")
    child.send("\x04")
    assert shown(child)[0] == 1
    assert (tmp_path / "moves.json").read_text(encoding="utf-8") == "mine"
    assert cli("sync", "--apply", "moves-2.json", "--yes").code == 0
    titles = [each["title"] for each in cli("export", "plan.xlsx").json["initiatives"]]
    assert titles == [first[1]]


def test_without_a_configuration_it_says_what_to_write_in_the_sheet(
    cli: Cli, plan: Path, tmp_path: Path
) -> None:
    child = start(tmp_path, "check", "plan.xlsx", "--interactive")
    child.expect(r"Enter \[1\]:")
    child.send("2\r")
    child.expect("Why may it stay")
    child.sendline("a bet")
    child.expect("2 of ")
    child.expect(r"Enter \[1\]:")
    child.send("4\r")
    _, screen = shown(child)
    assert re.search(r"notes beside plan:OKRs!B\d: OUT0\d: a bet", " ".join(screen.split()))
    assert not (tmp_path / "okrsync.toml").exists()


def test_where_no_cell_moves_the_row_no_plan_is_left_behind(cli: Cli, tmp_path: Path) -> None:
    row = ("Fill the funnel", "Launch the new booking page", 0, 1, 0, "Ben", "Shop")
    books.book(tmp_path / "plan.xlsx", (row,))
    child = start(tmp_path, "check", "plan.xlsx", "--interactive")
    child.expect(r"Enter \[1\]:")
    child.send("3\r")
    _, screen = shown(child)
    assert "No row to move" in screen
    assert not (tmp_path / "moves.json").exists()


@pytest.mark.parametrize("more", [(), ("--fix",), ("--format", "json")])
def test_where_it_can_not_ask_it_says_so(cli: Cli, plan: Path, more: tuple[str, ...]) -> None:
    said = cli("check", "plan.xlsx", "--interactive", *more)
    assert (said.code, "--interactive" in said.err, said.out) == (2, True, "")
