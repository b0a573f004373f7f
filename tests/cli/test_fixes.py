"""`check --fix`: rows that are work leave the key results, one word a row and nothing else."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from tests.cli import books
from tests.cli.conftest import Cli, Said

HEADER = ("Type", "Title", "Start", "Target", "Current", "Owner")
LEADS = ("Key result", "Qualified leads a month", 80, 200, 80, "Ada")
PAGE = ("Key result", "Launch the new booking page", 0, 1, 0, "Ben")
CALLS = ("Key result", "Make 120 outbound calls a week", 0, 120, 60, "Ben")
SPEND = ("Key result", "Spend $200K on AdWords", 0, 200000, 200000, "Ben")
CHURN = ("Key result", "Churned accounts a month", 40, 20, 30, "Cleo")
TASK = ("Initiative", "Write the landing page", None, None, None, "Ben")
FUNNEL, STAY = ("Objective", "Fill the funnel"), ("Objective", "Customers stay with us")
ROWS: Sequence[books.Row] = (FUNNEL, LEADS, PAGE, CALLS, STAY, CHURN, SPEND)

LAST = ("Key result", "Task")

KOP = ("Soort", "Titel", "Start", "Doelwaarde", "Huidig", "Eigenaar")
RIJEN: Sequence[books.Row] = (
    ("Doel", "Meer klanten via de site"),
    ("Kernresultaat", "Aanvragen per maand", 20, 60, 30, "Anna"),
    ("Kernresultaat", "De nieuwe website lanceren", 0, 1, 0, "Bram"),
    ("Kernresultaat", "50 klanten per week bellen", 0, 50, 20, "Bram"),
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return books.book(tmp_path / "plan.xlsx", ROWS, HEADER)


def fixes(cli: Cli, *words: object) -> Any:
    """What `--fix` adds to the findings."""
    return cli("check", *words, "--fix", "--format", "json").json["fixes"]


def moves(found: Any) -> dict[str, tuple[str, str]]:
    """Cell → old and new word."""
    return {c["cell"]: (c["before"], c["after"]) for c in found["changes"]}


def save(cli: Cli, *words: object) -> dict[str, Any]:
    """Save the moves as moves.json beside the sheet; what stands in that file."""
    said = cli("check", *words, "--fix", "--out", "moves.json", "--fail-on", "never")
    assert said.code == 0
    body = json.loads(Path("moves.json").read_text(encoding="utf-8"))
    assert isinstance(body, dict)
    return body


def outs(cli: Cli, path: Path) -> list[str]:
    found = cli("check", path.name, "--format", "json").json["findings"]
    return [f["code"] for f in found if f["code"].startswith("OUT")]


def cells(path: Path) -> dict[tuple[str, str], object]:
    """Every cell with its value and its look."""
    return {
        (sheet.title, cell.coordinate): (cell.value, cell.style_id)
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
    }


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_cells_old_and_new_are_shown_and_nothing_is_written(cli: Cli, plan: Path) -> None:
    before = plan.read_bytes()
    said = cli("check", plan.name, "--fix")
    assert said.code == 1  # as without --fix
    assert "A4     Type: Key result → Initiative" in said.out
    assert "Launch the new booking page" in said.out
    assert "for: Qualified leads a month" in said.out
    found = fixes(cli, plan.name)
    word = ("Key result", "Initiative")
    assert moves(found) == {"A4": word, "A5": word, "A8": word}
    assert {c["column"] for c in found["changes"]} == {"Type"}
    assert found["fingerprint"]
    assert plan.read_bytes() == before
    assert sorted(p.name for p in plan.parent.iterdir()) == ["plan.xlsx"]


def test_saved_and_applied_nothing_but_the_level_cells_changes(cli: Cli, plan: Path) -> None:
    body = save(cli, plan.name)
    assert {c["cell"] for c in body["changes"]} == {"A4", "A5", "A8"}
    old, old_parts = cells(plan), parts(plan)
    said = cli("sync", "--apply", "moves.json", "--yes", "--format", "json")
    assert (said.code, said.json["written"], said.json["columns_added"]) == (0, 3, [])
    new, new_parts = cells(plan), parts(plan)
    assert {at for at in old | new if old.get(at) != new.get(at)} == {
        ("OKRs", at) for at in ("A4", "A5", "A8")
    }
    assert {name for name in old_parts if old_parts[name] != new_parts[name]} == {
        "xl/worksheets/sheet1.xml"
    }
    assert outs(cli, plan) == []
    assert said.json["findings"]["error"] == 0  # what is said is what now stands there


def test_it_is_applied_after_a_yes_only(cli: Cli, plan: Path) -> None:
    save(cli, plan.name)
    before = plan.read_bytes()
    said = cli("sync", "--apply", "moves.json")
    assert (said.code, said.out) == (4, "")
    assert "okrsync sync --apply moves.json --yes" in said.err
    assert cli("sync", "--apply", "moves.json", "--dry-run").code == 0
    assert plan.read_bytes() == before
    assert cli("runs", plan.name, "--format", "json").json["runs"] == []


def test_a_standing_yes_to_columns_is_none_to_moves(cli: Cli, plan: Path) -> None:
    plan.with_name("okrsync.toml").write_text(
        '[sources.a]\nlocation = "plan.xlsx"\n[write_back]\ncreate_columns = true\n',
        encoding="utf-8",
    )
    save(cli)
    assert cli("sync", "--apply", "moves.json").code == 4
    assert cli("sync", "--apply", "moves.json", "--yes").code == 0


def test_undo_puts_the_words_back(cli: Cli, plan: Path) -> None:
    before = cells(plan)
    save(cli, plan.name)
    cli("sync", "--apply", "moves.json", "--yes")
    (run,) = cli("runs", plan.name, "--format", "json").json["runs"]
    assert (run["command"], run["written"]) == ("sync --apply", 3)
    undone = cli("undo", "--yes", "--format", "json").json
    assert {c["cell"]: c["after"] for c in undone["restored"]} == dict.fromkeys(
        ("A4", "A5", "A8"), "Key result"
    )
    assert cells(plan) == before


def test_undo_finds_moved_rows_and_leaves_what_was_typed_since(cli: Cli, plan: Path) -> None:
    save(cli, plan.name)
    cli("sync", "--apply", "moves.json", "--yes")
    books.insert(plan, 3, ("Key result", "Returning visitors a month", 10, 90, 20, "Ada"))
    books.put(plan, "A9", "Task")
    undone = cli("undo", "--yes", "--format", "json").json
    assert [c["cell"] for c in undone["restored"]] == ["A5", "A6"]
    assert [s["cell"] for s in undone["skipped"]] == ["A9"]
    assert books.column(plan, "Type")[3:] == ["Key result", "Key result", "Objective", *LAST]


def test_a_sync_in_between_does_not_keep_undo_from_it(cli: Cli, plan: Path) -> None:
    cli("sync", plan.name, "--yes")
    save(cli, plan.name)
    cli("sync", "--apply", "moves.json", "--yes")
    run = cli("runs", plan.name, "--format", "json").json["runs"][0]["run_id"]
    cli("sync", plan.name, "--yes")
    assert books.column(plan, "OKR status")[2] is None  # an initiative has none
    assert cli("sync", plan.name, "--format", "json").json["written"] == 0
    assert len(cli("undo", run, "--yes", "--format", "json").json["restored"]) == 3
    assert outs(cli, plan) == ["OUT01", "OUT02", "OUT03"]


@pytest.mark.parametrize("sep", [",", ";"])
def test_in_a_text_file_only_those_fields_differ(cli: Cli, tmp_path: Path, sep: str) -> None:
    path = books.text(tmp_path / "plan.csv", RIJEN, KOP, sep)
    before = path.read_bytes()
    save(cli, path.name)
    assert cli("sync", "--apply", "moves.json", "--yes").code == 0
    wanted = before
    for title in ("De nieuwe website lanceren", "50 klanten per week bellen"):
        row = f"Kernresultaat{sep}{title}".encode()
        wanted = wanted.replace(row, f"Initiatief{sep}{title}".encode())
    assert path.read_bytes() == wanted != before
    cli("undo", "--yes")
    assert path.read_bytes() == before


def test_a_moved_row_supports_the_key_result_above_it(cli: Cli, plan: Path) -> None:
    save(cli, plan.name)
    cli("sync", "--apply", "moves.json", "--yes")
    exported = cli("export", plan.name).json
    titles = {e["id"]: e["title"] for e in exported["key_results"]}
    supports = {i["title"]: [titles[s] for s in i["supports"]] for i in exported["initiatives"]}
    assert supports == {
        PAGE[1]: [LEADS[1]],
        CALLS[1]: [LEADS[1]],
        SPEND[1]: [CHURN[1]],
    }


def test_an_objective_that_would_be_left_without_a_result_is_named(
    cli: Cli, tmp_path: Path
) -> None:
    path = books.book(tmp_path / "plan.xlsx", [FUNNEL, PAGE, STAY, CHURN], HEADER)
    found = fixes(cli, path.name)
    assert list(moves(found)) == ["A3"]
    (note,) = found["notes"]
    assert "Fill the funnel" in note


STAYS: dict[str, tuple[Sequence[books.Row], str]] = {
    "others belong to it": ([FUNNEL, LEADS, SPEND, TASK], "A4"),
    "work and result": (
        [FUNNEL, LEADS, ("Key result", "Launch the app and reach 30% adoption", 0, 1, 0)],
        "A4",
    ),
}


@pytest.mark.parametrize("name", STAYS)
def test_a_row_that_stays_is_named_with_its_reason(cli: Cli, tmp_path: Path, name: str) -> None:
    rows, cell = STAYS[name]
    path = books.book(tmp_path / "plan.xlsx", rows, HEADER)
    found = fixes(cli, path.name)
    assert found["changes"] == []
    (left,) = found["skipped"]
    assert (left["cell"], bool(left["reason"])) == (cell, True)


def test_a_move_that_would_change_another_row_s_id_is_left_out(cli: Cli, tmp_path: Path) -> None:
    # Kinds number their rows alike, so key results are kr-1, kr-2, kr-3; without kr-1 nothing
    # would be alike any more, and kr-2 would become 2.
    rows = [(1, *FUNNEL), (2, *LEADS), (1, *PAGE), (3, *SPEND)]
    path = books.book(tmp_path / "plan.xlsx", rows, ("ID", *HEADER))
    found = fixes(cli, path.name)
    assert list(moves(found)) == ["B5"]
    (left,) = found["skipped"]
    assert (left["cell"], LEADS[1] in left["reason"]) == ("B4", True)
    save(cli, path.name)
    assert cli("sync", "--apply", "moves.json", "--yes").code == 0
    assert [k["id"] for k in cli("export", path.name).json["key_results"]] == ["kr-2", "kr-1"]


def test_a_move_that_would_make_two_of_one_id_is_left_out(cli: Cli, tmp_path: Path) -> None:
    rows = [(1, *FUNNEL), (2, *LEADS), (3, *TASK), (3, *PAGE)]
    path = books.book(tmp_path / "plan.xlsx", rows, ("ID", *HEADER))
    found = fixes(cli, path.name)
    assert found["changes"] == []
    (left,) = found["skipped"]
    assert (left["cell"], "an initiative of its own" in left["reason"]) == ("B5", True)


def test_a_human_s_word_and_a_waiver_are_answers(cli: Cli, tmp_path: Path) -> None:
    header = (*HEADER, "Measures", "Notes")
    rows = [FUNNEL, LEADS, (*PAGE, "output", None), (*CALLS, None, "OUT02: first of a funnel")]
    path = books.book(tmp_path / "plan.xlsx", [*rows, (*SPEND, "outcome", None)], header)
    found = fixes(cli, path.name)
    assert (found["changes"], found["skipped"]) == ([], [])


def test_without_a_level_column_one_sentence_says_why(cli: Cli, tmp_path: Path) -> None:
    rows = [("Fill the funnel", *row[1:]) for row in (LEADS, SPEND, PAGE)]
    path = books.book(tmp_path / "plan.xlsx", rows, ("Objective", "Key Result", *HEADER[2:]))
    assert cli("check", path.name, "--fix").code == cli("check", path.name).code == 1
    found = fixes(cli, path.name)
    assert found["changes"] == []
    (note,) = found["notes"]
    assert "OKRs" in note


def test_locked_cells_are_left_alone(cli: Cli, tmp_path: Path) -> None:
    path = books.book(tmp_path / "plan.xlsx", ROWS, HEADER)
    made = load_workbook(path)
    made["OKRs"].merge_cells("A4:A5")
    made["OKRs"].row_dimensions[8].hidden = True
    made.save(path)
    found = fixes(cli, path.name)
    assert list(moves(found)) == ["A8"]  # hidden rows are rows
    assert [s["cell"] for s in found["skipped"]] == ["A4", "A5"]
    made["OKRs"].protection.sheet = True
    made.save(path)
    assert fixes(cli, path.name)["changes"] == []


@pytest.mark.parametrize(
    ("listed", "word"),
    [("Objective,Key result,Task", "Task"), ("Objective,Key result", None)],
    ids=["has one", "has none"],
)
def test_the_word_is_one_of_the_drop_down_list(
    cli: Cli, tmp_path: Path, listed: str, word: str | None
) -> None:
    path = books.book(tmp_path / "plan.xlsx", [FUNNEL, LEADS, PAGE], HEADER)
    made = load_workbook(path)
    validation = DataValidation(type="list", formula1=f'"{listed}"')
    validation.add("A2:A50")
    made["OKRs"].add_data_validation(validation)
    made.save(path)
    found = fixes(cli, path.name)
    assert [c["after"] for c in found["changes"]] == ([word] if word else [])
    assert [s["cell"] for s in found["skipped"]] == ([] if word else ["A4"])


def test_two_tabs_and_what_is_asked_for(cli: Cli, tmp_path: Path) -> None:
    header = (*HEADER, "Team")
    one = [header, (*FUNNEL, None, None, None, None, "Sales"), (*LEADS, "Sales"), PAGE]
    two = [header, (*STAY, None, None, None, None, "Shop"), (*CHURN, "Shop"), SPEND]
    path = books.tabs(tmp_path / "plan.xlsx", {"One": one, "Two": two})
    assert [c["tab"] for c in fixes(cli, path.name)["changes"]] == ["One", "Two"]
    body = save(cli, path.name, "--team", "shop")
    assert [c["tab"] for c in body["changes"]] == ["Two"]
    assert cli("sync", "--apply", "moves.json", "--yes").code == 0
    assert books.column(path, "Type", "One")[2] == "Key result"
    assert books.column(path, "Type", "Two")[2] == "Initiative"


def test_with_several_sources_each_has_its_own(cli: Cli, tmp_path: Path) -> None:
    one = books.book(tmp_path / "one.xlsx", [FUNNEL, LEADS, PAGE], HEADER)
    two = books.book(tmp_path / "two.xlsx", [STAY, CHURN, SPEND], HEADER)
    said = cli("check", one.name, two.name, "--fix", "--format", "json").json
    assert [c["title"] for c in said["fixes"]["changes"]] == [PAGE[1], SPEND[1]]
    parts = {part["name"]: part["fixes"] for part in said["sources"]}
    assert [c["title"] for c in parts["one"]["changes"]] == [PAGE[1]]
    assert list(parts["two"]["supports"].values()) == [[CHURN[1]]]


def test_a_saved_plan_of_nothing_does_nothing(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "plan.xlsx", [FUNNEL, LEADS], HEADER)
    assert save(cli, "plan.xlsx")["changes"] == []
    assert cli("sync", "--apply", "moves.json").code == 0


def test_out_without_fix_is_usage(cli: Cli, plan: Path) -> None:
    assert cli("check", plan.name, "--out", "moves.json").code == 2
    assert not plan.with_name("moves.json").exists()


def refused(cli: Cli, plan: Path) -> Said:
    before = {p: p.read_bytes() for p in plan.parent.iterdir() if p.is_file()}
    dry = cli("sync", "--apply", "moves.json", "--dry-run")
    said = cli("sync", "--apply", "moves.json", "--yes")
    assert (said.code, said.out) == (4, "")
    assert (dry.code, dry.out) == (4, "")
    # Before it a first run says how the sheet is read.
    assert said.err.endswith(dry.err)
    assert dry.err.startswith("okrsync: ")
    assert "Traceback" not in said.err
    assert {p: p.read_bytes() for p in plan.parent.iterdir() if p.is_file()} == before
    return said


@pytest.mark.parametrize(
    ("cell", "value"),
    [("A4", "Initiative"), ("A4", "Objective"), ("B4", "Bookings a month"), ("E5", 70)],
    ids=["moved by hand", "another level", "another title", "a value of the row"],
)
def test_a_sheet_that_was_edited_since_makes_it_stale(
    cli: Cli, plan: Path, cell: str, value: object
) -> None:
    save(cli, plan.name)
    books.put(plan, cell, value)
    assert "okrsync check plan.xlsx --fix --out moves.json" in refused(cli, plan).err


def test_a_row_inserted_above_or_a_measures_column_makes_it_stale(cli: Cli, plan: Path) -> None:
    save(cli, plan.name)
    original = plan.read_bytes()
    books.insert(plan, 2, ("Objective", "A new one"))
    refused(cli, plan)
    plan.write_bytes(original)
    books.put(plan, "G1", "Measures")
    books.put(plan, "G4", "outcome")
    refused(cli, plan)


def test_an_edit_elsewhere_does_not(cli: Cli, plan: Path) -> None:
    save(cli, plan.name)
    books.put(plan, "E3", 95)
    assert cli("sync", "--apply", "moves.json", "--yes").code == 0


def test_applied_twice_it_is_stale(cli: Cli, plan: Path) -> None:
    save(cli, plan.name)
    assert cli("sync", "--apply", "moves.json", "--yes").code == 0
    refused(cli, plan)


Forge = Callable[[dict[str, Any]], object]


def _change(**values: object) -> Forge:
    return lambda body: body["changes"][0].update(values)


FORGED: dict[str, Forge] = {
    "another word": _change(after="Task"),
    "a formula": _change(after='=HYPERLINK("http://example.org","Initiative")'),
    "a number": _change(after=1),
    "nothing": _change(after=None),
    "another cell": _change(cell="B4"),
    "another row": _change(cell="A3"),
    "an outcome's row": lambda body: body["changes"].append(
        body["changes"][0] | {"cell": "A3", "entity_id": "kr-qualified", "title": LEADS[1]}
    ),
    "another field": _change(field="title", column="Title", cell="B4"),
    "another column": _change(column="Owner"),
    "another tab": _change(tab="Other"),
    "another source": _change(source="other"),
    "another title": _change(title="\x1b[31mred"),
    "another before": _change(before="Objective"),
    "a cell less": lambda body: body["changes"].pop(),
    "no cells": lambda body: body["changes"].clear(),
    "columns too": lambda body: body["columns_added"].append(
        {"source": "plan", "tab": "OKRs", "field": "status", "header": "x"}
    ),
    "another kind": lambda body: body.update(kind="plan"),
    "no kind": lambda body: body.pop("kind"),
    "a kind of nobody": lambda body: body.update(kind=["fixes"]),
    "another fingerprint": lambda body: body.update(fingerprint="0" * 64),
    "an id that is none": _change(entity_id=["a"]),
    "a cell that is none": _change(cell={"a": 1}),
    "a key more": _change(evil=True),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_plan_reaches_nothing(cli: Cli, plan: Path, name: str) -> None:
    body = save(cli, plan.name)
    FORGED[name](body)
    plan.with_name("moves.json").write_text(json.dumps(body), encoding="utf-8")
    assert "\x1b" not in refused(cli, plan).err


def test_a_plan_of_sync_called_fixes_reaches_nothing(cli: Cli, plan: Path) -> None:
    cli("plan", plan.name, "--out", "moves.json")
    body = json.loads(plan.with_name("moves.json").read_text(encoding="utf-8"))
    plan.with_name("moves.json").write_text(json.dumps(body | {"kind": "fixes"}))
    refused(cli, plan)
