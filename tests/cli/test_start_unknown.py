"""A start that nobody knows: said in the tree and in the sheet, in place of a status."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli import books
from tests.cli.conftest import Cli

HEADER = ("Objective", "Key result", "Start", "Target", "Current")
ROWS = [
    ("Guests come back", "Guests who recommend us, NPS", None, 45, 33),
    ("Guests come back", "Share of returning guests", "20%", "40%", "30%"),
]
KOP = ("Doel", "Kernresultaat", "Start", "Doelwaarde", "Huidig")


def words(path: Path) -> list[object]:
    """What stands in the status column of ours."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    return [row[head.index("OKR status")].value for row in sheet.iter_rows(min_row=2)]


def test_the_tree_shows_the_numbers_and_says_what_is_missing(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx", ROWS, HEADER)
    said = " ".join(cli("status", path.name).out.split())
    assert "33 of 45 – start unknown" in said


def test_the_sheet_gets_the_words_and_loses_them_again(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx", ROWS, HEADER)
    assert cli("sync", path.name, "--yes").code == 0
    assert words(path)[0] == "start unknown"
    assert cli("sync", path.name, "--format", "json").json["written"] == 0
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C2"] = 20
    book.save(path)
    assert cli("sync", path.name).code == 0
    assert words(path)[0] != "start unknown"


def test_in_dutch_and_in_words_of_ones_own(cli: Cli, tmp_path: Path) -> None:
    rows = [("Gasten komen terug", "Hoe graag gasten ons aanraden, NPS", None, 45, 33)]
    path = books.book(tmp_path / "plan.xlsx", rows, KOP)
    assert "33 van 45" in cli("status", path.name).out
    assert cli("sync", path.name, "--yes").code == 0
    assert words(path) == ["start onbekend"]
    Path("okrsync.toml").write_text(
        '[sources.plan]\nlocation = "plan.xlsx"\n\n'
        '[write_back.status_words]\nstart_unknown = "nulmeting ontbreekt"\n',
        encoding="utf-8",
    )
    assert cli("sync").code == 0
    assert words(path) == ["nulmeting ontbreekt"]
