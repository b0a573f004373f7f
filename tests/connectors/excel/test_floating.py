"""Charts and pictures that float over cells: where new columns come under one, a note names it."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference

from okrsync.table import Area
from tests.connectors.excel.books import save
from tests.connectors.excel.writing import ensured, read, sync

ROWS = [["Objective", "Key result", "Target"], ["A", "a", 1], ["A", "b", 2]]
HERE = (1, 2, 3)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
Draw = Callable[[Any, Any, str], None]


def drawn(folder: Path, draw: Draw, cell: str = "E1") -> Path:
    """A workbook by XlsxWriter with something drawn at a cell."""
    path = folder / "plan.xlsx"
    book = xlsxwriter.Workbook(str(path))
    tab = book.add_worksheet("OKRs")
    for number, row in enumerate(ROWS):
        tab.write_row(number, 0, row)
    draw(book, tab, cell)
    book.close()
    return path


def titled(book: Any, tab: Any, cell: str) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=OKRs!$C$2:$C$3"})
    chart.set_title({"name": "Targets at a glance"})
    tab.insert_chart(cell, chart)


def nameless(book: Any, tab: Any, cell: str) -> None:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=OKRs!$C$2:$C$3"})
    tab.insert_chart(cell, chart)


def picture(_: Any, tab: Any, cell: str) -> None:
    tab.insert_image(cell, "logo.png", {"image_data": io.BytesIO(PIXEL)})


@pytest.mark.parametrize(
    ("draw", "name"),
    [
        (titled, "the chart “Targets at a glance”"),
        (nameless, "the chart “"),
        (picture, "the picture “"),
    ],
)
def test_what_lies_over_new_columns_is_named(tmp_path: Path, draw: Draw, name: str) -> None:
    snapshot, receipt = sync(drawn(tmp_path, draw), HERE)
    assert [one.index for one in snapshot.placed] == [3, 4]
    (note,) = map(str, snapshot.notes)
    assert note.startswith("OKRs: ")
    assert name in note
    assert "E1" in note
    assert receipt.revision != snapshot.revision
    assert len(openpyxl.load_workbook(tmp_path / "plan.xlsx").active._charts) == (draw != picture)


@pytest.mark.parametrize("cell", ["G1", "A6", "D6"])
def test_what_lies_elsewhere_is_not_named(tmp_path: Path, cell: str) -> None:
    assert ensured(drawn(tmp_path, titled, cell), HERE).notes == []


def test_a_chart_that_says_its_size_only(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3))
    sheet.add_chart(chart, "D2")
    path = tmp_path / "plan.xlsx"
    book.save(path)
    (found,) = read(path).tables[0].floating
    # 15 by 7.5 cm, which are 8.9 usual columns and 14.2 usual rows.
    assert (found.area, found.chart) == (Area(2, 3, 16, 11), True)
    assert "D1" in str(ensured(path, HERE).notes[0])


def test_a_broken_drawing_hinders_no_reading(tmp_path: Path) -> None:
    path = drawn(tmp_path, titled)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/drawings/drawing1.xml"] = b"<xdr:wsDr"
    snapshot = read(save(tmp_path, parts, "broken.xlsx"))
    assert snapshot.tables[0].floating == []
    assert [list(row.values) for row in snapshot.tables[0].rows] == ROWS


def test_areas_that_have_a_cell_in_common() -> None:
    one = Area(2, 3, 4, 5)
    for other in (Area(4, 5, 9, 9), Area(1, 1, 2, 3), Area(3, 4, 3, 4), Area(1, 0, 9, 9)):
        assert one.touches(other)
        assert other.touches(one)
    for other in (Area(5, 3, 6, 5), Area(2, 6, 4, 7), Area(1, 3, 1, 5), Area(2, 0, 4, 2)):
        assert not one.touches(other)
        assert not other.touches(one)
