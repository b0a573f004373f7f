"""`init --show --format json`: every column and row of a table, read or not, and the mapping."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.cli import books
from tests.cli.conftest import Cli

HEADER = ("Objective", "Key result", "Start", "Target", "Current", "Zorb", "OKR status")
ROWS = (
    ("A quiet harbour", "Complaints a week", 30, 5, 12, 4, "on track"),
    ("A quiet harbour", "Nights without noise", 2, 20, "loads", 6, None),
    ("Total", None, None, None, None, 10, None),
)


def test_the_account_names_every_column_and_row(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx", ROWS, HEADER)
    said = cli("init", "plan.xlsx", "--show", "--format", "json")
    assert said.code == 0
    assert not (tmp_path / "okrsync.toml").exists()
    (table,) = said.json["tables"]
    assert (table["tab"], table["header_rows"], table["certainty"]) == ("OKRs", [1], "sure")
    assert [(c["cell"], c["field"], c["filled"], c["read"]) for c in table["columns"]] == [
        ("A1", "objective", 3, 2),
        ("B1", "key_result", 2, 2),
        ("C1", "baseline", 2, 2),
        ("D1", "target", 2, 2),
        ("E1", "current", 2, 1),
        ("F1", None, 3, 0),
        ("G1", None, 1, 0),
    ]
    unreadable = {c["header"]: c["unreadable"] for c in table["columns"] if c["unreadable"]}
    assert unreadable == {"Current": 1}
    assert (table["rows"]["read"], [row["row"] for row in table["rows"]["skipped"]]) == (2, [4])
    assert table["not_read"] == [{"cell": "F1", "header": "Zorb", "kind": "number"}]


def test_the_mapping_that_it_prints_reads_the_same(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx", ROWS, HEADER)
    before = cli("export", "plan.xlsx").out
    mapping = cli("init", "plan.xlsx", "--show", "--format", "json").json["mapping"]
    assert tomllib.loads(mapping)["tables"][0]["columns"]["current"] == "Current"
    (tmp_path / "own.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / "okrsync.toml").write_text(
        '[sources.plan]\nlocation = "plan.xlsx"\nmapping = "own.toml"\n', encoding="utf-8"
    )
    assert cli("export", "plan").out == before


def test_json_without_show_is_refused(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx", ROWS, HEADER)
    said = cli("init", "plan.xlsx", "--format", "json")
    assert (said.code, (tmp_path / "okrsync.toml").exists()) == (2, False)
    assert "--show --format json" in said.err


def test_a_column_that_was_taken_apart_is_told_with_what_it_became(
    cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "wide.csv").write_text(
        "Objective,KR 1,KR 2,Current 1,Target 1,Current 2,Target 2\n"
        "Guests find the way to us,Returning guests,Reviews,30,60,4,16\n"
    )
    (table,) = cli("init", "wide.csv", "--show", "--format", "json").json["tables"]
    found = [(one["cell"], one["field"], one["filled"], one["read"]) for one in table["columns"]]
    assert found == [
        ("A1", "objective", 1, 1),
        ("B1", "key_result", 1, 1),
        ("C1", "key_result", 1, 1),
        ("D1", "current", 1, 1),
        ("E1", "target", 1, 1),
        ("F1", "current", 1, 1),
        ("G1", "target", 1, 1),
    ]
    assert "Kept as they are" not in cli("init", "wide.csv", "--show").out


def test_what_has_no_cell_for_a_score_is_said_at_every_run(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text(
        "Objective,KR 1,KR 2,Current 1,Target 1,Current 2,Target 2\n"
        "Guests find the way to us,Returning guests,Reviews,30,60,4,16\n"
    )
    for words in (["plan"], ["sync", "--yes"], ["sync"], ["sync", "--dry-run"]):
        said = cli(words[0], "wide.csv", *words[1:])
        assert "okrsync summary wide.csv" in said.out + said.err
    assert "Read     1 row from" in cli("sync", "wide.csv").out
