"""A real terminal: questions and answers, width, signs, waiting for a workbook that is open."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli import books
from tests.cli.conftest import Cli
from tests.cli.terminal import shown, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on Windows")

CODES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    asked = (
        *books.ROWS[:2],
        ("Buyers come back", "Send a gift card", 100, 400, 100),
        books.ROWS[3],
    )
    books.book(tmp_path / "plan.xlsx", asked)
    books.book(tmp_path / "plan.nl.xlsx", books.RIJEN, books.KOP, tab="OKR's")
    yield tmp_path
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".okrsync")]


def test_a_yes_writes_and_a_no_to_the_questions_column_is_respected(folder: Path) -> None:
    child = start(folder, "sync", "plan.xlsx")
    child.expect(r"OKR progress.*\[s\]how each cell ")
    child.sendline("y")
    child.expect(r"OKR question.*\[y/N\] ")
    child.sendline("n")
    code, screen = shown(child)
    assert code == 0
    assert "8 cells" in screen
    assert books.headers(folder / "plan.xlsx") == [*books.HEADER, "OKR progress", "OKR status"]


def test_a_dutch_sheet_asks_and_tells_in_dutch(folder: Path) -> None:
    child = start(folder, "sync", "plan.nl.xlsx")
    child.expect(r"OKR voortgang.*\[t\]oon\s+elke cel ")
    assert "koppen in rij 1" in child.before
    child.sendline("j")
    if child.expect([r"OKR vraag.*\[j/N\] ", "Klaar"]) == 0:
        child.sendline("")
    code, _ = shown(child)
    assert code == 0
    assert books.column(folder / "plan.nl.xlsx", "OKR status") == list(books.WOORDEN)


@pytest.mark.parametrize("answer", ["n", "", "nee"], ids=["n", "enter", "dutch"])
def test_a_no_writes_nothing_and_says_what_does(folder: Path, answer: str) -> None:
    before = (folder / "plan.xlsx").read_bytes()
    child = start(folder, "sync", "plan.xlsx")
    for _ in range(2):
        child.expect(r"(\[y/N\]|\[s\]how each cell) ")
        child.sendline(answer)
    code, screen = shown(child)
    assert code == 0
    assert "not added to OKRs: you answered no" in screen
    assert "okrsync sync plan.xlsx --yes" in screen
    assert (folder / "plan.xlsx").read_bytes() == before


def test_what_is_neither_yes_nor_no_is_asked_again(folder: Path) -> None:
    child = start(folder, "sync", "plan.xlsx")
    for answer in ("what?", "ye", "y"):
        child.expect(r"OKR progress.*\[s\]how each cell ")
        child.sendline(answer)
    child.expect(r"OKR question.*\[y/N\] ")
    child.sendline("n")
    code, _ = shown(child)
    assert code == 0
    assert books.headers(folder / "plan.xlsx")[-2:] == ["OKR progress", "OKR status"]


def test_the_end_of_the_input_is_no_answer(folder: Path) -> None:
    before = (folder / "plan.xlsx").read_bytes()
    child = start(folder, "sync", "plan.xlsx")
    child.expect(r"(\[y/N\]|\[s\]how each cell) ")
    child.send("\x04")
    code, screen = shown(child)
    assert code == 4
    assert "[y/N]" not in screen
    assert "[y]es" not in screen
    assert "--yes" in screen
    assert (folder / "plan.xlsx").read_bytes() == before


def test_no_input_asks_nothing(folder: Path) -> None:
    code, screen = shown(start(folder, "sync", "plan.xlsx", "--no-input"))
    assert code == 4
    assert "[y/N]" not in screen
    assert "[y]es" not in screen


def test_ctrl_c_at_a_question_writes_nothing(folder: Path) -> None:
    before = (folder / "plan.xlsx").read_bytes()
    child = start(folder, "sync", "plan.xlsx")
    child.expect(r"(\[y/N\]|\[s\]how each cell) ")
    child.kill(signal.SIGINT)
    code, screen = shown(child)
    assert code == 130
    assert "Traceback" not in screen
    assert (folder / "plan.xlsx").read_bytes() == before
    code, _ = shown(start(folder, "sync", "plan.xlsx", "--yes", "--no-input"))
    assert code == 0


def test_it_waits_while_the_workbook_is_open_and_goes_on(folder: Path) -> None:
    lock = folder / "~$plan.xlsx"
    lock.write_bytes(b"\x03Ada".ljust(165))
    child = start(folder, "sync", "plan.xlsx", "--yes")
    child.expect("Ctrl-C")
    lock.unlink()
    code, screen = shown(child)
    assert code == 0, screen
    # A gift card is sent, not earned: its row is not counted.
    words = [*books.STATUS[:2], "not counted", books.STATUS[3]]
    assert books.column(folder / "plan.xlsx", "OKR status") == words


def test_ctrl_c_ends_the_waiting(folder: Path) -> None:
    (folder / "~$plan.xlsx").write_bytes(b"\x03Ada".ljust(165))
    child = start(folder, "sync", "plan.xlsx", "--yes", OKRSYNC_TIME_SCALE="1")
    child.expect("Ctrl-C")
    child.kill(signal.SIGINT)
    code, screen = shown(child)
    assert code == 130
    assert "Traceback" not in screen


def test_colours_in_a_terminal_and_none_where_nobody_wants_them(folder: Path) -> None:
    _, coloured = shown(start(folder, "status", "plan.xlsx"))
    assert "\x1b[3" in coloured
    _, plain = shown(start(folder, "status", "plan.xlsx", NO_COLOR="1"))
    assert not re.search(r"\x1b\[(?:3|9)\d", plain)
    assert CODES.sub("", plain) == CODES.sub("", coloured)


# What is drawn is the same without a terminal: a stream of a given width.


def draw(cli: Cli, path: Path, columns: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(columns))
    said = cli("status", path)
    assert said.code == 0
    return said.out.splitlines()


@pytest.mark.parametrize("columns", [50, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    cli: Cli, tmp_path: Path, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = ["Very long titles " * 12, "x" * 300, "每月退款数量减少" * 8, "👩🏽‍🚀 emoji 🎉" * 9]
    rows = [("An objective of some length " * 4, title, 0, 10, 5, "Ada", "T") for title in titles]
    path = books.book(tmp_path / "plan.xlsx", rows)
    lines = draw(cli, path, columns, monkeypatch)
    assert max(map(cell_len, lines)) <= columns


def test_bars_stand_under_each_other_whatever_the_titles(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = ("Refunds a month", "每月退款数量", "Reviews ★ 🎉", "عدد العملاء", "Cafés où")
    rows = [("Grow", title, 0, 10, 5, "Ada", "T") for title in titles]
    lines = draw(cli, books.book(tmp_path / "plan.xlsx", rows), 80, monkeypatch)
    at = {cell_len(line.split("█")[0]) for line in lines if "█" in line}
    assert len(at) == 1


def test_plain_signs_where_the_terminal_can_do_no_more(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    monkeypatch.setenv("TERM", "dumb")
    said = cli("status", path)
    assert said.out.isascii()
    assert "####" in said.out
