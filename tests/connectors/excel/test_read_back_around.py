"""A broken writer, once more: what stands around the cells, columns that go, and a first look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from connectors.excel.write import save
from okrsync.connector import Snapshot, Unsound
from okrsync.table import Change
from tests.connectors.excel.books import book, relations, rows, sheet, zipped
from tests.connectors.excel.test_read_back import (
    BOOK,
    SHEET,
    TABLE,
    Broken,
    Damage,
    sub,
    workbook,
)
from tests.connectors.excel.writing import EXCEL, ensured, filled, read, sync

ROWS = (1, 2, 5)
RELATIONS, KINDS = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
Fault = tuple[str, Damage]


def filtered(path: Path) -> Path:
    """A list with a filter, which has a hidden name, and a colour of people's."""
    import xlsxwriter  # noqa: PLC0415 - for this file alone

    made = xlsxwriter.Workbook(str(path))
    tab, red = made.add_worksheet("OKRs"), made.add_format({"font_color": "#ff0000"})
    tab.write_row(0, 0, ["Title", "Owner", "Current"])
    for row in range(1, 5):
        tab.write_row(row, 0, [f"Result {row}", "Ann", 40 + row])
    tab.autofilter(0, 0, 4, 2)
    tab.conditional_format("C2:C5", {"type": "cell", "criteria": "<", "value": 42, "format": red})
    made.close()
    return path


def plain(path: Path) -> Path:
    """A workbook that has no styles at all: the part, its relation and its kind are new."""
    parts = book(sheet(rows([["Title"], *([f"Result {row}"] for row in range(1, 5))])))
    del parts["xl/styles.xml"]
    parts[RELATIONS] = relations(rId1="worksheet|worksheets/sheet1.xml")
    path.write_bytes(zipped(parts))
    return path


def colours(sqref: bytes) -> bytes:
    return rb'<conditionalFormatting sqref="' + sqref + rb'">.*?</conditionalFormatting>'


ADDING: Mapping[str, Fault] = {
    "a filter that lost a column": (SHEET, sub(rb'(<autoFilter ref=)"[^"]*"', rb'\1"A1:B5"')),
    "a filter that goes too far": (SHEET, sub(rb'(<autoFilter ref=)"[^"]*"', rb'\1"A1:H5"')),
    "a filter that is gone": (SHEET, sub(rb"<autoFilter[^>]*>", b"")),
    "a hidden name too far": (BOOK, sub(rb"\$A\$1:\$E\$5", b"$A$1:$H$5")),
    "a hidden name that lost a column": (BOOK, sub(rb"\$A\$1:\$E\$5", b"$A$1:$B$5")),
    "a hidden name of other rows": (BOOK, sub(rb"\$A\$1:\$E\$5", b"$A$1:$E$4")),
    "a colour of people's that is gone": (SHEET, sub(colours(rb"C2:C5"), b"")),
    "a colour of people's elsewhere": (SHEET, sub(rb'sqref="C2:C5"', b'sqref="C2:C9"')),
    "a colour of ours over their cells": (SHEET, sub(rb'sqref="E2:E5"', b'sqref="B2:B5"')),
    "a size of a part only": (SHEET, sub(rb'<dimension ref="[^"]*"', b'<dimension ref="B2:E5"')),
    "a size that is gone": (SHEET, sub(rb"<dimension[^>]*>", b"")),
}
NEW_PART: Mapping[str, Fault] = {
    "a relation to nothing": (RELATIONS, sub(rb'Target="styles.xml"', b'Target="style.xml"')),
    "a relation of people's": (RELATIONS, sub(rb"worksheets/sheet1", b"worksheets/sheet2")),
    "an id twice": (RELATIONS, sub(rb'Id="rIdOkrStyles"', b'Id="rId1"')),
    "a kind of nothing": (KINDS, sub(rb"/xl/styles.xml", b"/xl/style.xml")),
}
DROPPING: Mapping[str, Fault] = {
    "a column of people's goes too": (
        TABLE,
        sub(
            rb' ref="A1:D5"(.*<tableColumns count=)"4"(.*)<tableColumn id="4".*(</tableColumns>)',
            rb' ref="A1:C5"\1"3"\2\3',
        ),
    ),
    "a table that is too narrow": (TABLE, sub(rb' ref="[^"]*"', b' ref="A1:C5"')),
}


def broken(fault: Fault, seen: list[bool]) -> Callable[..., Broken]:
    part, damage = fault

    class Wrong(Broken):
        name = part

        @staticmethod
        def damage(data: bytes) -> bytes:
            changed = damage(data)
            seen.append(changed != data)
            return changed

    return Wrong


def replaces_nothing(
    path: Path, snapshot: Snapshot, changes: Sequence[Change], fault: Fault
) -> None:
    before, seen = path.read_bytes(), list[bool]()
    with pytest.raises(Unsound) as stopped:
        save.write(snapshot, changes, patching=broken(fault, seen))
    assert seen == [True]
    assert path.read_bytes() == before
    assert fault[0] in str(stopped.value.message)


@pytest.mark.parametrize("fault", ADDING)
def test_what_stands_around_the_cells(fault: str, tmp_path: Path) -> None:
    path = filtered(tmp_path / "plan.xlsx")
    snapshot = ensured(path, ROWS)
    replaces_nothing(path, snapshot, filled(snapshot, range(2, 6)), ADDING[fault])


@pytest.mark.parametrize("fault", NEW_PART)
def test_a_part_that_is_new(fault: str, tmp_path: Path) -> None:
    path = plain(tmp_path / "plan.xlsx")
    snapshot = ensured(path, ROWS)
    replaces_nothing(path, snapshot, filled(snapshot, range(2, 6)), NEW_PART[fault])


@pytest.mark.parametrize("fault", DROPPING)
def test_columns_that_go(fault: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx")
    placed = sync(path, ROWS)[0].placed
    replaces_nothing(path, EXCEL.drop_columns(read(path), placed), [], DROPPING[fault])


@pytest.mark.parametrize("make", [filtered, plain])
def test_a_right_writer_passes_there_too(make: Callable[[Path], Path], tmp_path: Path) -> None:
    path = make(tmp_path / "plan.xlsx")
    placed = sync(path, ROWS)[0].placed
    assert len(placed) == 2
    save.write(EXCEL.drop_columns(read(path), placed), [])
