"""A sheet with an objective above each block of key results, synced more than once."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.conftest import Cli

ROWS: list[list[object]] = [
    ["Objective 1: Guests come back"],
    ["Key Result", "Owner", "Start", "Target", "Current"],
    ["Share of guests who return", "Ann", "20%", "40%", "30%"],
    ["Complaints a week", "Bob", 30, 10, 22],
    [],
    ["Objective 2: The north knows us"],
    ["Key Result", "Owner", "Start", "Target", "Current"],
    ["Guests from the north", "Ann", 2, 9, 4],
]


def sheet(path: Path) -> list[tuple[object, ...]]:
    """All that stands in it."""
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


def test_scores_stand_beside_each_block_and_a_second_sync_finds_them(
    cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / "plan.xlsx"
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(path)
    assert cli("sync", path.name, "--yes").code == 0
    rows = sheet(path)
    assert [row[5:] for row in rows[1:4]] == [
        ("OKR progress", "OKR status"), (0.5, rows[2][6]), (0.4, rows[3][6]),
    ]  # fmt: skip
    assert rows[0][5:] == rows[6][5:] == (None, None)
    assert rows[7][5] == 0.2857
    again = cli("sync", path.name, "--format", "json")
    assert (again.code, again.json["written"], again.json["columns_added"]) == (0, 0, [])
    assert not cli("check", path.name).out.count("DAT16")
    assert cli("undo", "--yes").code == 0
    assert [list(row) for row in sheet(path)] == [
        [*row, *[None] * (5 - len(row))] for row in ROWS
    ]  # fmt: skip
