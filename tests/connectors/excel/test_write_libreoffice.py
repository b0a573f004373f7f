"""LibreOffice opens what was written, shows the new values, and sorts them with their rows."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.connectors.excel import everything
from tests.connectors.excel.everything import FIRST, HEADER_ROW, LAST
from tests.connectors.excel.test_summary_tab import TAB, TITLE, kept
from tests.connectors.excel.writing import EXCEL, PROGRESS, STATUS, WORDS, read, sync

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed"),
]


# Run by the Python that LibreOffice's bridge is installed for: it sorts the table "Plan" by its
# sixth column, the largest first. It asks again until the office that it started answers.
_SORT = """
import subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import TableSortField

office, home, source, target = sys.argv[1:]

def named(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made

def context():
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return resolver.resolve("uno:pipe,name=okrsync;urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.2)
    raise SystemExit("LibreOffice did not answer")

server = subprocess.Popen([office, "-env:UserInstallation=" + home, "--headless",
    "--norestore", "--accept=pipe,name=okrsync;urp;"])
there = context()
desktop = there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
document = desktop.loadComponentFromURL(source, "_blank", 0, (named("Hidden", True),))
field = TableSortField()
field.Field, field.IsAscending = 5, False
fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
table = document.DatabaseRanges.getByName("Plan").ReferredCells
table.sort((named("SortFields", fields), named("ContainsHeader", True)))
document.storeToURL(target, (named("FilterName", "Calc MS Excel 2007 XML"),))
document.close(True)
desktop.terminate()
server.wait(60)
"""


def bridged() -> str | None:
    """A Python that can talk to LibreOffice, None without one."""
    for name in (sys.executable, "/usr/bin/python3", "python3"):
        try:
            subprocess.run([name, "-c", "import uno"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return name
    return None


def run(folder: Path, *arguments: str) -> None:
    """LibreOffice, with a profile of its own in this folder."""
    home = (folder / "profile").as_uri()
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={home}", "--headless", *arguments],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip


def sorted_table(path: Path) -> Path:
    """The workbook after LibreOffice sorted its table."""
    python, to = bridged(), path.with_name("sorted.xlsx")
    if python is None:
        pytest.skip("no Python here talks to LibreOffice (python3-uno is not installed)")
    home = (path.parent / "profile").as_uri()
    subprocess.run(
        [python, "-c", _SORT, str(SOFFICE), home, path.as_uri(), to.as_uri()],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return to


def converted(path: Path, kind: str, suffix: str) -> Path:
    """The file as LibreOffice writes it in another format."""
    out = path.parent / "out"
    run(path.parent, "--convert-to", kind, "--outdir", str(out), str(path))
    return out / f"{path.stem}.{suffix}"


def test_the_new_values_are_shown(tmp_path: Path) -> None:
    path = everything.build(tmp_path)
    sync(path, (HEADER_ROW, FIRST, LAST))
    made = converted(path, "csv:Text - txt - csv (StarCalc):44,34,76,1", "csv")
    with made.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[HEADER_ROW - 1][8:10] == [PROGRESS, STATUS]
    words = list(WORDS)
    for turn, row in enumerate(rows[HEADER_ROW:LAST]):
        assert row[8:10] == [f"{turn * 10}.0%", words[turn % 4]]
        assert row[1] == (f"Key result {turn}" if turn != 1 else "A rich text with colours")


def test_colours_tables_and_filters_are_understood(tmp_path: Path) -> None:
    path = everything.build(tmp_path)
    sync(path, (HEADER_ROW, FIRST, LAST))
    sync(path, (1, 2, 6), tab=1)
    made = converted(path, "fods", "fods").read_text(encoding="utf-8")
    assert 'calcext:value="=&quot;off track&quot;"' in made
    assert 'table:target-range-address="OKRs.A3:OKRs.J13"' in made.replace("$", "")
    assert ".A1:" in made
    assert ".E6" in made


def test_sorting_the_table_carries_the_new_columns_along(tmp_path: Path) -> None:
    path = everything.build(tmp_path)
    sync(path, (HEADER_ROW, FIRST, LAST))

    def lines(of: Path) -> list[tuple[object, ...]]:
        tab = everything.opened(of, data_only=True)[everything.TAB]
        return [
            tuple(tab[f"{column}{row}"].value for column in "BFIJ")
            for row in range(FIRST, LAST + 1)
        ]

    before, after = lines(path), lines(sorted_table(path))
    assert [line[1] for line in after] == [10 * n for n in reversed(range(10))]
    assert after == before[::-1]


@pytest.mark.parametrize(
    ("kind", "suffix"), [("xlsx:Calc MS Excel 2007 XML", "xlsx"), ("ods", "ods")]
)
def test_a_tab_of_our_own_is_known_after_it_was_saved(
    tmp_path: Path, kind: str, suffix: str
) -> None:
    path = everything.build(tmp_path)
    kept(path)
    before = [table.name for table in read(path).tables]
    saved = converted(path, kind, suffix)
    assert [table.name for table in read(saved).tables] == before
    if suffix == "xlsx":
        assert EXCEL.same_summary(EXCEL.summary(read(saved), TITLE), TAB)
        assert everything.opened(saved)[TITLE]["B5"].hyperlink.location == "'OKRs'!C2"
