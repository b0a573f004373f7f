"""`init` in a terminal: what is uncertain is asked, and every answer ends in a file that works."""

from __future__ import annotations

import signal
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli import books
from tests.cli.conftest import Cli
from tests.cli.terminal import shown, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on Windows")

KOP = ("Doel", "Kernresultaat", "Start", "Streefaantal", "Huidig", "Eigenaar", "Bussen")
RIJEN = (
    ("Gasten komen terug", "Gasten die opnieuw boeken", 10, 40, 25, "Noor", 3),
    ("Gasten komen terug", "Klachten per week", 12, 2, 7, "Sem", 4),
    ("De keuken draait", "Weggegooid eten per dag", 9, 3, 6, "Lot", 5),
)
WHAT: Sequence[books.Row] = (
    ("What the bakery wants",),
    (),
    ("Wish", "Who", "Stand", "Afterwards", "Remark"),
    ("Regulars come weekly", "Ann", 12, 40, "ask Bob"),
    ("Fewer loaves left over", "Bob", 30, 5, ""),
    ("Bread is on time", "Cleo", 5, 2, ""),
)
ENTER, DOWN, UP = "\r", "\x1b[B", "\x1b[A"


@pytest.fixture
def dutch(tmp_path: Path) -> Path:
    books.book(tmp_path / "plan.xlsx", RIJEN, KOP, tab="OKR's")
    return tmp_path


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    books.tabs(tmp_path / "wishes.xlsx", {"Sheet1": WHAT})
    return tmp_path


def answer(child: Any, *pairs: tuple[str, str]) -> None:
    """Wait for each question, and send its answer."""
    for question, keys in pairs:
        child.expect(question)
        child.expect(r"(Enter|nummer) \[\d+\]:")
        child.send(keys)


def source(folder: Path, name: str = "plan") -> Any:
    """What the file says of a source."""
    return tomllib.loads((folder / "okrsync.toml").read_text("utf-8"))["sources"][name]


def test_a_target_that_no_list_knows_is_one_question(cli: Cli, dutch: Path) -> None:
    child = start(dutch, "init", "plan.xlsx")
    answer(child, (r"“Streefaantal” \(D1\): 40, 2, 3", ENTER))
    child.expect(r"start 10 \(C2\), doel 40 \(D2\), nu 25 \(E2\)")
    answer(child, (r"“Bussen” \(G1\)", ENTER), (r"Is dit goed gelezen\?", ENTER))
    code, screen = shown(child)
    assert (code, "okrsync.toml geschreven" in screen) == (0, True)
    assert source(dutch)["columns"]["target"] == "Streefaantal"
    assert "Bussen" not in source(dutch)["columns"].values()
    progress = [
        result["progress"]
        for objective in cli("status", "--format", "json").json["objectives"]
        for result in objective["key_results"]
    ]
    assert progress == [0.5, 0.5, 0.5]


def test_the_table_the_columns_and_the_tree_are_shown_before_anything_is_asked(
    dutch: Path,
) -> None:
    child = start(dutch, "init", "plan.xlsx")
    child.expect(r"Wat is dit\?")
    screen = child.before
    assert "OKR's: kernresultaten, koppen in rij 1, 3 rijen (onzeker)" in screen
    assert "A1    Doel" in screen
    assert "de kop zegt het" in screen
    assert "Twijfel: niet gelezen: “Streefaantal” (D1), “Bussen” (G1)" in screen
    assert "Gasten die opnieuw boeken (B2): start 10 (C2), nu 25 (E2)" in screen
    child.kill(signal.SIGINT)
    shown(child)


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_mistyped_answer_is_asked_again(dutch: Path, term: str) -> None:
    child = start(dutch, "init", "plan.xlsx", TERM=term)
    answer(child, ("Streefaantal", "77\n"), ("tot en met 9", "x\n"), ("tot en met 9", "\x7f1\n"))
    child.expect(r"doel 40 \(D2\)")
    answer(child, ("Bussen", "\n"), (r"goed gelezen", "1\n"))
    assert shown(child)[0] == 0
    assert source(dutch)["columns"]["target"] == "Streefaantal"


def test_arrow_keys_choose(dutch: Path) -> None:
    child = start(dutch, "init", "plan.xlsx")
    answer(child, ("Streefaantal", UP + UP + DOWN + DOWN + DOWN + ENTER))
    answer(child, ("Bussen", UP + DOWN + ENTER), ("goed gelezen", UP + DOWN + ENTER))
    assert shown(child)[0] == 0
    assert source(dutch)["columns"]["lower"] == "Streefaantal"


def test_what_is_typed_ahead_is_not_lost(dutch: Path) -> None:
    child = start(dutch, "init", "plan.xlsx")
    child.expect("Streefaantal.*Enter")
    child.send("1\r8\r1\r")
    assert shown(child)[0] == 0
    assert source(dutch)["columns"]["target"] == "Streefaantal"


@pytest.mark.parametrize("questions", [0, 1, 2])
def test_ctrl_c_leaves_nothing_behind(dutch: Path, questions: int) -> None:
    child = start(dutch, "init", "plan.xlsx")
    answer(child, *[("Streefaantal", ENTER), ("Bussen", ENTER)][:questions])
    child.expect(["Wat is dit", "goed gelezen"])
    child.expect("Enter")
    child.send("\x03")
    code, screen = shown(child)
    assert (code, "Traceback" in screen) == (130, False)
    assert [each.name for each in dutch.iterdir() if "okrsync" in each.name] == []


def test_write_nothing_down_is_an_answer(dutch: Path) -> None:
    child = start(dutch, "init", "plan.xlsx")
    answer(child, ("Streefaantal", ENTER), ("Bussen", ENTER), ("goed gelezen", "5\r"))
    code, screen = shown(child)
    assert (code, "Er is niets geschreven" in screen) == (0, True)
    assert not (dutch / "okrsync.toml").exists()


def test_the_end_of_the_input_is_no_answer(dutch: Path) -> None:
    child = start(dutch, "init", "plan.xlsx")
    answer(child, ("Streefaantal", "\x04"))
    assert shown(child)[0] == 4
    assert source(dutch)["columns"] == {}


def test_a_refused_sheet_is_led_to_a_file_that_works(cli: Cli, refused: Path) -> None:
    child = start(refused, "init", "wishes.xlsx")
    answer(
        child,
        ("which row holds the headers", "2\r"),
        ("what is a row here", "2\r"),
        ("what a row is called", "1\r"),
    )
    child.expect(r"Regulars come weekly \(A4\)")
    answer(child, (r"“Afterwards” \(D3\): 40, 5, 2", "2\r"))
    child.expect(r"start 40 \(D4\), now 12 \(C4\)")
    # That was a mistake, and can be put right at the end.
    answer(child, (r"Is this read right\?", "2\r"), ("Which column", "4\r"))
    answer(child, (r"“Afterwards” \(D3\): 40, 5, 2", "1\r"))
    child.expect(r"target 40 \(D4\), now 12 \(C4\)")
    answer(child, (r"Is this read right\?", "1\r"))
    assert shown(child)[0] == 0
    results = cli("status", "--format", "json").json["unassigned"]["key_results"]
    assert [(each["title"], each["target"], each["current"]) for each in results] == [
        ("Regulars come weekly", 40, 12),
        ("Fewer loaves left over", 5, 30),
        ("Bread is on time", 2, 5),
    ]
    assert cli("sync", "--yes").code == 0
    assert books.headers(refused / "wishes.xlsx", row=3)[-2:] == ["OKR progress", "OKR status"]


def test_a_column_of_unknown_words_tells_the_rows_apart(cli: Cli, tmp_path: Path) -> None:
    rows: Sequence[books.Row] = (
        ("Bij", "Omschreven", "Toen", "Straks", "Nu"),
        ("Ster", "Gasten komen terug", None, None, None),
        ("Stap", "Gasten die opnieuw boeken", 10, 40, 25),
        ("Stap", "Klachten per week", 12, 2, 7),
        ("Ster", "De keuken draait", None, None, None),
        ("Stap", "Weggegooid eten per dag", 9, 3, 6),
    )
    books.tabs(tmp_path / "wensen.xlsx", {"Blad1": rows})
    child = start(tmp_path, "init", "wensen.xlsx", LC_ALL="nl_NL.UTF-8")
    answer(
        child,
        ("in welke rij staan de koppen", "1\r"),
        ("wat is een rij hier", "6\r"),
        ("“Ster” in “Bij”", "1\r"),
        ("“Stap” in “Bij”", "2\r"),
        ("staat hoe een rij heet", "2\r"),
    )
    child.expect("Gasten komen terug")
    answer(child, ("“Toen”", "2\r"), ("“Straks”", "1\r"), ("goed gelezen", "1\r"))
    assert shown(child)[0] == 0
    file = source(tmp_path, "wensen")["mapping"]
    assert (file, "Ster" in (tmp_path / file).read_text("utf-8")) == ("okrsync.wensen.toml", True)
    found = cli("export").json
    assert [each["title"] for each in found["objectives"]] == [
        "Gasten komen terug",
        "De keuken draait",
    ]
    assert len(found["key_results"]) == 3
    assert all(each["objective_id"] for each in found["key_results"])


def test_an_existing_file_keeps_all_else(cli: Cli, dutch: Path) -> None:
    mine = (
        '# mine\n[workspace]\nname = "Hotel" # ours\n\n[sources.plan]\nlocation = "plan.xlsx"\n'
        '# a remark\n\n[rules]\nseverity = { STR03 = "off" }\n'
    )
    (dutch / "okrsync.toml").write_text(mine, "utf-8")
    child = start(dutch, "init")
    answer(child, ("Streefaantal", ENTER), ("Bussen", ENTER), ("goed gelezen", ENTER))
    assert shown(child)[0] == 0
    written = (dutch / "okrsync.toml").read_text("utf-8")
    for line in mine.splitlines():
        assert line in written
    assert source(dutch)["columns"]["target"] == "Streefaantal"
    assert cli("status").code == 0


def test_a_sheet_that_is_certain_is_asked_nothing(tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx")
    code, screen = shown(start(tmp_path, "init", "plan.xlsx"))
    assert (code, "?" in screen) == (0, False)
    assert source(tmp_path)["columns"]["target"] == "Target"
