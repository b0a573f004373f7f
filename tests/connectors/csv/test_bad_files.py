"""Bad files end with one error that names what is wrong; ugly ones are read and kept whole."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.csv import CsvConnector
from okrsync.connector import Location, Want
from okrsync.table import Change, NewColumn, Shown
from tests.connectors.bad_file import BadFile
from tests.connectors.csv.bad_files import BAD_FILES, UGLY_FILES


def _location(path: Path, tab: str | None = None) -> Location:
    return Location(str(path), "csv", str(path), tab)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if os.path.isfile(path) else None


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.name)
def test_a_bad_file_is_refused_with_a_reason(bad: BadFile, tmp_path: Path) -> None:
    path = bad.build(tmp_path)
    before = _bytes(path)
    assert bad.error is not None
    with pytest.raises(bad.error) as caught:
        CsvConnector().read(_location(path, bad.tab), Want(write=True), {})
    assert type(caught.value) is bad.error
    assert bad.names in str(caught.value.message)
    assert path.name in str(caught.value.message)
    assert caught.value.hint
    assert _bytes(path) == before


@pytest.mark.parametrize("ugly", UGLY_FILES, ids=lambda ugly: ugly.name)
def test_an_ugly_file_is_read_and_keeps_every_byte(ugly: BadFile, tmp_path: Path) -> None:
    path = ugly.build(tmp_path)
    before = path.read_bytes()
    connector = CsvConnector()
    snapshot = connector.read(_location(path), Want(write=True), {})
    (table,) = snapshot.tables
    assert table.width >= 1
    column = NewColumn("csv", "progress", "OKR progress", 1, 2, 2, Shown.PERCENT)
    grown = connector.ensure_columns(snapshot, [column])
    (placed,) = grown.placed
    change = Change("csv", 2, placed.index, None, Decimal("0.5"), Shown.PERCENT)
    changes = [change] if len(table.rows) > 1 else []
    receipt = connector.write(grown, changes)
    again = connector.read(_location(path), Want(write=True), receipt.memory)
    assert again.tables[0].value(1, placed.index) == "OKR progress"
    assert [row.values[: len(old.values)] for row, old in zip(
        again.tables[0].rows, table.rows, strict=True
    )] == [old.values for old in table.rows]  # fmt: skip
    connector.write(connector.drop_columns(again, grown.placed), [])
    assert path.read_bytes() == before


def test_there_are_enough_of_them() -> None:
    assert len(BAD_FILES) >= 25
    assert len({bad.name for bad in (*BAD_FILES, *UGLY_FILES)}) == len(BAD_FILES + UGLY_FILES)
