"""The examples, synced: openpyxl, python-calamine and LibreOffice all see the same values."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from examples.build import HERE, WORKBOOKS
from tests.cli.conftest import Cli, cli  # noqa: F401 - a fixture
from tests.connectors.excel.test_write_libreoffice import SOFFICE, converted

needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed"
)
Cells = dict[tuple[str, int, int], object]


def plain(value: object) -> object:
    """A value as all three agree to spell it: a whole day is a date, a number has 9 decimals."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return round(float(value), 9)
    if isinstance(value, datetime) and value.time() == value.min.time():
        return value.date()
    return value


def cells(tab: str, rows: Iterable[Sequence[object]]) -> Cells:
    return {
        (tab, row, column): plain(value)
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value not in (None, "")
    }


def by_openpyxl(path: Path) -> Cells:
    found: Cells = {}
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        found |= cells(sheet.title, sheet.iter_rows(values_only=True))
    return found


def by_calamine(path: Path) -> Cells:
    found: Cells = {}
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        found |= cells(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
    return found


HEADERS = {
    "adwords.xlsx": {"OKR progress", "OKR status"},
    "strategieen.xlsx": {"OKR voortgang", "OKR status"},
    "company.xlsx": {"OKR progress", "OKR status"},
}


@pytest.fixture(params=WORKBOOKS)
def synced(request: pytest.FixtureRequest, tmp_path: Path, cli: Cli) -> Path:  # noqa: F811
    """A copy of an example that holds what it held, and our columns with their values."""
    name = str(request.param)
    path = tmp_path / name
    shutil.copy(HERE / name, path)
    before = by_openpyxl(path)
    assert cli("sync", path, "--yes").code == 0
    after = by_openpyxl(path)
    assert before.items() <= after.items()
    new = [after[cell] for cell in after.keys() - before.keys()]
    assert set(new) >= HEADERS[name]
    assert any(isinstance(value, float) for value in new)
    return path


def test_calamine_sees_what_openpyxl_sees(synced: Path) -> None:
    assert by_calamine(synced) == by_openpyxl(synced)


@needs_libreoffice
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
@pytest.mark.libreoffice
def test_libreoffice_sees_what_openpyxl_sees(synced: Path) -> None:
    assert by_openpyxl(converted(synced, "xlsx", "xlsx")) == by_openpyxl(synced)
