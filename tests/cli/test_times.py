"""Stretches of time, times of day and dates where numbers belong: read, or said on their cell."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.cli.conftest import Cli
from tests.connectors.excel.books import ods

HEADER = ("Objective", "Key Result", "Start", "Target", "Current")
NAMES = ("Callers are helped at once", "Time until somebody calls back")
HOURS = (timedelta(hours=48), timedelta(hours=12, minutes=30), timedelta(hours=30, minutes=15))


def book(path: Path, *rows: Sequence[object], shown: str | None = None) -> str:
    """A workbook of these three numbers a row, all shown in one format."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(list(HEADER))
    for number, row in enumerate(rows, start=2):
        sheet.append([*NAMES, *row])
        for cell in sheet[number][2:]:
            cell.number_format = shown or cell.number_format
    made.save(path)
    return path.name


def open_document(path: Path, row: Sequence[timedelta]) -> str:
    """An .ods file as LibreOffice stores stretches of time."""
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in HEADER
    )
    names = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in NAMES
    )
    spans = "".join(
        '<table:table-cell office:value-type="time" office:time-value="'
        f'PT{span // timedelta(hours=1):02}H{span.seconds // 60 % 60:02}M00S"/>'
        for span in row
    )
    rows = "".join(
        f"<table:table-row>{cells}</table:table-row>" for cells in (texts, names + spans)
    )
    parts = ods(f'<table:table table:name="OKRs">{rows}</table:table>')
    with zipfile.ZipFile(path, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path.name


def key_result(cli: Cli, name: str) -> dict[str, object]:
    said = cli("status", name, "--format", "json").json
    (objective,) = said["objectives"]
    (found,) = objective["key_results"]
    return dict(found)


def findings(cli: Cli, name: str) -> list[tuple[str, str]]:
    found = cli("check", name, "--format", "json").json["findings"]
    return [(each["code"], each["location"]["cell"]) for each in found]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_stretches_of_time_are_numbers_of_hours(cli: Cli, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"plan.{kind}"
    name = book(path, HOURS, shown="[h]:mm") if kind == "xlsx" else open_document(path, HOURS)
    found = key_result(cli, name)
    assert (found["baseline"], found["target"], found["current"]) == (48, 12.5, 30.25)
    assert (found["unit"], found["target_type"], found["progress"]) == ("h", "decrease", 0.5)
    assert not {code for code, _ in findings(cli, name)} & {"DAT01", "STR01"}


def test_beside_longer_ones_a_short_stretch_is_no_time_of_day(cli: Cli, tmp_path: Path) -> None:
    """A spreadsheet shows 36:00 as a stretch and 9:00 as a time, though both were typed alike."""
    found = key_result(cli, book(tmp_path / "plan.xlsx", (timedelta(hours=33), time(9), time(21))))
    assert (found["baseline"], found["target"], found["current"]) == (33, 9, 21)
    assert found["progress"] == 0.5


DAYS = (date(2026, 1, 5), date(2026, 6, 1), date(2026, 4, 1))
AWAY = {
    "dates": DAYS,
    "moments": tuple(datetime(day.year, day.month, day.day, 9) for day in DAYS),
    "times": (time(9), time(17), time(12)),
}


@pytest.mark.parametrize("kind", AWAY)
@pytest.mark.parametrize("rows", [1, 3])
def test_what_is_no_number_is_said_on_its_cell(
    cli: Cli, tmp_path: Path, kind: str, rows: int
) -> None:
    name = book(tmp_path / "plan.xlsx", *[AWAY[kind]] * rows)
    found = [each for each in findings(cli, name) if each[0] in {"DAT01", "STR01"}]
    cells = [f"{column}{row}" for row in range(2, 2 + rows) for column in "CDE"]
    assert sorted(found) == [("DAT01", cell) for cell in sorted(cells)]
