"""A tab of our own in a workbook: added, overwritten and taken away, and nothing else touched."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.table import Table as ExcelTable

from connectors.excel import mark
from okrsync.connector import (
    Busy,
    CellLink,
    Denied,
    KeptSummary,
    Location,
    Malformed,
    Moved,
    Receipt,
    Refused,
    SummaryTab,
    UnknownTab,
    Want,
)
from tests.connectors.excel import everything
from tests.connectors.excel.books import MAIN, STRICT, book, ods, ods_rows, save, sheet
from tests.connectors.excel.everything import changed_members, opened, raw_members
from tests.connectors.excel.ugly_files import UGLY_FILES
from tests.connectors.excel.writing import EXCEL, at, read, saved

TITLE = "OKR summary"
LINK = CellLink("1", "OKRs", "C2")
ROWS: list[list[str | Decimal | None]] = [
    ["OKR summary 2026-Q2"],
    ["Made by okrsync"],
    ["Objective", "Key result", "Honest progress", "Cell"],
    ["Grow & <thrive>", None, Decimal("0.45"), "OKRs!A2"],
    [None, "  =1+1", Decimal("0.5"), "OKRs!C2"],
]
TAB = SummaryTab(TITLE, ROWS, frozenset({1, 3, 4}), {(5, 1): LINK})
OTHER = SummaryTab(TITLE, [*ROWS[:4], [None, "Another", None, "OKRs!C3"]], frozenset({1}))


def kept(path: Path, tab: SummaryTab = TAB) -> Receipt:
    snapshot = read(path)
    return EXCEL.keep_summary(snapshot, EXCEL.summary(snapshot, tab.title), tab)


def found(path: Path) -> KeptSummary:
    return EXCEL.summary(read(path), TITLE)


def edited(path: Path, change: Callable[[Any], object]) -> None:
    """Somebody opens the workbook in another program, does something and saves it."""
    made = openpyxl.load_workbook(path)
    change(made)
    made.save(path)


def shown(path: Path, name: str = TITLE) -> list[list[object]]:
    return [[each.value for each in row] for row in opened(path)[name].rows]


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path, made = tmp_path / "plan.xlsx", openpyxl.Workbook()
    made.worksheets[0].title = "OKRs"
    for row in (["Objective", "Key result", "Target"], ["Grow", "Members", 10]):
        made.worksheets[0].append(row)
    made.save(path)
    return path


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.xlsm"])
def test_only_the_named_parts_change_when_it_comes(tmp_path: Path, name: str) -> None:
    path = everything.build(tmp_path, name)
    before, tabs = path.read_bytes(), opened(path).sheetnames
    kept(path)
    after = path.read_bytes()
    new = raw_members(after).keys() - raw_members(before).keys()
    assert len(new) == 1
    assert changed_members(before, after) - new <= {
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "xl/styles.xml",
        "docProps/app.xml",
    }
    assert opened(path).sheetnames == [*tabs, TITLE]
    before = path.read_bytes()
    kept(path, OTHER)
    assert changed_members(before, path.read_bytes()) <= {*new, "xl/styles.xml"}


def test_what_it_holds(plain: Path) -> None:
    kept(plain)
    tab = opened(plain)[TITLE]
    assert shown(plain)[3:] == [
        ["Grow & <thrive>", None, 0.45, "OKRs!A2"],
        [None, "  =1+1", 0.5, "OKRs!C2"],
    ]
    assert tab["B5"].data_type != "f"
    assert tab["C4"].number_format == "0%"
    assert (tab["A4"].font.b, tab["B5"].font.b, tab["B5"].font.u) == (True, False, "single")
    assert tab["B5"].hyperlink.location == "'OKRs'!C2"


def renamed(made: Any) -> None:
    """As spreadsheet programs do it: names follow their tab."""
    made[TITLE].title = "It's “ours”"
    made.defined_names[mark.NAME].attr_text = "'It''s “ours”'!$A$1"


def test_it_is_known_by_its_mark_and_no_source(plain: Path) -> None:
    kept(plain)
    assert [table.name for table in read(plain).tables] == ["OKRs"]
    edited(plain, renamed)
    assert [table.name for table in read(plain).tables] == ["OKRs"]
    there = found(plain)
    assert there.title == "It's “ours”"
    assert EXCEL.same_summary(there, TAB)
    with pytest.raises(UnknownTab):
        EXCEL.read(Location("x", "excel", str(plain), there.title), Want(), {})


def test_a_copy_of_it_is_somebodys(plain: Path) -> None:
    kept(plain)

    def copied(made: Any) -> None:
        copy = made.copy_worksheet(made[TITLE])
        copy.defined_names.add(DefinedName(mark.NAME, attr_text=f"'{copy.title}'!$A$1"))

    edited(plain, copied)
    assert [table.name for table in read(plain).tables] == ["OKRs", f"{TITLE} Copy"]


def test_a_tab_of_that_name_is_left_alone(plain: Path) -> None:
    edited(plain, lambda made: made.create_sheet("okr SUMMARY").append(["mine"]))
    assert found(plain).title == f"{TITLE} 2"
    kept(plain)
    assert opened(plain).sheetnames == ["OKRs", "okr SUMMARY", f"{TITLE} 2"]
    assert shown(plain, "okr SUMMARY") == [["mine"]]


def test_a_tab_that_was_deleted_comes_back_with_one_mark(plain: Path) -> None:
    kept(plain)
    edited(plain, lambda made: made.remove(made[TITLE]))
    kept(plain)
    assert opened(plain).sheetnames == ["OKRs", TITLE]
    assert list(opened(plain).defined_names) == [mark.NAME]


def test_what_people_set_on_it_stays(plain: Path) -> None:
    kept(plain)

    def wider(made: Any) -> None:
        made[TITLE].column_dimensions["A"].width = 77
        made[TITLE]["F9"] = "typed here"
        made[TITLE].merge_cells("A1:C1")

    edited(plain, wider)
    assert not EXCEL.same_summary(found(plain), TAB)
    kept(plain)
    assert EXCEL.same_summary(found(plain), TAB)
    assert opened(plain)[TITLE].column_dimensions["A"].width == 77
    assert not opened(plain)[TITLE].merged_cells.ranges


def protected(made: Any) -> None:
    made.security = WorkbookProtection(lockStructure=True)


def locked(made: Any) -> None:
    made[TITLE].protection.sheet = True


def with_table(made: Any) -> None:
    made[TITLE].add_table(ExcelTable(displayName="Mine", ref="A3:D5"))


def with_formula(made: Any) -> None:
    made[TITLE]["H4"] = "=C4*2"


@pytest.mark.parametrize("change", [locked, with_table, with_formula])
def test_what_would_be_damaged_is_refused(plain: Path, change: Callable[[Any], object]) -> None:
    kept(plain)
    edited(plain, change)
    before = plain.read_bytes()
    with pytest.raises((Denied, Refused)) as refused:
        kept(plain, OTHER)
    assert refused.value.hint
    assert plain.read_bytes() == before


def test_a_protected_structure_gets_no_tab(plain: Path) -> None:
    edited(plain, protected)
    with pytest.raises(Denied, match="structure"):
        found(plain)


def test_a_signed_workbook_and_an_open_one(plain: Path, tmp_path: Path) -> None:
    signed = dict(book(sheet())) | {"_xmlsignatures/sig1.xml": "<s/>"}
    with pytest.raises(Refused, match="signed"):
        found(save(tmp_path, signed, "signed.xlsx"))
    (tmp_path / "~$plan.xlsx").touch()
    with pytest.raises(Busy):
        kept(plain)


def test_a_shared_workbook_gets_no_tab(tmp_path: Path) -> None:
    shared = dict(book(sheet())) | {"xl/revisions/revisionHeaders.xml": "<headers/>"}
    with pytest.raises(Refused, match="shared"):
        found(save(tmp_path, shared))


def test_a_file_that_changed_since_is_not_written(plain: Path) -> None:
    snapshot = read(plain)
    there = EXCEL.summary(snapshot, TITLE)
    edited(plain, lambda made: made["OKRs"].append(["x"]))
    before = plain.read_bytes()
    with pytest.raises(Moved):
        EXCEL.keep_summary(snapshot, there, TAB)
    assert plain.read_bytes() == before


def gone(path: Path) -> None:
    snapshot = read(path)
    EXCEL.drop_summary(snapshot, EXCEL.summary(snapshot, TITLE))


def test_taken_away_everything_is_as_it_was(tmp_path: Path) -> None:
    path = everything.build(tmp_path)
    before = raw_members(path.read_bytes())
    kept(path)
    gone(path)
    after = raw_members(path.read_bytes())
    assert after.keys() == before.keys()
    assert {name for name in after if after[name][-1] != before[name][-1]} <= {
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "xl/styles.xml",
        "docProps/app.xml",
    }
    opened(path)


def test_tabs_behind_it_are_counted_anew(plain: Path) -> None:
    kept(plain)

    def more(made: Any) -> None:
        tab = made.create_sheet("Later")
        tab.append(["a"])
        tab.print_title_rows = "1:1"
        made.active = tab

    edited(plain, more)
    gone(plain)
    made = opened(plain)
    assert made.sheetnames == ["OKRs", "Later"]
    assert made.active.title == "Later"
    assert made["Later"].print_title_rows == "$1:$1"


def pointed(made: Any) -> None:
    made["OKRs"]["F1"] = f"='{TITLE}'!C4"


def alone(made: Any) -> None:
    made["OKRs"].sheet_state = "hidden"
    made.active = made[TITLE]


@pytest.mark.parametrize("change", [pointed, alone, protected, with_table])
def test_a_tab_that_people_built_on_is_not_removed(
    plain: Path, change: Callable[[Any], object]
) -> None:
    kept(plain)
    edited(plain, change)
    before = plain.read_bytes()
    with pytest.raises((Denied, Refused)):
        gone(plain)
    assert plain.read_bytes() == before


def test_a_formula_that_looks_at_it_is_computed_anew(plain: Path) -> None:
    kept(plain)
    edited(plain, pointed)
    edited(plain, lambda made: setattr(made.calculation, "fullCalcOnLoad", None))
    kept(plain, OTHER)
    assert opened(plain).calculation.fullCalcOnLoad


def prefixed(folder: Path) -> Path:
    text = sheet().replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    return saved(folder, text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"'))


def strict(folder: Path) -> Path:
    parts = {k: str(v).replace(MAIN, STRICT) for k, v in book(sheet(ns=STRICT)).items()}
    return save(folder, parts)


@pytest.mark.parametrize("build", [prefixed, strict])
def test_other_spellings(tmp_path: Path, build: Callable[[Path], Path]) -> None:
    path = build(tmp_path)
    tables = read(path).tables
    kept(path)
    assert EXCEL.same_summary(found(path), TAB)
    kept(path, OTHER)
    assert EXCEL.same_summary(found(path), OTHER)
    assert [table.rows for table in read(path).tables] == [table.rows for table in tables]
    gone(path)
    assert found(path).rows is None


@pytest.mark.parametrize("ugly", UGLY_FILES, ids=lambda each: each.name)
def test_ugly_files(tmp_path: Path, ugly: Any) -> None:
    path = ugly.build(tmp_path)
    snapshot = EXCEL.read(at(path), Want(write=True), {})
    try:
        EXCEL.keep_summary(snapshot, EXCEL.summary(snapshot, TITLE), TAB)
    except (Busy, Denied, Malformed, Refused):
        return
    assert EXCEL.same_summary(found(path), TAB)
    assert [t.rows for t in read(path).tables] == [t.rows for t in snapshot.tables]
    with suppress(Refused):  # nobody else's tab is in sight
        gone(path)
    assert [t.rows for t in read(path).tables] == [t.rows for t in snapshot.tables]


def test_an_opendocument_spreadsheet_knows_the_mark(tmp_path: Path) -> None:
    named = (
        f'<table:named-expressions><table:named-range table:name="{mark.NAME}" '
        "table:cell-range-address=\"$'Our own'.$A$1\"/></table:named-expressions>"
    )
    tabs = "".join(
        f'<table:table table:name="{name}">{ods_rows()}</table:table>' for name in ("A", "Our own")
    )
    path = save(tmp_path, ods(tabs + named), "plan.ods")
    assert [table.name for table in read(path).tables] == ["A"]
