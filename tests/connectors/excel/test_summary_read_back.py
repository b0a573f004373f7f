"""A tab of our own that would come out wrong, or cost something: the file stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from connectors.excel.summary_tab import keep
from connectors.excel.write import zip_copy
from okrsync.connector import Unsound
from tests.connectors.excel.test_summary_tab import OTHER, TAB, TITLE, edited
from tests.connectors.excel.writing import EXCEL, read

Damage = Callable[[bytes], bytes]
BOOK, RELS, TYPES, STYLES, SHEET, APP = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
    "xl/styles.xml",
    "xl/worksheets/sheet3.xml",
    "docProps/app.xml",
)


def sub(pattern: bytes, by: bytes) -> Damage:
    return lambda data: re.sub(pattern, by, data, count=1, flags=re.DOTALL)


ADDED: Mapping[str, tuple[str, Damage]] = {
    "a tab of people's that is gone": (BOOK, sub(rb'<sheet [^>]*name="Later"[^>]*>', b"")),
    "a tab of people's with another name": (BOOK, sub(rb'name="Later"', b'name="Sooner"')),
    "a number that another tab has": (BOOK, sub(rb'(summary" sheetId=)"\d+"', rb'\1"1"')),
    "a place before others": (BOOK, sub(rb"(<sheets>)(.*)(<sheet name=.OKR.*?/>)", rb"\1\3\2")),
    "no mark": (BOOK, sub(rb"<definedName [^>]*okrsync.*?</definedName>", b"")),
    "a mark on another tab": (BOOK, sub(rb"OKR summary(&apos;!)", rb"OKRs\1")),
    "another tab in front": (BOOK, sub(rb'activeTab="\d+"', b'activeTab="2"')),
    "a relation to another part": (RELS, sub(rb'sheet3.xml"', b'sheet2.xml"')),
    "a relation of people's": (RELS, sub(rb"worksheets/sheet1.xml", b"worksheets/sheet9.xml")),
    "no kind": (TYPES, sub(rb"<Override [^>]*sheet3[^>]*>", b"")),
    "a wrong kind of people's": (TYPES, sub(rb"sheet1\.xml", b"sheet7.xml")),
    "a format of people's": (STYLES, sub(rb"(<cellXfs[^>]*><xf )", rb'\1quotePrefix="1" ')),
    "fonts counted wrong": (STYLES, sub(rb'(<fonts count=)"\d+"', rb'\1"1"')),
    "a value": (SHEET, sub(rb"<v>0\.45</v>", b"<v>0.54</v>")),
    "a text": (SHEET, sub(rb"OKRs!A2", b"OKRs!A3")),
    "a formula": (SHEET, sub(rb"<v>0\.5</v>", b"<f>1/2</f><v>0.5</v>")),
    "a cell too many": (SHEET, sub(rb"</row>", b'<c r="Z9"><v>1</v></c></row>')),
    "a cell that is missing": (SHEET, sub(rb'<c r="C4".*?</c>', b"")),
    "a style past the end": (SHEET, sub(rb'r="C4" s="\d+"', b'r="C4" s="99"')),
    "a link elsewhere": (SHEET, sub(rb"!C2", b"!C3")),
    "no links": (SHEET, sub(rb"<hyperlinks>.*</hyperlinks>", b"")),
    "links in the wrong place": (
        SHEET,
        sub(rb"(<sheetData>.*</sheetData>)(<hyperlinks>.*</hyperlinks>)", rb"\2\1"),
    ),
    "a sheet that is cut off": (SHEET, lambda data: data[:-20]),
    "a title of people's": (APP, sub(rb"<vt:lpstr>Later", b"<vt:lpstr>Sooner")),
}
CHANGED = {
    **{name: ADDED[name] for name in ("a text", "a formula", "a cell too many")},
    "a cell that is missing": ADDED["a cell that is missing"],
    "margins that are gone": (SHEET, sub(rb"<pageMargins[^>]*>", b"")),
}
STALE = b'<definedName name="okrsync_summary">a!A1</definedName></definedNames>'
REMOVED: Mapping[str, tuple[str, Damage]] = {
    **{
        name: ADDED[name] for name in ("a tab of people's that is gone", "a wrong kind of people's")
    },
    "a relation of people's": ADDED["a relation of people's"],
    "a name of a tab behind it": (BOOK, sub(rb'localSheetId="1"', b'localSheetId="2"')),
    "a mark without a tab": (BOOK, sub(rb"</definedNames>", STALE)),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two tabs, and properties that list them."""
    import xlsxwriter  # noqa: PLC0415 - for this file alone

    found = tmp_path / "plan.xlsx"
    book = xlsxwriter.Workbook(str(found))
    for name in ("OKRs", "Later"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Objective", "Key result"])
        sheet.repeat_rows(0)
    book.get_worksheet_by_name("Later").activate()
    book.close()
    return found


def packing(part: str, damage: Damage) -> Any:
    def pack(data: bytes, parts: dict[str, bytes], gone: Collection[str]) -> bytes:
        assert damage(parts[part]) != parts[part], "the damage does nothing"
        parts[part] = damage(parts[part])
        return zip_copy.replaced(data, parts, gone)

    return pack


def unsound(path: Path, act: Callable[[], object]) -> None:
    before = path.read_bytes()
    with pytest.raises(Unsound):
        act()
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ADDED)
def test_a_tab_that_comes_wrong(path: Path, name: str) -> None:
    snapshot = read(path)
    kept = EXCEL.summary(snapshot, TITLE)
    unsound(path, lambda: keep.keep(snapshot, kept, TAB, packing=packing(*ADDED[name])))


@pytest.mark.parametrize("name", CHANGED)
def test_a_tab_that_changes_wrong(path: Path, name: str) -> None:
    snapshot = read(path)
    EXCEL.keep_summary(snapshot, EXCEL.summary(snapshot, TITLE), OTHER)
    snapshot = read(path)
    kept = EXCEL.summary(snapshot, TITLE)
    unsound(path, lambda: keep.keep(snapshot, kept, TAB, packing=packing(*CHANGED[name])))


@pytest.mark.parametrize("name", REMOVED)
def test_a_tab_that_goes_wrong(path: Path, name: str) -> None:
    snapshot = read(path)
    EXCEL.keep_summary(snapshot, EXCEL.summary(snapshot, TITLE), TAB)
    edited(path, lambda made: made.move_sheet(TITLE, -1))
    snapshot = read(path)
    unsound(path, lambda: keep.drop(snapshot, packing=packing(*REMOVED[name])))


def test_another_part_that_is_touched(path: Path) -> None:
    def pack(data: bytes, parts: dict[str, bytes], gone: Collection[str]) -> bytes:
        return zip_copy.replaced(data, {**parts, "xl/theme/theme1.xml": b"<theme/>"}, gone)

    snapshot = read(path)
    kept = EXCEL.summary(snapshot, TITLE)
    unsound(path, lambda: keep.keep(snapshot, kept, TAB, packing=pack))


def test_what_is_sound_is_written(path: Path) -> None:
    snapshot = read(path)
    EXCEL.keep_summary(snapshot, EXCEL.summary(snapshot, TITLE), TAB)
    made = openpyxl.load_workbook(path)
    assert made.sheetnames == ["OKRs", "Later", TITLE]
    assert made.active is not None
    assert made.active.title == "Later"
