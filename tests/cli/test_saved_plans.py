"""A plan is saved, looked at, and applied only where it is exactly what sync would do now."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli import books
from tests.cli.conftest import Cli, Said

Forge = Callable[[dict[str, Any]], object]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return books.book(tmp_path / "plan.xlsx")


def save(cli: Cli, plan: Path) -> dict[str, Any]:
    said = cli("plan", plan.name, "--out", "saved.json")
    assert said.code == 0
    body = json.loads((plan.parent / "saved.json").read_text(encoding="utf-8"))
    assert isinstance(body, dict)
    return body


def refused(cli: Cli, plan: Path, *words: str) -> Said:
    """`sync --apply` ends with 4, and no file beside the sheet or the sheet itself changed; a
    dry run says the same."""
    before = {p: p.read_bytes() for p in plan.parent.iterdir() if p.is_file()}
    dry = cli("sync", "--apply", "saved.json", "--dry-run", *words)
    said = cli("sync", "--apply", "saved.json", "--yes", *words)
    assert (said.code, said.out) == (4, "")
    assert (dry.code, dry.out) == (4, "")
    # Before it a first run says how the sheet is read.
    assert said.err.endswith(dry.err)
    assert dry.err.startswith("okrsync: ")
    assert {p: p.read_bytes() for p in plan.parent.iterdir() if p.is_file()} == before
    return said


def test_what_is_saved_is_what_plan_prints(cli: Cli, plan: Path) -> None:
    printed = cli("plan", plan.name, "--format", "json").json
    saved = save(cli, plan)
    assert saved["fingerprint"] == printed["fingerprint"]
    keys = ("entity_id", "title", "tab", "cell", "column", "before", "after")
    assert [{k: c[k] for k in keys} for c in saved["changes"]] == printed["changes"]
    assert [c["header"] for c in saved["columns_added"]] == ["OKR progress", "OKR status"]


def test_a_saved_plan_is_applied(cli: Cli, plan: Path) -> None:
    save(cli, plan)
    nobody = cli("sync", "--apply", "saved.json")
    assert nobody.code == 4  # nobody agreed to the columns
    assert "--apply saved.json --yes" in nobody.err
    assert books.headers(plan) == list(books.HEADER)
    said = cli("sync", "--apply", "saved.json", "--yes", "--format", "json")
    assert (said.code, said.json["written"]) == (0, 8)
    assert books.column(plan, "OKR status") == list(books.STATUS)


def test_a_dry_run_of_a_plan_that_holds_shows_what_it_would_do(cli: Cli, plan: Path) -> None:
    saved, before = save(cli, plan), plan.read_bytes()
    said = cli("sync", "--apply", "saved.json", "--dry-run", "--format", "json")
    assert (said.code, said.json["dry_run"], said.json["written"]) == (0, True, 0)
    added = [c["header"] for c in said.json["columns_added"]]
    assert added == [c["header"] for c in saved["columns_added"]]
    assert plan.read_bytes() == before
    assert not (plan.parent / "state").exists()


def test_a_plan_that_was_applied_is_stale(cli: Cli, plan: Path) -> None:
    save(cli, plan)
    cli("sync", "--apply", "saved.json", "--yes")
    said = refused(cli, plan)
    assert "okrsync plan" in said.err


@pytest.mark.parametrize(
    ("cell", "value"),
    [("E4", 250), ("A2", "Customers love us"), ("B3", "Churned accounts a week"), ("F5", "Eva")],
    ids=["a value", "an objective", "a title", "an owner"],
)
def test_a_row_that_was_edited_since_makes_it_stale(
    cli: Cli, plan: Path, cell: str, value: object
) -> None:
    save(cli, plan)
    books.put(plan, cell, value)
    refused(cli, plan)


def test_rows_that_moved_since_make_it_stale(cli: Cli, plan: Path) -> None:
    save(cli, plan)
    books.rearrange(plan, [1, 0, 2, 3])
    refused(cli, plan)


def test_a_day_on_which_another_status_holds_makes_it_stale(cli: Cli, plan: Path) -> None:
    save(cli, plan)
    before = plan.read_bytes()
    said = cli("sync", "--apply", "saved.json", "--yes", today="2026-06-10")
    assert said.code == 4
    assert plan.read_bytes() == before


def test_a_plan_for_another_day_is_carried_out_for_that_day(cli: Cli, plan: Path) -> None:
    said = cli("plan", plan.name, "--as-of", "2026-06-10", "--out", "saved.json")
    assert said.code == 0
    assert "--as-of 2026-06-10" in " ".join(refused(cli, plan).err.split())
    said = cli("sync", "--apply", "saved.json", "--as-of", "2026-06-10", "--dry-run")
    assert said.code == 0
    said = cli("sync", "--apply", "saved.json", "--as-of", "2026-06-10", "--yes")
    assert said.code == 0
    assert books.column(plan, "OKR status") != list(books.STATUS)
    assert cli("sync", "--apply", "saved.json", "--as-of", "soon").code == 2


def test_a_plan_of_its_own_day_is_told_nothing_of_days(cli: Cli, plan: Path) -> None:
    save(cli, plan)
    books.put(plan, "E4", 250)
    assert "--as-of" not in refused(cli, plan).err


def test_an_edit_that_changes_no_row_of_the_plan_does_not(cli: Cli, plan: Path) -> None:
    cli("sync", plan.name, "--yes")
    books.put(plan, "E4", 250)
    save(cli, plan)
    books.put(plan, "F2", "Eva")
    assert cli("sync", "--apply", "saved.json").code == 0
    assert books.column(plan, "OKR progress")[2] == 0.5


def _change(at: int, **values: object) -> Forge:
    return lambda body: body["changes"][at].update(values)


def _dropped(at: int) -> Forge:
    return lambda body: body["changes"].pop(at)


def _added(**values: object) -> Forge:
    return lambda body: body["changes"].append(body["changes"][0] | values)


def _column(**values: object) -> Forge:
    return lambda body: body["columns_added"][0].update(values)


FORGED: dict[str, Forge] = {
    "another value": _change(0, after=1),
    "a value as text": _change(0, after="0.4"),
    "another status": _change(1, after="on track"),
    "another cell": _change(0, cell="E2"),
    "another row": _change(0, cell="H9"),
    "two rows swapped": lambda body: (
        body["changes"][0].update(cell="H3") or body["changes"][2].update(cell="H2")
    ),
    "another entity": _change(0, entity_id="kr-1"),
    "another column": _change(0, column="Current"),
    "another field": _change(0, field="current"),
    "a human's field": _change(0, field="title", column="Key Result", cell="B2"),
    "a formula": _change(1, after='=HYPERLINK("http://example.org","on track")'),
    "a command": _change(1, after="=cmd|' /C calc'!A0"),
    "another tab": _change(0, tab="Other"),
    "another source": _change(0, source="other"),
    "a cell more": _added(cell="A1", after="x"),
    "a cell less": _dropped(0),
    "no cells": lambda body: body["changes"].clear(),
    "another header": _column(header="=1+1"),
    "a field of nobody": _column(field="title"),
    "no columns": lambda body: body["columns_added"].clear(),
    "another fingerprint": lambda body: body.update(fingerprint="0" * 64),
    "another day": lambda body: body.update(as_of="soon"),
    "another format": lambda body: body.update(format=99),
    "a key more": _change(0, evil=True),
    "a key less": lambda body: body["changes"][0].pop("cell"),
    "a number as cell": _change(0, cell=5),
    "a list as value": _change(0, after=[1]),
    "changes that are none": lambda body: body.update(changes={"a": 1}),
    "locations that are none": lambda body: body.update(locations=[1]),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_plan_reaches_nothing(cli: Cli, plan: Path, name: str) -> None:
    body = save(cli, plan)
    FORGED[name](body)
    (plan.parent / "saved.json").write_text(json.dumps(body), encoding="utf-8")
    said = refused(cli, plan)
    assert "Traceback" not in said.err
    assert "\x1b" not in said.err


def test_a_plan_with_another_path_is_not_what_sync_would_do_there(cli: Cli, plan: Path) -> None:
    other = books.book(plan.with_name("other.xlsx"), [*books.ROWS[1:], books.ROWS[0]])
    body = save(cli, plan)
    (plan.parent / "saved.json").write_text(json.dumps(body | {"locations": [other.name]}))
    refused(cli, plan)
    (plan.parent / "saved.json").write_text(json.dumps(body))
    before = other.read_bytes()
    assert cli("sync", other.name, "--apply", "saved.json", "--yes").code == 4
    assert other.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"PK\x03\x04", b"\xff\xfe\x00", b"[" * 100_000],
    ids=["empty", "no keys", "a list", "null", "a workbook", "no utf-8", "deep"],
)
def test_a_file_that_is_no_plan_is_refused(cli: Cli, plan: Path, content: bytes) -> None:
    (plan.parent / "saved.json").write_bytes(content)
    said = refused(cli, plan)
    assert "saved.json" in said.err


def test_a_plan_that_is_not_there_is_usage(cli: Cli, plan: Path) -> None:
    said = cli("sync", "--apply", "gone.json", "--yes")
    assert said.code == 2
    assert "gone.json" in said.err


def test_apply_and_a_copy_do_not_go_together(cli: Cli, plan: Path) -> None:
    save(cli, plan)
    assert cli("sync", "--apply", "saved.json", "--to", "copy.xlsx").code == 2
    assert not plan.with_name("copy.xlsx").exists()


def test_a_plan_into_no_folder_is_usage(cli: Cli, plan: Path) -> None:
    said = cli("plan", plan.name, "--out", "no/folder/plan.json")
    assert said.code == 2
    assert "no/folder/plan.json" in said.err.replace("\\", "/")
