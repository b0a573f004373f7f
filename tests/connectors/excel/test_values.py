"""What stands in the cells: each type, each format, each way to spell a text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from okrsync.table import Area, CellError, RangeKind, Scalar, Table
from tests.connectors.excel.books import MAIN, book, cell, relations, save, sheet, strings, styles
from tests.connectors.excel.reading import read, table


def first(folder: Path, inside: str, **more: str) -> Scalar:
    """The value of A1, with the cell spelled like this."""
    made = book(sheet(f'<row r="1">{inside}</row>'), **more)
    return table(folder, made).value(1, 0)


@pytest.mark.parametrize(
    ("spelled", "value"),
    [
        ('<c r="A1"><v>5</v></c>', 5),
        ('<c r="A1"><v>5.0</v></c>', 5),
        ('<c r="A1"><v>-0.25</v></c>', -0.25),
        ('<c r="A1"><v>1E3</v></c>', 1000),
        ('<c r="A1"><v>0.30000000000000004</v></c>', 0.30000000000000004),
        ('<c r="A1"><v>1e300</v></c>', 1e300),
        ('<c r="A1"><v>9007199254740993</v></c>', 9007199254740993),
        ('<c r="A1" t="str"><v>0012345678901234567</v></c>', "0012345678901234567"),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="b"><v>false</v></c>', False),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', CellError("#DIV/0!")),
        ('<c r="A1" t="e"><v>#CALC!</v></c>', CellError("#CALC!")),
        ('<c r="A1" t="str"><v>  a b </v></c>', "  a b "),
        ('<c r="A1" t="str"><v>a_x000D_b</v></c>', "a\rb"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', " a "),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', "ab"),
        ('<c r="A1" t="inlineStr"><is><t>a&amp;b&#10;c</t></is></c>', "a&b\nc"),
        ('<c r="A1" t="inlineStr"><is><t>a</t><rPh><t>x</t></rPh></is></c>', "a"),
        ('<c r="A1" t="d"><v>2026-04-01</v></c>', date(2026, 4, 1)),
        ('<c r="A1" t="d"><v>2026-04-01T12:30:00</v></c>', datetime(2026, 4, 1, 12, 30)),
        ('<c r="A1" t="d"><v>2026-04-01T12:30:00Z</v></c>', datetime(2026, 4, 1, 12, 30)),
        ('<c r="A1" t="d"><v>12:30:00</v></c>', time(12, 30)),
        ('<c r="A1" t="d"><v>soon</v></c>', "soon"),
        ('<c r="A1" t="str"><v></v></c>', None),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="A1" t=\'str\'><f>""</f><v></v></c>', ""),
        ('<c r="A1"><f>1+1</f></c>', None),
        ("<c r='A1'><f>1+1</f></c>", None),
        ('<c r="A1"><f>1+1</f><v></v></c>', None),
        ('<c r="A1" s="0"/>', None),
    ],
)
def test_a_cell_is_read_as_what_it_is(spelled: str, value: Scalar, tmp_path: Path) -> None:
    found = first(tmp_path, spelled)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("<t>a</t>", "a"),
        ("<t>  a </t>", "a"),
        ('<t xml:space="preserve">  a </t>', "  a "),
        ('<r><rPr><b/></rPr><t xml:space="preserve">a </t></r><r><t>b</t></r>', "a b"),
        ('<t>目標</t><rPh sb="0" eb="2"><t>もくひょう</t></rPh>', "目標"),
        ("<t>l1_x000D_\nl2</t>", "l1\r\nl2"),
        ("<t>_x005F_x000D_</t>", "_x000D_"),
        ("<t>🎯 R&amp;D &lt;3</t>", "🎯 R&D <3"),
        ("<t/>", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("careful", [False, True])
def test_a_shared_text(item: str, value: str | None, careful: bool, tmp_path: Path) -> None:
    texts = strings(item) + ("<!-- -->" if careful else "")
    assert first(tmp_path, '<c r="A1" t="s"><v>0</v></c>', texts=texts) == value


@pytest.mark.parametrize(
    ("code", "serial", "value"),
    [
        ("yyyy-mm-dd", "46113", date(2026, 4, 1)),
        ("yyyy-mm-dd", "46113.5", datetime(2026, 4, 1, 12)),
        ("[$-413]d mmmm yyyy;@", "46113", date(2026, 4, 1)),
        ("dd/mm/yy hh:mm", "46113.520833333", datetime(2026, 4, 1, 12, 30)),
        ("mmm", "46113", date(2026, 4, 1)),
        ("h:mm", "0.25", time(6)),
        ("h:mm", "46113.25", datetime(2026, 4, 1, 6)),
        ("[h]:mm", "1.5", timedelta(hours=36)),
        ("mm:ss.0", "0.0006944444444", time(0, 1)),
        ("yyyy-mm-dd", "1", date(1900, 1, 1)),
        ("yyyy-mm-dd", "59", date(1900, 2, 28)),
        ("yyyy-mm-dd", "61", date(1900, 3, 1)),
        ("yyyy-mm-dd", "0", 0),
        ("&quot;day&quot; 0", "46113", 46113),
        ("0\\d", "46113", 46113),
        ("[Red]0.0", "46113", 46113),
        ("General", "46113", 46113),
        ("0%", "0.15", 0.15),
        ("#,##0.00 [$€-407]", "12.5", 12.5),
    ],
)
def test_a_number_is_a_date_where_its_format_says_so(
    code: str, serial: str, value: Scalar, tmp_path: Path
) -> None:
    style = styles('<xf numFmtId="164"/>', formats={164: code})
    found = first(tmp_path, f'<c r="A1" s="1"><v>{serial}</v></c>', style=style)
    assert found == value
    assert type(found) is type(value)


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    found = first(
        tmp_path,
        '<c r="A1" s="1"><v>44651</v></c>',
        style=styles('<xf numFmtId="14"/>'),
        properties='<workbookPr date1904="1"/>',
    )
    assert found == date(2026, 4, 1)


def test_formats_are_kept_where_a_number_has_one(tmp_path: Path) -> None:
    style = styles('<xf numFmtId="9"/>', '<xf numFmtId="164"/>', formats={164: "0.0&quot; u&quot;"})
    cells = (
        '<c r="A1" s="1"><v>0.15</v></c><c r="B1" s="2"><v>3</v></c><c r="C1" s="0"><v>4</v></c>'
        '<c r="D1"><v>5</v></c><c r="E1" s="1" t="inlineStr"><is><t>x</t></is></c>'
    )
    found = table(tmp_path, book(sheet(f'<row r="1">{cells}</row>'), style=style))
    assert found.formats == {(1, 0): "0%", (1, 1): '0.0" u"'}


def test_a_default_style_with_a_format_counts_for_cells_that_name_none(tmp_path: Path) -> None:
    style = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="9"/></cellXfs></styleSheet>'
    assert table(
        tmp_path, book(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), style=style)
    ).formats == {(1, 0): "0%"}


CELLS = "".join(f'<row r="{n}">{cell(f"B{n}", n)}{cell(f"C{n}", n)}</row>' for n in range(3, 7))
SHARED = (
    '<row r="3"><c r="B3"><f t="shared" ref="B3:B5" si="0">C3*2</f><v>2</v></c></row>'
    '<row r="4"><c r="B4"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="5"><c r="B5" t="str"><f t="shared" si="0"></f><v>x</v></c></row>'
)
ARRAY = (
    '<row r="3"><c r="B3"><f t="array" ref="B3:C4">A1:B2&amp;""</f><v>2</v></c>{}</row>'
    '<row r="4">{}</row>'
).format(cell("C3", 1), cell("B4", 1) + cell("C4", 1))


@pytest.mark.parametrize("comment", ["", "<!-- -->"])
def test_every_cell_of_a_shared_formula_holds_one(comment: str, tmp_path: Path) -> None:
    found = table(tmp_path, SHARED + comment)
    assert found.formulas == dict.fromkeys([(3, 1), (4, 1), (5, 1)], "C3*2")
    assert [found.value(n, 1) for n in (3, 4, 5)] == [2, 4, "x"]


@pytest.mark.parametrize("comment", ["", "<!-- -->"])
def test_every_cell_of_an_array_formula_holds_one(comment: str, tmp_path: Path) -> None:
    found = table(tmp_path, ARRAY + comment)
    assert found.formulas == dict.fromkeys([(3, 1), (3, 2), (4, 1), (4, 2)], 'A1:B2&""')


def test_rows_and_columns_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    found = table(tmp_path, CELLS)
    assert [row.number for row in found.rows] == [1, 2, 3, 4, 5, 6]
    assert found.value(3, 0) is None
    assert found.value(3, 1) == 3
    assert found.value(1, 1) is None


def test_hidden_and_filtered_rows_are_marked(tmp_path: Path) -> None:
    for inside in (
        CELLS.replace('<row r="4"', '<row r="4" hidden="1"'),
        CELLS.replace('<row r="4"', '<row r="4" hidden="true"'),
    ):
        found = table(tmp_path, inside)
        assert [row.number for row in found.rows if row.hidden] == [4]


def test_tabs_keep_their_key_and_say_whether_they_are_hidden(tmp_path: Path) -> None:
    made = book(sheet(), sheet(), sheet(), states=("visible", "hidden", "veryHidden"))
    tables = read(save(tmp_path, made)).tables
    assert [(t.key, t.name, t.hidden) for t in tables] == [
        ("1", "OKRs", False),
        ("2", "Second", True),
        ("3", "Third", True),
    ]


def test_merges_filters_and_tables_have_their_areas(tmp_path: Path) -> None:
    after = (
        '<autoFilter ref="A1:E4"/><mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
        '<customSheetViews><customSheetView><autoFilter ref="Z1:Z9"/></customSheetView>'
        '</customSheetViews><tableParts><tablePart r:id="t1"/></tableParts>'
    )
    made = book(sheet(after=after))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = relations(t1="table|../tables/table1.xml")
    made["xl/tables/table1.xml"] = (
        f'<table xmlns="{MAIN}" displayName="Plan" name="x" ref="A1:E4">'
        '<autoFilter ref="A1:E4"/></table>'
    )
    found = table(tmp_path, made)
    assert found.merges == [Area(2, 0, 3, 0)]
    assert [(r.kind, r.name, str(r.area)) for r in found.ranges] == [
        (RangeKind.FILTER, "", "A1:E4"),
        (RangeKind.TABLE, "Plan", "A1:E4"),
    ]


UNLOCKED = styles('<xf><protection locked="0"/></xf>', "<xf><protection/></xf>")
GUARD = '<sheetProtection sheet="1"/>'


@pytest.mark.parametrize("comment", ["", "<!-- -->"])
def test_protection_is_of_cells(comment: str, tmp_path: Path) -> None:
    inside = (
        '<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="2"><v>1</v></c><c r="C1"/></row>'
        f'<row r="2" s="1" customFormat="1"><c r="A2"><v>1</v></c></row>{comment}'
    )
    before = '<cols><col min="5" max="6" style="1"/></cols>'
    made = book(sheet(inside, before, GUARD), style=UNLOCKED)
    guarded = table(tmp_path, made).protected
    assert (1, 0) not in guarded
    assert (1, 1) in guarded
    assert (1, 2) in guarded
    assert (2, 0) in guarded  # a cell of its own style
    assert (2, 9) not in guarded  # blank, in a row that is unlocked
    assert (9, 4) not in guarded  # blank, in a column that is unlocked
    assert (9, 6) in guarded


def test_without_protection_nothing_is_protected(tmp_path: Path) -> None:
    made: Table = table(tmp_path, book(sheet(CELLS, after='<sheetProtection sheet="0"/>')))
    assert (3, 1) not in made.protected
