"""A writer that is broken on purpose, once for each kind of part: the file stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from connectors.excel.workbook import Workbook
from connectors.excel.write import save, zip_copy
from connectors.excel.write.workbook import WorkbookPatch
from okrsync.connector import Snapshot, Unsound
from okrsync.errors import explain
from okrsync.table import Change
from tests.connectors.excel.writing import ensured, filled

Damage = Callable[[bytes], bytes]
SHEET, TABLE, STYLES, BOOK = (
    "xl/worksheets/sheet1.xml",
    "xl/tables/table1.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
)


SORT = b'<sortState ref="A2:D5"><sortCondition ref="B2:B5"/></sortState>'


def sub(pattern: bytes, by: bytes) -> Damage:
    return lambda data: re.sub(pattern, by, data, count=1, flags=re.DOTALL)


FAULTS: Mapping[str, tuple[str, Damage]] = {
    "a number of people's": (SHEET, sub(rb"<v>41</v>", b"<v>14</v>")),
    "a type of people's": (SHEET, sub(rb'(r="C2"[^>]*)>', rb'\1 t="str">')),
    "a style of people's": (SHEET, sub(rb'r="C3" s="\d+"', b'r="C3" s="0"')),
    "a formula of people's": (SHEET, sub(rb"<f>C2\*2</f>", b"<f>C2*3</f>")),
    "a formula that is gone": (SHEET, sub(rb"<f>C2\*2</f>", b"")),
    "a cell of people's that is gone": (SHEET, sub(rb'<c r="B3".*?</c>', b"")),
    "a cell too many": (SHEET, sub(rb'(<c r="E3")', rb'<c r="D9"/>\1')),
    "a row that is gone": (SHEET, sub(rb'<row r="4".*?</row>', b"")),
    "rows that changed places": (
        SHEET,
        sub(rb'(<row r="3".*?</row>)(<row r="4".*?</row>)', rb"\2\1"),
    ),
    "a value of ours": (SHEET, sub(rb"<v>0\.1</v>", b"<v>0.7</v>")),
    "a text of ours": (SHEET, sub(rb"<t>on track</t>", b"<t>off track</t>")),
    "a header of ours": (SHEET, sub(rb"<t>OKR status</t>", b"<t>OKR state</t>")),
    "a value of ours as a formula": (SHEET, sub(rb"<v>0\.1</v>", b"<f>1/10</f><v>0.1</v>")),
    "a style past the end": (SHEET, sub(rb'(r="E3" s=)"\d+"', rb'\1"99"')),
    "a cell in the wrong order": (SHEET, sub(rb'(<c r="E3".*?</c>)(<c r="F3".*?</c>)', rb"\2\1")),
    "spans too narrow": (SHEET, sub(rb'(<row r="3") spans="[\d:]+"', rb'\1 spans="1:2"')),
    "a width twice": (SHEET, sub(rb"(<col [^>]*>)", rb"\1\1")),
    "a width of people's": (SHEET, sub(rb'(<col min="1"[^>]*width=)"[\d.]+"', rb'\1"3"')),
    "widths behind the cells": (SHEET, sub(rb"(<cols>.*</cols>)(.*</sheetData>)", rb"\2\1")),
    "a colour that is not there": (SHEET, sub(rb'dxfId="\d+"', b'dxfId="77"')),
    "colours twice": (SHEET, sub(rb'priority="(\d+)"', b'priority="2"')),
    "margins that are gone": (SHEET, sub(rb"<pageMargins[^>]*>", b"")),
    "a size that is none": (SHEET, sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"')),
    "a sheet that is cut off": (SHEET, lambda data: data[:-20]),
    "a table's width": (TABLE, sub(rb' ref="[^"]*"', b' ref="A1:E5"')),
    "a table's id": (TABLE, sub(rb'(<tableColumn id=)"6"', rb'\1"1"')),
    "a table's name for a column": (TABLE, sub(rb'name="OKR status"', b'name="OKR progress"')),
    "a table's count": (TABLE, sub(rb'(<tableColumns count=)"\d+"', rb'\1"3"')),
    "a table's filter": (TABLE, sub(rb"<autoFilter[^>]*>", b'<autoFilter ref="A1:Z5"/>')),
    "a table's sort": (TABLE, sub(rb'(<sortState ref=)"[^"]*"', rb'\1"A2:D4"')),
    "a table's sort by another column": (TABLE, sub(rb'ref="B2:B5"', b'ref="A2:A5"')),
    "a table's columns of people": (TABLE, sub(rb'name="Title"', b'name="Titel"')),
    "two lists of formats": (STYLES, sub(rb"(<dxfs.*</dxfs>)", rb"\1\1")),
    "formats counted wrong": (STYLES, sub(rb'(<cellXfs count=)"\d+"', rb'\1"1"')),
    "a format of people's": (STYLES, sub(rb"(<cellXfs[^>]*><xf )", rb'\1quotePrefix="1" ')),
    "a format of no font": (
        STYLES,
        sub(rb'fontId="\d+"([^<]*(?:</xf>)?</cellXfs>)', rb'fontId="9"\1'),
    ),
    "formats in the wrong order": (
        STYLES,
        sub(rb"(<cellStyles.*</cellStyles>)(<dxfs.*</dxfs>)", rb"\2\1"),
    ),
    "a tab's name": (BOOK, sub(rb'(<sheet name=)"[^"]*"', rb'\1"Other"')),
    "calculation in the wrong place": (
        BOOK,
        sub(rb"(<sheets>.*</sheets>)(.*)(<calcPr[^>]*>)", rb"\3\1\2"),
    ),
    "calculation that is not asked for": (BOOK, sub(rb'fullCalcOnLoad="1"', b'fullCalcOnLoad="0"')),
}


def workbook(path: Path) -> Path:
    """A sorted table of four rows with a formula, a percent, a wide column and margins."""
    import xlsxwriter  # noqa: PLC0415 - for this file alone

    book = xlsxwriter.Workbook(str(path))
    sheet, bold = book.add_worksheet("OKRs"), book.add_format({"bold": True})
    rows = [[f"Result {row}", "Ann", 40 + row, ""] for row in range(1, 5)]
    names = [{"header": name} for name in ("Title", "Owner", "Current", "Double")]
    sheet.add_table(0, 0, 4, 3, {"data": rows, "columns": names, "name": "Plan"})
    for row in range(1, 5):
        sheet.write_number(row, 2, 40 + row, bold)
        sheet.write_formula(row, 3, f"=C{row + 1}*2", None, 80 + 2 * row)
    sheet.set_column(0, 0, 40)
    sheet.set_margins(left=0.5)
    book.close()
    package = Workbook(path, path.read_bytes())
    quiet = package.read(BOOK).replace(b' fullCalcOnLoad="1"', b"")  # so that it is asked for
    table = package.read(TABLE).replace(b"<tableColumns", SORT + b"<tableColumns")
    path.write_bytes(zip_copy.replaced(package.data, {BOOK: quiet, TABLE: table}))
    return path


class Broken(WorkbookPatch):
    """Damages one part after it was made."""

    name: str
    damage: Damage

    def parts(self, changes: list[Change]) -> dict[str, bytes]:  # type: ignore[override]
        made = super().parts(changes)
        made[self.name] = type(self).damage(made[self.name])
        return made


@pytest.mark.parametrize("fault", FAULTS)
def test_what_came_out_wrong_replaces_nothing(fault: str, tmp_path: Path) -> None:
    part, damage = FAULTS[fault]
    path = workbook(tmp_path / "plan.xlsx")
    before, snapshot = path.read_bytes(), ensured(path, (1, 2, 5))
    seen: list[bool] = []

    class Wrong(Broken):
        name = part

        @staticmethod
        def damage(data: bytes) -> bytes:
            changed = damage(data)
            seen.append(changed != data)
            return changed

    with pytest.raises(Unsound) as stopped:
        save.write(snapshot, filled(snapshot, range(2, 6)), patching=Wrong)
    assert seen == [True]
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["plan.xlsx"]
    assert part in str(stopped.value.message)


def test_a_right_writer_passes(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx")
    snapshot = ensured(path, (1, 2, 5))
    receipt = save.write(snapshot, filled(snapshot, range(2, 6)))
    assert len(receipt.written) == 8


PACKERS: Mapping[str, Callable[[bytes, Mapping[str, bytes]], bytes]] = {
    "another part": lambda data, parts: zip_copy.replaced(
        data, {**parts, "docProps/app.xml": b"<a/>"}
    ),
    "a part too many": lambda data, parts: zip_copy.replaced(
        data, {**parts, "xl/new.xml": b"<a/>"}
    ),
    "an old part": lambda data, parts: zip_copy.replaced(data, {**parts, SHEET: b"<worksheet/>"}),
    "half a file": lambda data, parts: zip_copy.replaced(data, parts)[:-40],
    "the old file": lambda data, parts: data,
}


@pytest.mark.parametrize("packing", PACKERS.values(), ids=list(PACKERS))
def test_what_was_packed_wrong_replaces_nothing(
    packing: Callable[[bytes, Mapping[str, bytes]], bytes], tmp_path: Path
) -> None:
    path = workbook(tmp_path / "plan.xlsx")
    before, snapshot = path.read_bytes(), ensured(path, (1, 2, 5))
    with pytest.raises(Unsound):
        save.write(snapshot, filled(snapshot, range(2, 6)), packing=packing)
    assert path.read_bytes() == before


def test_it_is_said_in_both_languages(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx")
    snapshot = ensured(path, (1, 2, 5))

    def broken(package: Workbook, snapshot: Snapshot) -> WorkbookPatch:
        patch = Broken(package, snapshot)
        Broken.name, Broken.damage = FAULTS["a number of people's"]
        return patch

    with pytest.raises(Unsound) as stopped:
        save.write(snapshot, filled(snapshot, range(2, 6)), patching=broken)
    english, dutch = (explain(stopped.value, language) for language in ("en", "nl"))
    assert english.exit_code == dutch.exit_code == 3
    assert "cell C2, which is not okrsync's" in english.message
    assert "cel C2, die niet van okrsync is" in dutch.message
    assert "your file is as it was" in english.message
    assert "je bestand is zoals het was" in dutch.message
