"""`new` without questions: a workbook that is read as sure, clean, and never over another."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli import books
from tests.cli.conftest import Cli

LANGUAGES = ("en", "nl", "de", "fr", "es", "pt")
KINDS = ("solo", "team", "company")
GOALS = {"solo": 1, "team": 2, "company": 3}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_read_as_sure_and_its_check_is_clean(
    cli: Cli, language: str, kind: str
) -> None:
    assert cli("new", "plan.xlsx", "--kind", kind, "--lang", language).code == 0
    (table,) = cli("init", "--show", "--format", "json", "plan.xlsx").json["tables"]
    assert table["certainty"] == "sure"
    assert all(column["field"] for column in table["columns"])
    checked = cli("check", "plan.xlsx", "--format", "json")
    assert (checked.code, checked.json["findings"]) == (0, [])
    plan = cli("export", "plan.xlsx").json
    assert len(plan["objectives"]) == GOALS[kind]
    assert all(each["metric"]["target"] is not None for each in plan["key_results"])
    supported = {each for action in plan["initiatives"] for each in action["supports"]}
    assert supported == {each["id"] for each in plan["key_results"]}
    assert (plan["period"]["start"], plan["period"]["end"]) == ("2026-04-01", "2026-06-30")
    assert plan["north_star"]
    assert plan["theme"]


@pytest.mark.parametrize("day", ["2026-01-01", "2026-10-01", "2026-12-31"])
def test_on_the_edges_of_a_quarter_it_is_that_quarter(cli: Cli, day: str) -> None:
    cli("new", "plan.xlsx", today=day)
    assert cli("check", "plan.xlsx", "--format", "json", today=day).json["findings"] == []
    period = cli("export", "plan.xlsx", today=day).json["period"]
    assert period["start"] <= day <= period["end"]


def test_percents_lists_and_the_header_are_the_workbooks_own(cli: Cli, tmp_path: Path) -> None:
    cli("new", "plan.xlsx", "--kind", "company", "--lang", "en")
    sheet, explained = load_workbook(tmp_path / "plan.xlsx").worksheets
    assert (sheet["B6"].value, sheet["F7"].number_format) == (
        "Clinics stay and recommend us",
        "0%",
    )
    assert sheet.freeze_panes == "C6"
    lists = {each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists == {
        '"Objective,Key result,Initiative"',
        '"once,daily,weekly,monthly"',
        '"yes,no"',
    }
    assert "okrsync check plan.xlsx" in str([cell.value for cell in explained["A"]])


def test_daily_actions_have_amounts_and_minutes(cli: Cli) -> None:
    cli("new", "plan.xlsx", "--kind", "solo")
    daily = [e for e in cli("export", "plan.xlsx").json["initiatives"] if e["cadence"] == "daily"]
    assert [(each["amount"], each["minutes"]) for each in daily] == [(10, 50)]


def test_the_machine_says_the_language(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    cli("new", "plan.xlsx")
    headers = cli("init", "--show", "--format", "json", "plan.xlsx").json["tables"][0]["columns"]
    assert "Résultat clé" not in [each["header"] for each in headers]
    assert "Intitulé" in [each["header"] for each in headers]


@pytest.mark.parametrize("there", ["file", "folder", "broken link"])
def test_what_is_there_is_never_overwritten(cli: Cli, tmp_path: Path, there: str) -> None:
    path = tmp_path / "plan.xlsx"
    if there == "file":
        path.write_bytes(b"mine")
    elif there == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere.xlsx")
    said = cli("new", "plan.xlsx")
    assert (said.code, "plan.xlsx is there already" in said.err) == (2, True)
    assert not (tmp_path / "nowhere.xlsx").exists()
    assert there != "file" or path.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("plan.ods",), "okrsync new plan.xlsx"),
        (("plan.xlsx", "--kind", "teams"), "did you mean team?"),
        (("plan.xlsx", "--lang", "zz"), "zz"),
        (("no/such/plan.xlsx",), "No such file"),
    ],
)
def test_a_wrong_call_is_answered_and_writes_nothing(
    cli: Cli, tmp_path: Path, words: tuple[str, ...], hint: str
) -> None:
    said = cli("new", *words)
    assert (said.code, hint in said.err) == (2, True)
    assert list(tmp_path.glob("*.*")) == []


OLD = (
    ("Type", "Title", "Owner", "Start", "Target", "Current", "Done", "Parked"),
    ("Objective", "Customers stay with us", "Ada", None, None, None, None, None),
    ("Key result", "Net revenue retention", "Ada", 0.9, 1.1, 0.98, None, None),
    ("Initiative", "Call every customer", "Ben", None, None, None, "no", None),
    ("Initiative", "Write the letter", "Ben", None, None, None, "yes", None),
    ("Key result", "Churned accounts a month", "Ada", 40, 20, 19, None, None),
    ("Key result", "Complaints a week", "Ada", 9, "≤ 3", 5, None, None),
    ("Key result", "Launch the new help pages", "Ada", 0, 4, 1, None, None),
    ("Key result", "Customers who renew", "Ada", 10, 20, 12, None, "yes"),
    ("Objective", "Everything runs by itself", "Ada", None, None, None, None, None),
    ("Key result", "Outages a month", "Ada", 9, 1, 1, None, None),
)


def test_what_is_unfinished_goes_along_from_where_it_stands(cli: Cli, tmp_path: Path) -> None:
    old = books.tabs(tmp_path / "old.xlsx", {"OKRs": OLD})
    before = old.read_bytes()
    sheet = load_workbook(old)
    for cell in ("D3", "E3", "F3"):
        sheet["OKRs"][cell].number_format = "0%"
    sheet.save(old)
    before = old.read_bytes()
    assert cli("new", "next.xlsx", "--after", "old.xlsx").code == 0
    assert old.read_bytes() == before
    plan = cli("export", "next.xlsx").json
    assert plan["period"]["label"] == "2026-Q3"
    assert [each["title"] for each in plan["objectives"]] == ["Customers stay with us"]
    numbers = {
        each["title"]: [each["metric"][name] for name in ("baseline", "target", "current", "unit")]
        for each in plan["key_results"]
    }
    assert numbers == {
        "Net revenue retention": [0.98, 1.1, 0.98, "%"],
        "Complaints a week": [5, 3, 5, None],
    }
    work = {each["title"]: each["owner"] for each in plan["initiatives"]}
    assert work == {"Launch the new help pages": "Ada", "Call every customer": "Ben"}


def test_with_nothing_unfinished_it_says_so_and_gives_the_example(cli: Cli, tmp_path: Path) -> None:
    books.tabs(tmp_path / "old.xlsx", {"OKRs": (OLD[0], *OLD[-2:])})
    said = cli("new", "next.xlsx", "--after", "old.xlsx", "--lang", "en")
    assert (said.code, "Nothing in old.xlsx is unfinished" in said.err) == (0, True)
    assert cli("check", "next.xlsx").code == 0


LOOSE = (
    ("Type", "Title", "Team", "Start", "Target", "Current", "Done", "Frequency", "Notes"),
    ("Key result", "Reviews a month", "Shop", 4, 30, 9, None, None, "OUT02: a baseline"),
    ("Objective", "Customers stay with us", "Sales", None, None, None, None, None, None),
    ("Key result", "Revenue from renewals", "Sales", 0.025, 0.08, 0.031, None, None, None),
    ("KPI", "Visitors a month", "Shop", None, 900, 800, None, "monthly", None),
)


def test_nothing_is_lost_on_the_way(cli: Cli, tmp_path: Path) -> None:
    sheet = load_workbook(books.tabs(tmp_path / "old.xlsx", {"OKRs": LOOSE}))
    for cell in ("D4", "E4", "F4"):
        sheet["OKRs"][cell].number_format = "0.0%"
    sheet.save(tmp_path / "old.xlsx")
    said = cli("new", "next.xlsx", "--after", "old.xlsx", "--kind", "solo")
    assert "1 KPI stays behind" in said.err
    plan = cli("export", "next.xlsx").json
    known = [(e["title"], e["team"], e["objective_id"] is None) for e in plan["key_results"]]
    assert known[0] == ("Reviews a month", "Shop", True)
    assert plan["objectives"][0]["team"] == "Sales"
    by_title = {each["title"]: each for each in plan["key_results"]}
    assert by_title["Reviews a month"]["notes"] == "OUT02: a baseline"
    assert by_title["Revenue from renewals"]["metric"]["baseline"] == 0.031
    shown = load_workbook(tmp_path / "next.xlsx").worksheets[0]
    formats = {cell.number_format for row in shown.rows for cell in row if cell.value == 0.031}
    assert formats == {"0.0#%"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_synced_without_a_question_and_once(cli: Cli, tmp_path: Path, language: str) -> None:
    cli("new", "plan.xlsx", "--lang", language, "--kind", "company")
    first = cli("sync", "plan.xlsx", "--yes")
    assert first.code == 0
    done = (tmp_path / "plan.xlsx").read_bytes()
    assert cli("sync", "plan.xlsx", "--yes").code == 0
    assert (tmp_path / "plan.xlsx").read_bytes() == done
    sheet = load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    assert [sheet.cell(row=7, column=14).value, sheet.cell(row=7, column=14).number_format] == [
        0,
        "0%",
    ]
    assert sheet.auto_filter.ref == "A5:O20"
    assert len(sheet.data_validations.dataValidation) == 3


def test_it_speaks_the_language_of_the_sheet_before(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "oud.xlsx", books.RIJEN, books.KOP)
    assert cli("new", "plan.xlsx", "--after", "oud.xlsx").code == 0
    assert load_workbook(tmp_path / "plan.xlsx").sheetnames == ["OKR's", "Zo werkt het"]
    cli("new", "other.xlsx", "--after", "oud.xlsx", "--lang", "de")
    assert load_workbook(tmp_path / "other.xlsx").sheetnames == ["OKRs", "So geht es"]
