"""Bad input: the documented exit code, one clear message, no traceback, and the rest goes on."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.bad_sheets import SHEETS, BadSheet
from tests.cli.conftest import Cli, Said
from tests.connectors.bad_file import BadFile
from tests.connectors.csv import bad_files as csv_files
from tests.connectors.excel import bad_files as excel_files
from tests.connectors.excel.books import ods, save

COMMANDS = (("status",), ("check",), ("export",), ("sync", "--yes"))
REFUSED = [*excel_files.BAD_FILES, *csv_files.BAD_FILES]
OWN_CODES = re.compile(r"\x1b\[[0-9;]*m")
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def name_of(case: BadFile | BadSheet) -> str:
    return case.name


def content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size < 2**24 and path.is_file() else None
    except OSError:
        return None


def clean(said: Said) -> None:
    """No traceback, no control character, nothing that turns a line around."""
    assert "Traceback" not in said.out + said.err
    assert "stumbled" not in said.err
    for text in (OWN_CODES.sub("", said.out), OWN_CODES.sub("", said.err)):
        odd = {c for c in text if (unicodedata.category(c) == "Cc" and c != "\n") or c in BIDI}
        assert not odd


VAGUE = ("300 columns", "duplicate headers", "a header twice over")


@pytest.mark.parametrize("case", REFUSED, ids=name_of)
def test_a_file_that_can_not_be_read(cli: Cli, tmp_path: Path, case: BadFile) -> None:
    path = case.build(tmp_path)
    before = content(path)
    location = f"{path}#{case.tab}" if case.tab else str(path)
    # All four read by one door: two of them for each file are enough, and sync for every one.
    for command in (COMMANDS[REFUSED.index(case) % 3], COMMANDS[3]):
        said = cli(*command, location)
        assert (command, said.code, said.out) == (command, case.exit_code, "")
        clean(said)
        lines = said.err.splitlines()
        assert sum(line.startswith("okrsync: ") for line in lines) == 1
        assert path.name[:40] in said.err or case.names in said.err
        assert content(path) == before
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".okrsync")]


@pytest.mark.parametrize("case", csv_files.UGLY_FILES, ids=name_of)
def test_an_ugly_file_without_okrs_is_read_or_named(
    cli: Cli, tmp_path: Path, case: BadFile
) -> None:
    path = case.build(tmp_path)
    before = content(path)
    for command in COMMANDS[:2]:
        said = cli(*command, path.name)
        assert said.code in ((0, 1) if case.exit_code == 0 else (0, 1, 4))
        assert bool(said.out) == (said.code != 4)
        clean(said)
    assert content(path) == before


@pytest.mark.parametrize("case", SHEETS, ids=name_of)
def test_a_bad_cell_is_named_and_the_other_rows_go_on(
    cli: Cli, tmp_path: Path, case: BadSheet
) -> None:
    path = case.build(tmp_path)
    status = cli("status", path.name, "--format", "json")
    assert status.code == 0
    found = {k["title"]: k for o in status.json["objectives"] for k in o["key_results"]}
    assert found["Net revenue retention"]["progress"] == 0.4
    checked = cli("check", path.name, "--format", "json")
    graver = [f for f in checked.json["findings"] if f["severity"] != "info"]
    if case.finding:
        named = {(f["code"], f["location"]["cell"] if case.cell else "") for f in graver}
        assert (case.finding, case.cell) in named
    assert checked.code == int(any(f["severity"] == "error" for f in graver))
    for command in (("status",), COMMANDS[1 + SHEETS.index(case) % 2]):
        said = cli(*command, path.name)
        assert said.code in (0, 1)
        clean(said)
    if case.name in VAGUE:  # columns of figures that nobody understands: first somebody agrees
        assert "--accept reading" in cli("sync", path.name, "--yes").err
    agreed = ["--accept", "reading"] if case.name in VAGUE else []
    synced = cli("sync", path.name, "--yes", *agreed, "--format", "json")
    assert synced.code == 0
    assert synced.json["written"] >= 2
    clean(synced)
    again = cli("sync", path.name, "--format", "json").json
    assert (again["written"], again["calls"]["write"]) == (0, 0)


def test_a_good_row_beside_a_bad_one_is_written(cli: Cli, tmp_path: Path) -> None:
    rows = [books.ROWS[0], (*books.ROWS[1][:4], "soon", "Ben", "Sales"), *books.ROWS[2:]]
    path = books.book(tmp_path / "plan.xlsx", rows)
    assert cli("sync", path.name, "--yes").code == 0
    assert books.column(path, "OKR progress") == [0.4, None, 0, 1.1]
    assert books.column(path, "OKR status")[1] == "no data"


def test_nothing_is_written_to_rows_of_one_id(cli: Cli, tmp_path: Path) -> None:
    rows = [(f"KR-{n}", *row) for n, row in zip((1, 2, 2, 3), books.ROWS, strict=True)]
    path = books.book(tmp_path / "plan.xlsx", rows, ("ID", *books.HEADER))
    assert cli("sync", path.name, "--yes").code == 0
    assert books.column(path, "OKR progress") == [0.4, None, None, 1.1]


HOSTILE = '=HYPERLINK("http://example.org","x")'


def test_what_people_typed_is_not_made_a_formula(cli: Cli, tmp_path: Path) -> None:
    """The finding column and a copy hold texts; only what was a formula stays one."""
    path = books.text(
        tmp_path / "plan.csv", [(HOSTILE, HOSTILE, 0, 10, 5, "@SUM(A1)", "-2+3"), *books.ROWS]
    )
    path.with_name("okrsync.toml").write_text("[write_back]\nfinding = true\n")
    before = path.read_text(encoding="utf-8").splitlines()
    assert cli("sync", path.name, "--yes").code == 0
    written = []
    for old, new in zip(before, path.read_text(encoding="utf-8").splitlines(), strict=True):
        assert new.startswith(f"{old},")
        cells = [cell for cell in new[len(old) + 1 :].split(",") if cell]
        assert not any(cell[:1] in "=+-@\t" for cell in cells)
        written.append(len(cells))
    # Three headers, progress and status on every row, and at least one question beside them.
    assert written[0] == 3
    assert min(written[1:]) >= 2
    assert max(written[1:]) >= 3


NOWHERE: dict[str, list[books.Row]] = {
    "no OKRs at all": [("Name", "Phone"), ("Ada", "0123"), ("Ben", "0456")],
    "one number": [(1,)],
    "prose": [("We want to grow this year and be kind.",)],
    "blank": [(None,)],
    "numbers only": [(1, 2, 3), (4, 5, 6)],
}


@pytest.mark.parametrize("name", NOWHERE)
def test_a_sheet_without_okrs_needs_a_human(cli: Cli, tmp_path: Path, name: str) -> None:
    path = books.tabs(tmp_path / "plan.xlsx", {"Tab": NOWHERE[name]})
    before = path.read_bytes()
    for command in COMMANDS:
        said = cli(*command, path.name)
        assert (command, said.code, said.out) == (command, 4, "")
        clean(said)
        assert "plan.xlsx" in said.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("make", [books.book, books.text], ids=["xlsx", "csv"])
def test_a_header_without_rows_is_an_empty_plan(cli: Cli, tmp_path: Path, make: object) -> None:
    build = books.book if make is books.book else books.text
    path = build(tmp_path / ("plan.xlsx" if make is books.book else "plan.csv"), [])
    for command in COMMANDS:
        said = cli(*command, path.name)
        assert (command, said.code) == (command, 0)
        clean(said)
    assert cli("export", path.name).json["key_results"] == []


USAGE = {
    "unknown command": ["synch", "plan.xlsx"],
    "unknown option": ["status", "plan.xlsx", "--colour"],
    "unknown format": ["status", "plan.xlsx", "--format", "yaml"],
    "unknown format of check": ["check", "plan.xlsx", "--format", "xml"],
    "unknown severity": ["check", "plan.xlsx", "--fail-on", "fatal"],
    "unknown tab": ["status", "plan.xlsx#Budget"],
    "unknown suffix": ["status", "plan.docx"],
    "no suffix": ["status", "plan"],
    "unknown scheme": ["status", "trello:board"],
    "unknown host": ["status", "https://example.org/plan"],
    "unknown rule": ["rule", "OUT99"],
    "unknown id": ["explain-score", "kr-99", "plan.xlsx"],
    "unknown language": ["mappings", "klingon"],
    "unknown run": ["undo", "77"],
    "no location": ["status"],
    "an empty location": ["status", ""],
    "a tab without a file": ["status", "#OKRs"],
    "a missing argument": ["explain-score"],
    "a deadline of nonsense": ["status", "plan.xlsx", "--deadline", "soon"],
    "a day of nonsense": ["status", "plan.xlsx", "--as-of", "2026-02-30"],
    "a configuration that is not there": ["status", "plan.xlsx", "--config", "gone.toml"],
    "a nul in the path": ["status", "pl\0an.xlsx"],
    "a suffix of a copy": ["sync", "plan.xlsx", "--to", "copy.pdf"],
}


@pytest.mark.parametrize("name", USAGE)
def test_wrong_usage_is_told_and_nothing_is_read(cli: Cli, tmp_path: Path, name: str) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    before = path.read_bytes()
    said = cli(*USAGE[name])
    assert (said.code, said.out) == (2, "")
    clean(said)
    assert said.err.count("okrsync: ") == 1
    assert path.read_bytes() == before


def test_an_unknown_tab_names_those_that_are_there(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx", tab="Plan Q2")
    assert "Plan Q2" in cli("status", "plan.xlsx#Budget").err


TOML = {
    "unknown key": ('[workspace]\nlanguge = "nl"\n', "language"),
    "unknown section": ("[scorng]\non_track = 0.1\n", "scoring"),
    "unknown key of a source": ('[sources.a]\nlocatoin = "plan.xlsx"\n', "location"),
    "a source without location": ('[sources.a]\nmapping = "auto"\n', "a"),
    "no toml": ("[workspace\n", "okrsync.toml"),
    "no utf-8": ("\udcff", "okrsync.toml"),
    "wrong type": ("[workspace]\nname = 5\n", "workspace.name"),
    "wrong word": ('[write_back]\non_manual_edit = "ask"\n', "on_manual_edit"),
    "wrong time zone": ('[workspace]\ntimezone = "Mars/Base"\n', "Mars/Base"),
    "unknown language": ('[workspace]\nlanguage = "tlh"\n', "tlh"),
    "unknown period": ('[workspace]\nperiod = "soon"\n', "soon"),
    "a waiver without reason": ('[rules]\nwaivers = [{ rule = "OUT01", id = "a" }]\n', "reason"),
    "an unknown mapping": ('[sources.a]\nlocation = "plan.xlsx"\nmapping = "gone"\n', "gone"),
    "an unknown field": (
        '[sources.a]\nlocation = "plan.xlsx"\ncolumns = { titel = "Key Result" }\n', "title",
    ),
    "a severity of nonsense": ('[rules]\nseverity = { STR03 = "loud" }\n', "STR03"),
    "an unknown managed field": ('[write_back]\nfields = ["progres"]\n', "progress"),
    "an unknown status word": ('[write_back]\nstatus_words = { on_trak = "ok" }\n', "on_track"),
}  # fmt: skip


ON_WRITING = ("an unknown managed field", "an unknown status word")
"""What only matters to who writes is looked at then."""


@pytest.mark.parametrize("name", TOML)
def test_a_wrong_configuration_names_the_key(cli: Cli, tmp_path: Path, name: str) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    before = path.read_bytes()
    text, named = TOML[name]
    (tmp_path / "okrsync.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    for command in COMMANDS[3:] if name in ON_WRITING else COMMANDS:
        said = cli(*command, path.name)
        assert (command, said.code, said.out) == (command, 2, "")
        clean(said)
        assert named in said.err
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a file that is denied")
def test_a_file_that_may_not_be_read(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    path.chmod(0)
    assert cli("status", path.name).code == 3


def test_an_ods_is_read_and_not_written(cli: Cli, tmp_path: Path) -> None:
    rows: list[books.Row] = [books.HEADER, *books.ROWS]
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{v}"/>'
            if isinstance(v, int)
            else f'<table:table-cell office:value-type="string"><text:p>{v}</text:p>'
            "</table:table-cell>"
            for v in row[:5]
        )
        + "</table:table-row>"
        for row in rows
    )
    table = f'<table:table table:name="OKRs">{body}</table:table>'
    path = save(tmp_path, ods(table), "plan.ods")
    before = path.read_bytes()
    assert cli("status", path.name).code == 0
    said = cli("sync", path.name, "--yes")
    assert said.code == 3
    assert ".ods" in said.err
    assert path.read_bytes() == before


def test_several_locations_of_which_one_is_bad(cli: Cli, tmp_path: Path) -> None:
    """It is named, the others go on; 4 wins over 3."""
    good = books.book(tmp_path / "good.xlsx")
    before = good.read_bytes()
    said = cli("sync", "good.xlsx", "gone.xlsx", "--yes")
    assert said.code == 3
    assert "gone.xlsx" in said.err
    assert good.read_bytes() != before
    books.tabs(tmp_path / "none.xlsx", {"Tab": NOWHERE["prose"]})
    assert cli("status", "good.xlsx", "none.xlsx").code in (0, 4)
