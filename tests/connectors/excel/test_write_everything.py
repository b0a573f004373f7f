"""A write changes its sheet and what must follow it, and not a byte of anything else."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.connectors.excel import everything
from tests.connectors.excel.everything import FIRST, HEADER_ROW, LAST, PLAIN, TAB
from tests.connectors.excel.writing import EXCEL, PROGRESS, STATUS, ensured, put, read, sync

OURS = (HEADER_ROW, FIRST, LAST)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(params=["plan.xlsx", "plan.xlsm"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return everything.build(tmp_path, request.param)


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def test_only_the_named_parts_change_when_columns_come(path: Path) -> None:
    before = path.read_bytes()
    sync(path, OURS)
    assert everything.changed_members(before, path.read_bytes()) == {
        "xl/worksheets/sheet1.xml",
        "xl/tables/table1.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
    }


def test_only_the_sheet_changes_afterwards(path: Path) -> None:
    sync(path, OURS)
    before = path.read_bytes()
    receipt = EXCEL.write(snapshot := read(path), put(snapshot, {(FIRST, 9): "off track"}))
    assert len(receipt.written) == 1
    assert everything.changed_members(before, path.read_bytes()) == {"xl/worksheets/sheet1.xml"}


def test_in_the_sheet_only_our_cells_change(path: Path) -> None:
    sync(path, OURS)
    before = part(path, "xl/worksheets/sheet1.xml")
    EXCEL.write(snapshot := read(path), put(snapshot, {(FIRST, 9): "off track"}))
    after = part(path, "xl/worksheets/sheet1.xml")
    assert after == before.replace(b"<is><t>on track</t>", b"<is><t>off track</t>", 1)


def test_new_columns_leave_every_other_element_alone(path: Path) -> None:
    def without_ours(xml: bytes) -> list[bytes]:
        root = ET.fromstring(xml)  # noqa: S314 - the test made it
        for row in root.iter(f"{MAIN}row"):
            row.attrib.pop("spans")
            for cell in [c for c in row if re.fullmatch(r"[IJ]\d+", c.attrib["r"])]:
                row.remove(cell)
        ours = [
            one for one in root
            if one.tag in {f"{MAIN}dimension", f"{MAIN}cols"} or one.get("sqref") == "J4:J13"
        ]  # fmt: skip
        for one in ours:
            root.remove(one)
        return [ET.tostring(one) for one in root]

    before = part(path, "xl/worksheets/sheet1.xml")
    sync(path, OURS)
    after = part(path, "xl/worksheets/sheet1.xml")
    assert without_ours(after) == without_ours(before)


def test_every_stored_result_is_still_there(path: Path) -> None:
    results = everything.values(path, results=True)
    formulas = everything.values(path, results=False)
    sync(path, OURS)
    after = everything.values(path, results=True)
    for tab, cells in results.items():
        assert {cell: after[tab].get(cell) for cell in cells} == cells
    now = everything.values(path, results=False)
    for tab, cells in formulas.items():
        assert {cell: str(now[tab].get(cell)) for cell in cells} == {
            cell: str(value) for cell, value in cells.items()
        }


def test_the_values_stand_where_they_belong(path: Path) -> None:
    sync(path, OURS)
    sheet = everything.opened(path)[TAB]
    assert [sheet["I3"].value, sheet["J3"].value] == [PROGRESS, STATUS]
    assert [sheet[f"I{row}"].value for row in range(FIRST, LAST + 1)] == [
        turn / 10 for turn in range(10)
    ]
    assert sheet["J4"].value == "on track"
    assert "%" in sheet["I4"].number_format
    assert sheet["J4"].number_format == "General"
    assert sheet["I4"].border.left.style == "thin"
    assert sheet["I3"].fill.fgColor.rgb == sheet["H3"].fill.fgColor.rgb


def test_the_table_and_its_filter_take_the_columns_in(path: Path) -> None:
    sync(path, OURS)
    table = everything.opened(path)[TAB].tables["Plan"]
    assert (table.ref, table.autoFilter.ref) == ("A3:J13", "A3:J13")
    assert [column.name for column in table.tableColumns][-2:] == [PROGRESS, STATUS]
    ids = [column.id for column in table.tableColumns]
    assert len(set(ids)) == len(ids) == 10
    assert table.tableColumns[7].calculatedColumnFormula is not None


def test_the_sheets_filter_and_its_name_take_the_columns_in(path: Path) -> None:
    sync(path, (1, 2, 6), tab=1)
    book = everything.opened(path)
    assert book[PLAIN].auto_filter.ref == "A1:E6"
    name = re.search(rb'FilterDatabase"[^>]*>([^<]*)<', part(path, "xl/workbook.xml"))
    assert name
    assert name[1] == b"'KPI''s &amp; more'!$A$1:$E$6"


def test_columns_that_were_hidden_at_the_edge_are_shown(path: Path) -> None:
    sync(path, OURS)
    widths = everything.opened(path)[TAB].column_dimensions
    assert not widths["I"].hidden
    assert widths["I"].width >= len(PROGRESS)
    assert widths["K"].hidden


def test_formulas_are_computed_anew_at_the_next_opening(path: Path) -> None:
    sync(path, OURS)
    assert everything.opened(path).calculation.fullCalcOnLoad


def test_a_second_time_nothing_is_added(path: Path) -> None:
    sync(path, OURS)
    before = path.read_bytes()
    snapshot = ensured(path, OURS)
    receipt = EXCEL.write(snapshot, [])
    assert snapshot.placed == []
    assert (receipt.written, receipt.calls.write) == ((), 0)
    assert path.read_bytes() == before
