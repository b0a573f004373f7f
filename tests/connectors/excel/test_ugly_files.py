"""What is spelled oddly but can be understood is read, and read right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from okrsync.table import CellError, Scalar, a1
from tests.connectors.bad_file import BadFile
from tests.connectors.excel.books import OKRS, book, cell, rows, save, sheet
from tests.connectors.excel.reading import read
from tests.connectors.excel.ugly_files import UGLY_FILES

BY_NAME = {ugly.name: ugly for ugly in UGLY_FILES}


@pytest.mark.parametrize("ugly", UGLY_FILES, ids=lambda ugly: ugly.name)
def test_an_ugly_file_is_read(ugly: BadFile, tmp_path: Path) -> None:
    path = ugly.build(tmp_path)
    before = path.read_bytes()
    snapshot = read(path)
    assert path.read_bytes() == before
    if ugly.exit_code == 0:
        first = snapshot.tables[0]
        for number, line in enumerate(OKRS, 1):
            assert [first.value(number, c) for c in range(len(line))] == list(line)


def line(name: str, folder: Path, number: int = 9) -> list[Scalar]:
    row = read(BY_NAME[name].build(folder)).tables[0].row(number)
    assert row is not None
    values = list(row.values)
    while values and values[-1] is None:
        values.pop()
    return values


def test_a_far_away_cell_is_left_out_and_said(tmp_path: Path) -> None:
    for name, address in [
        ("a cell at the end of the sheet", "XFD1048576"),
        ("a cell far to the right", "ZZ5"),
    ]:
        snapshot = read(BY_NAME[name].build(tmp_path))
        assert any(f"OKRs!{address}" in note for note in map(str, snapshot.notes))
        assert len(snapshot.tables[0].rows) <= 5
        assert snapshot.tables[0].width == 5


def test_long_numbers_keep_every_digit(tmp_path: Path) -> None:
    assert line("16 digits and more", tmp_path) == [1234567890123456, 12345678901234567890]


def test_what_is_no_number_stays_the_text_that_it_is(tmp_path: Path) -> None:
    assert line("no numbers", tmp_path) == ["NaN", "-inf", "inf", "1,5", "1_000"]


def test_newer_error_codes_are_errors_like_others(tmp_path: Path) -> None:
    assert line("newer errors", tmp_path) == [CellError("#SPILL!"), CellError("#REF!")]


def test_the_last_of_two_equal_cells_counts(tmp_path: Path) -> None:
    assert line("a cell twice", tmp_path) == [2]


def test_days_outside_the_calendar_stay_numbers(tmp_path: Path) -> None:
    assert line("days outside the calendar", tmp_path) == [-5, 1_000_000_000, 2958466, 0]


def test_a_chart_is_skipped_and_said(tmp_path: Path) -> None:
    snapshot = read(BY_NAME["a chart as second tab"].build(tmp_path))
    assert [table.name for table in snapshot.tables] == ["OKRs"]
    assert any("Second" in note for note in map(str, snapshot.notes))


def test_cells_of_formulas_without_results_are_known(tmp_path: Path) -> None:
    snapshot = read(BY_NAME["formulas without results"].build(tmp_path))
    missing = {a1(row, column) for table in snapshot.tables for row, column in table.uncomputed}
    assert "A9" in missing
    assert len(missing) == 2


def test_two_tabs_of_one_id_get_keys_of_their_own(tmp_path: Path) -> None:
    keys = [table.key for table in read(BY_NAME["tabs of one id"].build(tmp_path)).tables]
    assert len(set(keys)) == 2


def test_only_sane_merges_are_kept(tmp_path: Path) -> None:
    merges = read(BY_NAME["merged chaos"].build(tmp_path)).tables[0].merges
    assert [str(area) for area in merges] == ["G1:H2", "H2:I3", "A1:A1", "B7:C9"]


def test_a_sheet_of_absurd_extent_does_not_take_the_process_down(tmp_path: Path) -> None:
    """A diagonal through 4,000 columns and 400,000 rows: as a rectangle it would fill a memory."""
    diagonal = "".join(
        f'<row r="{n * 100 + 1}">{cell(f"{_letters(n)}{n * 100 + 1}", n)}</row>'
        for n in range(0, 4_000, 4)
    )
    path = save(tmp_path, book(sheet(rows() + diagonal[diagonal.index("</row>") + 6 :])))
    code = (
        "import sys; from pathlib import Path; from tests.connectors.excel.reading import read;"
        "print(read(Path(sys.argv[1])).tables[0].width)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.strip() == "3997"


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
