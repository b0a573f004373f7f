"""What the history knows of runs that did not end as they should."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from okrsync import pipeline as door
from okrsync.connector import Unreachable
from okrsync.pipeline import Options
from okrsync.state import CellChange, Locked, Run, State, open_state
from tests.pipeline.faults import going_wrong, losing_the_line, raising
from tests.pipeline.sandbox import PROGRESS, ROWS, STATUS, YES, Person, Sandbox
from tests.state.locking import is_free

PLAN = "saved.json"


def type_in(box: Sandbox, row: int, header: str, text: str) -> None:
    top, *rows = box.read()
    rows[row][top.index(header)] = text
    box.write(rows, top)


@dataclass
class Slow(Person):
    """Somebody who thinks so long that another takes over the workspace meanwhile."""

    box: Sandbox | None = None

    def confirm(self, question: str) -> bool:
        assert self.box is not None
        self.box.clock.moment += timedelta(hours=2)
        with open_state(self.box.environment["OKRSYNC_STATE"]) as state:
            (workspace,) = state.workspaces.all()
            self.token = state.locks.take(workspace.id, self.box.clock.now(), 600)
        return super().confirm(question)


def syncing(box: Sandbox, person: Person) -> object:
    return box.sync(Options(), person)


def undoing(box: Sandbox, person: Person) -> object:
    return box.undo(options=Options(), dialogue=person)


def applying(box: Sandbox, person: Person) -> object:
    return door.apply(box.folder / PLAN, Options(), person, job=box.job())


@pytest.mark.parametrize("command", [syncing, undoing, applying])
def test_a_lock_lost_between_read_and_write(
    box: Sandbox, command: Callable[[Sandbox, Person], object]
) -> None:
    if command is undoing:
        box.sync()
    door.save_plan(box.plan(), box.folder / PLAN)
    before = box.file.read_bytes()
    person = Slow(box=box)
    with pytest.raises(Locked):
        command(box, person)
    assert person.questions
    assert box.file.read_bytes() == before
    with open_state(box.environment["OKRSYNC_STATE"]) as state:
        (workspace,) = state.workspaces.all()
        assert not state.runs.unfinished(workspace.id)
        assert not is_free(state, workspace.id, box.clock.now())


def test_a_lock_lost_before_fixes_are_applied(box: Sandbox) -> None:
    rows = [("Key result", "Members who post weekly", "10", "25", "100"),
            ("Key result", "Publish the new handbook", "", "", "")]  # fmt: skip
    box.write([("Objective", "Grow the community", "", "", ""), *rows],
              ("Level", "Title", "Start", "Current", "Target"))  # fmt: skip
    _, fixes = door.check_with_fixes(box.job())
    assert fixes.run.changes
    door.save_plan(fixes.run, box.folder / PLAN, "fixes")
    before = box.file.read_bytes()
    with pytest.raises(Locked):
        applying(box, Slow(box=box))
    assert box.file.read_bytes() == before
    box.clock.moment += timedelta(hours=2)
    assert applying(box, Person())
    assert box.file.read_bytes() != before


@pytest.fixture
def half(box: Sandbox) -> Sandbox:
    """A second run, of which one row of two landed before the line dropped."""
    box.sync()
    type_in(box, 0, "Current", "70")
    type_in(box, 2, "Current", "5")
    with losing_the_line(), pytest.raises(Unreachable):
        box.sync()
    return box


def history(box: Sandbox) -> tuple[list[Run], dict[str, list[CellChange]]]:
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        runs = state.runs.of()
        return runs, {run.id: state.runs.changes(run.id) for run in runs}


def test_what_landed_before_an_error_is_kept(half: Sandbox) -> None:
    _, changes = history(half)
    assert {c.cell: c.landed for c in changes["2"]} == {"F2": True, "G2": True, "F4": False}


def test_what_landed_before_an_error_is_taken_back_alone(half: Sandbox) -> None:
    result = half.undo()
    assert result.undid == "2"
    assert [c.cell for c in result.restored] == ["F2", "G2"]
    assert half.column(STATUS)[0] == "needs attention"


def test_the_next_run_writes_only_the_rest(half: Sandbox) -> None:
    assert [c.cell for c in half.sync().changes] == ["F4"]


def test_what_a_later_run_wrote_is_not_taken_back_with_the_stopped_one(half: Sandbox) -> None:
    """The stopped run had meant to write the same value there, and did not."""
    half.sync()
    assert half.column(PROGRESS)[2] == "87.5%"
    result = half.undo("2")
    assert [c.cell for c in result.restored] == ["F2", "G2"]
    assert not result.skipped
    assert half.column(PROGRESS)[2] == "87.5%"


def killed_before_writing(box: Sandbox) -> None:
    with going_wrong(before=raising(KeyboardInterrupt())), pytest.raises(KeyboardInterrupt):
        box.sync()


def test_an_intention_alone_is_no_deed(box: Sandbox) -> None:
    """A run that was stopped before it wrote has nothing that an undo could take back; the run
    before it is the last."""
    box.sync()
    type_in(box, 0, "Current", "70")
    killed_before_writing(box)
    result = box.undo()
    assert result.undid == "1"
    runs, changes = history(box)
    stopped = next(run for run in runs if run.id == "2")
    assert (stopped.state, stopped.counts["written"]) == ("done", 0)
    assert not any(change.landed for change in changes["2"])


def test_columns_of_a_later_run_are_not_those_of_a_stopped_one(box: Sandbox) -> None:
    killed_before_writing(box)
    assert box.sync().run_id == "2"
    result = box.undo("1")
    assert result.undid is None
    assert not result.skipped
    assert not result.columns_dropped
    assert result.notes[0] == "Nothing that run 1 wrote is still there to take back."
    assert box.read()[0][-2:] == [PROGRESS, STATUS]


def test_a_cell_that_a_person_changed_after_a_kill_is_not_ours(box: Sandbox) -> None:
    """What the sheet no longer shows is not believed, whatever the run had set out to do."""
    box.sync()
    type_in(box, 0, "Current", "70")
    with going_wrong(after=raising(KeyboardInterrupt())), pytest.raises(KeyboardInterrupt):
        box.sync()
    type_in(box, 0, STATUS, "ask An")
    result = box.undo()
    assert [c.column for c in result.restored] == [PROGRESS]
    assert box.column(STATUS)[0] == "ask An"
    _, changes = history(box)
    assert {c.field: c.landed for c in changes["2"]} == {"progress": True, "status": False}


def test_an_undo_that_was_stopped_half_way_goes_on(box: Sandbox) -> None:
    """One of two rows was put back when the line dropped: the next undo does the other, and only
    then is the run taken back."""
    box.sync()
    before = box.file.read_bytes()
    type_in(box, 0, "Current", "70")
    type_in(box, 2, "Current", "5")
    box.sync()
    with losing_the_line(), pytest.raises(Unreachable):
        box.undo()
    assert box.column(PROGRESS)[0] == "16.67%"
    result = box.undo()
    assert (result.undid, [c.cell for c in result.restored]) == ("2", ["F4"])
    assert not result.skipped
    type_in(box, 0, "Current", "25")
    type_in(box, 2, "Current", "9")
    assert box.file.read_bytes() == before
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        runs = {run.id: run for run in state.runs.of()}
        ours = {(w.field, w.value) for w in state.runs.written(workspace_of(state))}
    assert (runs["2"].undone_by, runs["3"].counts["written"]) == ("4", 2)
    assert {("progress", "16.67%"), ("progress", "37.5%")} <= ours
    assert box.undo("1").undid == "1"


def test_rows_are_found_by_their_entity_after_a_kill(box: Sandbox) -> None:
    box.sync()
    type_in(box, 0, "Current", "70")
    with going_wrong(after=raising(KeyboardInterrupt())), pytest.raises(KeyboardInterrupt):
        box.sync()
    top, *rows = box.read()
    box.write(reversed(rows), top)
    assert [c.cell for c in box.undo().restored] == [f"F{len(ROWS) + 1}", f"G{len(ROWS) + 1}"]


def workspace_of(state: State) -> str:
    (workspace,) = state.workspaces.all()
    return workspace.id


def test_after_an_undo_nothing_of_it_counts_as_ours(box: Sandbox) -> None:
    box.sync()
    type_in(box, 0, "Current", "70")
    box.sync()
    box.undo()
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        values = {(w.entity, w.field): w.value for w in state.runs.written(workspace_of(state))}
    assert "16.67%" in values.values()
    box.undo("1")
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        assert state.runs.written(workspace_of(state)) == []
    assert box.sync(YES).written == 6
