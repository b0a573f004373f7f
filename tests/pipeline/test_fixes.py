"""Moves of a saved plan: asked about, guarded, and found again after whatever happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrsync import pipeline as door
from okrsync.connector import Moved
from okrsync.guards.guard import GuardStop
from okrsync.i18n import verbatim
from okrsync.pipeline import Dialogue, Options, SyncResult
from okrsync.pipeline.errors import ConsentNeeded, PlanRefused
from okrsync.state import open_state
from tests.pipeline.faults import Killed, going_wrong, nothing, raising
from tests.pipeline.sandbox import YES, Person, Sandbox

HEADER = ("Type", "Title", "Start", "Current", "Target", "Owner")
ROWS = (
    ("Objective", "Fill the funnel", "", "", "", ""),
    ("Key result", "Qualified leads a month", "80", "90", "200", "Ada"),
    ("Key result", "Launch the new booking page", "0", "0", "1", "Ben"),
    ("Key result", "Spend $50K on trade fairs", "0", "20000", "50000", "Ben"),
)
MOVED = ["Objective", "Key result", "Initiative", "Initiative"]
STANDING = [row[0] for row in ROWS]


@pytest.fixture
def saved(box: Sandbox) -> Path:
    box.write(ROWS, HEADER)
    return save(box)


def save(box: Sandbox) -> Path:
    path = box.folder / "moves.json"
    _, fixes = door.check_with_fixes(box.job())
    door.save_plan(fixes.run, path, door.FIXES)
    return path


def apply(
    box: Sandbox, path: Path, options: Options = YES, dialogue: Dialogue = door.SILENT
) -> SyncResult:
    return door.apply(path, options, dialogue, job=box.job())


def test_a_person_is_asked_once_and_may_say_no(box: Sandbox, saved: Path) -> None:
    no = Person(answers=[False])
    with pytest.raises(ConsentNeeded):
        apply(box, saved, Options(), no)
    assert box.column("Type") == STANDING
    yes = Person()
    assert apply(box, saved, Options(), yes).written == 2
    assert box.column("Type") == MOVED
    (question,) = yes.questions
    assert "2" in question
    assert "plan.csv" in question


def test_nothing_of_it_is_remembered_as_ours(box: Sandbox, saved: Path) -> None:
    apply(box, saved)
    box.undo()
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        assert state.runs.written(workspace.id) == []


def test_a_sheet_that_moves_while_it_is_written_is_looked_at_again(
    box: Sandbox, saved: Path
) -> None:
    moments = [raising(Moved(verbatim("somebody typed"))), nothing]

    def next_moment() -> None:
        moments.pop(0)()

    with going_wrong(before=next_moment):
        assert apply(box, saved).written == 2
    assert moments == []
    assert box.column("Type") == MOVED


def test_an_edit_of_such_a_row_in_the_moment_of_writing_stops_it(box: Sandbox, saved: Path) -> None:
    def typed() -> None:
        text = box.file.read_text(encoding="utf-8").replace("booking page", "booking desk")
        box.file.write_text(text, encoding="utf-8")

    with going_wrong(before=typed), pytest.raises(PlanRefused):
        apply(box, saved)
    assert box.column("Type") == STANDING


@pytest.mark.parametrize("written", [False, True], ids=["before", "after"])
def test_killed_around_the_write_it_can_be_gone_on_with_and_undone(
    box: Sandbox, saved: Path, written: bool
) -> None:
    kill = raising(Killed())
    around = going_wrong(after=kill) if written else going_wrong(before=kill)
    with around, pytest.raises(Killed):
        apply(box, saved)
    assert box.column("Type") == (MOVED if written else STANDING)
    if not written:
        assert apply(box, saved).written == 2
    assert box.undo().undid is not None
    assert box.column("Type") == STANDING


def test_a_lost_column_stops_it_like_sync(box: Sandbox) -> None:
    box.write(ROWS, HEADER)
    box.sync()
    path = save(box)
    text = box.file.read_text(encoding="utf-8").replace(",Owner", ",Whatever", 1)
    box.file.write_text(text, encoding="utf-8")
    with pytest.raises(GuardStop):
        apply(box, path)
    assert box.column("Type") == STANDING


def test_two_documents_are_one_plan(box: Sandbox) -> None:
    box.write(ROWS, HEADER)
    other = box.folder / "other.csv"
    text = box.file.read_text(encoding="utf-8")
    other.write_text(text.replace("Fill the", "Widen the"), encoding="utf-8")
    job = box.job("plan.csv", "other.csv")
    _, fixes = door.check_with_fixes(job)
    path = box.folder / "moves.json"
    door.save_plan(fixes.run, path, door.FIXES)
    assert [c.source for c in fixes.run.changes] == ["other", "other", "plan", "plan"]
    result = door.apply(path, YES, job=box.job("plan.csv", "other.csv"))
    assert [source.written for source in result.sources] == [2, 2]
    assert other.read_text(encoding="utf-8").count("Initiative,") == 2
