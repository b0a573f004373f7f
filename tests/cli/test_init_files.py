"""`init` without a terminal, and the files that it leaves: valid, and agreed to by nobody."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

KOP = ("Doel", "Kernresultaat", "Start", "Streefaantal", "Huidig", "Bussen")
RIJEN: Sequence[books.Row] = (
    ("Gasten komen terug", "Gasten die opnieuw boeken", 10, 40, 25, 3),
    ("Gasten komen terug", "Klachten van de gasten per week", 12, 2, 7, 4),
)
WHAT: Sequence[books.Row] = (
    ("What the bakery wants",),
    ("Wish", "Who", "Stand", "Afterwards"),
    ("Regulars come weekly", "Ann", 12, 40),
    ("Fewer loaves left over", "Bob", 30, 5),
)


def written(folder: Path) -> tuple[str, Any]:
    text = (folder / "okrsync.toml").read_text("utf-8")
    return text, tomllib.loads(text)


def test_unsure_and_nobody_there_it_writes_what_is_open(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx", RIJEN, KOP)
    said = cli("init", "plan.xlsx")
    assert said.code == 4
    assert "okrsync.toml" in said.err
    assert "okrsync init plan.xlsx" in said.err
    text, found = written(tmp_path)
    assert found["sources"]["plan"] == {"location": "plan.xlsx", "mapping": "auto", "columns": {}}
    assert '# key_result = "Kernresultaat"' in text
    columns = text[text.index("[sources.plan.columns]") : text.index("[write_back]")]
    assert "# ? “Streefaantal” (D1): getallen, niet gelezen. Kan zijn: target; lower" in columns
    assert "# ? “Bussen” (F1)" in columns


def test_a_file_that_nobody_agreed_to_lets_no_sync_write(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx", RIJEN, KOP)
    cli("init", "plan.xlsx")
    before = (tmp_path / "plan.xlsx").read_bytes()
    assert cli("sync", "--yes").code == 4
    assert (tmp_path / "plan.xlsx").read_bytes() == before
    assert cli("status").code == 0


def test_a_refused_sheet_leaves_a_file_that_is_answered_by_hand(cli: Cli, tmp_path: Path) -> None:
    books.tabs(tmp_path / "wishes.xlsx", {"Sheet1": WHAT})
    said = cli("init", "wishes.xlsx")
    assert (said.code, said.out) == (4, "")
    assert "Missing" in said.err
    text, _ = written(tmp_path)
    assert "# ? Sheet1: nothing says for certain which row holds the headers" in text
    assert "# ? “Afterwards” (D2): numbers, not read. Could be: target; baseline" in text
    answered = text.replace('# key_result = "', 'key_result = "')
    answered = answered.replace('# target = "', 'target = "').replace(
        '# current = "', 'current = "'
    )
    (tmp_path / "okrsync.toml").write_text(answered, "utf-8")
    results = cli("export").json["key_results"]
    assert [(each["title"], each["metric"]["target"]) for each in results] == [
        ("Regulars come weekly", 40),
        ("Fewer loaves left over", 5),
    ]


def test_the_account_of_a_refused_sheet_says_what_is_open(cli: Cli, tmp_path: Path) -> None:
    books.tabs(tmp_path / "wishes.xlsx", {"Sheet1": WHAT})
    said = cli("init", "wishes.xlsx", "--show", "--format", "json")
    assert (said.code, said.json["tables"]) == (4, [])
    about = [each["about"] for each in said.json["questions"]]
    assert about == ["header", "rows", "title", "column"]
    assert said.json["questions"][1]["choices"] == ["objective", "key_result", "initiative", "kpi"]
    assert said.json["questions"][3]["cell"] == "D2"
    assert not (tmp_path / "okrsync.toml").exists()


def test_an_empty_sheet_has_nothing_to_ask_about(cli: Cli, tmp_path: Path) -> None:
    books.tabs(tmp_path / "plan.xlsx", {"Sheet1": [()]})
    assert cli("init", "plan.xlsx").code == 4
    assert not (tmp_path / "okrsync.toml").exists()


def test_asking_again_does_not_touch_the_file(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx", RIJEN, KOP)
    cli("init", "plan.xlsx")
    first = (tmp_path / "okrsync.toml").read_bytes()
    said = cli("init")
    assert (said.code, "okrsync.toml stays as it is" in said.err) == (4, True)
    assert (tmp_path / "okrsync.toml").read_bytes() == first


def test_a_mapping_file_is_found_beside_its_okrsync_toml(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.book(tmp_path / "plan.xlsx", RIJEN, KOP)
    (tmp_path / "ours.toml").write_text('columns = { target = "Streefaantal" }', "utf-8")
    (tmp_path / "okrsync.toml").write_text(
        '[sources.plan]\nlocation = "plan.xlsx"\nmapping = "ours.toml"\n', "utf-8"
    )
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert cli("export").json["key_results"][0]["metric"]["target"] == 40


def test_what_columns_name_beats_a_mapping_that_says_all(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx", RIJEN, KOP)
    (tmp_path / "ours.toml").write_text(
        'guess = false\nheader_rows = [1]\nlevel = "key_result"\n'
        'columns = { key_result = "Kernresultaat", current = "Streefaantal" }',
        "utf-8",
    )
    (tmp_path / "okrsync.toml").write_text(
        '[sources.plan]\nlocation = "plan.xlsx"\nmapping = "ours.toml"\n'
        'columns = { target = "Streefaantal" }\n',
        "utf-8",
    )
    metric = cli("export").json["key_results"][0]["metric"]
    assert (metric["target"], metric["current"]) == (40, None)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder's rights are others there")
def test_what_cannot_be_written_leaves_nothing(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx")
    (tmp_path / "okrsync.toml").symlink_to(tmp_path / "nowhere" / "okrsync.toml")
    said = cli("init", "plan.xlsx")
    assert (said.code, "okrsync.toml can't be written" in said.err) == (2, True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["okrsync.toml", "plan.xlsx"]


def test_a_linked_file_is_written_where_it_leads(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "okrsync.toml").write_text("# mine\n", "utf-8")
    (tmp_path / "okrsync.toml").symlink_to(tmp_path / "kept" / "okrsync.toml")
    assert cli("init", "plan.xlsx").code == 0
    assert (tmp_path / "okrsync.toml").is_symlink()
    text = (tmp_path / "kept" / "okrsync.toml").read_text("utf-8")
    assert (text.startswith("# mine"), "[sources.plan]" in text) == (True, True)


def test_what_a_verb_made_is_no_line_to_uncomment(cli: Cli, tmp_path: Path) -> None:
    rows: Sequence[books.Row] = (
        ("Doel 1: Kinderen lezen weer",),
        ("Resultaat", "Trekker", "Toen", "Straks"),
        ("Boeken per kind", "Noor", 1, 3),
        ("Klassen die komen", "Sem", 4, 12),
    )
    books.tabs(tmp_path / "bieb.xlsx", {"Blad1": rows})
    assert cli("init", "bieb.xlsx").code == 4
    said = (tmp_path / "okrsync.toml").read_text("utf-8")
    assert '# key_result = "Resultaat"' in said
    assert "# objective =" not in said
