"""`new` in a terminal: the three questions, and what leads from an output to an outcome."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli import books
from tests.cli.conftest import Cli
from tests.cli.terminal import shown, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on Windows")
ENTER, DOWN = "\r", "\x1b[B"


def typed(child: Any, *pairs: tuple[str, str]) -> None:
    """Wait for each question, and type a line."""
    for question, line in pairs:
        child.expect(question)
        child.sendline(line)


def picked(child: Any, question: str, keys: str) -> None:
    """Wait for a question with numbered answers, and press keys."""
    child.expect(question)
    child.expect(r"(Enter|nummer) \[\d+\]:")
    child.send(keys)


def test_an_output_becomes_the_work_of_the_outcome_behind_it(cli: Cli, tmp_path: Path) -> None:
    child = start(tmp_path, "new", "plan.xlsx", "--kind", "solo")
    typed(
        child,
        ("north star", "100 founders free"),
        ("theme of Q2 2026", ""),
        ("1. Where do you want to go", "Win 50 customers"),
        ("in words", "Customers come by themselves"),
        ("2. Which result", "Launch the new booking page"),
        ("What changes", "Bookings made without a phone call"),
        ("stand now", "thirty-ish"),
        ("no number that can be read", "35%"),
        ("where must it get", "60"),
        ("Which other result", ""),
        ("What else must you do", "Send invitations"),
    )
    picked(child, "How often", DOWN + ENTER)
    typed(
        child,
        ("How many each time", "10"),
        ("How many minutes", "50"),
        ("What else must you do", ""),
        ("Where else", ""),
    )
    code, screen = shown(child)
    assert (code, "okrsync check plan.xlsx" in screen) == (0, True)
    plan = cli("export", "plan.xlsx").json
    assert plan["north_star"] == "100 founders free"
    assert [each["title"] for each in plan["objectives"]] == ["Customers come by themselves"]
    (result,) = plan["key_results"]
    assert result["title"] == "Bookings made without a phone call"
    assert [result["metric"][name] for name in ("baseline", "target", "unit")] == [0.35, 0.6, "%"]
    work = [(each["title"], each["cadence"], each["minutes"]) for each in plan["initiatives"]]
    assert work == [
        ("Launch the new booking page", "once", None),
        ("Send invitations", "daily", 50),
    ]
    assert cli("check", "plan.xlsx", "--format", "json").json["counts"]["error"] == 0


def test_in_dutch_and_what_was_kept_stays_as_it_was_typed(cli: Cli, tmp_path: Path) -> None:
    child = start(tmp_path, "new", "plan.xlsx", LC_ALL="nl_NL.UTF-8")
    picked(child, "Voor wie is het", ENTER)
    typed(
        child,
        ("poolster", ""),
        ("Het thema van", "Rust"),
        ("1. Waar wil je naartoe", "Gasten komen terug"),
        ("2. Welk resultaat", "Nieuwe website lanceren"),
        ("Wat verandert er", ""),
        ("Waar staat dat getal nu", "2,5"),
        ("waar moet het naartoe", "2,5"),
        ("Dan is het er al", "4"),
        ("Welk resultaat nog meer", ""),
        ("3. Wat moet je doen", ""),
        ("Waar wil je nog meer", ""),
    )
    assert shown(child)[0] == 0
    (result,) = cli("export", "plan.xlsx").json["key_results"]
    assert (result["title"], result["metric"]["baseline"]) == ("Nieuwe website lanceren", 2.5)


def test_an_objective_left_out_gives_the_example(cli: Cli, tmp_path: Path) -> None:
    child = start(tmp_path, "new", "plan.xlsx", "--kind", "team")
    typed(child, ("north star", "Ours"), ("theme", ""), ("1. Where", ""))
    assert shown(child)[0] == 0
    plan = cli("export", "plan.xlsx").json
    assert (plan["north_star"], len(plan["objectives"])) == ("Ours", 2)


@pytest.mark.parametrize(("key", "code"), [("\x04", 4), ("\x03", 130)])
def test_who_leaves_finds_nothing_written(tmp_path: Path, key: str, code: int) -> None:
    child = start(tmp_path, "new", "plan.xlsx", "--kind", "team")
    typed(child, ("north star", "Ours"), ("theme", ""), ("1. Where", "Customers stay"))
    child.expect("2. Which result")
    child.send(key)
    assert shown(child)[0] == code
    assert list(tmp_path.glob("*.xlsx")) == []


def test_what_was_typed_is_text_and_no_formula(cli: Cli, tmp_path: Path) -> None:
    child = start(tmp_path, "new", "plan.xlsx", "--kind", "solo")
    typed(
        child,
        ("north star", '=HYPERLINK("http://example.org")'),
        ("theme", ""),
        ("1. Where", "=1+1 happy customers"),
        ("in words", "=Happy customers"),
        ("2. Which result", ""),
        ("Where else", ""),
    )
    assert shown(child)[0] == 0
    cells = [
        cell for row in load_workbook(tmp_path / "plan.xlsx").worksheets[0].rows for cell in row
    ]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_what_was_learned_stands_with_the_row(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "old.xlsx", books.ROWS[:1])
    child = start(tmp_path, "new", "next.xlsx", "--kind", "team", "--after", "old.xlsx")
    typed(
        child,
        ("What did you learn", "Calls work, letters do not"),
        ("north star", ""),
        ("theme", ""),
        ("Where else", ""),
    )
    assert shown(child)[0] == 0
    (result,) = cli("export", "next.xlsx").json["key_results"]
    assert (result["notes"], result["metric"]["baseline"]) == ("Calls work, letters do not", 98)
