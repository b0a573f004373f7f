"""What people should look at, on each command: once, in text and in JSON; and what has no place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrsync.connector import registry
from okrsync.state.schema import VERSION
from tests.cli import books
from tests.cli.conftest import Cli, Said
from tests.connectors.subject import Cells
from tests.pipeline.notebook import HINT, REASON, Shelf, install

SHEET = "notebook:plan"
NEW = ["OKR progress", "OKR status"]
READ = "three cells were hidden"
LOOKS = ("status", "check", "explain-score kr-1")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    with monkeypatch.context() as patch:
        made = install(tmp_path / "site", patch)
        rows: Cells = [
            ["ID", *books.HEADER],
            *([f"kr-{n}", *r] for n, r in enumerate(books.ROWS, 1)),
        ]
        made.put(OKRs=rows)
        made.noticed = {"read": [READ]}
        yield made
    registry._points.cache_clear()


def told(said: Said, sentence: str = READ) -> tuple[int, int]:
    """How often a sentence stands on stdout and on stderr."""
    return said.out.count(sentence), said.err.count(sentence)


@pytest.mark.parametrize("line", LOOKS)
def test_a_look_says_it_beside_the_text_and_in_the_json(cli: Cli, shelf: Shelf, line: str) -> None:
    words = [*line.split(), SHEET]
    assert told(cli(*words)) == (0, 1)
    said = cli(*words, "--format", "json")
    assert said.json["notes"] == [READ]
    assert told(said) == (1, 0)
    assert told(cli(*words, "--quiet")) == (0, 0)


def test_an_export_is_the_plan_and_nothing_else(cli: Cli, shelf: Shelf) -> None:
    said = cli("export", SHEET)
    assert told(said) == (0, 1)
    assert "notes" not in said.json


def test_a_plan_a_dry_run_a_sync_and_an_undo_say_it(cli: Cli, shelf: Shelf) -> None:
    for words in ("plan", "sync --dry-run", "sync --yes", "undo --yes"):
        command, *options = words.split()
        place = [] if command == "undo" else [SHEET]
        said = cli(command, *place, *options)
        assert (said.code, sum(told(said))) == (0, 1), words
        said = cli(command, *place, *options, "--format", "json")
        if command == "undo":
            (again,) = said.json["notes"]
            assert "taken back already" in again
        else:
            assert said.json["notes"] == [READ], words
    cli("sync", SHEET, "--yes")
    assert cli("undo", "--yes", "--format", "json").json["notes"] == [READ]


def test_no_place_is_exit_4_on_each_command_that_wants_one(cli: Cli, shelf: Shelf) -> None:
    shelf.lock("OKRs", *NEW)
    for _ in range(2):
        said = cli("sync", SHEET, "--yes")
        assert said.code == 4
        assert "New" not in said.out
        assert "Done" not in said.out
        assert (
            f"“OKR progress”, “OKR status” not added to “OKRs”: {REASON}.\n  {HINT}\n" in said.err
        )
    said = cli("sync", SHEET, "--yes", "--format", "json")
    assert (said.code, said.json["columns_added"], said.json["written"]) == (4, [], 0)
    assert [(c["header"], c["hint"]) for c in said.json["columns_unplaced"]] == [
        (header, HINT) for header in NEW
    ]


def test_dutch_people_are_told_in_dutch(cli: Cli, shelf: Shelf) -> None:
    rijen: Cells = [list(books.KOP), *(list(row) for row in books.RIJEN)]
    shelf.put(Doelen=rijen)
    shelf.lock("Doelen", "OKR voortgang", "OKR status")
    said = cli("sync", SHEET, "--yes")
    assert said.code == 4
    assert "“OKR voortgang”, “OKR status” niet toegevoegd op “Doelen”" in said.err
    assert "Er is niets geschreven." in said.out


# What can't be remembered stops nobody from looking.


def damage(path: Path) -> None:
    path.write_bytes(b"no database, whatever it says" * 400)


def age(path: Path) -> None:
    with sqlite3.connect(path) as state:
        state.execute("UPDATE okrsync_state SET version = ?", (VERSION + 1,))
    state.close()


def garble(path: Path) -> None:
    with sqlite3.connect(path) as state:
        state.execute("UPDATE fixed SET value = '{'")
    state.close()


def drop(path: Path) -> None:
    with sqlite3.connect(path) as state:
        state.execute("DROP TABLE check_ins")
    state.close()


HARMS = {
    "damaged": damage,
    "a newer okrsync": age,
    "damaged (words)": garble,
    "damaged (table)": drop,
}


@pytest.fixture(params=HARMS)
def harmed(request: pytest.FixtureRequest, cli: Cli, tmp_path: Path) -> tuple[Path, str]:
    """A workbook that was synced, whose state can't be read now; and what is said of it."""
    path = books.book(tmp_path / "plan.xlsx", [("kr-1", *books.ROWS[0])], ("ID", *books.HEADER))
    assert cli("sync", path, "--yes").code == 0
    HARMS[request.param](tmp_path / "state" / "state.db")
    return path, request.param.partition(" (")[0]


@pytest.mark.parametrize("line", [*LOOKS, "plan", "export"])
def test_looking_goes_on_with_one_warning(cli: Cli, harmed: tuple[Path, str], line: str) -> None:
    path, why = harmed
    said = cli(*line.split(), path)
    assert said.code == 0
    assert said.out
    told = [each for each in said.err.splitlines() if not each.startswith("Assumed")]
    assert len(told) == 1
    assert why in said.err
    assert "OKRSYNC_STATE" in said.err
    if line != "export":
        said = cli(*line.split(), path, "--format", "json")
        assert (said.code, said.err, len(said.json["notes"])) == (0, "", 1)
        assert why in said.json["notes"][0]


@pytest.mark.parametrize("line", ["sync --yes", "sync --dry-run", "summary --yes"])
def test_writing_refuses_in_words(cli: Cli, harmed: tuple[Path, str], line: str) -> None:
    path, why = harmed
    before = path.read_bytes()
    said = cli(*line.split(), path)
    assert said.code == 3
    assert why in said.err
    assert "Traceback" not in said.err
    assert path.read_bytes() == before


def test_an_undo_refuses_in_words(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    cli("sync", path, "--yes")
    damage(tmp_path / "state" / "state.db")
    before = path.read_bytes()
    assert (cli("undo", "--yes").code, path.read_bytes()) == (3, before)


def test_doctor_names_the_state_and_looks_at_the_rest(cli: Cli, harmed: tuple[Path, str]) -> None:
    said = cli("doctor", harmed[0], "--format", "json")
    found = {probe["name"]: probe["ok"] for probe in said.json["checks"]}
    assert found["mapping"] is True


@pytest.mark.parametrize("line", ["status", "sync --yes"])
def test_another_programs_database_is_a_slip_in_a_setting(
    cli: Cli, tmp_path: Path, line: str
) -> None:
    (tmp_path / "state").mkdir()
    with sqlite3.connect(tmp_path / "state" / "state.db") as other:
        other.execute("CREATE TABLE photos (name TEXT)")
    other.close()
    said = cli(*line.split(), books.book(tmp_path / "plan.xlsx"))
    assert said.code == 3
    assert "not one of okrsync" in said.err
