"""Runs that were killed: what of their intentions stands in the sheet, and then they are over.

Nobody knows how far a killed run came, so the sheet itself is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from okrsync.pipeline.prepare import Prepared
from okrsync.pipeline.summary.record import SUMMARY
from okrsync.state import CellChange, ColumnAdded, Run, RunState, State, WrittenCell
from okrsync.writeback.cells import Key, Tables, same
from okrsync.writeback.words import LEVEL

KILLED = "killed"
"""Among a run's counts: it never came to its end, and the sheet said how far it was."""


@dataclass(frozen=True, slots=True)
class Done:
    """What stands in the sheet of a command that was begun before: by a run that was killed
    (`run` is its number) or by an earlier attempt of this one."""

    run: str = ""
    cells: Sequence[CellChange] = ()
    columns: Sequence[ColumnAdded] = ()


def begun(state: State, workspace: str, command: str, *, left: bool) -> Done:
    """What the last run had done when it was killed, if it was of this command. `left` says
    that its lock was left behind: then it was killed even if it had come to its end."""
    last = next(iter(state.runs.of(workspace)), None)
    if last is None or last.command != command or not (left or last.counts.get(KILLED)):
        return Done()
    return _done(last, state.runs.changes(last.id), state.runs.columns(last.id))


def foreseen(state: State, command: str, prepared: Prepared) -> Done:
    """What `begun` would say if a run of this command started now; nothing is noted."""
    known = prepared.gathered.recall.workspace
    if known is None:
        return Done()
    workspace = known.id
    last = next(iter(state.runs.of(workspace)), None)
    if last is None or last.state is not RunState.BEGUN:
        now = prepared.evaluation.job.waiter.clock.now()
        return begun(state, workspace, command, left=state.locks.left_behind(workspace, now))
    if last.command != command:
        return Done()
    return _done(last, *_Found.of(state, last, prepared.tables).marked())


def _done(run: Run, changes: Iterable[CellChange], columns: Iterable[ColumnAdded]) -> Done:
    return Done(run.id, [c for c in changes if c.landed], [c for c in columns if c.landed])


def landed(
    tables: Tables,
    changes: Iterable[CellChange],
    columns: Iterable[ColumnAdded],
    *,
    undo: bool,
) -> tuple[list[CellChange], list[ColumnAdded]]:
    """The intended cells that hold what was to be written, wherever their rows stand now, and
    the intended columns that are as they should be: there, or taken away by an undo."""
    standing = {key: tables.value(place) for key, place in tables.recorded()}
    cells = [
        change
        for change in changes
        if (key := (change.source, change.entity, change.field)) in standing
        and same(standing[key], change.after)
    ]
    return cells, [column for column in columns if _stands(column, tables) != undo]


def _stands(column: ColumnAdded, tables: Tables) -> bool:
    table = tables.known_as(column.source, column.tab)
    return table is not None and column.field in table.managed


@dataclass(frozen=True, slots=True)
class _Found:
    """What a killed run intended, and what of that stands in the sheet."""

    changes: Sequence[CellChange]
    columns: Sequence[ColumnAdded]
    cells: Sequence[CellChange]
    added: Sequence[ColumnAdded]

    @classmethod
    def of(cls, state: State, run: Run, tables: Tables) -> _Found:
        changes, columns = state.runs.changes(run.id), state.runs.columns(run.id)
        cells, done = landed(tables, changes, columns, undo=bool(run.undoes))
        # A tab of our own is in no table: an undo looks at it by itself.
        cells += [c for c in changes if c.field == SUMMARY and not run.undoes]
        return cls(changes, columns, cells, done)

    @property
    def whole(self) -> bool:
        """Whether all of it stands there."""
        return len(self.cells) == len(self.changes) and len(self.added) == len(self.columns)

    def marked(self) -> tuple[list[CellChange], list[ColumnAdded]]:
        """All of it: landed is what was noted so, and what stands there."""
        stood = {id(one) for one in (*self.cells, *self.added)}
        return (
            [replace(c, landed=c.landed or id(c) in stood) for c in self.changes],
            [replace(c, landed=c.landed or id(c) in stood) for c in self.columns],
        )


def reconcile(state: State, workspace: str, prepared: Prepared) -> list[Run]:
    """End every run that was begun and never ended; those runs.

    To be called with the workspace locked: a run that is still going on holds that lock.
    """
    tables, evaluation = prepared.tables, prepared.evaluation
    period = evaluation.period.label
    unfinished = state.runs.unfinished(workspace)
    for run in unfinished:
        found = _Found.of(state, run, tables)
        with state.together():
            state.runs.intend(run.id, *found.marked())
            if run.undoes:
                _taken_back(state, run, tables, found.cells, found.added, period)
                if found.whole:
                    state.runs.undone(run.undoes, run.id)
            state.runs.end(run.id, evaluation.job.stamp, {"written": len(found.cells), KILLED: 1})
    return unfinished


def _taken_back(
    state: State,
    run: Run,
    tables: Tables,
    cells: Sequence[CellChange],
    gone: Sequence[ColumnAdded],
    period: str,
) -> None:
    """Remember of a killed undo what one that ended would have: what it put back, and what
    went with the columns that it took away."""
    standing = {key for key, _ in tables.recorded()}
    columns = {(column.source, column.field) for column in gone}
    with_them = [
        change
        for change in state.runs.changes(run.undoes or "")
        if change.landed
        and (change.source, change.field) in columns
        and _key(change) not in standing
    ]
    put_back(state, run.workspace, run.id, cells, with_them, period)


def put_back(
    state: State,
    workspace: str,
    run: str,
    cells: Iterable[CellChange],
    emptied: Iterable[CellChange],
    period: str,
) -> None:
    """After an undo: these cells hold what was in them before, those went with their column.
    Rows whose period had ended may be written again."""
    restored = {_key(change): change for change in cells}
    back = [*restored, *map(_key, emptied)]
    state.runs.unwrite(workspace, back)
    state.runs.write(
        workspace,
        run,
        [
            WrittenCell(*key, change.after, period)
            for key, change in restored.items()
            if change.after is not None and change.field not in (LEVEL, SUMMARY)
        ],
    )
    state.memories.reopen(workspace, {entity for _, entity, _ in back})


def _key(change: CellChange) -> Key:
    return change.source, change.entity, change.field
