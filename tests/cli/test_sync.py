"""The main job as a user meets it: consent, exact cells, a quiet second run, what stays hers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli import books
from tests.cli.conftest import Cli


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return books.book(tmp_path / "plan.xlsx")


def states(tmp_path: Path) -> list[str]:
    folder = tmp_path / "state"
    return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []


# consent


def test_without_consent_nothing_is_written_and_the_command_is_named(cli: Cli, plan: Path) -> None:
    before = plan.read_bytes()
    said = cli("sync", plan.name)
    assert (said.code, said.out) == (4, "")
    assert "okrsync sync plan.xlsx --yes" in said.err
    assert "OKR progress" in said.err
    assert plan.read_bytes() == before


def test_without_consent_json_stays_empty_and_the_reason_is_json(cli: Cli, plan: Path) -> None:
    said = cli("sync", plan.name, "--format", "json", "--log-format", "json")
    assert (said.code, said.out) == (4, "")
    assert '"code": "consent"' in said.err.splitlines()[-1]


def test_an_existing_column_of_ours_needs_no_consent(cli: Cli, tmp_path: Path) -> None:
    header = (*books.HEADER, "OKR progress", "OKR status")
    path = books.book(tmp_path / "plan.xlsx", header=header)
    assert cli("sync", path.name).code == 0
    assert books.column(path, "OKR status") == list(books.STATUS)


def test_only_the_columns_that_are_agreed_to_are_added(cli: Cli, plan: Path) -> None:
    """`--yes` is for progress and status: colleagues read the finding column."""
    config = plan.with_name("okrsync.toml")
    config.write_text('[write_back]\nfields = ["progress", "status", "expected"]\n')
    said = cli("sync", plan.name, "--yes")
    assert said.code == 4
    assert "OKR expected" in said.err
    assert books.headers(plan) == [*books.HEADER, "OKR progress", "OKR status"]
    assert books.column(plan, "OKR status") == list(books.STATUS)


def test_create_columns_is_standing_consent(cli: Cli, plan: Path) -> None:
    plan.with_name("okrsync.toml").write_text("[write_back]\ncreate_columns = true\n")
    assert cli("sync", plan.name).code == 0
    assert books.column(plan, "OKR progress") == list(books.PROGRESS)


# what stands in the cells


def test_the_columns_stand_at_the_right_edge_with_exact_values(cli: Cli, plan: Path) -> None:
    said = cli("sync", plan.name, "--yes")
    assert said.code == 0
    assert books.headers(plan) == [*books.HEADER, "OKR progress", "OKR status"]
    assert books.column(plan, "OKR progress") == pytest.approx(books.PROGRESS)
    assert books.column(plan, "OKR status") == list(books.STATUS)
    sheet = load_workbook(plan).worksheets[0]
    assert "%" in sheet["H2"].number_format
    assert [[c.value for c in row[:7]] for row in sheet.iter_rows(min_row=2)] == [
        list(row) for row in books.ROWS
    ]


def test_a_dutch_sheet_gets_dutch_headers_and_words(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx", books.RIJEN, books.KOP, tab="OKR's")
    said = cli("sync", path.name, "--yes")
    assert said.code == 0
    assert "Klaar: 6 cellen" in said.out
    assert books.column(path, "OKR voortgang") == pytest.approx(books.VOORTGANG)
    assert books.column(path, "OKR status") == list(books.WOORDEN)


def test_csv_holds_whole_percents_and_all_other_bytes(cli: Cli, tmp_path: Path) -> None:
    path = books.text(tmp_path / "plan.csv", sep=";")
    lines = path.read_bytes().split(b"\r\n")
    assert cli("sync", path.name, "--yes").code == 0
    added = ["OKR progress;OKR status"]
    added += [f"{int(p * 100)}%;{s}" for p, s in zip((0.4, 0.5, 0, 1.1), books.STATUS, strict=True)]
    wanted = [line + b";" + more.encode() for line, more in zip(lines, added, strict=False)]
    assert path.read_bytes() == b"\r\n".join([*wanted, b""])


def test_objectives_with_rows_of_their_own_get_theirs_too(cli: Cli, tmp_path: Path) -> None:
    rows = [
        ("Objective", "Sales", "Win the north", None, None, None, None),
        ("Key Result", "Sales", "Signed contracts a month", 10, 30, 15, 3),
        ("Key Result", "Sales", "Days to close a deal", 60, 40, 44, 1),
    ]
    path = books.book(
        tmp_path / "plan.xlsx",
        rows,
        ("Type", "Team", "Title", "Start", "Target", "Current", "Weight"),
    )
    assert cli("sync", path.name, "--yes").code == 0
    # (3·0.25 + 1·0.8) / 4 = 0.3875; 0.5165 - 0.25 = 0.2665 is more than 0.25
    assert books.column(path, "OKR progress") == pytest.approx([0.3875, 0.25, 0.8])
    assert books.column(path, "OKR status") == ["off track", "off track", "on track"]


def test_every_tab_that_holds_okrs_is_written(cli: Cli, tmp_path: Path) -> None:
    half = [books.HEADER, *books.ROWS[:2]]
    rest = [books.HEADER, *books.ROWS[2:]]
    notes: list[tuple[object, ...]] = [("Minutes of the board",), ("We met.",)]
    path = books.tabs(tmp_path / "plan.xlsx", {"Sales": half, "Notes": notes, "Shop": rest})
    assert cli("sync", path.name, "--yes").code == 0
    assert books.column(path, "OKR status", "Sales") == list(books.STATUS[:2])
    assert books.column(path, "OKR status", "Shop") == list(books.STATUS[2:])
    assert books.headers(path, tab="Notes") == ["Minutes of the board"]


def test_one_tab_of_many(cli: Cli, tmp_path: Path) -> None:
    path = books.tabs(
        tmp_path / "plan.xlsx",
        {"Sales": [books.HEADER, *books.ROWS[:2]], "Shop": [books.HEADER, *books.ROWS[2:]]},
    )
    assert cli("sync", "plan.xlsx#Shop", "--yes").code == 0
    assert books.headers(path, tab="Sales") == list(books.HEADER)
    assert books.column(path, "OKR status", "Shop") == list(books.STATUS[2:])


def test_tables_under_each_other_share_one_pair_of_columns(cli: Cli, tmp_path: Path) -> None:
    below = [
        ("Doel", "Kernresultaat", "Huidig", "Start", "Streefwaarde", "Eigenaar"),
        *((row[0], row[1], row[4], row[2], row[3], row[5]) for row in books.ROWS[2:]),
    ]
    rows = [books.HEADER, *books.ROWS[:2], (), ("The second half",), (), *below]
    path = books.tabs(tmp_path / "plan.xlsx", {"OKRs": rows})
    assert cli("sync", path.name, "--yes").code == 0
    assert books.column(path, "OKR progress") == [0.4, 0.5, None, None, None, None, 0, 1.1]
    assert cli("sync", path.name, "--yes", "--format", "json").json["written"] == 0
    assert books.headers(path) == [*books.HEADER, "OKR progress", "OKR status"]


# what stays hers


def test_a_status_and_progress_of_her_own_stay_hers(cli: Cli, tmp_path: Path) -> None:
    header = (*books.HEADER, "Status", "Progress")
    hers = [("fine", 0.9), ("so so", None), (None, "=5/10"), ("done!", 0)]
    rows = [(*row, *more) for row, more in zip(books.ROWS, hers, strict=True)]
    path = books.book(tmp_path / "plan.xlsx", rows, header)
    assert cli("sync", path.name, "--yes").code == 0
    assert books.column(path, "Status") == [status for status, _ in hers]
    assert books.column(path, "Progress") == [progress for _, progress in hers]
    assert books.column(path, "OKR progress") == pytest.approx(books.PROGRESS)


def test_a_formula_in_a_column_of_ours_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    header = (*books.HEADER, "OKR progress", "OKR status")
    rows = [(*books.ROWS[0], "=E2/D2", None), *books.ROWS[1:]]
    path = books.book(tmp_path / "plan.xlsx", rows, header)
    said = cli("sync", path.name, "--format", "json")
    assert said.code == 0
    assert [skip["cell"] for skip in said.json["skipped"]] == ["H2"]
    assert books.column(path, "OKR progress") == ["=E2/D2", *books.PROGRESS[1:]]
    assert books.column(path, "OKR status") == list(books.STATUS)


# the second run


@pytest.mark.parametrize("make", [books.book, books.text], ids=["xlsx", "csv"])
def test_a_second_run_writes_nothing_nor_does_tomorrow(cli: Cli, tmp_path: Path, make: Any) -> None:
    path = make(tmp_path / ("plan.xlsx" if make is books.book else "plan.csv"))
    assert cli("sync", path.name, "--yes").code == 0
    written = path.read_bytes()
    for today in ("2026-05-18", "2026-05-19"):
        said = cli("sync", path.name, "--format", "json", today=today).json
        assert (said["written"], said["unchanged"], said["calls"]["write"]) == (0, 8, 0)
        assert path.read_bytes() == written


def test_a_later_day_changes_only_the_status_that_moved(cli: Cli, plan: Path) -> None:
    cli("sync", plan.name, "--yes")
    # On 10 June 70/91 = 0.769: 0.5 falls 0.269 behind, 0.4 falls 0.369 behind.
    said = cli("sync", plan.name, "--format", "json", today="2026-06-10").json
    assert said["written"] == 2
    assert books.column(plan, "OKR status") == ["off track"] * 3 + ["accomplished"]


def test_a_changed_value_changes_exactly_its_own_cells(cli: Cli, plan: Path) -> None:
    cli("sync", plan.name, "--yes")
    books.put(plan, "E4", 250)  # (250 - 100) / 300 = 0.5: on track
    planned = cli("plan", plan.name, "--format", "json").json
    assert [(c["cell"], c["before"], c["after"]) for c in planned["changes"]] == [
        ("H4", 0, 0.5),
        ("I4", "off track", "on track"),
    ]
    assert cli("sync", plan.name, "--format", "json").json["written"] == 2
    assert books.column(plan, "OKR progress") == pytest.approx([0.4, 0.5, 0.5, 1.1])


def test_a_deleted_value_takes_the_progress_away(cli: Cli, plan: Path) -> None:
    cli("sync", plan.name, "--yes")
    books.put(plan, "E5", None)
    assert cli("sync", plan.name).code == 0
    assert books.column(plan, "OKR progress")[3] in (None, "")
    assert books.column(plan, "OKR status")[3] == "no data"
    objective = cli("status", plan.name, "--format", "json").json["objectives"][1]
    assert (objective["progress"], objective["coverage"]) == (0, 0.5)


def test_sorted_rows_keep_their_statuses(cli: Cli, plan: Path) -> None:
    """A sort that carries the columns along changes nothing; one that doesn't is repaired."""
    cli("sync", plan.name, "--yes")
    books.rearrange(plan, [3, 1, 0, 2])
    assert cli("sync", plan.name, "--format", "json").json["written"] == 0
    assert books.column(plan, "OKR status") == [books.STATUS[at] for at in (3, 1, 0, 2)]
    for cell, value in zip(("H2", "H3"), (0.5, 1.1), strict=True):
        books.put(plan, cell, value)
    assert cli("sync", plan.name).code == 0
    assert books.column(plan, "OKR progress") == pytest.approx([1.1, 0.5, 0.4, 0])


def test_inserted_rows_are_filled_and_move_nothing(cli: Cli, plan: Path) -> None:
    cli("sync", plan.name, "--yes")
    books.insert(plan, 3, ("Customers stay with us", "Refunds a month", 50, 30, 45, "Eva", "Sales"))
    said = cli("sync", plan.name, "--format", "json").json
    assert said["written"] == 2
    assert books.column(plan, "OKR progress") == pytest.approx([0.4, 0.25, 0.5, 0, 1.1])


def test_the_columns_are_found_where_a_human_moved_them(cli: Cli, plan: Path) -> None:
    cli("sync", plan.name, "--yes")
    made = load_workbook(plan)
    sheet = made.worksheets[0]
    for row in sheet.iter_rows():
        values = [cell.value for cell in row]
        for cell, value in zip(row, [values[8], *values[:7], values[7]], strict=True):
            cell.value = value
    made.save(plan)
    assert cli("sync", plan.name, "--format", "json").json["written"] == 0
    assert books.headers(plan)[0] == "OKR status"


# undo


@pytest.mark.parametrize("make", [books.book, books.text], ids=["xlsx", "csv"])
def test_undo_takes_the_columns_away(cli: Cli, tmp_path: Path, make: Any) -> None:
    path = make(tmp_path / ("plan.xlsx" if make is books.book else "plan.csv"))
    before = books.headers(path) if make is books.book else path.read_bytes()
    cli("sync", path.name, "--yes")
    refused = cli("undo")
    assert refused.code == 4
    assert "--yes" in refused.err
    said = cli("undo", "--yes", "--format", "json")
    assert said.code == 0
    assert [c["field"] for c in said.json["columns_dropped"]] == ["progress", "status"]
    assert (books.headers(path) if make is books.book else path.read_bytes()) == before


def test_undo_puts_back_what_a_later_run_changed(cli: Cli, plan: Path) -> None:
    cli("sync", plan.name, "--yes")
    books.put(plan, "E4", 250)
    cli("sync", plan.name)
    assert cli("undo", "--yes").code == 0
    assert books.column(plan, "OKR progress") == pytest.approx(books.PROGRESS)
    assert books.column(plan, "Current")[2] == 250
    # Said twice it is done once; what was before that has a number.
    again = cli("undo", "--yes", "--format", "json")
    assert (again.code, again.json["undid"]) == (0, None)
    assert books.column(plan, "OKR progress") == pytest.approx(books.PROGRESS)
    assert cli("undo", "1", "--yes").code == 0
    assert books.headers(plan) == list(books.HEADER)
    assert books.column(plan, "Current")[2] == 250


def test_undo_follows_rows_that_were_sorted_since(cli: Cli, plan: Path) -> None:
    cli("sync", plan.name, "--yes")
    books.put(plan, "E4", 250)
    cli("sync", plan.name)
    books.rearrange(plan, [2, 0, 1, 3])
    assert cli("undo", "--yes").code == 0
    assert books.column(plan, "OKR progress") == pytest.approx([0, 0.4, 0.5, 1.1])


def test_undo_of_an_unknown_run(cli: Cli, plan: Path) -> None:
    cli("sync", plan.name, "--yes")
    assert cli("undo", "999", "--yes").code == 2
    assert cli("undo", "x; rm", "--yes").code == 2


# beside the main path


def test_to_a_copy_leaves_the_original_alone(cli: Cli, plan: Path) -> None:
    before = plan.read_bytes()
    assert cli("sync", plan.name, "--to", "copy.xlsx").code == 0
    assert plan.read_bytes() == before
    assert books.column(plan.with_name("copy.xlsx"), "OKR status") == list(books.STATUS)


def test_a_copy_onto_itself_is_refused(cli: Cli, plan: Path) -> None:
    before = plan.read_bytes()
    assert cli("sync", plan.name, "--to", "./plan.xlsx").code == 2
    assert plan.read_bytes() == before


def test_a_dry_run_writes_and_remembers_nothing(cli: Cli, plan: Path, tmp_path: Path) -> None:
    before = plan.read_bytes()
    said = cli("sync", plan.name, "--dry-run", "--format", "json")
    assert said.code == 0
    assert (said.json["dry_run"], said.json["run_id"]) == (True, None)
    assert plan.read_bytes() == before
    assert states(tmp_path) == []
    cli("sync", plan.name, "--yes")
    books.put(plan, "E2", 100)
    before, remembered = plan.read_bytes(), cli("runs", "--format", "json").out
    assert cli("sync", plan.name, "--dry-run").code == 0
    assert plan.read_bytes() == before
    assert cli("runs", "--format", "json").out == remembered


@pytest.mark.parametrize("command", ["status", "check", "plan", "export"])
def test_reading_writes_and_remembers_nothing(
    cli: Cli, plan: Path, tmp_path: Path, command: str
) -> None:
    before = plan.read_bytes()
    assert cli(command, plan.name).code == 0
    assert plan.read_bytes() == before
    assert states(tmp_path) == []


def test_quiet_says_nothing(cli: Cli, plan: Path) -> None:
    said = cli("sync", plan.name, "--yes", "--quiet")
    assert (said.code, said.out, said.err) == (0, "", "")
    said = cli("sync", plan.name, "-q")
    assert (said.code, said.out, said.err) == (0, "", "")


def test_the_day_is_that_of_the_flag_before_the_environment(cli: Cli, plan: Path) -> None:
    early = cli("status", plan.name, "--format", "json", "--as-of", "2026-04-05").json
    assert early["as_of"] == "2026-04-05"
    # 4/91 = 0.044 is expected: 0 is on track on that day.
    assert early["objectives"][1]["key_results"][0]["status"] == "on_track"
    assert cli("status", plan.name, "--format", "json").json["as_of"] == "2026-05-18"
    assert cli("status", plan.name, "--as-of", "18-05-2026").code == 2


def test_a_wrong_day_in_the_environment_is_usage(cli: Cli, plan: Path) -> None:
    said = cli("status", plan.name, today="yesterday")
    assert said.code == 2
    assert "OKRSYNC_TODAY" in said.err
