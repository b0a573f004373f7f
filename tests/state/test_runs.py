"""Runs: intentions first, what landed after, numbered through the whole state."""

from dataclasses import replace
from datetime import date

import pytest

from okrsync.state import (
    CellChange,
    ColumnAdded,
    Run,
    RunState,
    SeenDocument,
    SeenSource,
    SeenTable,
    State,
    WrittenCell,
)

RUN = Run(
    id="",
    workspace="w",
    command="sync",
    started="2026-04-20T09:00:00+00:00",
    ended=None,
    as_of=date(2026, 4, 20),
    state=RunState.BEGUN,
    checker="okrsync 0",
    settings={"scoring": {"on_track": "0.10"}},
    job={"typed": ["plan.csv"]},
    counts={},
)
CELL = CellChange(
    "plan", "OKRs", "F2", "OKR status", "kr-1", "kr-1", "More sales", "status", "text",
    None, "on track",
)  # fmt: skip
COLUMN = ColumnAdded("plan", "1", "status", "OKR status")


def test_a_run_is_remembered_as_begun_and_as_done(state: State) -> None:
    number = state.runs.begin(RUN)
    assert state.runs.unfinished("w") == [replace(RUN, id=number)]
    state.runs.end(number, "2026-04-20T09:00:01+00:00", {"written": 2})
    done = state.runs.get(number)
    assert done == replace(
        RUN,
        id=number,
        ended="2026-04-20T09:00:01+00:00",
        state=RunState.DONE,
        counts={"written": 2},
    )
    assert state.runs.unfinished("w") == []


def test_numbers_go_through_all_workspaces(state: State) -> None:
    first = state.runs.begin(RUN)
    second = state.runs.begin(replace(RUN, workspace="v"))
    assert (first, second) == ("1", "2")
    assert [run.id for run in state.runs.of()] == ["2", "1"]
    assert [run.id for run in state.runs.of("w")] == ["1"]


@pytest.mark.parametrize(
    "number", ["", "0", "99", "one", "1; DROP TABLE runs", "٣", "9" * 40, "-1"]
)
def test_a_number_that_is_none_is_no_run(state: State, number: str) -> None:
    state.runs.begin(RUN)
    assert state.runs.get(number) is None


def test_intentions_are_replaced_by_what_landed(state: State) -> None:
    number = state.runs.begin(RUN)
    state.runs.intend(number, [CELL, replace(CELL, field="progress", after=0.5)], [COLUMN])
    assert not any(cell.landed for cell in state.runs.changes(number))
    state.runs.intend(number, [replace(CELL, landed=True)], [replace(COLUMN, landed=True)])
    assert state.runs.changes(number) == [replace(CELL, landed=True)]
    assert state.runs.columns(number) == [replace(COLUMN, landed=True)]


@pytest.mark.parametrize("value", [None, "", "op schema", 0, 0.4567, 3, True, '"; --', "é\n=1"])
def test_a_cells_values_come_back_as_they_were(
    state: State, value: str | float | bool | None
) -> None:
    number = state.runs.begin(RUN)
    state.runs.intend(number, [replace(CELL, before=value, after=value)], [])
    (cell,) = state.runs.changes(number)
    assert (cell.before, cell.after) == (value, value)
    assert type(cell.before) is type(value)


def test_an_undo_is_noted_on_both_sides(state: State) -> None:
    number = state.runs.begin(RUN)
    undo = state.runs.begin(replace(RUN, command="undo", undoes=number))
    state.runs.undone(number, undo)
    undone, undoing = state.runs.get(number), state.runs.get(undo)
    assert undone is not None
    assert undoing is not None
    assert (undone.undone_by, undoing.undoes) == (undo, number)


def test_what_was_written_last_is_known_by_cell(state: State) -> None:
    cells = [WrittenCell("plan", "kr-1", "status", "on track", "2026-Q2")]
    state.runs.write("w", "1", cells)
    newer = [WrittenCell("plan", "kr-1", "status", "off track", "2026-Q3")]
    state.runs.write("w", "2", newer)
    assert state.runs.written("w") == newer
    state.runs.unwrite("w", [("plan", "kr-1", "status"), ("plan", "kr-9", "status")])
    assert state.runs.written("w") == []


def test_forgetting_erases_one_workspace_and_no_other(state: State) -> None:
    kept = state.workspaces.create("name:Kept", "Kept", "2026-04-01")
    gone = state.workspaces.create("name:Gone", "Gone", "2026-04-01")
    for workspace in (kept, gone):
        number = state.runs.begin(replace(RUN, workspace=workspace.id))
        state.runs.intend(number, [CELL], [COLUMN])
        state.workspaces.fix(workspace.id, {"language": "nl"})
        state.workspaces.see_documents(workspace.id, [SeenDocument("csv", workspace.name)])
        state.workspaces.see_source(
            workspace.id, SeenSource("plan", "plan.csv", (), frozenset({"kr-1"}))
        )
        state.memories.close(workspace.id, {"kr-1": date(2026, 6, 30)})
    state.workspaces.forget(gone.id)
    assert state.workspaces.all() == [kept]
    assert [run.workspace for run in state.runs.of()] == [kept.id]
    assert state.runs.changes("1") == [CELL]
    assert state.runs.changes("2") == []
    assert state.workspaces.fixed(gone.id) == {}
    assert state.workspaces.documents(gone.id) == []
    assert state.workspaces.sources(gone.id) == {}
    assert state.memories.closed(gone.id) == {}
    assert state.workspaces.fixed(kept.id) == {"language": "nl"}


def test_what_was_seen_comes_back(state: State) -> None:
    workspace = state.workspaces.create("file:1", "plan", "2026-04-01")
    assert state.workspaces.create("file:1", "again", "2026-04-02") == workspace
    document = SeenDocument("csv", "/okrs/plan.csv", None, "abc", {"revision": "abc", "n": 3})
    source = SeenSource(
        "plan",
        "/okrs/plan.csv#",
        (SeenTable("csv", "plan", 3, {"title": "Key result"}, {"status": "OKR status"}),),
        frozenset({"kr-1", "kr-2"}),
    )
    state.workspaces.see_documents(workspace.id, [document])
    state.workspaces.see_source(workspace.id, source)
    assert state.workspaces.documents(workspace.id) == [document]
    assert state.workspaces.sources(workspace.id) == {"plan": source}
    assert state.workspaces.last_at("csv", "/okrs/plan.csv") == [workspace]
    assert state.workspaces.last_at("excel", "/okrs/plan.csv") == []
    state.workspaces.lose_document(workspace.id, "csv", "/okrs/plan.csv")
    assert state.workspaces.documents(workspace.id) == []


def test_what_is_settled_can_be_settled_anew(state: State) -> None:
    state.workspaces.fix("w", {"language": "nl", "headers": {"status": "OKR status"}})
    state.workspaces.fix("w", {"language": "en"})
    assert state.workspaces.fixed("w") == {
        "language": "en",
        "headers": {"status": "OKR status"},
    }
