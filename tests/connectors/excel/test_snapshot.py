"""What a read gives beside the cells: which tabs, the revision, notes, progress."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.excel import ExcelConnector
from connectors.excel.workbook import Workbook
from okrsync.connector import Calls, Refused, TableConnector, UnknownTab, Want
from okrsync.table import CellError, Change
from tests.connectors.excel.books import OKRS, book, cell, ods, ods_rows, save, sheet
from tests.connectors.excel.reading import read


def test_it_is_a_table_connector() -> None:
    assert isinstance(ExcelConnector(), TableConnector)


def test_without_a_tab_all_are_read(tmp_path: Path) -> None:
    snapshot = read(save(tmp_path, book(sheet(), sheet(""))))
    assert [table.name for table in snapshot.tables] == ["OKRs", "Second"]
    assert snapshot.calls == Calls(read=1)
    assert snapshot.complete
    assert snapshot.notes == []


@pytest.mark.parametrize("name", ["Second", "SECOND"])
def test_only_the_named_tab_is_read(name: str, tmp_path: Path) -> None:
    snapshot = read(save(tmp_path, book("broken", sheet())), name)
    assert [table.name for table in snapshot.tables] == ["Second"]


def test_a_name_is_compared_exactly_first(tmp_path: Path) -> None:
    made = book(sheet(), sheet(), names=("Ziele", "ZIELE2"))
    assert read(save(tmp_path, made), "ziele2").tables[0].name == "ZIELE2"
    assert read(save(tmp_path, made), "Ziele").tables[0].name == "Ziele"


def test_an_unknown_tab_names_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(UnknownTab) as caught:
        read(save(tmp_path, book(sheet(), sheet())), "Plan")
    assert str(caught.value.hint) == "its tabs are: OKRs, Second"


def test_the_revision_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = save(tmp_path, book(sheet()))
    revision = read(path).revision
    assert revision == hashlib.sha256(path.read_bytes()).hexdigest()
    save(tmp_path, book(sheet("")))
    assert read(path).revision != revision


def test_a_renamed_tab_keeps_its_key(tmp_path: Path) -> None:
    before = read(save(tmp_path, book(sheet(), sheet())))
    after = read(save(tmp_path, book(sheet(), sheet(), names=("A", "B"))))
    assert [table.key for table in before.tables] == [table.key for table in after.tables]


@pytest.mark.parametrize("comment", ["", "<!-- -->"])
def test_a_long_read_tells_how_far_it_is(comment: str, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    lines = "".join(f'<row r="{n}">{cell(f"A{n}", n)}</row>' for n in range(1, 2001))
    want = Want(progress=lambda done, total: told.append((done, total)))
    read(save(tmp_path, book(sheet(lines + comment))), want=want)
    assert told
    assert all(0 < done <= 2000 for done, _ in told)


def test_an_interrupt_goes_through(tmp_path: Path) -> None:
    def stop(_: int, __: int | None) -> None:
        raise KeyboardInterrupt

    path = save(tmp_path, book(sheet()))
    with pytest.raises(KeyboardInterrupt):
        read(path, want=Want(progress=stop))


def test_rows_are_not_added(tmp_path: Path) -> None:
    snapshot = read(save(tmp_path, book(sheet())))
    with pytest.raises(Refused, match="not added"):
        ExcelConnector().append(snapshot, "1", [{0: "x"}])


def test_an_ods_is_read_with_what_its_cells_mean(tmp_path: Path) -> None:
    more = (
        '<table:table-row table:visibility="filter" table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="percentage" office:value="0.15"/>'
        '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="9"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT26H30M00S"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
        "</table:table-cell></table:table-row>"
    )
    hidden = (
        '<style:style style:name="t1"><style:table-properties table:display="false"/></style:style>'
    )
    tables = (
        f'<table:table table:name="OKRs">{ods_rows()}{more}</table:table>'
        '<table:table table:name="Old" table:style-name="t1"/>'
    )
    snapshot = read(save(tmp_path, ods(tables, hidden), "plan.ods"))
    first, second = snapshot.tables
    assert [first.value(2, c) for c in range(5)] == list(OKRS[1])
    assert [first.value(5, c) for c in range(4)] == [
        0.15,
        9,
        timedelta(hours=26, minutes=30),
        CellError("#DIV/0!"),
    ]
    assert first.formats[5, 0] == first.formats[6, 0] == "0%"
    assert "EUR" in first.formats[5, 1]
    assert first.formulas == {(5, 3): "1/0"}
    assert [row.number for row in first.rows if row.hidden] == [5, 6]
    assert (first.hidden, second.hidden) == (False, True)
    assert any("save it as .xlsx" in note for note in map(str, snapshot.notes))


def test_an_ods_is_told_apart_by_its_content(tmp_path: Path) -> None:
    made = ods(f'<table:table table:name="OKRs">{ods_rows()}</table:table>')
    assert read(save(tmp_path, made, "plan.xlsx")).tables[0].value(1, 0) == "Objective"


def test_looking_at_the_connector_loads_no_reader() -> None:
    code = (
        "import sys, connectors.excel; ours = 'connectors.excel.'; "
        "print([m for m in sys.modules if 'calamine' in m or m.startswith(ours)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['connectors.excel.connector']"


def test_an_ods_is_refused_where_something_is_to_be_written(tmp_path: Path) -> None:
    path = save(
        tmp_path, ods(f'<table:table table:name="OKRs">{ods_rows()}</table:table>'), "p.ods"
    )
    with pytest.raises(Refused, match="read, but not written") as caught:
        _ = Workbook(path, path.read_bytes()).book
    assert caught.value.hint is not None
    assert ".xlsx" in str(caught.value.hint)
    snapshot = read(path)
    change = Change("OKRs", 2, 5, None, "on track")
    before = path.read_bytes()
    with pytest.raises(Refused, match="not written"):
        ExcelConnector().write(snapshot, [change])
    assert path.read_bytes() == before
