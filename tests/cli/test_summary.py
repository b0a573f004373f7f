"""`okrsync summary`: a tab in a workbook, a file beside a CSV, each line with its cell."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from okrsync.pipeline import Options
from tests.cli import books
from tests.cli.conftest import Cli
from tests.pipeline.sandbox import Person, Sandbox

TITLE = "OKR summary"


def tab(path: Path, name: str = TITLE) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(path)[name].rows]


def lines(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if ";;" in text else ","))


def test_a_tab_in_a_workbook(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    said = cli("summary", "plan.xlsx", "--yes", "--format", "json").json
    assert (said["tab"], said["changed"], said["run_id"]) == (TITLE, True, "1")
    assert said["calls"]["write"] == 1
    rows = tab(path)
    assert rows[2] == [
        *("Objective", "Key result", "Honest progress", "Reported progress"),
        *("Status", "Owner", "Cell"),
    ]
    assert rows[3] == [
        "Customers stay with us",
        None,
        0.45,
        0.45,
        "needs attention",
        None,
        "OKRs!A2",
    ]
    assert rows[4][1:3] == ["Net revenue retention", 0.4]
    assert [row[6] for row in rows[4:6]] == ["OKRs!E2", "OKRs!E3"]
    assert load_workbook(path)[TITLE]["B5"].hyperlink.location == "'OKRs'!E2"


def test_a_file_beside_a_csv(cli: Cli, tmp_path: Path) -> None:
    path = books.text(tmp_path / "plan.csv", sep=";")
    before = path.read_bytes()
    said = cli("summary", "plan.csv", "--yes")
    assert (said.code, "plan OKR summary.csv" in said.out) == (0, True)
    assert path.read_bytes() == before
    rows = lines(tmp_path / "plan OKR summary.csv")
    assert rows[3] == ["Customers stay with us", "", "45%", "45%", "needs attention", "", "A2"]
    assert rows[4] == ["", "Net revenue retention", "40%", "", "needs attention", "Ada", "E2"]


def test_kpis_stand_there_too(cli: Cli, tmp_path: Path) -> None:
    header = ("KPI", "Current", "Target", "Owner")
    path = books.book(tmp_path / "plan.xlsx", [("Visitors", 80, 100, "Ann")], header, "KPIs")
    assert cli("summary", "plan.xlsx", "--yes").code == 0
    rows = tab(path)
    assert rows[2][1] == "Key result or KPI"
    assert [row[:2] for row in rows[3:]] == [["KPIs", None], [None, "Visitors"]]
    assert rows[4][4:] == ["off track", "Ann", "KPIs!B2"]


def test_in_the_language_of_the_sheet(cli: Cli, tmp_path: Path) -> None:
    books.text(tmp_path / "plan.csv", books.RIJEN, books.KOP, sep=";")
    assert cli("summary", "plan.csv", "--yes").code == 0
    rows = lines(tmp_path / "plan OKR-overzicht.csv")
    assert rows[2][:2] == ["Doel", "Kernresultaat"]
    assert rows[4][4] == "op schema"


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv"])
def test_unchanged_is_not_written_and_a_new_name_is_followed(
    cli: Cli, tmp_path: Path, name: str
) -> None:
    path = (books.book if name.endswith("x") else books.text)(tmp_path / name)
    cli("summary", name, "--yes")
    beside = tmp_path / "plan OKR summary.csv"
    here = path if name.endswith("x") else beside
    before = here.read_bytes()
    again = cli("summary", name)
    assert (again.code, "up to date" in again.out) == (0, True)
    assert here.read_bytes() == before
    if name.endswith("x"):
        made = load_workbook(path)
        made[TITLE].title = "Overview"
        made.defined_names["okrsync_summary"].attr_text = "Overview!$A$1"
        made["OKRs"]["E2"] = 110
        made.save(path)
    else:
        here = beside.rename(tmp_path / "Overview.csv")
        path.write_text(path.read_text("utf-8").replace(",98,", ",110,"), "utf-8")
    assert cli("summary", name).code == 0
    shown = tab(path, "Overview") if name.endswith("x") else lines(here)
    assert shown[4][2] in (1, "100%")
    assert sorted(p.name for p in tmp_path.iterdir() if "OKR summary" in p.name) == []


def test_a_file_that_somebody_made_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    books.text(tmp_path / "plan.csv")
    mine = tmp_path / "plan OKR summary.csv"
    mine.write_text("mine\n", "utf-8")
    assert "plan OKR summary 2.csv" in cli("summary", "plan.csv", "--yes").out
    assert mine.read_text("utf-8") == "mine\n"


@pytest.mark.parametrize("command", ["status", "check", "sync --yes", "export"])
def test_it_is_no_source(cli: Cli, tmp_path: Path, command: str) -> None:
    books.text(tmp_path / "plan.csv")
    cli("summary", "plan.csv", "--yes")
    name = "plan OKR summary.csv"
    before = (tmp_path / name).read_bytes()
    alone = cli(*command.split(), name)
    assert alone.code == 4
    assert "the summary that okrsync made of plan.csv" in alone.err
    assert "plan OKR summary.csv" in alone.err
    both = cli(*command.split(), "plan.csv", name)
    assert both.code in (0, 1)
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv"])
def test_nobody_agreed(cli: Cli, tmp_path: Path, name: str) -> None:
    path = (books.book if name.endswith("x") else books.text)(tmp_path / name)
    before = path.read_bytes()
    said = cli("summary", name)
    assert said.code == 4
    assert f"okrsync summary {name} --yes" in said.err
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*summary*"))
    assert cli("undo", "--yes").out.strip() == "Nothing to undo."


def test_a_person_is_asked_once_and_may_say_no(tmp_path: Path) -> None:
    box = Sandbox(tmp_path)
    box.write()
    person = Person((False,))
    with pytest.raises(Exception, match="only after a yes"):
        box.summary(Options(), person)
    assert "plan OKR summary.csv" in person.questions[0]
    assert not box.summary(Options(), Person((True,))).notes
    assert (tmp_path / "plan OKR summary.csv").exists()
    assert not box.summary(Options(), Person((False,))).changed


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv"])
def test_undo(cli: Cli, tmp_path: Path, name: str) -> None:
    build: Callable[..., Path] = books.book if name.endswith("x") else books.text
    path = build(tmp_path / name)
    beside = tmp_path / "plan OKR summary.csv"

    def shown() -> object:
        return tab(path) if name.endswith("x") else beside.read_bytes()

    cli("summary", name, "--yes")
    first = shown()
    if name.endswith("x"):
        books.put(path, "E2", 110, "OKRs")
    else:
        path.write_text(path.read_text("utf-8").replace(",98,", ",110,"), "utf-8")
    cli("summary", name)
    assert shown() != first
    back = cli("undo", "--yes", "--format", "json").json
    assert (back["undid"], back["tab_gone"]) == ("2", False)
    assert shown() == first
    if name.endswith("x"):
        assert load_workbook(path)[TITLE]["B5"].hyperlink.location == "'OKRs'!E2"
    gone = cli("undo", "1", "--yes")
    assert "is away again" in gone.out
    assert not beside.exists()
    assert path.suffix == ".csv" or load_workbook(path).sheetnames == ["OKRs"]
    assert "taken back already" in cli("undo", "1", "--yes").out
    assert "to have that again, run okrsync summary." in cli("undo", "3", "--yes").out
    assert [run.split()[3] for run in cli("runs").out.splitlines()] == [
        "undo", "undo", "summary", "summary",
    ]  # fmt: skip


def test_undo_leaves_what_somebody_typed(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    cli("summary", "plan.xlsx", "--yes")
    books.put(path, "B5", "typed here", TITLE)
    said = cli("undo", "--yes")
    assert said.code == 0
    assert "it no longer holds what that run wrote" in said.out
    assert tab(path)[4][1] == "typed here"
    assert "1" in cli("undo").out


def test_undo_asks(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx")
    cli("summary", "plan.xlsx", "--yes")
    said = cli("undo")
    assert said.code == 4
    assert "okrsync undo 1 --yes" in said.err
    assert TITLE in said.err


def test_a_sync_and_a_summary_are_taken_back_each_by_itself(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    cli("sync", "plan.xlsx", "--yes")
    cli("summary", "plan.xlsx", "--yes")
    assert cli("sync", "plan.xlsx").code == 0
    cli("undo", "1", "--yes")
    assert load_workbook(path).sheetnames == ["OKRs", TITLE]
    assert "OKR status" not in books.headers(path)
    cli("undo", "2", "--yes")
    assert load_workbook(path).sheetnames == ["OKRs"]


PACKED = [("Paths are dry", "- Metres drained\n- Complaints", "40\n5", "Ann")]


def test_a_note_ends_with_the_command_that_answers_it(cli: Cli, tmp_path: Path) -> None:
    header = ("Objective", "Key results", "Target", "Owner")
    books.text(tmp_path / "my plan.csv", PACKED, header)
    said = cli("--verbose", "status", "my plan.csv").err
    (note,) = [line for line in said.splitlines() if "several stand in one row" in line]
    command = note[note.index("okrsync summary") :]
    assert command == 'okrsync summary "my plan.csv"'
    assert cli(*shlex.split(command)[1:], "--yes").code == 0
    assert [row[6] for row in lines(tmp_path / "my plan OKR summary.csv")[3:]] == ["A2", "B2", "B2"]


def test_two_sheets_have_no_summary_together(cli: Cli, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        books.text(tmp_path / name)
    assert cli("summary", "a.csv", "b.csv", "--yes").code == 2
