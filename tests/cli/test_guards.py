"""What stops a run before a human has looked: emptied sheets, lost headers, mass changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli import books
from tests.cli.conftest import Cli, Said

MANY = [
    (f"Objective {at % 3}", f"Paying customers in region {at}", 0, 100, 40 + at, "Ada", "Sales")
    for at in range(8)
]


@pytest.fixture
def plan(tmp_path: Path, cli: Cli) -> Path:
    path = books.book(tmp_path / "plan.xlsx", MANY)
    assert cli("sync", path.name, "--yes").code == 0
    return path


def stopped(cli: Cli, plan: Path, *words: str) -> Said:
    before = plan.read_bytes()
    said = cli("sync", plan.name, "--yes", *words)
    assert (said.code, said.out) == (4, "")
    assert plan.read_bytes() == before
    return said


def rebuilt(plan: Path, rows: Sequence[books.Row], header: books.Row) -> None:
    """What a human's paste leaves: other rows, with our columns as they were."""
    old = load_workbook(plan).worksheets[0]
    ours = [[old.cell(row, 8).value, old.cell(row, 9).value] for row in range(2, 2 + len(rows))]
    books.book(
        plan,
        [(*row, *mine) for row, mine in zip(rows, ours, strict=True)],
        (*header, "OKR progress", "OKR status"),
    )


def test_an_emptied_sheet_stops(cli: Cli, plan: Path) -> None:
    rebuilt(plan, [], books.HEADER)
    said = stopped(cli, plan)
    assert "--accept rows" in said.err
    assert cli("sync", plan.name, "--accept", "rows").code == 0


def test_a_tab_that_is_gone_stops(cli: Cli, tmp_path: Path) -> None:
    both = {"A": [books.HEADER, *books.ROWS[:2]], "B": [books.HEADER, *books.ROWS[2:]]}
    path = books.tabs(tmp_path / "two.xlsx", both)
    assert cli("sync", path.name, "--yes").code == 0
    made = load_workbook(path)
    made.remove(made["B"])
    made.save(path)
    before = path.read_bytes()
    said = cli("sync", path.name, "--yes", "--format", "json")
    assert (said.code, said.json["written"], path.read_bytes()) == (4, 0, before)
    assert "tab B" in said.json["undone"][0]
    assert "the tab B is gone" in said.err
    assert "okrsync sync two.xlsx --accept rows" in said.err
    assert cli("sync", path.name, "--accept", "rows").code == 0
    assert cli("sync", path.name).code == 0


@pytest.mark.parametrize("at", [2, 4], ids=["Start", "Current"])
def test_a_lost_header_stops(cli: Cli, plan: Path, at: int) -> None:
    header = tuple(None if index == at else text for index, text in enumerate(books.HEADER))
    rebuilt(plan, MANY, header)
    said = stopped(cli, plan)
    assert books.HEADER[at] in said.err


def test_another_column_for_a_field_stops(cli: Cli, plan: Path) -> None:
    books.put(plan, "E1", "Actual")
    said = stopped(cli, plan)
    assert "E1" in said.err
    assert "Actual" in said.err
    assert "--accept mapping" in said.err
    assert cli("sync", plan.name, "--accept", "mapping").code == 0
    assert cli("sync", plan.name).code == 0


def test_a_mass_change_stops(cli: Cli, plan: Path) -> None:
    for row in range(2, 10):
        books.put(plan, f"E{row}", 1)
    said = stopped(cli, plan)
    assert "16" in said.err
    assert "--accept changes" in said.err
    planned = cli("plan", plan.name, "--format", "json")
    assert (planned.code, len(planned.json["changes"])) == (0, 16)
    accepted = cli("sync", plan.name, "--accept", "changes", "--format", "json")
    assert (accepted.code, accepted.json["written"]) == (0, 16)


def test_half_of_the_cells_may_change(cli: Cli, plan: Path) -> None:
    for row in range(2, 6):
        books.put(plan, f"E{row}", 1)
    assert cli("sync", plan.name, "--format", "json").json["written"] == 8


def test_the_limit_is_a_setting(cli: Cli, plan: Path) -> None:
    plan.with_name("okrsync.toml").write_text("[guards]\nmax_changes = 0.1\n")
    books.put(plan, "E2", 1)
    stopped(cli, plan)


def test_few_cells_are_no_mass(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "small.xlsx")
    cli("sync", path.name, "--yes")
    for row in range(2, 6):
        books.put(path, f"E{row}", 1000)
    assert cli("sync", path.name).code == 0


def test_an_unknown_guard_is_usage(cli: Cli, plan: Path) -> None:
    said = cli("sync", plan.name, "--accept", "everything")
    assert said.code == 2
    assert "changes" in said.err


@pytest.mark.parametrize("how", ["overwrite", "keep"])
def test_what_a_human_typed_into_our_column(cli: Cli, tmp_path: Path, how: str) -> None:
    path = books.book(tmp_path / "small.xlsx")
    path.with_name("okrsync.toml").write_text(f'[write_back]\non_manual_edit = "{how}"\n')
    cli("sync", path.name, "--yes")
    books.put(path, "I3", "ask Ben")
    said = cli("sync", path.name, "--format", "json")
    assert said.code == 0
    kept = books.column(path, "OKR status")[1]
    skipped = [skip["cell"] for skip in said.json["skipped"]]
    assert (kept, skipped) == (("ask Ben", ["I3"]) if how == "keep" else ("on track", []))
    # Either way the other rows go on.
    books.put(path, "E4", 250)
    assert cli("sync", path.name, "--format", "json").json["written"] == 2


def test_a_blank_that_a_human_left_is_filled_either_way(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "small.xlsx")
    path.with_name("okrsync.toml").write_text('[write_back]\non_manual_edit = "keep"\n')
    cli("sync", path.name, "--yes")
    books.put(path, "I3", None)
    assert cli("sync", path.name, "--format", "json").json["written"] == 1


def test_an_open_workbook_is_not_written(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "small.xlsx")
    lock = path.with_name("~$small.xlsx")
    lock.write_bytes(b"\x03Ada".ljust(165))
    said = stopped(cli, path)
    assert "small.xlsx" in said.err
    assert cli("status", path.name).code == 0
    lock.unlink()
    written = cli("sync", path.name, "--yes", "--format", "json")
    assert (written.code, written.json["written"] >= 6) == (0, True)
    assert books.column(path, "OKR status")[0]
