"""Two ways to one table: ours against openpyxl's, our quick reading against our careful."""

from __future__ import annotations

import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.excel.read.scan import WorksheetScan
from okrsync.table import CellError, Scalar, Table
from tests.connectors.excel.books import book, save, sheet, strings, zipped
from tests.connectors.excel.reading import read

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1
).map(lambda text: text.replace("_x", "-x"))
# A cell of nothing but spaces and line ends counts as empty here.
TEXT = TEXT.filter(lambda text: bool(text.strip(" \n\t")))
MOMENT = st.datetimes(datetime(1900, 3, 1), datetime(2199, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
VALUE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(-1e15, 1e15, allow_subnormal=False),
    TEXT,
    MOMENT,
    st.dates(date(1900, 3, 1), date(2199, 12, 31)),
    st.times().map(lambda moment: moment.replace(microsecond=0)),
)
GRID = st.lists(st.lists(VALUE, max_size=6), min_size=1, max_size=8)


@settings(max_examples=50, deadline=None)
@given(grid=GRID)
def test_what_openpyxl_writes_is_read_as_openpyxl_reads_it(grid: list[list[Scalar]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        book = openpyxl.Workbook()
        for line in grid:
            book.active.append(line)
        book.save(path)
        expected = _by_openpyxl(path)
        assert _used(read(path).tables[0]) == expected


@settings(max_examples=50, deadline=None)
@given(grid=GRID, column=st.integers(0, 700), row=st.integers(0, 30))
def test_what_xlsxwriter_writes_is_read_alike_both_ways(
    grid: list[list[Scalar]], column: int, row: int
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        _write(path, grid, row, column)
        quick, careful = read(path).tables[0], read(_commented(path)).tables[0]
        assert _used(quick) == _used(careful)
        assert quick.formats == careful.formats
        assert quick.formulas == careful.formulas
        assert {r.number for r in quick.rows if r.hidden} == {
            r.number for r in careful.rows if r.hidden
        }
        expected = _by_openpyxl(path)
        assert {at: value for at, value in _used(quick).items() if at in expected} == expected


@pytest.mark.shared
def test_real_workbooks_are_read_as_openpyxl_reads_them(shared: Path) -> None:
    paths = sorted((shared / "realworld" / "files").glob("*.xlsx"))
    assert len(paths) >= 10
    for path in paths:
        snapshot = read(path)
        assert snapshot.tables
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True)
        assert [table.name for table in snapshot.tables] == book.sheetnames
        for table in snapshot.tables:
            assert _used(table) == _cells(book[table.name]), (path.name, table.name)


@pytest.mark.shared
def test_real_workbooks_are_read_alike_both_ways(shared: Path, tmp_path: Path) -> None:
    for path in sorted((shared / "realworld" / "files").glob("*.xlsx")):
        copy = tmp_path / path.name
        copy.write_bytes(path.read_bytes())
        quick, careful = read(copy).tables, read(_commented(copy)).tables
        for one, other in zip(quick, careful, strict=True):
            assert _used(one) == _used(other)
            assert one.formulas == other.formulas
            assert one.formats == other.formats
            assert (one.merges, one.ranges) == (other.merges, other.ranges)


def _write(path: Path, grid: list[list[Scalar]], row: int, column: int) -> None:
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    made, percent = book.add_worksheet("OKRs"), book.add_format({"num_format": "0.0%"})
    clock = book.add_format({"num_format": "hh:mm:ss"})
    made.set_row(row + 1, None, None, {"hidden": True})
    for r, line in enumerate(grid, row):
        for c, value in enumerate(line, column):
            if isinstance(value, str):
                made.write_string(r, c, value)
            elif isinstance(value, time):
                made.write_datetime(r, c, value, clock)
            elif isinstance(value, date):
                made.write_datetime(r, c, value)
            elif value is not None:
                made.write(r, c, value, percent)
    made.write_formula(row, column + 7, '=A1&"<"', None, "x")
    made.write_array_formula(row + 2, column + 7, row + 3, column + 8, "{=A1:B2}", None, 4)
    book.close()


def _commented(path: Path) -> Path:
    """The same workbook, each part of it ending in a comment: that takes the careful road."""
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    copy = path.with_name(f"commented-{path.name}")
    copy.write_bytes(
        zipped(
            {
                name: content + b"<!-- -->" if name.endswith(".xml") else content
                for name, content in parts.items()
            }
        )
    )
    return copy


def _used(table: Table) -> dict[tuple[int, int], Scalar]:
    return {
        (row.number, column): value
        for row in table.rows
        for column, value in enumerate(row.values)
        if value is not None and value != ""
    }


def _by_openpyxl(path: Path) -> dict[tuple[int, int], Scalar]:
    return _cells(openpyxl.load_workbook(path, data_only=True).active)


def _cells(sheet: openpyxl.worksheet.worksheet.Worksheet) -> dict[tuple[int, int], Scalar]:
    return {
        (cell.row, cell.column - 1): _ours(cell.value, cell.data_type)
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None and cell.value != ""
    }


def _ours(value: Scalar, kind: str) -> Scalar:
    """openpyxl's value as we say it: a date without a time is a date, an error is one."""
    if kind == "e":
        return CellError(str(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, timedelta):
        return timedelta(milliseconds=round(value / timedelta(milliseconds=1)))
    return value


def test_ordinary_workbooks_are_never_called_back_for_each_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quick road is not only right but taken: the patient scan sees no rows of them."""
    seen: list[int] = []
    patiently = WorksheetScan.run

    def run(scan: WorksheetScan, data: bytes) -> None:
        seen.append(data.count(b"<row"))
        patiently(scan, data)

    monkeypatch.setattr(WorksheetScan, "run", run)
    grid: list[list[Scalar]] = [["Title", 1, date(2026, 4, 1), 0.5]] * 50
    _write(tmp_path / "written.xlsx", grid, 0, 30)
    written = openpyxl.load_workbook(tmp_path / "written.xlsx")
    written.save(tmp_path / "saved.xlsx")
    rows = "".join(
        f'<row r="{n}" customFormat="false" ht="12.8" hidden="{str(n == 3).lower()}">'
        f'<c r="A{n}" s="0" t="s"><v>0</v></c><c r="B{n}" s="0"><f aca="false">A{n}</f>'
        f"<v>{n}</v></c></row>"
        for n in range(1, 9)
    )
    save(tmp_path, book(sheet(rows), texts=strings("<t>a</t>")), "office.xlsx")
    for name in ("written.xlsx", "saved.xlsx", "office.xlsx"):
        assert read(tmp_path / name).tables[0].rows
    assert seen == [0, 0, 0]
    assert [row.number for row in read(tmp_path / "office.xlsx").tables[0].rows if row.hidden] == [
        3
    ]
