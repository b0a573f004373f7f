"""The budget is spent, the sheet shows progress, and nothing has changed: status says so."""

from __future__ import annotations

from pathlib import Path

from tests.cli import books
from tests.cli.conftest import Cli

HEADER = ("Objective", "Key Result", "Start", "Target", "Current")
SPENT = ("Fill the funnel", "Spend $200K on AdWords", 0, 200000, 200000)
FLAT = ("Fill the funnel", "Qualified leads a month", 80, 200, 80)
ONLY = ("Be seen everywhere", "Spend $50K on trade fairs", 0, 50000, 50000)
KOP = ("Doel", "Kernresultaat", "Start", "Streefwaarde", "Huidig")


def test_in_json_reported_stands_beside_honest(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx", [SPENT, FLAT, ONLY], HEADER)
    both, only = cli("status", path.name, "--format", "json").json["objectives"]
    figures = ("progress", "reported", "false_progress", "output_progress")
    assert [both[name] for name in figures] == [0, 0.5, 0.5, 1]
    assert [only[name] for name in figures] == [None, 1, 1, 1]
    assert (both["status"], only["status"]) == ("off_track", "no_data")
    assert [k["label"] for k in both["key_results"]] == ["output", "outcome"]


def test_typed_progress_counts_as_what_is_reported(cli: Cli, tmp_path: Path) -> None:
    rows = [(*SPENT, "100%"), (*FLAT, "100%")]
    path = books.book(tmp_path / "plan.xlsx", rows, (*HEADER, "Progress"))
    (found,) = cli("status", path.name, "--format", "json").json["objectives"]
    assert (found["reported"], found["progress"], found["false_progress"]) == (1, 0, 1)
    said = " ".join(cli("status", path.name).out.split())
    assert "reported 100% honest 0%" in said
    assert "“Fill the funnel” says 100%, its results say 0%: 100 points of false progress" in said


def test_the_tree_says_it_in_words(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx", [SPENT, FLAT, ONLY], HEADER)
    said = " ".join(cli("status", path.name).out.split())
    assert "reported 50% honest 0%" in said
    assert "100% not counted You do this yourself. What changes when it is done?" in said
    assert "“Be seen everywhere” says 100%, and no result in it can show that: 100 points" in said
    objective = cli("status", path.name, "--format", "json").json["objectives"][1]["id"]
    assert f"okrsync explain-score {objective}" in said
    assert cli("explain-score", objective, path.name).code == 0


def test_in_dutch_too(cli: Cli, tmp_path: Path) -> None:
    rows = [
        ("De trechter vullen", "€ 200.000 uitgeven aan AdWords", 0, 200000, 200000),
        ("De trechter vullen", "Gekwalificeerde leads per maand", 80, 200, 80),
    ]
    path = books.book(tmp_path / "plan.xlsx", rows, KOP)
    said = " ".join(cli("status", path.name).out.split())
    assert "gemeld 50 % eerlijk 0 %" in said
    assert (
        "“De trechter vullen” zegt 50 %, de resultaten zeggen 0 %: 50 punten schijnvoortgang"
        in said
    )


def test_where_nothing_is_false_nothing_is_said(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx", [(*FLAT[:4], 140)], HEADER)
    said = cli("status", path.name).out
    assert "false progress" not in said
    assert "reported" not in said


def test_it_is_written_back_where_it_is_asked_for(cli: Cli, tmp_path: Path) -> None:
    header = ("Type", "Title", "Start", "Target", "Current")
    rows = [
        ("Objective", "Fill the funnel"),
        ("Key result", *SPENT[1:]),
        ("Key result", *FLAT[1:]),
        ("Objective", "Be seen everywhere"),
        ("Key result", *ONLY[1:]),
    ]
    path = books.book(tmp_path / "plan.xlsx", rows, header)
    path.with_name("okrsync.toml").write_text(
        '[sources.plan]\nlocation = "plan.xlsx"\n[write_back]\ncreate_columns = true\n'
        'fields = ["progress", "status", "false_progress"]\n',
        encoding="utf-8",
    )
    assert cli("sync").code == 0
    assert books.column(path, "OKR false progress") == [0.5, None, None, 1, None]
    assert books.column(path, "OKR progress") == [0, 1, 0, None, 1]
    assert cli("sync", "--format", "json").json["written"] == 0
    books.put(path, "E4", 140)
    cli("sync")
    assert books.column(path, "OKR false progress")[0] == 0.25


def test_two_shares_that_read_alike_are_no_false_progress(cli: Cli, tmp_path: Path) -> None:
    rows = [("Fill the funnel", "Qualified leads a month", 0, 80, 30, "38%")]
    path = books.book(tmp_path / "plan.xlsx", rows, (*HEADER, "Progress"))
    assert "false progress" not in cli("status", path.name).out
    (found,) = cli("status", path.name, "--format", "json").json["objectives"]
    assert found["false_progress"] == 0.005
