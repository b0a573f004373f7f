"""A saved plan is applied only while it is exactly what sync would do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from okrsync import pipeline as door
from okrsync.http.waiting import OutOfTime
from okrsync.pipeline import ConsentNeeded, Options, PlanRefused, SyncResult, Usage, explain
from tests.pipeline.sandbox import HEADER, ROWS, YES, Person, Sandbox

Body = dict[str, Any]


@pytest.fixture
def saved(box: Sandbox) -> Path:
    path = box.folder / "plan.json"
    door.save_plan(box.plan(), path)
    return path


def apply(box: Sandbox, path: Path, options: Options = YES) -> SyncResult:
    return door.apply(path, options, job=box.job())


def refused(box: Sandbox, path: Path) -> PlanRefused:
    before = box.file.read_bytes()
    with pytest.raises(PlanRefused) as stop:
        apply(box, path)
    assert explain(stop.value).exit_code == 4
    assert box.file.read_bytes() == before
    return stop.value


def test_a_plan_says_what_sync_then_does(box: Sandbox) -> None:
    planned = box.plan()
    done = box.sync()
    assert list(planned.changes) == list(done.changes)
    assert list(planned.columns_added) == list(done.sources[0].columns_added)
    assert [c.cell for c in planned.changes[:2]] == ["F2", "G2"]


def test_planning_touches_nothing(box: Sandbox) -> None:
    before = box.file.read_bytes()
    assert box.plan().fingerprint == box.plan().fingerprint
    assert box.file.read_bytes() == before
    assert not (box.folder / "state.db").exists()


def test_a_plan_that_still_holds_is_applied(box: Sandbox, saved: Path) -> None:
    result = apply(box, saved)
    assert result.written == 6
    assert box.sync().written == 0
    (run,) = [r for r in door.runs(environment=box.environment, folder=box.folder) if r.written]
    assert run.command == "sync --apply"


def test_applying_asks_like_sync(box: Sandbox, saved: Path) -> None:
    with pytest.raises(ConsentNeeded):
        apply(box, saved, Options())


def test_the_next_day_it_holds_as_long_as_nothing_moved(box: Sandbox, saved: Path) -> None:
    box.today = "2026-05-02"
    assert apply(box, saved).written == 6


def test_a_row_that_changed_makes_it_stale(box: Sandbox, saved: Path) -> None:
    box.write([(*ROWS[0][:3], "70", "100"), *ROWS[1:]])
    stop = refused(box, saved)
    assert stop.cell == "plan, F2"
    assert "okrsync plan plan.csv --out" in (str(stop.hint) or "")


def test_a_row_that_moved_makes_it_stale(box: Sandbox, saved: Path) -> None:
    box.write(reversed(ROWS))
    refused(box, saved)


def test_a_cell_that_only_the_fingerprint_knows_makes_it_stale(box: Sandbox) -> None:
    header, path = (*HEADER, "Owner"), box.folder / "plan.json"
    box.write([(*row, "An") for row in ROWS], header)
    door.save_plan(box.plan(), path)
    box.write([(*row, "Bo") for row in ROWS], header)
    assert "rows or the settings" in str(refused(box, path))


def test_a_plan_once_applied_is_stale(box: Sandbox, saved: Path) -> None:
    apply(box, saved)
    refused(box, saved)


def test_an_edit_in_a_row_that_is_right_already_is_none_of_its_business(box: Sandbox) -> None:
    box.sync()
    text = box.file.read_text(encoding="utf-8")
    box.file.write_text(text.replace(",25,", ",70,"), encoding="utf-8")
    path = box.folder / "plan.json"
    door.save_plan(box.plan(), path)
    elsewhere = box.file.read_text(encoding="utf-8").replace(",50%,80%", ",50 %,80%")
    box.file.write_text(elsewhere, encoding="utf-8")
    assert apply(box, path).written == 2


def change(index: int, **values: object) -> Callable[[Body], None]:
    return lambda body: body["changes"][index].update(values)


def add(**values: object) -> Callable[[Body], None]:
    return lambda body: body["changes"].append({**body["changes"][0], **values})


def drop(body: Body) -> None:
    del body["changes"][1]


def other_column(body: Body) -> None:
    body["columns_added"][0]["header"] = "Owner"


def other_fingerprint(body: Body) -> None:
    body["fingerprint"] = "0" * 64


FORGED = {
    "another value": change(0, after=1),
    "another cell": change(0, cell="D2"),
    "another tab": change(0, tab="Salaries"),
    "a human's column": add(cell="D2", column="Current", field="current"),
    "a formula": change(1, after='=HYPERLINK("http://example.org")'),
    "a cell less": drop,
    "another column": other_column,
    "another fingerprint": other_fingerprint,
    "another entity": change(0, entity_id="kr-other"),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_plan_reaches_no_cell(
    box: Sandbox, saved: Path, forge: Callable[[Body], None]
) -> None:
    body = json.loads(saved.read_text(encoding="utf-8"))
    forge(body)
    saved.write_text(json.dumps(body), encoding="utf-8")
    refused(box, saved)


def test_the_first_cell_that_differs_is_named(box: Sandbox, saved: Path) -> None:
    body = json.loads(saved.read_text(encoding="utf-8"))
    change(2, after=0.99)(body)
    saved.write_text(json.dumps(body), encoding="utf-8")
    stop = refused(box, saved)
    assert stop.cell == "plan, F3"
    assert "0.99" in str(stop.message)


def deep() -> str:
    return "[" * 100_000


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "not json", '{"format": 1}', '{"format": 2}', "\x00", deep(),
     '{"format": 1, "as_of": "soon", "locations": [], "config": null, "changes": [],'
     ' "columns_added": [], "fingerprint": ""}',
     '{"format": 1, "as_of": "2026-05-01", "locations": [], "config": null,'
     ' "changes": [{"evil": 1}], "columns_added": [], "fingerprint": ""}'],
    ids=range(11),
)  # fmt: skip
def test_a_file_that_is_no_plan(box: Sandbox, text: str) -> None:
    path = box.folder / "plan.json"
    path.write_text(text, encoding="utf-8")
    assert str(path) in str(refused(box, path))


def test_a_plan_file_that_isnt_there_is_wrong_usage(box: Sandbox) -> None:
    with pytest.raises(Usage):
        apply(box, box.folder / "none.json")
    with pytest.raises(Usage):
        door.save_plan(box.plan(), box.folder / "none" / "plan.json")


def test_a_plan_knows_what_it_was_made_for(
    box: Sandbox, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(box.folder)
    for name, value in box.environment.items():
        monkeypatch.setenv(name, value)
    assert door.apply(saved, YES).written == 6


@pytest.mark.parametrize("seconds", [7.0, 90.0])
def test_without_a_job_it_ends_at_the_deadline_that_it_is_given(
    box: Sandbox, saved: Path, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.chdir(box.folder)
    for name, value in box.environment.items():
        monkeypatch.setenv(name, value)
    box.file.with_name(f"~${box.name}").touch()  # Excel has it open
    with pytest.raises(OutOfTime):
        door.apply(saved, YES, Person(), deadline=seconds, clock=box.clock)
    assert seconds - 10 < sum(box.clock.waits) <= seconds
