"""What nobody said and was assumed: one line of `status` and `sync`, and none where all is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

HEADER = ("Objective", "Key Result", "Unit", "Target", "Current", "Buses")
ROWS: Sequence[books.Row] = (
    ("OKRs Q2 2026",),
    HEADER,
    ("Guests come back", "Rating by guests", "points", 9, 7, 3),
    ("Guests come back", "Share that books again", "%", 40, 25, 4),
)
KOP = ("Doel", "Kernresultaat", "Start", "Doelwaarde", "Huidig", "Bussen")
RIJEN: Sequence[books.Row] = (
    KOP,
    ("Gasten komen terug", "Gasten die opnieuw boeken", 10, 40, 25, 3),
    ("Gasten komen terug", "Klachten van de gasten per week", 12, 2, 7, 4),
)
ENGLISH = (
    "Assumed: period Q2 2026 (A1); English; start of 1 key result unknown; "
    "start of 1 key result taken as 0; not read: “Buses” (F2)"
)
DUTCH = (
    "Aangenomen: periode Q2 2026 (het kwartaal van de eerste sync); Nederlands; "
    "niet gelezen: “Bussen” (F1)"
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return books.tabs(tmp_path / "plan.xlsx", {"OKRs": ROWS})


@pytest.fixture
def blad(tmp_path: Path) -> Path:
    return books.tabs(tmp_path / "blad.xlsx", {"OKR's": RIJEN})


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(("Assumed", "Aangenomen"))]


def test_status_says_in_one_line_what_was_assumed(cli: Cli, sheet: Path, blad: Path) -> None:
    said = cli("status", sheet)
    assert (lines(said.err), lines(said.out)) == ([ENGLISH], [])
    assert len(said.err.splitlines()) == 1
    assert lines(cli("status", blad).err) == [DUTCH]


def test_sync_says_it_once_at_the_first_run_and_at_others(cli: Cli, blad: Path) -> None:
    for words in (["--dry-run"], ["--yes"]):
        said = cli("sync", blad, *words)
        assert lines(said.out + said.err) == [DUTCH]
        assert (said.out + said.err).count("Bussen") == 1
    again = cli("sync", blad, "--yes")
    # The language is settled by the words that stand in the sheet now.
    assert lines(again.out + again.err) == [DUTCH.replace("Nederlands; ", "")]


def test_json_is_what_it_was(cli: Cli, blad: Path) -> None:
    said = cli("status", blad, "--format", "json")
    assert said.err == ""
    assert said.json["notes"] == [
        "OKR's: niet gelezen, hoewel er getallen of datums in staan: “Bussen” (F1)."
    ]
    assert cli("sync", blad, "--yes", "--format", "json").json["notes"] == said.json["notes"]


def test_nothing_is_said_where_nothing_was_assumed(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx")
    (tmp_path / "okrsync.toml").write_text(
        '[workspace]\nperiod = "2026-Q2"\nlanguage = "en"\n'
        '[sources.plan]\nlocation = "plan.xlsx"\n',
        "utf-8",
    )
    assert cli("status").err == ""
    said = cli("sync", "--yes")
    assert lines(said.out + said.err) == []


def test_with_several_tabs_a_column_is_named_with_its_own(cli: Cli, tmp_path: Path) -> None:
    books.tabs(tmp_path / "plan.xlsx", {"Shop": ROWS, "Desk": ROWS})
    assert "not read: Shop: “Buses” (F2); Desk: “Buses” (F2)" in cli("status", "plan.xlsx").err


def test_quiet_says_nothing(cli: Cli, sheet: Path) -> None:
    assert cli("status", sheet, "--quiet").err == ""
