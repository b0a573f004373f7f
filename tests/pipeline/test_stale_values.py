"""What we wrote never goes stale unseen: on emptied rows, on doubles, beside a copied column."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from okrsync.pipeline import Guard, GuardStop, Options, SyncResult
from tests.pipeline.sandbox import HEADER, Person, Sandbox

ROWS = [
    ("Bake better", "Loaves sold a day", "0", "20", "100"),
    ("Bake better", "Returned loaves a week", "12", "9", "4"),
    ("Be a good place to work", "Sick days a month", "10", "9", "2"),
    ("Be a good place to work", "Bakers who stay a year", "0", "6", "10"),
]
Grid = list[list[Any]]


class Csv:
    name = "plan.csv"

    def read(self, box: Sandbox) -> Grid:
        with box.file.open(encoding="utf-8", newline="") as stream:
            return [[cell or None for cell in row] for row in csv.reader(stream)]

    def write(self, box: Sandbox, grid: Grid) -> None:
        with box.file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([["" if c is None else c for c in row] for row in grid])


class Excel(Csv):
    name = "plan.xlsx"

    def read(self, box: Sandbox) -> Grid:
        sheet = openpyxl.load_workbook(box.file).worksheets[0]
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    def write(self, box: Sandbox, grid: Grid) -> None:
        book = openpyxl.Workbook()
        for row in grid:
            book.worksheets[0].append([_number(cell) for cell in row])
        book.save(box.file)


def _number(cell: Any) -> Any:
    return float(cell) if isinstance(cell, str) and cell.replace(".", "").isdigit() else cell


@pytest.fixture(params=[Csv(), Excel()], ids=["csv", "excel"])
def kind(request: pytest.FixtureRequest, box: Sandbox) -> Csv:
    made: Csv = request.param
    box.name = made.name
    made.write(box, [list(HEADER), *(list(row) for row in ROWS)])
    assert box.sync().written == 8
    return made


def edit(box: Sandbox, kind: Csv, change: Callable[[Grid], object]) -> None:
    grid = kind.read(box)
    change(grid)
    kind.write(box, grid)


def skipped(result: SyncResult) -> dict[str, str]:
    return {s.cell: s.reason for source in result.sources for s in source.skipped}


def clear(*rows: int, width: int = 5) -> Callable[[Grid], None]:
    def change(grid: Grid) -> None:
        for row in rows:
            grid[row - 1][:width] = [None] * width

    return change


@pytest.mark.parametrize("row", [2, 3, 5], ids=["first", "middle", "last"])
def test_values_on_an_emptied_row_go(box: Sandbox, kind: Csv, row: int) -> None:
    edit(box, kind, clear(row))
    result = box.sync()
    assert (result.exit_code, skipped(result)) == (0, {})
    assert [c for c in result.changes if c.after is None and c.cell in (f"F{row}", f"G{row}")]
    grid = kind.read(box)
    assert all(cell is None for cell in (grid[row - 1] if row <= len(grid) else []))
    assert sum(bool(line[5]) for line in grid[1:] if len(line) > 5) == 3
    assert box.sync().written == 0


def test_a_row_that_was_cut_and_pasted_elsewhere_leaves_nothing(box: Sandbox, kind: Csv) -> None:
    def change(grid: Grid) -> None:
        grid.append([*grid[2][:5], None, None])
        grid[2][:5] = [None] * 5

    edit(box, kind, change)
    box.sync()
    grid = kind.read(box)
    assert all(cell is None for cell in grid[2])
    assert grid[5][5:] == kind.read(box)[5][5:] != [None, None]
    assert box.sync().written == 0


def test_what_somebody_typed_beside_nothing_is_hers(box: Sandbox, kind: Csv) -> None:
    def change(grid: Grid) -> None:
        grid.append([None, None, None, None, None, None, "ask the baker"])

    edit(box, kind, change)
    assert (box.sync().written, kind.read(box)[5][6]) == (0, "ask the baker")


def test_a_row_that_only_lost_its_title_is_named(box: Sandbox, kind: Csv) -> None:
    def change(grid: Grid) -> None:
        grid[4][:2] = [None, None]

    edit(box, kind, change)
    before = kind.read(box)[4]
    result = box.sync()
    assert kind.read(box)[4] == before
    assert {"F5", "G5"} <= skipped(result).keys()


def test_what_was_accepted_erases_nothing_that_run(box: Sandbox, kind: Csv) -> None:
    more = [["Bake better", f"Stalls in town {n}", "0", "2", "10"] for n in range(8)]
    edit(box, kind, lambda grid: grid.extend(more))
    box.sync()
    edit(box, kind, clear(*range(3, 13)))
    with pytest.raises(GuardStop):
        box.sync()
    result = box.sync(Options(accept=[Guard.ROWS]))
    assert {"F3", "G12"} <= skipped(result).keys()
    assert kind.read(box)[2][5] is not None
    box.sync()
    assert kind.read(box)[2][5] is None


def test_rows_that_became_doubles_are_named(box: Sandbox, kind: Csv) -> None:
    def change(grid: Grid) -> None:
        grid[4][:5] = grid[1][:5]
        grid[4][3] = "70"

    edit(box, kind, change)
    before = kind.read(box)
    result = box.sync()
    assert {"F2", "G2", "F5", "G5"} <= skipped(result).keys()
    assert "B2" in skipped(result)["F5"]
    assert "B5" in skipped(result)["F2"]
    assert [row[5:] for row in kind.read(box)] == [row[5:] for row in before]
    (found,) = [f for f in result.evaluation.findings if f.code == "DAT05"]
    assert "B5" in found.message


def test_a_copy_of_our_column_is_named_and_left(box: Sandbox, kind: Csv) -> None:
    def change(grid: Grid) -> None:
        for row in grid:
            row.append(row[5])
        grid[1][3] = "70"

    edit(box, kind, change)
    result = box.sync()
    assert "OKR progress" in skipped(result)["H1"]
    grid = kind.read(box)
    assert [str(grid[1][at]).removesuffix("%") in ("0.7", "70") for at in (5, 7)] == [True, False]


@pytest.mark.parametrize("column", [2, 3, 4], ids=["start", "current", "target"])
def test_a_cell_in_error_leaves_its_row_and_what_is_above(
    box: Sandbox, kind: Csv, column: int
) -> None:
    def change(grid: Grid) -> None:
        grid[1][column] = "#REF!"
        grid[3][3] = "4"

    edit(box, kind, change)
    before = kind.read(box)
    result = box.sync()
    assert skipped(result).keys() == {"F2", "G2"}
    assert "#REF!" in skipped(result)["F2"]
    after = kind.read(box)
    assert after[1] == before[1]
    assert after[3][5] != before[3][5]


@pytest.mark.parametrize("column", [0, 1], ids=["objective", "title"])
def test_a_name_in_error_leaves_its_row_and_what_it_was_under(
    box: Sandbox, kind: Csv, column: int
) -> None:
    fields = '["progress", "status", "objective_progress"]'
    box.configure(f"[write_back]\nfields = {fields}\ncreate_columns = true\n")
    box.sync(Options(), Person(answers=[True, False]))
    assert kind.read(box)[0][7] == "OKR objective progress"

    def change(grid: Grid) -> None:
        grid[1][column] = "#REF!"
        grid[3][3] = "4"

    edit(box, kind, change)
    before = kind.read(box)
    result = box.sync()
    assert {"F2", "G2", "H3"} <= skipped(result).keys()
    after = kind.read(box)
    assert after[1:3] == before[1:3]
    assert after[3][5] != before[3][5]


@pytest.mark.parametrize("header", ["Notes", "Owner", "Confidence"])
def test_an_error_that_no_score_needs_leaves_nothing(box: Sandbox, header: str) -> None:
    box.write([(*row, "An") for row in ROWS], (*HEADER, header))
    assert box.sync().written == 8
    box.write([(*row, "#N/A") for row in ROWS], (*HEADER, header))
    assert box.sync().written == 8


def test_a_parked_row_in_error_leaves_nothing_above(box: Sandbox) -> None:
    fields = '["progress", "status", "objective_progress"]'
    box.configure(f"[write_back]\nfields = {fields}\ncreate_columns = true\n")
    header = (*HEADER, "Parked")
    box.write([(*ROWS[0], "yes"), *((*row, "") for row in ROWS[1:])], header)
    box.sync(Options(), Person(answers=[True, False]))
    top, *grid = box.read()
    assert box.column("OKR objective progress")[1] == "37.5%"
    grid[0][3], grid[1][3] = "#REF!", "8"
    box.write(grid, top)
    result = box.sync()
    assert box.column("OKR objective progress")[1] == "50%"
    assert "I3" not in skipped(result)


def test_where_every_row_is_in_error_no_column_is_added(box: Sandbox) -> None:
    box.write([(*row[:3], "#REF!", row[4]) for row in ROWS])
    assert (box.sync().written, box.read()[0]) == (0, list(HEADER))


def test_a_formula_on_an_emptied_row_stays(box: Sandbox) -> None:
    box.name = "plan.xlsx"
    kind = Excel()
    kind.write(box, [list(HEADER), *(list(row) for row in ROWS)])
    box.sync()
    book = openpyxl.load_workbook(box.file)
    for column in "ABCDE":
        book.worksheets[0][f"{column}3"] = None
    book.worksheets[0]["F3"] = None
    book.worksheets[0]["G3"] = '="on track"'
    book.save(box.file)
    box.sync()
    assert kind.read(box)[2][6] == '="on track"'
