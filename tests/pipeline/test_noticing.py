"""What a connector notices reaches people once; a column without a place is said to have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from okrsync import pipeline as door
from okrsync.connector import Location, Moved, Receipt, Snapshot, registry
from okrsync.i18n import Message, verbatim
from okrsync.mapping.reading import MappingError
from okrsync.pipeline import SILENT, ConsentNeeded, Guard, GuardStop, Options, SyncResult
from okrsync.state import open_state
from okrsync.table import Change
from tests.connectors.memory import Document
from tests.connectors.subject import Cells
from tests.pipeline.faults import going_wrong, raising
from tests.pipeline.notebook import HINT, REASON, Notebook, Shelf, install
from tests.pipeline.sandbox import HEADER, PROGRESS, ROWS, STATUS, YES, Person, Sandbox

STEPS = ("read", "ensure_columns", "drop_columns", "write")
PLAN = "notebook:plan"


def grid(rows: Iterable[Sequence[object]], header: Sequence[str] = HEADER) -> Cells:
    return [list(row) for row in (header, *rows)]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    with monkeypatch.context() as patch:
        made = install(tmp_path / "site", patch)
        made.put(Plan=grid(ROWS))
        made.noticed = {step: [f"noticed by {step}"] for step in STEPS}
        yield made
    registry._points.cache_clear()


def sync(box: Sandbox, options: Options = YES, dialogue: door.Dialogue = SILENT) -> SyncResult:
    return box.sync(options, dialogue, PLAN)


def two_tabs(shelf: Shelf) -> None:
    others = [("Stay in touch", "Letters answered", "0", "5", "10")]
    shelf.put(Plan=grid(ROWS), Other=grid(others))


def said(*steps: str) -> list[str]:
    return [f"noticed by {step}" for step in steps]


def test_each_step_is_told_once(box: Sandbox, shelf: Shelf) -> None:
    person = Person()
    result = sync(box, YES, person)
    assert list(result.notes) == said("read", "ensure_columns", "write")
    assert not [heard for heard in person.heard if "noticed" in heard]
    assert list(sync(box).notes) == said("read")


def test_a_plan_and_a_look_tell_what_the_read_noticed(box: Sandbox, shelf: Shelf) -> None:
    assert list(box.plan(PLAN).notes) == said("read")
    assert box.status(PLAN).noticed == said("read")
    assert list(door.export(box.job(PLAN)).noticed) == said("read")
    assert list(sync(box, Options(dry_run=True)).notes) == said("read")


def test_an_undo_tells_what_it_noticed(box: Sandbox, shelf: Shelf) -> None:
    sync(box)
    assert list(box.undo().notes) == said("read", "drop_columns", "write")
    (again,) = box.undo(run="1").notes
    assert "taken back already" in again


def test_an_applied_plan_tells_it_too(box: Sandbox, shelf: Shelf) -> None:
    path = box.folder / "plan.json"
    door.save_plan(box.plan(PLAN), path)
    result = door.apply(path, YES, job=box.job(PLAN))
    assert list(result.notes) == said("read", "ensure_columns", "write")


def test_a_second_attempt_tells_nothing_twice(
    box: Sandbox, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = Notebook.write, [Moved(verbatim("somebody typed"))]

    def write(
        self: Notebook, snapshot: Snapshot, changes: list[Change], *, to: Location | None = None
    ) -> Receipt:
        if failures:
            raise failures.pop()
        return real(self, snapshot, changes, to=to)

    monkeypatch.setattr(Notebook, "write", write)
    result = sync(box)
    assert list(result.notes) == said("read", "ensure_columns", "write")
    assert [c.header for c in result.sources[0].columns_added] == [PROGRESS, STATUS]


def test_what_stops_a_run_comes_after_what_was_noticed(box: Sandbox, shelf: Shelf) -> None:
    nobody = Person(asks=False)
    with pytest.raises(ConsentNeeded):
        sync(box, Options(), nobody)
    assert nobody.heard[-1:] == said("read")
    sync(box)
    shelf.notebooks["plan"].tabs["Plan"][1:] = []
    for options in (YES, Options(dry_run=True)):
        heard = Person()
        with pytest.raises(GuardStop):
            sync(box, options, heard)
        assert heard.heard == said("read")
    heard = Person()
    shelf.put(Plan=[["nothing", "here"]])
    with pytest.raises(MappingError):
        door.evaluate(box.job(PLAN), dialogue=heard)
    assert heard.heard == said("read")


def test_no_place_at_all_is_exit_4_and_says_what_to_unlock(box: Sandbox, shelf: Shelf) -> None:
    shelf.lock("Plan", PROGRESS, STATUS)
    for _ in range(2):
        result = sync(box)
        assert (result.exit_code, result.written, result.changes) == (4, 0, [])
        assert result.sources[0].columns_added == []
        assert [(u.tab, u.header, u.hint) for u in result.unplaced] == [
            ("Plan", PROGRESS, HINT),
            ("Plan", STATUS, HINT),
        ]
        assert result.undone == [
            f"“{PROGRESS}”, “{STATUS}” not added to “Plan”: {REASON}.",
            f"  {HINT}",
        ]
    assert shelf.header("Plan") == list(HEADER)


def test_what_has_a_place_is_written_all_the_same(box: Sandbox, shelf: Shelf) -> None:
    two_tabs(shelf)
    shelf.lock("Plan", PROGRESS)
    shelf.lock("Other", PROGRESS, STATUS)
    result = sync(box)
    assert (result.exit_code, result.written) == (4, 3)
    assert [(c.tab, c.field) for c in result.sources[0].columns_added] == [("Plan", "status")]
    assert shelf.header("Plan") == [*HEADER, STATUS]
    assert shelf.header("Other") == list(HEADER)
    again = sync(box)
    assert (again.exit_code, again.written) == (4, 0)
    assert len(again.unplaced) == 3
    shelf.locked.clear()
    unlocked = sync(box)
    assert (unlocked.exit_code, unlocked.written, unlocked.unplaced) == (0, 5, [])


def test_nothing_is_remembered_of_a_column_that_did_not_land(box: Sandbox, shelf: Shelf) -> None:
    toml = '[workspace]\nname = "Acme"\n[write_back]\ncreate_columns = true\n'
    box.configure(toml)
    shelf.lock("Plan", PROGRESS, STATUS)
    assert sync(box, Options()).exit_code == 4
    assert (box.folder / "okrsync.toml").read_text(encoding="utf-8") == toml
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        assert not {"headers", "words", "language"} & state.workspaces.fixed(workspace.id).keys()
        assert state.runs.columns("1") == []
        (source,) = state.workspaces.sources(workspace.id).values()
        assert [table.managed for table in source.tables] == [{}]
    shelf.locked = {("Plan", PROGRESS)}
    sync(box, Options())
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        assert state.workspaces.fixed(workspace.id)["headers"] == {"status": STATUS}
        assert [(c.header, c.landed) for c in state.runs.columns("2")] == [(STATUS, True)]
    assert PROGRESS not in (box.folder / "okrsync.toml").read_text(encoding="utf-8")
    assert box.undo().undid == "2"
    assert shelf.header("Plan") == list(HEADER)


def test_a_question_that_finds_no_place_was_only_offered(box: Sandbox, shelf: Shelf) -> None:
    rows = [*ROWS, ("Earn trust", "Launch the new website", "0", "0", "1")]
    shelf.put(Plan=grid(rows))
    shelf.lock("Plan", "OKR question")
    refused = sync(box, Options(), Person((True, True)))
    assert refused.exit_code == 4
    assert [u.header for u in refused.unplaced] == ["OKR question"]
    with open_state(box.environment["OKRSYNC_STATE"], write=False) as state:
        (workspace,) = state.workspaces.all()
        assert "finding" not in state.workspaces.fixed(workspace.id)


def test_a_guard_that_is_accepted_lets_the_rest_be_told(box: Sandbox, shelf: Shelf) -> None:
    sync(box)
    shelf.notebooks["plan"].tabs["Plan"][1:] = []
    result = sync(box, Options(yes=True, accept={Guard.ROWS}))
    assert list(result.notes) == said("read")


def test_a_file_says_it_before_anybody_is_asked(box: Sandbox, shelf: Shelf) -> None:
    path = box.folder / "plan.notes"
    path.touch()
    shelf.notebooks[str(path)] = shelf.notebooks["plan"]
    shelf.lock("Plan", PROGRESS, STATUS)
    planned = box.plan("plan.notes")
    assert [u.header for u in planned.unplaced] == [PROGRESS, STATUS]
    assert (planned.columns_added, planned.changes) == ((), ())
    assert list(planned.notes) == said("read", "ensure_columns")
    dry = box.sync(Options(dry_run=True), SILENT, "plan.notes")
    assert (dry.exit_code, len(dry.unplaced), dry.sources[0].columns_added) == (4, 2, [])
    assert HINT in dry.undone[1]
    person = Person((True, False))
    result = box.sync(Options(), person, "plan.notes")
    assert (result.exit_code, person.questions) == (4, [])
    assert list(result.notes) == said("read", "ensure_columns")
    shelf.locked = {("Plan", PROGRESS)}
    result = box.sync(Options(), person, "plan.notes")
    assert (result.exit_code, result.written) == (4, 3)
    assert PROGRESS not in person.questions[0]
    assert [u.header for u in result.unplaced] == [PROGRESS]


def test_a_column_without_a_value_yet_is_foreseen_and_added(box: Sandbox, shelf: Shelf) -> None:
    shelf.put(Plan=grid([(*row[:3], "", row[4]) for row in ROWS]))
    assert [c.header for c in box.plan(PLAN).columns_added] == [PROGRESS, STATUS]
    assert [c.header for c in sync(box).sources[0].columns_added] == [PROGRESS, STATUS]


def test_what_the_connector_left_alone_at_the_write_is_named(
    box: Sandbox, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reason(self: Notebook, document: Document, change: Change) -> Message | None:
        return verbatim("somebody is typing here") if change.row == 2 else None

    monkeypatch.setattr(Notebook, "reason", reason)
    result = sync(box)
    assert result.written == 4
    assert [(s.cell, s.reason) for s in result.sources[0].skipped] == [
        ("F2", "somebody is typing here"),
        ("G2", "somebody is typing here"),
    ]


def test_what_the_connector_left_alone_at_an_undo_is_named(
    box: Sandbox, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(Plan=grid([(*row, "soon") for row in ROWS], (*HEADER, STATUS)))
    sync(box)

    def reason(self: Notebook, document: Document, change: Change) -> str | None:
        return "somebody is typing here" if change.row == 2 else None

    monkeypatch.setattr(Notebook, "reason", reason)
    result = box.undo()
    assert len(result.restored) == 2
    assert [(s.cell, s.reason) for s in result.skipped] == [("F2", "somebody is typing here")]


def test_a_renamed_tab_without_a_lasting_key_is_guarded_as_it_was(
    box: Sandbox, shelf: Shelf
) -> None:
    """Its key is its name; it is the only one that was known, and the only one there."""
    sync(box)
    lost = [*HEADER[:3], "Whatever", HEADER[4]]
    shelf.put(Renamed=grid(ROWS, lost))
    with pytest.raises(GuardStop) as stop:
        sync(box)
    assert stop.value.guard is Guard.HEADER


def test_columns_are_all_that_a_run_did_before_it_was_killed(box: Sandbox, shelf: Shelf) -> None:
    with going_wrong(before=raising(KeyboardInterrupt())), pytest.raises(KeyboardInterrupt):
        sync(box)
    assert shelf.header("Plan")[-2:] == [PROGRESS, STATUS]
    result = box.undo()
    assert [c.header for c in result.columns_dropped] == [PROGRESS, STATUS]
    assert shelf.header("Plan") == list(HEADER)
