"""Formulas that no program has computed yet: no value, whatever holds its place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

ROWS = [
    ("Guests come back", "Bookings by earlier guests", 20, 60, "=C2+15", "Ann"),
    ("Guests come back", "Complaints a month", 12, 4, "=C3-2", "Bo"),
    ("Guests come back", "Nights a stay", 2, 4, 3, "Cy"),
]
NONE, ENGINE = b"<v></v>", b'calcId="124519"'


def book(path: Path, results: tuple[bytes, bytes], engine: bytes = ENGINE) -> Path:
    """A workbook whose formulas have these stored results, in a workbook of this engine."""
    books.book(path, ROWS, books.HEADER[:6])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet, whole = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
    assert ENGINE in parts[whole]
    parts[whole] = parts[whole].replace(ENGINE, engine)
    before = parts[sheet].replace(b"<v />", NONE).replace(b"<v/>", NONE)
    assert before.count(NONE) == 2
    for result in results:
        before = before.replace(NONE, b"<v>%s</v>" % result if result else b"", 1)
    parts[sheet] = before
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


@pytest.mark.parametrize("results", [(b"", b""), (b"0", b"0"), (b"0", b"")])
def test_each_is_named_and_has_no_value(
    cli: Cli, tmp_path: Path, results: tuple[bytes, bytes]
) -> None:
    sheet = str(book(tmp_path / "stay.xlsx", results))
    check = cli("check", sheet, "--format", "json")
    cells = [f["location"]["cell"] for f in check.json["findings"] if f["code"] == "DAT14"]
    assert (cells, check.code) == (["E2", "E3"], 0)
    for command in ("status", "plan"):
        said = cli(command, sheet)
        assert said.err.count("E2, E3") == 1
    key_results = cli("export", sheet).json["key_results"]
    assert [each["metric"]["current"] for each in key_results] == [None, None, 3]


@pytest.mark.parametrize(
    ("results", "engine"),
    [((b"35", b"0"), ENGINE), ((b"0", b"0"), b'calcId="191029"'), ((b"0", b"0"), b"")],
)
def test_a_nought_that_somebody_computed_is_a_value(
    cli: Cli, tmp_path: Path, results: tuple[bytes, bytes], engine: bytes
) -> None:
    sheet = str(book(tmp_path / "stay.xlsx", results, engine))
    found = cli("check", sheet, "--format", "json").json["findings"]
    assert "DAT14" not in {each["code"] for each in found}
    key_results = cli("export", sheet).json["key_results"]
    assert [each["metric"]["current"] for each in key_results] == [*map(int, results), 3]


def test_what_is_written_beside_them_stays_until_they_have_one(cli: Cli, tmp_path: Path) -> None:
    sheet = book(tmp_path / "stay.xlsx", (b"35", b"10"))
    assert cli("sync", str(sheet), "--yes").code == 0
    before = books.column(sheet, "OKR progress")
    assert before[0] is not None
    with zipfile.ZipFile(sheet) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    part = "xl/worksheets/sheet1.xml"
    parts[part] = parts[part].replace(b"<v>35</v>", b"")
    with zipfile.ZipFile(sheet, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    planned = cli("plan", str(sheet), "--format", "json").json
    assert "no stored result" in str(planned["skipped"])
    assert "G2" not in {each["cell"] for each in planned["changes"]}
