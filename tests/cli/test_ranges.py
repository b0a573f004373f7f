"""A range of a tab read, written and undone as a table of its own, in workbooks and CSV files."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli import books
from tests.cli.conftest import Cli

LEFT = books.HEADER[:5]
RIGHT: list[books.Row] = [
    ("Objective", "Key Result", "Start", "Target", "Current"),
    ("Readers return", "Weekly readers", 200, 400, 300),
    ("Readers return", "Letters answered", 0, 40, 10),
]


def side_by_side(gap: int) -> list[books.Row]:
    """A title, a blank line, and two tables with so many blank columns between."""
    left: list[books.Row] = [LEFT, *(row[:5] for row in books.ROWS)]
    right: list[books.Row] = [*RIGHT, *[(None,) * 5] * (len(left) - len(RIGHT))]
    blank = (None,) * gap
    rows = [(*one, *blank, *two) for one, two in zip(left, right, strict=True)]
    return [("Plans of two teams",), (None,), *rows]


def workbook(folder: Path, rows: list[books.Row]) -> Path:
    return books.tabs(folder / "our plan.xlsx", {"Sales & shop": rows, "Notes": [("a", "b")]})


def file(folder: Path, rows: list[books.Row]) -> Path:
    return books.text(folder / "plan.csv", rows[1:], rows[0])


Make = Callable[[Path, list[books.Row]], Path]


def titles(cli: Cli, *words: str) -> list[str]:
    """The key results that a location gives."""
    said = cli("status", *words, "--format", "json", "--all")
    assert said.code == 0, said.err
    return [k["title"] for o in said.json["objectives"] for k in o["key_results"]]


SALES = [str(row[1]) for row in books.ROWS]
READERS = [str(row[1]) for row in RIGHT[1:]]


@pytest.mark.parametrize(
    ("make", "tab"),
    [(workbook, "Sales & shop!"), (workbook, "gid=1!"), (file, ""), (file, "plan!")],
)
def test_only_the_range_is_read(cli: Cli, tmp_path: Path, make: Make, tab: str) -> None:
    name = make(tmp_path, side_by_side(3)).name
    assert titles(cli, f"{name}#{tab}A3:E7") == SALES
    assert titles(cli, f"{name}#{tab}I3:M5") == READERS
    assert titles(cli, f"{name}#{tab}A3:E5") == SALES[:2]
    assert titles(cli, f"{name}#{tab}A3:E7", f"{name}#{tab}I3:M") == SALES + READERS


@pytest.mark.parametrize("make", [workbook, file])
def test_two_tables_side_by_side_are_named_with_a_command_that_reads_both(
    cli: Cli, tmp_path: Path, make: Make
) -> None:
    name = make(tmp_path, side_by_side(1)).name
    for command in ("status", "sync", "check", "export"):
        said = cli(command, name)
        assert (said.code, said.out) == (4, "")
        assert "G3" in said.err
    words = shlex.split(said.err.partition("both: ")[2])
    assert words[:2] == ["okrsync", "status"]
    assert titles(cli, *words[2:]) == SALES + READERS


@pytest.mark.parametrize("lower", ["left", "right"])
def test_tables_side_by_side_may_begin_in_different_rows(
    cli: Cli, tmp_path: Path, lower: str
) -> None:
    left: list[books.Row] = [LEFT, *(row[:5] for row in books.ROWS)]
    right = list(RIGHT)
    (left if lower == "left" else right)[:0] = [(None,) * 5] * 2
    length = max(len(left), len(right))
    pairs = zip(
        left + [(None,) * 5] * (length - len(left)),
        right + [(None,) * 5] * (length - len(right)),
        strict=True,
    )
    name = workbook(tmp_path, [(*one, None, *two) for one, two in pairs]).name
    said = cli("status", name)
    assert (said.code, said.out) == (4, "")
    assert ("G1" if lower == "left" else "G3") in said.err
    words = shlex.split(said.err.partition("both: ")[2])
    assert sorted(titles(cli, *words[2:])) == sorted(SALES + READERS)


def test_a_block_of_other_peoples_cells_is_no_second_table(cli: Cli, tmp_path: Path) -> None:
    others = [("Contact", "Phone"), ("Ann", 1), ("Bob", 2), ("Cas", 3), ("Dee", 4)]
    left: list[books.Row] = [LEFT, *(row[:5] for row in books.ROWS)]
    rows = [(*one, None, *two) for one, two in zip(left, others, strict=True)]
    for path in (workbook(tmp_path, list(rows)), file(tmp_path, list(rows))):
        assert titles(cli, path.name) == SALES
        assert cli("sync", path.name, "--yes").code == 0
        ours = [None, "OKR progress", "OKR status"]
        assert cells(path)[0] == [*LEFT, None, *others[0], *ours]


def test_a_wide_table_with_a_blank_column_for_the_eye_is_one(cli: Cli, tmp_path: Path) -> None:
    rows: list[books.Row] = [(*row[:2], None, *row[2:5]) for row in (LEFT, *books.ROWS)]
    assert titles(cli, workbook(tmp_path, rows).name) == SALES


@pytest.mark.parametrize("both", [True, False])
@pytest.mark.parametrize(("make", "tab"), [(workbook, "Sales & shop!"), (file, "")])
def test_each_range_gets_its_own_columns_once_and_undo_takes_them_out(
    cli: Cli, tmp_path: Path, make: Make, tab: str, both: bool
) -> None:
    path = make(tmp_path, side_by_side(3))
    before = cells(path)
    left, right = f"{path.name}#{tab}A3:E7", f"{path.name}#{tab}I3:M5"
    runs = []
    for words in [[left, right]] if both else [[left], [right]]:
        said = cli("sync", *words, "--yes", "--format", "json")
        assert said.code == 0, said.err
        runs.append(said.json["run_id"])
    header = cells(path)[2]
    ours = ["OKR progress", "OKR status"]
    assert header == [*LEFT, *ours, None, *RIGHT[0], *ours]
    for number, (progress, status) in enumerate(
        zip(books.PROGRESS, books.STATUS, strict=True), start=3
    ):
        assert [percent(cells(path)[number][5]), cells(path)[number][6]] == [progress, status]
    assert [percent(row[13]) for row in cells(path)[3:5]] == [0.5, 0.25]
    for words in ([left], [right], [left, right]):
        again = cli("sync", *words, "--format", "json").json
        assert (again["written"], again["columns_added"]) == (0, [])
    for run in reversed(runs):
        assert cli("undo", run, "--yes").code == 0
    assert cells(path) == before


def test_a_range_may_grow_with_its_table(cli: Cli, tmp_path: Path) -> None:
    path = workbook(tmp_path, [LEFT, *(row[:5] for row in books.ROWS)])
    assert cli("sync", f"{path.name}#Sales & shop!A1:E3", "--yes").code == 0
    assert cli("sync", f"{path.name}#Sales & shop!A1:E5", "--yes").code == 0
    assert books.column(path, "OKR progress") == list(books.PROGRESS)
    assert books.headers(path)[5:] == ["OKR progress", "OKR status"]
    assert cli("undo", "--yes").code == 0
    assert books.column(path, "OKR progress") == [*books.PROGRESS[:2], None, None]


def test_a_command_that_is_printed_quotes_the_range(cli: Cli, tmp_path: Path) -> None:
    path = workbook(tmp_path, side_by_side(3))
    location = f"{path.name}#Sales & shop!A3:E7"
    said = cli("sync", location)
    assert said.code == 4
    printed = next(line for line in said.err.splitlines() if "okrsync sync" in line)
    words = shlex.split(printed[printed.index("okrsync sync") :])
    assert location in words
    assert cli(*words[1:]).code == 0


@pytest.mark.parametrize("tab", ["Budget!A1:C3", "A1:C3", "gid=7!A1:C3", "Sales & shop!A0:C3"])
def test_a_range_of_no_tab_is_wrong_usage(cli: Cli, tmp_path: Path, tab: str) -> None:
    path = workbook(tmp_path, side_by_side(3))
    said = cli("status", f"{path.name}#{tab}")
    assert said.code == 2
    assert "Sales & shop, Notes" in said.err


def cells(path: Path) -> list[list[object]]:
    """What stands in the first tab, blanks at the end of a row left out."""
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8").splitlines()
        rows: list[list[object]] = [[value or None for value in line.split(",")] for line in text]
    else:
        book = load_workbook(path).worksheets[0]
        rows = [[cell.value for cell in row] for row in book.rows]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows


def percent(value: object) -> object:
    """A progress as a number, however the file shows it."""
    return float(value[:-1]) / 100 if isinstance(value, str) else value
