"""Where new columns go: beside their table, over nothing, and carried along by a human's sort."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from okrsync.connector import Snapshot
from okrsync.table import Area, NewColumn, Row, Shown, Table, letters
from tests.connectors.excel.books import save, sheet
from tests.connectors.excel.everything import opened
from tests.connectors.excel.test_write_everything import part
from tests.connectors.excel.writing import (
    EXCEL,
    PROGRESS,
    STATUS,
    columns,
    dropped,
    ensured,
    put,
    read,
    saved,
    styled,
    sync,
)

SHEET = "xl/worksheets/sheet1.xml"
HEADERS = ["Objective", "Key result", "Target"]
Rows = Sequence[Sequence[object]]


Box = tuple[int, int, int, int]


def workbook(
    folder: Path,
    rows: Rows,
    *,
    tables: Sequence[Box] = (),
    table: Mapping[str, object] | None = None,
    filter_: Box | None = None,
    protect: bool = False,
) -> Path:
    """A sheet of these rows, blank cells left out, with tables (of these options) or a filter."""
    path = folder / "plan.xlsx"
    book = xlsxwriter.Workbook(str(path))
    tab = book.add_worksheet("OKRs")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                tab.write(number, column, value)
    for box in tables:
        heads = [{"header": str(text)} for text in rows[box[0]][box[1] : box[3] + 1]]
        tab.add_table(*box, {"columns": heads, **(table or {})})
    if filter_:
        tab.autofilter(*filter_)
    if protect:
        tab.protect()
    book.close()
    return path


def placed(path: Path, rows: tuple[int, int, int]) -> list[str]:
    """The letters where both columns would go, and the notes' number behind them."""
    snapshot = ensured(path, rows)
    letters = [chr(65 + one.index) for one in snapshot.placed]
    return [*letters, *("note" for _ in snapshot.notes)]


PLAIN: Rows = [HEADERS, ["A", "a", 1], ["A", "b", 2]]


def beside(rows: Rows, column: int, values: Sequence[object], first: int = 0) -> list[list[object]]:
    """The rows with something more in one column."""
    made = [list(row) for row in rows]
    while len(made) < first + len(values):
        made.append([])
    for number, value in enumerate(values, first):
        made[number] += [None] * (column + 1 - len(made[number]))
        made[number][column] = value
    return made


PLACES = {
    "at the edge": (PLAIN, ["D", "E"]),
    "after data without a header": (beside(PLAIN, 3, ["x"], 1), ["E", "F"]),
    "after a header without data": (beside(PLAIN, 3, ["Note"]), ["E", "F"]),
    "after one blank column between headers": (beside(PLAIN, 4, ["Note"]), ["G", "H", "note"]),
    "before a block with room to spare": (beside(PLAIN, 6, ["x"], 1), ["D", "E"]),
    "after a block that would touch them": (beside(PLAIN, 5, ["x"], 1), ["H", "I", "note"]),
    "after a block without any room": (beside(PLAIN, 4, ["x"], 1), ["G", "H", "note"]),
    "beside what stands above": ([[None] * 3 + ["Title"], *PLAIN], ["D", "E"]),
    "beside what stands below": ([*PLAIN, [None] * 3 + ["Sum"]], ["D", "E"]),
}


@pytest.mark.parametrize(("rows", "where"), PLACES.values(), ids=PLACES.keys())
def test_columns_find_their_place(rows: Rows, where: list[str], tmp_path: Path) -> None:
    header = 1 + next(i for i, row in enumerate(rows) if HEADERS[0] in row)
    assert placed(workbook(tmp_path, rows), (header, header + 1, header + 2)) == where


def test_nothing_that_stood_there_is_touched(tmp_path: Path) -> None:
    path = workbook(tmp_path, beside(PLAIN, 4, ["keep", "=1+1"], 1))
    before = {cell.coordinate: cell.value for row in opened(path).active.rows for cell in row}
    sync(path, (1, 2, 3))
    after = opened(path).active
    for cell, value in before.items():
        if value is not None:
            assert after[cell].value == value


def test_a_table_is_widened_and_another_one_is_not(tmp_path: Path) -> None:
    gap: list[object] = [None, None, None]
    others: list[list[object]] = [["P", "Q"], [1, 2], [3, 4]]
    rows: Rows = [[*row, *gap, *other] for row, other in zip(PLAIN, others, strict=True)]
    path = workbook(tmp_path, rows, tables=[(0, 0, 2, 2), (0, 6, 2, 7)])
    snapshot, _ = sync(path, (1, 2, 3))
    assert [one.index for one in snapshot.placed] == [3, 4]
    assert sorted(table.ref for table in opened(path).active.tables.values()) == ["A1:E3", "G1:H3"]


def test_a_table_with_no_room_beside_it_stays_and_a_note_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path, beside(PLAIN, 3, ["x"], 1), tables=[(0, 0, 2, 2)])
    snapshot, _ = sync(path, (1, 2, 3))
    assert [one.index for one in snapshot.placed] == [5, 6]
    assert "sort" in str(snapshot.notes[0])
    assert opened(path).active.tables["Table1"].ref == "A1:C3"


def test_rows_below_the_okrs_that_are_the_tables_must_be_free_too(tmp_path: Path) -> None:
    rows = [*PLAIN, ["A", "c", 3, None]]
    path = workbook(tmp_path, beside(rows, 3, ["x"], 3), tables=[(0, 0, 3, 2)])
    assert placed(path, (1, 2, 3)) == ["F", "G", "note"]


def test_a_table_with_totals_is_widened_whole(tmp_path: Path) -> None:
    rows = [*PLAIN, ["Total", None, None]]
    path = workbook(tmp_path, rows, tables=[(0, 0, 3, 2)], table={"total_row": True})
    sync(path, (1, 2, 3))
    table = opened(path).active.tables["Table1"]
    assert table.ref == "A1:E4"
    assert [column.name for column in table.tableColumns] == [*HEADERS, PROGRESS, STATUS]


def test_a_header_with_signs_is_the_tables_column_name_too(tmp_path: Path) -> None:
    path = workbook(tmp_path, PLAIN, tables=[(0, 0, 2, 2)])
    header = 'OKR <&> "status"\nnow'
    snapshot = read(path)
    column = NewColumn(snapshot.tables[0].key, "status", header, 1, 2, 3, Shown.TEXT)
    EXCEL.write(EXCEL.ensure_columns(snapshot, [column]), [])
    assert opened(path).active["D1"].value == header
    name = 'name="OKR &lt;&amp;&gt; &quot;status&quot;_x000a_now"'
    assert name in part(path, "xl/tables/table1.xml").decode()


def test_a_filter_is_widened_with_what_it_remembers_of_a_sort(tmp_path: Path) -> None:
    path = workbook(tmp_path, PLAIN, filter_=(0, 0, 2, 2))
    snapshot, _ = sync(path, (1, 2, 3))
    assert [one.index for one in snapshot.placed] == [3, 4]
    assert opened(path).active.auto_filter.ref == "A1:E3"
    assert b"OKRs!$A$1:$E$3<" in part(path, "xl/workbook.xml")
    rows = sheet(after='<autoFilter ref="A1:E4"><sortState ref="A2:E4"/></autoFilter>')
    other = save(tmp_path, {**_parts(saved(tmp_path, rows))}, "other.xlsx")
    sync(other, (1, 2, 4))
    assert b'<autoFilter ref="A1:G4"><sortState ref="A2:G4"/>' in part(other, SHEET)


def test_a_filter_over_part_of_the_table_stays_and_the_columns_go_to_its_edge(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path, PLAIN, filter_=(0, 0, 2, 1))
    snapshot, _ = sync(path, (1, 2, 3))
    assert [one.index for one in snapshot.placed] == [3, 4]
    assert (opened(path).active.auto_filter.ref, snapshot.notes) == ("A1:B3", [])


def _parts(path: Path) -> dict[str, bytes | str]:
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_query_table_is_left_as_it_is(tmp_path: Path) -> None:
    path = workbook(tmp_path, PLAIN, tables=[(0, 0, 2, 2)])
    parts = _parts(path)
    table = parts["xl/tables/table1.xml"]
    assert isinstance(table, bytes)
    parts["xl/tables/table1.xml"] = table.replace(b" ref=", b' tableType="queryTable" ref=', 1)
    path = save(tmp_path, parts)
    sync(path, (1, 2, 3))
    assert part(path, "xl/tables/table1.xml") == parts["xl/tables/table1.xml"]


def test_what_the_table_was_read_as_is_the_table_and_a_blank_column_no_end_of_it(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path, beside(PLAIN, 4, ["Owner", "Ann", "Ben"]))
    snapshot = read(path)
    wanted = [replace(one, reads=4) for one in columns(snapshot, (1, 2, 3))]
    snapshot = EXCEL.ensure_columns(snapshot, wanted)
    assert ([one.index for one in snapshot.placed], snapshot.notes) == ([5, 6], [])


def test_on_a_protected_sheet_no_column_comes_and_what_to_unlock_is_said(tmp_path: Path) -> None:
    path = workbook(tmp_path, PLAIN, protect=True)
    snapshot = ensured(path, (1, 2, 3))
    assert (snapshot.placed, snapshot.notes) == ([], [])
    assert [one.column.header for one in snapshot.unplaced] == [PROGRESS, STATUS]
    for one in snapshot.unplaced:
        assert "protected" in str(one.reason)
        assert "D1" in str(one.hint)
    assert headers(snapshot) == HEADERS


def test_cells_that_stay_locked_below_an_unlocked_header_take_no_column(tmp_path: Path) -> None:
    path = unlocked(tmp_path, range(1))
    snapshot = ensured(path, (1, 2, 3))
    assert (snapshot.placed, len(snapshot.unplaced)) == ([], 2)
    assert "D2" in str(snapshot.unplaced[0].hint)


def test_where_people_left_cells_unlocked_a_column_comes(tmp_path: Path) -> None:
    path = unlocked(tmp_path, range(3))
    snapshot, receipt = sync(path, (1, 2, 3))
    assert ([one.index for one in snapshot.placed], snapshot.unplaced) == ([3, 4], [])
    assert receipt.skipped == []
    assert [cell.value for cell in opened(path).active[1]] == [*HEADERS, PROGRESS, STATUS]


def unlocked(folder: Path, rows: range) -> Path:
    """A protected sheet with the two columns beside the table unlocked in these rows (from 0)."""
    path = folder / "plan.xlsx"
    book = xlsxwriter.Workbook(str(path))
    tab = book.add_worksheet("OKRs")
    for number, row in enumerate(PLAIN):
        tab.write_row(number, 0, row)
    tab.protect()
    for number in rows:
        for column in (3, 4):
            tab.write_blank(number, column, None, book.add_format({"locked": False}))
    book.close()
    return path


def headers(snapshot: Snapshot) -> list[object]:
    """What stands in the header row."""
    row = snapshot.tables[0].row(1)
    return list(row.values) if row else []


RIGHT: Rows = [["Objective", "Key result"], ["B", "c"], ["B", "d"]]


def two_tables(folder: Path, gap: int) -> Path:
    """Two tables side by side, so many blank columns between."""
    blank: list[object] = [None] * gap
    rows = [[*left, *blank, *right] for left, right in zip(PLAIN, RIGHT, strict=True)]
    return workbook(folder, rows)


def ranged(snapshot: Snapshot, over: Area) -> list[NewColumn]:
    return [replace(one, within=over) for one in columns(snapshot, (1, 2, 3))]


def test_each_range_of_a_tab_gets_columns_of_its_own(tmp_path: Path) -> None:
    path = two_tables(tmp_path, 3)
    snapshot = read(path)
    left, right = Area(1, 0, 3, 2), Area(1, 6, 3, 7)
    wanted = [*ranged(snapshot, left), *ranged(snapshot, right)]
    snapshot = EXCEL.ensure_columns(snapshot, wanted)
    assert [one.index for one in snapshot.placed] == [3, 4, 8, 9]
    assert EXCEL.ensure_columns(snapshot, wanted).placed == snapshot.placed
    EXCEL.write(snapshot, [])
    made = [cell.value for cell in opened(path).active[1]]
    assert made == [*HEADERS, PROGRESS, STATUS, None, *RIGHT[0], PROGRESS, STATUS]


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_columns_of_a_range_come_beside_it_or_not_at_all(tmp_path: Path, gap: int) -> None:
    path = two_tables(tmp_path, gap)
    snapshot = read(path)
    snapshot = EXCEL.ensure_columns(snapshot, ranged(snapshot, Area(1, 0, 3, 2)))
    assert snapshot.placed == []
    assert len(snapshot.unplaced) == 2
    hint = str(snapshot.unplaced[0].hint)
    assert f"insert {3 - gap} blank column" in hint
    assert "to the right of column C" in hint


def test_a_column_is_known_by_its_header_whatever_its_case(tmp_path: Path) -> None:
    path = workbook(tmp_path, [[*HEADERS, " okr PROGRESS "], *PLAIN[1:]])
    snapshot = ensured(path, (1, 2, 3))
    assert [one.column.header for one in snapshot.placed] == [STATUS]


def test_a_table_that_ends_at_the_sheets_last_columns_has_no_room(tmp_path: Path) -> None:
    texts = ("Objective", "Key result", "Target")
    cells = "".join(
        f'<c r="{letters(16_380 + at)}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in enumerate(texts)
    )
    table = Table("1", "OKRs", [Row(1, [None] * 16_380 + list(texts))])
    path = saved(tmp_path, sheet(f'<row r="1">{cells}</row>'))
    snapshot = replace(read(path), tables=[table])
    snapshot = EXCEL.ensure_columns(snapshot, columns(snapshot, (1, 2, 3)))
    assert snapshot.placed == []
    assert len(snapshot.unplaced) == 2
    assert "XFD" in str(snapshot.unplaced[0].reason)
    assert "delete" in str(snapshot.unplaced[0].hint)


def test_the_colours_of_words_stand_behind_other_formats(tmp_path: Path) -> None:
    old = (
        '<conditionalFormatting sqref="A1"><cfRule type="cellIs" priority="7" operator="equal">'
        "<formula>1</formula></cfRule></conditionalFormatting>"
    )
    behind = '<dataValidations count="0"/><pageMargins left="1"/>'
    path = saved(tmp_path, sheet(after=old + behind))
    sync(path, (1, 2, 4))
    xml = part(path, SHEET).decode()
    assert re.search(f'{old}<conditionalFormatting sqref="G2:G4">.*{behind}', xml)
    assert min(int(p) for p in re.findall(r'priority="(\d+)"', xml.split(old)[1])) == 8
    assert xml.count("<formula>&quot;on track&quot;</formula>") == 1
    styles = part(path, "xl/styles.xml").decode()
    assert '<dxfs count="4"><dxf>' in styles
    assert styles.index("</cellStyles>") < styles.index("<dxfs")


COLS = {
    "none": ("", {"F": 16, "G": 17}),
    "a range behind": ('<cols><col min="1" max="2" width="30"/></cols>', {"F": 16, "G": 17}),
    "hidden": (
        '<cols><col min="5" max="16384" width="9" hidden="1"/></cols>', {"F": 16, "G": 17},
    ),
    "wide enough": (
        '<cols><col min="6" max="6" width="40" customWidth="1"/></cols>', {"F": 40, "G": 17},
    ),
    "with a style": ('<cols><col min="1" max="9" width="5" style="1"/></cols>', {"F": 16, "G": 17}),
}  # fmt: skip


@pytest.mark.parametrize(("cols", "widths"), COLS.values(), ids=COLS.keys())
def test_widths_are_sensible(cols: str, widths: dict[str, int], tmp_path: Path) -> None:
    path = saved(tmp_path, sheet(before=cols), style=styled('<xf numFmtId="0"/>'))
    sync(path, (1, 2, 4))
    xml = part(path, SHEET).decode()
    found = {}
    for low, high, rest in re.findall(r'<col min="(\d+)" max="(\d+)"([^>]*)/>', xml):
        for column in range(int(low), min(int(high), 30) + 1):
            assert column not in found
            found[column] = rest
    for letter, width in widths.items():
        rest = found[ord(letter) - 64]
        assert f'width="{width}"' in rest
        assert "hidden" not in rest
    for column, rest in found.items():
        if column not in {6, 7}:
            assert rest in cols
    assert ("style" in found[6]) == ("style" in cols)


def test_a_new_column_looks_like_its_neighbour(tmp_path: Path) -> None:
    xfs = [
        '<xf numFmtId="0" borderId="1"/>',
        '<xf numFmtId="14" fontId="3" borderId="2" xfId="0"/>',
    ]
    rows = (
        '<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>Due</t></is></c></row>'
        '<row r="2"><c r="A2" s="2"><v>46000</v></c></row><row r="3"><c r="A3" s="2"/></row>'
    )
    path = saved(tmp_path, sheet(rows), style=styled(*xfs))
    snapshot = ensured(path, (1, 2, 3))
    EXCEL.write(snapshot, put(snapshot, {(2, 1): Decimal("0.5"), (2, 2): "on track"}))
    tab = opened(path).active
    assert tab["B1"]._style == tab["A1"]._style
    assert [tab[cell].number_format for cell in ("B2", "C2", "B3")] == ["0%", "General", "0%"]
    assert tab["B2"].font.u is None
    assert part(path, SHEET).count(b'r="C3"') == 1


def test_the_dimension_takes_the_columns_in(tmp_path: Path) -> None:
    path = saved(tmp_path, sheet(before='<dimension ref="A1:E4"/>'))
    sync(path, (1, 2, 4))
    assert b'<dimension ref="A1:G4"/>' in part(path, SHEET)


# --- undo


def cells(path: Path) -> dict[str, object]:
    return {
        c.coordinate: c.value
        for row in opened(path).active.rows
        for c in row
        if c.value is not None
    }


@pytest.mark.parametrize("options", [{}, {"tables": [(0, 0, 2, 2)]}, {"filter_": (0, 0, 2, 2)}])
def test_what_was_added_leaves_again(options: dict[str, Any], tmp_path: Path) -> None:
    path = workbook(tmp_path, PLAIN, **options)
    before, old = cells(path), {name: part(path, name) for name in _parts(path)}
    snapshot, _ = sync(path, (1, 2, 3))
    assert cells(path) != before
    _, receipt = dropped(path, snapshot.placed)
    assert list(receipt.skipped) == []
    assert cells(path) == before
    xml = part(path, SHEET)
    for trace in (b"<cols", b"conditionalFormatting", b'r="D', b'r="E'):
        assert trace not in xml
    for name in ("xl/tables/table1.xml", "xl/workbook.xml"):
        if name in old:
            assert part(path, name) == old[name]


def test_a_column_that_became_another_stays(tmp_path: Path) -> None:
    path = workbook(tmp_path, PLAIN)
    snapshot, _ = sync(path, (1, 2, 3))
    now = read(path)
    EXCEL.write(now, put(now, {(1, 4): "Ours now"}))
    left, _ = dropped(path, snapshot.placed)
    assert cells(path)["E1"] == "Ours now"
    assert "D1" not in cells(path)
    assert STATUS in str(left.notes[-1])


def test_a_column_in_the_midst_of_a_table_is_only_emptied(tmp_path: Path) -> None:
    path = workbook(tmp_path, PLAIN, tables=[(0, 0, 2, 2)])
    snapshot, _ = sync(path, (1, 2, 3))
    _, receipt = dropped(path, snapshot.placed[:1])
    assert [(skip.row, skip.column) for skip in receipt.skipped] == [(1, 3)]
    assert "emptied" in str(receipt.skipped[0].reason)
    assert opened(path).active.tables["Table1"].ref == "A1:E3"
    assert [cells(path).get(cell) for cell in ("D1", "D2", "E1")] == [PROGRESS, None, STATUS]


def test_a_column_with_a_formula_keeps_it(tmp_path: Path) -> None:
    path = workbook(tmp_path, [[*HEADERS, PROGRESS], ["A", "a", 1, "=C2"], ["A", "b", 2, 0.5]])
    snapshot = read(path)
    placed_before = EXCEL.ensure_columns(
        read(workbook(tmp_path / "..", PLAIN)), columns(snapshot, (1, 2, 3))[:1]
    ).placed
    path = workbook(tmp_path, [[*HEADERS, PROGRESS], ["A", "a", 1, "=C2"], ["A", "b", 2, 0.5]])
    _, receipt = dropped(path, placed_before)
    assert "formula" in str(receipt.skipped[0].reason)
    assert [cells(path).get(cell) for cell in ("D2", "D3")] == ["=C2", None]


def test_a_column_that_a_formula_names_is_only_emptied(tmp_path: Path) -> None:
    path = workbook(tmp_path, [*PLAIN, [], ["=1+1"]], tables=[(0, 0, 2, 2)])
    snapshot, _ = sync(path, (1, 2, 3))
    parts = _parts(path)
    xml = parts[SHEET]
    assert isinstance(xml, bytes)
    parts[SHEET] = xml.replace(b"<f>1+1</f>", b"<f>COUNTA(Table1[OKR status])</f>")
    path = save(tmp_path, parts)
    _, receipt = dropped(path, snapshot.placed)
    assert any("refers" in str(skip.reason) for skip in receipt.skipped)
    assert opened(path).active.tables["Table1"].ref == "A1:E3"


def test_a_column_that_a_filter_uses_is_only_emptied(tmp_path: Path) -> None:
    path = workbook(tmp_path, PLAIN, filter_=(0, 0, 2, 2))
    snapshot, _ = sync(path, (1, 2, 3))
    parts = _parts(path)
    xml = parts[SHEET]
    assert isinstance(xml, bytes)
    used = b'<autoFilter ref="A1:E3"><filterColumn colId="4"><filters><filter val="on track"/>'
    closed = b"</filters></filterColumn></autoFilter>"
    parts[SHEET] = xml.replace(b'<autoFilter ref="A1:E3"/>', used + closed)
    path = save(tmp_path, parts)
    _, receipt = dropped(path, snapshot.placed)
    assert "filtered" in str(receipt.skipped[0].reason)
    assert used in part(path, SHEET)
