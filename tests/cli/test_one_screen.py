"""A first check fits on one screen, and says how to see the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

HEADER = ("Objective", "Key Result", "Start", "Target", "Current", "Initiative")
LINES, COLUMNS = 24, 100


def many(folder: Path, count: int = 200) -> Path:
    """Key results without one initiative, some of them work, some with odd cells."""
    rows = []
    for n in range(count):
        goal = f"Neighbours come back {n // 4}"
        title = (
            f"Launch page {n} of the new website" if n % 7 == 0 else f"Orders a week at desk {n}"
        )
        current = "about half, I think" if n % 11 == 0 else n
        rows.append((goal, title, 0, 40 if n % 5 else 0, current, None))
    return books.book(folder / "plan.xlsx", rows, HEADER)


def test_a_first_look_fits_and_says_how_to_see_more(cli: Cli, tmp_path: Path) -> None:
    path = many(tmp_path)
    said = cli("check", path)
    lines = said.out.splitlines()
    assert len(lines) <= LINES
    assert f"okrsync check {path} --all" in said.out
    assert "OUT0" in said.out
    assert "rows: B" in said.out
    everything = cli("check", path, "--all").out
    found = cli("check", path, "--format", "json").json["findings"]
    cells = {each["location"]["cell"] for each in found} - {None}
    assert len(cells) > 5 * LINES
    assert [cell for cell in sorted(cells) if f"  {cell}  " not in everything] == []


def test_what_is_hidden_is_counted(cli: Cli, tmp_path: Path) -> None:
    path = many(tmp_path, 12)
    counts = cli("check", path, "--format", "json").json["counts"]
    said = cli("check", path).out
    assert f"{counts['error']} to correct" in said
    assert f"{counts['info']} to know" in said
    assert "STR09" not in said
    assert "STR09" in cli("check", path, "--all").out


def test_the_most_harmful_comes_first(cli: Cli, tmp_path: Path) -> None:
    said = cli("check", many(tmp_path)).out
    assert said.split()[0].startswith("DAT")
    assert said.index("DAT01") < said.index("OUT0")


def test_what_no_row_has_is_said_once_without_a_row(cli: Cli, tmp_path: Path) -> None:
    found = cli("check", many(tmp_path), "--format", "json").json["findings"]
    (told,) = [f for f in found if f["code"] == "STR09"]
    assert told["entity_id"] is None
    assert told["location"] | {"source": ""} == {
        "source": "", "tab": "OKRs", "cell": None, "row": None, "column": None,
    }  # fmt: skip


@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_screen(
    cli: Cli, tmp_path: Path, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.chdir(tmp_path)
    many(tmp_path)
    assert max(map(len, cli("check", "plan.xlsx").out.splitlines())) <= width
