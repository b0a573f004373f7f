"""okrsync.toml: sources by name, settings, filters; and `.env` and flags above it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

TOML = """
[workspace]
name = "Acme"
period = "2026-Q2"
language = "nl"

[sources.sales]
location = "sales.xlsx"

[sources.shop]
location = "sheets/shop.csv"
columns = { title = "What we want to see", current = "This week" }
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    books.book(tmp_path / "sales.xlsx", books.ROWS[:2])
    (tmp_path / "sheets").mkdir()
    header = ("Objective", "What we want to see", "Start", "Target", "This week", "Owner", "Team")
    books.text(tmp_path / "sheets" / "shop.csv", books.ROWS[2:], header)
    (tmp_path / "okrsync.toml").write_text(TOML, encoding="utf-8")
    return tmp_path


def titles(found: Any) -> list[str]:
    return [k["title"] for o in found["objectives"] for k in o["key_results"]]


def test_without_a_location_all_sources_are_meant(cli: Cli, workspace: Path) -> None:
    found = cli("status", "--format", "json").json
    assert titles(found) == [row[1] for row in books.ROWS]
    assert [source["name"] for source in found["sources"]] == ["sales", "shop"]


@pytest.mark.parametrize("named", ["shop", "sheets/shop.csv", "./sheets/../sheets/shop.csv"])
def test_a_source_by_its_name_or_its_path(cli: Cli, workspace: Path, named: str) -> None:
    found = cli("status", named, "--format", "json").json
    assert titles(found) == [row[1] for row in books.ROWS[2:]]


def test_ids_are_the_same_by_name_and_by_path_and_from_below(
    cli: Cli, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ids(*words: str) -> list[str]:
        found = cli("status", *words, "--format", "json").json
        return [k["id"] for o in found["objectives"] for k in o["key_results"]]

    by_name = ids("shop")
    assert ids("sheets/shop.csv") == by_name
    monkeypatch.chdir(workspace / "sheets")
    assert ids("shop.csv") == by_name
    assert ids("shop") == by_name


def test_an_unknown_source_names_those_that_there_are(cli: Cli, workspace: Path) -> None:
    said = cli("status", "marketing")
    assert said.code == 2
    assert "sales" in said.err
    assert "shop" in said.err


def test_the_language_of_the_workspace_wins_from_the_sheets(cli: Cli, workspace: Path) -> None:
    assert cli("sync", "--yes").code == 0
    assert books.column(workspace / "sales.xlsx", "OKR voortgang") == [0.4, 0.5]
    shop = (workspace / "sheets" / "shop.csv").read_text(encoding="utf-8")
    assert shop.splitlines()[1].endswith(",0%,ontspoord")


def test_headers_are_noted_in_the_configuration_with_its_comments(
    cli: Cli, workspace: Path
) -> None:
    path = workspace / "okrsync.toml"
    path.write_text(f"# ours\n{TOML}", encoding="utf-8")
    cli("sync", "--yes")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ours\n")
    assert "OKR voortgang" in text
    assert cli("sync", "--format", "json").json["written"] == 0


def test_own_headers_and_words(cli: Cli, workspace: Path) -> None:
    (workspace / "okrsync.toml").write_text(
        '[write_back]\ncolumns = { progress = "How far", status = "How is it" }\n'
        'status_words = { on_track = "fine", needs_attention = "look" }\n'
    )
    assert cli("sync", "sales.xlsx", "--yes").code == 0
    assert books.column(workspace / "sales.xlsx", "How far") == [0.4, 0.5]
    assert books.column(workspace / "sales.xlsx", "How is it") == ["look", "fine"]
    assert cli("sync", "sales.xlsx", "--format", "json").json["written"] == 0


def test_a_configuration_elsewhere(
    cli: Cli, workspace: Path, tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    config = workspace / "okrsync.toml"
    found = cli("status", "shop", "--config", config, "--format", "json").json
    assert titles(found) == [row[1] for row in books.ROWS[2:]]


def test_a_source_is_written_even_where_another_can_not_be_read(cli: Cli, workspace: Path) -> None:
    """Nothing unsafe is written, and the missing file is named."""
    (workspace / "sheets" / "shop.csv").unlink()
    said = cli("sync", "--yes")
    assert said.code == 3
    assert "shop.csv" in said.err


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--team", "Sales"], ["Customers stay with us"]),
        (["--team", "shop"], ["Buyers come back"]),
        (["--owner", "Ada"], ["Customers stay with us"]),
    ],
)
def test_filters(cli: Cli, workspace: Path, words: list[str], wanted: list[str]) -> None:
    found = cli("status", "--format", "json", *words).json
    assert [o["title"] for o in found["objectives"]] == wanted
    assert cli("status", *words).code == 0


def test_filters_by_level_and_theme(cli: Cli, tmp_path: Path) -> None:
    header = ("Type", "Level", "Theme", "Title", "Start", "Target", "Current")
    rows = [
        ("Objective", "Company", "Retention", "Customers stay with us", None, None, None),
        ("Key Result", None, None, "Renewals a month", 0, 10, 5),
        ("Objective", "Team", "Growth", "Buyers come back", None, None, None),
        ("Key Result", None, None, "Returning customers a month", 0, 10, 5),
    ]
    path = books.book(tmp_path / "plan.xlsx", rows, header)
    for words, wanted in (
        (["--level", "company"], ["Customers stay with us"]),
        (["--level", "team"], ["Buyers come back"]),
        (["--theme", "growth"], ["Buyers come back"]),
        (["--theme", "growth", "--level", "company"], []),
    ):
        found = cli("status", path, "--format", "json", *words).json
        assert [o["title"] for o in found["objectives"]] == wanted


def test_dotenv_is_below_the_environment(
    cli: Cli, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / ".env").write_text("OKRSYNC_DEADLINE=soon\n")
    assert cli("status").code == 2
    monkeypatch.setenv("OKRSYNC_DEADLINE", "60")
    assert cli("status").code == 0


def test_two_workbooks_in_one_state_do_not_meet(cli: Cli, tmp_path: Path) -> None:
    """The same rows in two files: each has its own runs, check-ins and columns."""
    one, other = books.book(tmp_path / "one.xlsx"), books.book(tmp_path / "other.xlsx")
    assert cli("sync", one.name, "--yes").code == 0
    assert cli("sync", other.name, "--yes").code == 0
    for path in (one, other):
        assert cli("sync", path.name, "--format", "json").json["written"] == 0
        assert books.column(path, "OKR status") == list(books.STATUS)


def test_a_renamed_file_is_the_same_workspace(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx")
    before = cli("sync", path.name, "--yes", "--format", "json").json["status"]
    path.rename(tmp_path / "plan Q2 (final).xlsx")
    said = cli("sync", "plan Q2 (final).xlsx", "--format", "json").json
    assert (said["written"], said["columns_added"]) == (0, [])
    ids = [[k["id"] for o in found["objectives"] for k in o["key_results"]] for found in
           (before, said["status"])]  # fmt: skip
    assert ids[0] == ids[1]


def test_the_period_of_the_first_sync_is_kept(cli: Cli, tmp_path: Path) -> None:
    """Never rolled over by itself: in July the sheet is still that of the second quarter."""
    path = books.book(tmp_path / "plan.xlsx")
    cli("sync", path.name, "--yes")
    found = cli("status", path.name, "--format", "json", today="2026-07-10").json
    assert found["period"]["label"] == "2026-Q2"
    assert [k["status"] for o in found["objectives"] for k in o["key_results"]] == [
        "partial", "partial", "missed", "accomplished",
    ]  # fmt: skip
