"""The forms that a sheet's XML can take: whatever it is, one cell changes and nothing else."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from okrsync.connector import Refused
from okrsync.table import Change, Shown
from tests.connectors.excel.books import MAIN, STRICT, XML, book, save, sheet
from tests.connectors.excel.everything import changed_members, opened
from tests.connectors.excel.test_write_everything import part
from tests.connectors.excel.writing import EXCEL, put, read, saved, styled

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Key result</t></is></c></row>'


def written(
    folder: Path, xml: str | bytes, cells: dict[tuple[int, int], str | Decimal | None]
) -> tuple[bytes, Path]:
    """The sheet's XML after these cells were written, read back by the connector too."""
    path = saved(folder, xml)
    before = path.read_bytes()
    snapshot = read(path)
    receipt = EXCEL.write(snapshot, put(snapshot, cells))
    assert list(receipt.skipped) == []
    assert len(receipt.written) == len(cells)
    assert changed_members(before, path.read_bytes()) - {"xl/styles.xml"} == {SHEET}
    again = read(path).tables[0]
    for (row, column), after in cells.items():
        found = again.value(row, column)
        assert found == (float(after) if isinstance(after, Decimal) else after)
    return part(path, SHEET), path


ON_TRACK = '<c r="B2" t="inlineStr"><is><t>on track</t></is></c>'

FORMS = {
    "empty cell": (
        '<row r="2"><c r="A2"/><c r="B2"/></row>', f'<row r="2"><c r="A2"/>{ON_TRACK}</row>',
    ),
    "no cell": ('<row r="2"><c r="A2"/></row>', f'<row r="2"><c r="A2"/>{ON_TRACK}</row>'),
    "between cells": (
        '<row r="2"><c r="A2"/><c r="C2"><v>1</v></c></row>',
        f'<row r="2"><c r="A2"/>{ON_TRACK}<c r="C2"><v>1</v></c></row>',
    ),
    "before cells": (
        '<row r="2"><c r="C2"><v>1</v></c></row>',
        f'<row r="2">{ON_TRACK}<c r="C2"><v>1</v></c></row>',
    ),
    "empty row": ('<row r="2" ht="20"/>', f'<row r="2" ht="20">{ON_TRACK}</row>'),
    "open and empty row": ('<row r="2"></row>', f'<row r="2">{ON_TRACK}</row>'),
    "no row, one after": (
        '<row r="5"><c r="A5"><v>1</v></c></row>',
        f'<row r="2">{ON_TRACK}</row><row r="5"><c r="A5"><v>1</v></c></row>',
    ),
    "no row, none after": ("", f'<row r="2">{ON_TRACK}</row>'),
    "spans": (
        '<row r="2" spans="1:1"><c r="A2"/></row>',
        f'<row r="2" spans="1:2"><c r="A2"/>{ON_TRACK}</row>',
    ),
    "old result, with metadata": (
        '<row r="2"><c r="B2" s="0" t="str" cm="1"><v>old</v></c></row>',
        f'<row r="2">{ON_TRACK}</row>',
    ),
    "rich text": (
        '<row r="2"><c r="B2" t="inlineStr"><is><r><rPr><b/><color rgb="FF00FF00"/></rPr>'
        "<t>off</t></r><r><t> track</t></r></is></c></row>",
        f'<row r="2">{ON_TRACK}</row>',
    ),
    "single quotes": (
        "<row r='2' spans='1:1'><c r='A2'/></row>",
        f"<row r='2' spans='1:2'><c r='A2'/>{ON_TRACK}</row>",
    ),
    "no address on the cells": (
        '<row r="2"><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>',
        '<row r="2"><c><v>1</v></c><c t="inlineStr"><is><t>on track</t></is></c>'
        "<c><v>3</v></c></row>",
    ),
    "no address at all": (
        "<row><c><v>1</v></c></row>", f"<row><c><v>1</v></c>{ON_TRACK}</row>",
    ),
    "indented": (
        '<row r="2">\n  <c r="A2"/>\n  <c r="C2"/>\n</row>\n',
        f'<row r="2">\n  <c r="A2"/>{ON_TRACK}\n  <c r="C2"/>\n</row>\n',
    ),
    "a comment that looks like a cell": (
        '<row r="2"><!-- <c r="B2"><v>1</v></c> --><c r="A2"/></row>',
        f'<row r="2"><!-- <c r="B2"><v>1</v></c> --><c r="A2"/>{ON_TRACK}</row>',
    ),
    "a text that looks like a cell": (
        '<row r="2"><c r="A2" t="inlineStr"><is><t><![CDATA[<c r="B2"></row>]]></t></is></c></row>',
        '<row r="2"><c r="A2" t="inlineStr"><is><t><![CDATA[<c r="B2"></row>]]></t></is></c>'
        f"{ON_TRACK}</row>",
    ),
    "something behind the cells": (
        '<row r="2"><c r="A2"/><extLst><ext uri="x"/></extLst></row>',
        f'<row r="2"><c r="A2"/>{ON_TRACK}<extLst><ext uri="x"/></extLst></row>',
    ),
    "space in tags": (
        '<row  r = "2" ><c  r = "A2" /><c r="B2" ></c ></row >',
        f'<row  r = "2" ><c  r = "A2" />{ON_TRACK}</row >',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), FORMS.values(), ids=FORMS.keys())
def test_a_cell_is_written_into(before: str, after: str, tmp_path: Path) -> None:
    found, path = written(tmp_path, sheet(HEAD + before), {(2, 1): "on track"})
    assert found == sheet(HEAD + after).encode()
    assert opened(path).active["B2"].value == "on track"


def test_the_only_row_of_an_empty_sheet(tmp_path: Path) -> None:
    xml = f'{XML}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    found, _ = written(tmp_path, xml, {(2, 1): "on track"})
    assert (
        found
        == xml.replace(
            "<sheetData/>", f'<sheetData><row r="2">{ON_TRACK}</row></sheetData>'
        ).encode()
    )


def test_a_prefix_is_kept(tmp_path: Path) -> None:
    plain = sheet(HEAD + '<row r="2"><c r="A2"><v>1</v></c></row><row r="3"/>')
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", plain.replace("xmlns=", "xmlns:x="))
    xml = prefixed.replace("<x:?xml", "<?xml")
    cells: dict[tuple[int, int], str | Decimal | None] = {
        (2, 1): "on track", (3, 1): Decimal("0.25"), (9, 0): "late",
    }  # fmt: skip
    found, path = written(tmp_path, xml, cells)
    assert b'<x:c r="B2" t="inlineStr"><x:is><x:t>on track</x:t></x:is></x:c>' in found
    assert b"<c" not in found
    assert opened(path).active["B2"].value == "on track"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_an_encoding_is_kept(encoding: str, tmp_path: Path) -> None:
    name = "UTF-16" if "16" in encoding else "UTF-8"
    row = '<row r="2"><c r="A2" t="inlineStr"><is><t>é 日本 🚀</t></is></c></row>'
    xml = sheet(HEAD + row).replace("UTF-8", name)
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    found, _ = written(tmp_path, (mark + xml).encode(encoding), {(2, 1): "op schema ✓"})
    cell = ON_TRACK.replace("on track", "op schema ✓")
    assert found == (mark + xml.replace("</c></row></s", f"</c>{cell}</row></s")).encode(encoding)


def test_strict_workbooks_are_written(tmp_path: Path) -> None:
    xml = sheet(HEAD, ns=STRICT)
    found, _ = written(tmp_path, xml, {(2, 1): "on track"})
    assert found == xml.replace("</sheetData>", f'<row r="2">{ON_TRACK}</row></sheetData>').encode()


TEXTS = {
    "<b> & \"c\" 'd'": "&lt;b&gt; &amp;",
    " outer space ": 'xml:space="preserve"',
    "two\nlines": 'xml:space="preserve"',
    "bell \x07": "_x0007_",
    "return\rhere": "_x000D_",
    "looks like _x0041_": "_x005F_x0041_",
    "=1+1": "=1+1",
    "@now": "@now",
    "🚀": "🚀",
}


@pytest.mark.parametrize(("text", "stored"), TEXTS.items())
def test_any_text_is_stored_as_text(text: str, stored: str, tmp_path: Path) -> None:
    found, path = written(tmp_path, sheet(HEAD), {(2, 1): text})
    assert stored in found.decode()
    cell = opened(path).active["B2"]
    if "\x07" not in text and "\r" not in text and "_x" not in text:
        assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    "value", ["0.4525", "0", "-0.05", "1E-7", "1234567890123.25", "1E+20", "0.1"]
)
def test_numbers_are_stored_as_numbers(value: str, tmp_path: Path) -> None:
    _, path = written(tmp_path, sheet(HEAD), {(2, 1): Decimal(value)})
    assert opened(path).active["B2"].value == float(value)


def test_a_cell_is_cleared_and_keeps_its_look(tmp_path: Path) -> None:
    xf = '<xf numFmtId="0" fillId="0"/>'
    xml = sheet(HEAD + '<row r="2"><c r="B2" s="1" t="inlineStr"><is><t>x</t></is></c></row>')
    path = saved(tmp_path, xml, style=styled(xf))
    snapshot = read(path)
    EXCEL.write(snapshot, put(snapshot, {(2, 1): None}))
    assert b'<row r="2"><c r="B2" s="1"/></row>' in part(path, SHEET)


def percent_style(folder: Path, *xfs: str, formats: dict[int, str] | None = None) -> str:
    """The cell's style after a percent was written over style 1, and the styles' XML."""
    xml = sheet(HEAD + '<row r="2"><c r="B2" s="1"><v>3</v></c></row>')
    path = saved(folder, xml, style=styled(*xfs, formats=formats))
    snapshot = read(path)
    EXCEL.write(snapshot, put(snapshot, {(2, 1): Decimal("0.5")}))
    found = re.search(rb'<c r="B2" s="(\d+)"><v>0.5</v></c>', part(path, SHEET))
    assert found
    cell = opened(path).active["B2"]
    assert "%" in cell.number_format
    return f"{found[1].decode()} {part(path, 'xl/styles.xml').decode()}"


@pytest.mark.parametrize("number", [9, 10, 164])
def test_a_percent_format_stays(number: int, tmp_path: Path) -> None:
    xf = f'<xf numFmtId="{number}"/>'
    assert percent_style(tmp_path, xf, formats={164: "0.000%"}).startswith("1 ")


@pytest.mark.parametrize("code", ["0.00", "0&quot; %&quot;", "0\\%"])
def test_another_format_becomes_a_percent_and_keeps_the_rest(code: str, tmp_path: Path) -> None:
    xf = '<xf numFmtId="164" fontId="3" borderId="2" quotePrefix="1"><protection locked="0"/></xf>'
    found = percent_style(tmp_path, xf, formats={164: code})
    assert found.startswith("2 ")
    new = xf.replace(' numFmtId="164"', ' applyNumberFormat="1" numFmtId="9"').replace(
        ' quotePrefix="1"', ""
    )
    assert f"{xf}{new}</cellXfs>" in found


def test_an_equal_format_is_used_again(tmp_path: Path) -> None:
    xfs = ('<xf numFmtId="2"/>', '<xf applyNumberFormat="1" numFmtId="9"/>')
    assert percent_style(tmp_path, *xfs).startswith("2 ")


def test_a_workbook_without_styles_gets_some(tmp_path: Path) -> None:
    parts = book(sheet(HEAD))
    del parts["xl/styles.xml"]
    rels = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = re.sub(r'<Relationship Id="rIdS"[^>]*/>', "", rels)
    path = save(tmp_path, parts)
    snapshot = read(path)
    EXCEL.write(snapshot, put(snapshot, {(2, 1): Decimal("0.5")}))
    assert b"/xl/styles.xml" in part(path, "[Content_Types].xml")
    again = read(path)
    EXCEL.write(again, put(again, {(3, 1): Decimal("0.5")}))
    assert read(path).tables[0].formats == {(2, 1): "0%", (3, 1): "0%"}


def skipped(path: Path, cells: dict[tuple[int, int], str | Decimal | None]) -> list[str]:
    before = path.read_bytes()
    snapshot = read(path)
    receipt = EXCEL.write(snapshot, put(snapshot, cells))
    assert list(receipt.written) == []
    assert path.read_bytes() == before
    assert [(skip.row, skip.column) for skip in receipt.skipped] == list(cells)
    return [str(skip.reason) for skip in receipt.skipped]


@pytest.mark.parametrize(
    "formula",
    [
        "<f>A2*2</f><v>2</v>",
        '<f t="shared" ref="B2:B9" si="0">A2</f><v>1</v>',
        '<f t="shared" si="0"/><v>1</v>',
        '<f t="array" ref="B2:B3">A2:A3</f><v>1</v>',
        "<f>A2</f>",
    ],
)
def test_a_formula_is_never_overwritten(formula: str, tmp_path: Path) -> None:
    row = f'<row r="2"><c r="A2"><v>1</v></c><c r="B2">{formula}</c></row>'
    path = saved(tmp_path, sheet(HEAD + row))
    assert "formula" in skipped(path, {(2, 1): "on track"})[0]


def test_what_an_array_formula_fills_is_never_overwritten(tmp_path: Path) -> None:
    row = (
        '<row r="2"><c r="B2"><f t="array" ref="B2:B3">A2:A3</f><v>1</v></c></row>'
        '<row r="3"><c r="B3"><v>2</v></c></row>'
    )
    path = saved(tmp_path, sheet(HEAD + row))
    assert "formula" in skipped(path, {(3, 1): "on track"})[0]


def test_a_locked_cell_is_never_overwritten(tmp_path: Path) -> None:
    rows = HEAD + '<row r="2"><c r="B2"/></row><row r="3"><c r="B3" s="1"/></row>'
    style = styled('<xf numFmtId="0" applyProtection="1"><protection locked="0"/></xf>')
    path = saved(tmp_path, sheet(rows, after='<sheetProtection sheet="1"/>'), style=style)
    assert "protected" in skipped(path, {(2, 1): "on track"})[0]
    snapshot = read(path)
    receipt = EXCEL.write(snapshot, put(snapshot, {(2, 1): "off", (3, 1): "on track"}))
    assert [change.row for change in receipt.written] == [3]
    assert read(path).tables[0].value(3, 1) == "on track"


def test_what_a_merged_cell_hides_is_never_written(tmp_path: Path) -> None:
    rows = HEAD + '<row r="2"><c r="B2"/></row><row r="3"><c r="B3"/></row>'
    merges = '<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    path = saved(tmp_path, sheet(rows, after=merges))
    assert "merged" in skipped(path, {(3, 1): "on track"})[0]
    snapshot = read(path)
    assert len(EXCEL.write(snapshot, put(snapshot, {(2, 1): "on track"})).written) == 1


@pytest.mark.parametrize("value", ["x" * 32_768, Decimal("NaN"), Decimal("1E+400")])
def test_what_a_cell_cannot_hold_is_skipped(value: str | Decimal, tmp_path: Path) -> None:
    path = saved(tmp_path, sheet(HEAD + '<row r="2"><c r="A2"><v>1</v></c></row>'))
    assert skipped(path, {(2, 1): value})


def test_two_rows_of_one_number_are_refused(tmp_path: Path) -> None:
    rows = HEAD + '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    path = saved(tmp_path, sheet(rows))
    before = path.read_bytes()
    snapshot = read(path)
    change = Change(snapshot.tables[0].key, 9, 1, None, "x", Shown.TEXT)
    with pytest.raises(Exception, match="row") as caught:
        EXCEL.write(snapshot, [change])
    assert not isinstance(caught.value, Refused | AssertionError)
    assert path.read_bytes() == before
