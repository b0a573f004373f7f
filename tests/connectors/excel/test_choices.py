"""Drop-down lists: the words that a cell may hold, where the sheet itself says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from okrsync.connector import Want, load, locate
from okrsync.table import Table


def read(path: Path, *lists: tuple[str, str, str]) -> Table:
    """A sheet with a column of words in H, and these lists: type, formula, where."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["Type", "Title"])
    sheet.append(["Objective", "Grow"])
    for at, word in enumerate(("Goal", "Result", " Task "), start=1):
        sheet.cell(at, 8).value = word
    for kind, formula, where in lists:
        validation = DataValidation(type=kind, formula1=formula)
        for area in where.split():
            validation.add(area)
        sheet.add_data_validation(validation)
    made.save(path)
    (table,) = load("excel").read(locate(str(path)), Want(), {}).tables
    return table


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ('"Objective,Key result, Task"', ["Objective", "Key result", "Task"]),
        ("$H$1:$H$3", ["Goal", "Result", "Task"]),
        ("H2", ["Result"]),
        ("Lists!$A$1:$A$3", None),
        ("OFFSET($H$1,0,0,3)", None),
        ("$Z$1:$Z$9", None),
    ],
    ids=["spelled out", "in this sheet", "one cell", "in another sheet", "a formula", "empty"],
)
def test_the_words_of_a_list(tmp_path: Path, formula: str, words: list[str] | None) -> None:
    table = read(tmp_path / "plan.xlsx", ("list", formula, "A2:A100"))
    assert table.allowed(2, 0) == words
    assert table.allowed(100, 0) == words
    assert table.allowed(101, 0) is None
    assert table.allowed(2, 1) is None


def test_each_cell_has_the_list_of_its_own_area(tmp_path: Path) -> None:
    table = read(
        tmp_path / "plan.xlsx",
        ("whole", "5", "C2:C9"),
        ("list", '"a,b"', "A2:A3"),
        ("list", '"c"', "A4 B4:B5"),
    )
    assert [table.allowed(*at) for at in ((3, 0), (4, 0), (5, 1), (2, 2))] == [
        ["a", "b"],
        ["c"],
        ["c"],
        None,
    ]
