"""Real sheets beside the project, changed at random: an answer each time, and no lost cell."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from okrsync.config import Config
from okrsync.mapping import SourceTables
from okrsync.mapping.account import accounted
from okrsync.mapping.reading import MappingError
from okrsync.mapping.workspace import read_work
from okrsync.table import CellError, Row, Scalar, Table
from tests.mapping import real_files
from tests.mapping.sheets import TODAY

pytestmark = [
    pytest.mark.shared,
    pytest.mark.filterwarnings("ignore::UserWarning:openpyxl"),
]
STRANGE: Sequence[Scalar] = (
    None, "", "n/a", "–", "tbd", "x", "TRUE", True, 0, -1, 1.5, 10**12, "45 %", "€ 1.000,50",
    "12 (est.)", "10-15", "≥ 40", "verdubbel", "1.234", "(45)", CellError("#REF!"), "Total",
    "Objective", "Q2 2026", "31-12-2026", "2026-02-30", "- a\n- b", "\u200b", "KR 1.1", "#1",
)  # fmt: skip
FEW, MANY = 4, 600
"""Mutations a file: in every run, and where somebody asks for all 20,000."""


def changed(table: Table, dice: random.Random) -> Table:
    """A tab with one to four things done to it that people do."""
    grid = [list(row.values) for row in table.rows]
    for _ in range(dice.randint(1, 4)):
        if grid:
            dice.choice(DEEDS)(grid, dice)
    rows = [Row(number, cells) for number, cells in enumerate(grid, start=1)]
    return replace(table, rows=rows)


def _cell(grid: list[list[Scalar]], dice: random.Random) -> None:
    row = dice.choice(grid)
    if row:
        row[dice.randrange(len(row))] = dice.choice(STRANGE)


def _swap(grid: list[list[Scalar]], dice: random.Random) -> None:
    width = max(map(len, grid))
    if width > 1:
        one, other = dice.sample(range(width), 2)
        for row in grid:
            row.extend([None] * (width - len(row)))
            row[one], row[other] = row[other], row[one]


def _drop_column(grid: list[list[Scalar]], dice: random.Random) -> None:
    at = dice.randrange(max(1, *map(len, grid)))
    for row in grid:
        del row[at : at + 1]


def _drop_row(grid: list[list[Scalar]], dice: random.Random) -> None:
    del grid[dice.randrange(len(grid))]


def _insert_row(grid: list[list[Scalar]], dice: random.Random) -> None:
    grid.insert(dice.randrange(len(grid) + 1), [dice.choice(STRANGE)])


def _repeat_row(grid: list[list[Scalar]], dice: random.Random) -> None:
    grid.insert(dice.randrange(len(grid) + 1), list(dice.choice(grid)))


DEEDS = (_cell, _cell, _cell, _swap, _drop_column, _drop_row, _insert_row, _repeat_row)


def files(shared: Path) -> Iterator[Path]:
    """The sheets that were published."""
    folder = shared / "realworld" / "files"
    yield from sorted(each for each in folder.iterdir() if each.suffix in (".csv", ".xlsx"))


def read(source: SourceTables, seed: int) -> bool:
    """Whether a mutated sheet was read; a refusal is an answer too."""
    dice = random.Random(seed)  # noqa: S311 -- no secret is made of it
    given = replace(source, tables=[changed(each, dice) for each in source.tables])
    try:
        reading, work = read_work([given], Config(), TODAY)
    except MappingError:
        return False
    assert not list(accounted.lost(work, reading)), seed
    return True


def mutated(shared: Path, times: int) -> int:
    """How many of all mutated sheets were read."""
    return sum(
        read(source, seed)
        for source in map(real_files.load, files(shared))
        for seed in range(times)
    )


def test_mutated_sheets_keep_their_cells(shared: Path) -> None:
    assert mutated(shared, FEW) > 0


@pytest.mark.soak
def test_20_000_mutated_sheets_keep_their_cells(shared: Path) -> None:
    assert mutated(shared, MANY) > 0
