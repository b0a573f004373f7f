"""Undo: put back the managed cells that a run changed, and take away the columns it added."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from okrsync.config import ConfigError, find
from okrsync.history import Run, RunState, State, Workspace, open_state
from okrsync.sync import guards
from okrsync.sync.consent import UNDO, yes_or_no
from okrsync.sync.dialogue import SILENT, Dialogue
from okrsync.sync.errors import ConsentNeeded, Usage
from okrsync.sync.fetching import connector_of, own_key
from okrsync.sync.job import Job
from okrsync.sync.locking import Lock, gather_locked, locking
from okrsync.sync.opening import open_sources
from okrsync.sync.options import Options
from okrsync.sync.preparing import Prepared, prepare
from okrsync.sync.recall import known_before_reading
from okrsync.sync.reconciling import reconcile
from okrsync.sync.recording import Record
from okrsync.sync.restoring import Restoration, restoration
from okrsync.sync.results import UndoResult
from okrsync.sync.retrying import while_it_moves
from okrsync.sync.signals import finishing
from okrsync.sync.writing import Written, write
from okrsync.text import Text
from okrsync.waiting import Clock

COMMAND = "undo"
NOBODY = Text(
    en="Run {run} of {day} is undone only after a yes: {cells} cells would be put back and "
    "{columns} columns removed on {where}. Nothing was written.",
    nl="Run {run} van {day} wordt pas teruggedraaid na een ja: op {where} zouden {cells} cellen "
    "worden teruggezet en {columns} kolommen weggehaald. Er is niets geschreven.",
)
AGREE = Text(en="To agree: okrsync undo {run} --yes", nl="Instemmen: okrsync undo {run} --yes")


@dataclass(frozen=True, slots=True)
class UndoJob:
    """What an undo works on: the run (None where there is nothing to undo) and its sources."""

    run: Run | None
    job: Job | None
    language: str = "en"


def open_undo(
    run_id: str | None = None,
    locations: Sequence[str] = (),
    *,
    config_path: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    deadline: float | None = None,
    clock: Clock | None = None,
) -> UndoJob:
    """Find the run, and the sources that it wrote to; nothing is read yet.

    Without a number it is the last run that wrote something: of the workspace of these
    locations, else of the nearest `okrsync.toml`, else of the whole state.
    Raises Usage (an unknown run), ConfigError, StateError.
    """
    known = os.environ if environment is None else environment
    here: Job | None = None
    if locations or (run_id is None and (config_path or find(folder or Path.cwd()))):
        here = _opened(locations, config_path, known, folder, deadline, clock)
    with open_state(known.get("OKRSYNC_STATE") or None, write=False) as state:
        run = _asked(state, run_id) if run_id is not None else _last(state, here)
        if run is None:
            return UndoJob(None, None)
        settled = state.workspaces.fixed(run.workspace).get("language")
    job = here or _of(run, known, deadline, clock)
    return UndoJob(run, job, settled if isinstance(settled, str) else "en")


def undo(
    work: UndoJob,
    options: Options = Options(),  # noqa: B008 -- unchangeable
    dialogue: Dialogue = SILENT,
) -> UndoResult:
    """Restore what a run changed, as far as it still holds what the run wrote; the rest is
    `skipped` with a reason. Asks like `sync`, and `yes` consents.

    The undo is a run of its own. Where nothing is left to undo, `undid` is None.
    Raises what every door raises.
    """
    if work.run is None or work.job is None or work.run.undone_by or work.run.command == COMMAND:
        return UndoResult(None, None)
    job = work.job
    with job.working(), open_state(job.state) as state, locking(state, job) as lock:
        doing = _Undo(state, lock, work.run, options, dialogue)
        return while_it_moves(doing.once, dialogue, work.language)


@dataclass(slots=True)
class _Undo:
    state: State
    lock: Lock
    run: Run
    options: Options
    dialogue: Dialogue
    written: Written = field(default_factory=Written)
    record: Record | None = None
    agreed: bool = False

    def once(self) -> UndoResult:
        """Read, look what can be put back, ask, write, remember."""
        gathered = gather_locked(self.lock, self.dialogue)
        prepared = prepare(gathered)
        evaluation = prepared.evaluation
        self._same_workspace(gathered.recall.workspace)
        if self.record is None:
            now = evaluation.job.waiter.clock.now().isoformat(timespec="seconds")
            reconcile(self.state, self.run.workspace, prepared.tables, now)
            self.record = Record(self.state, self.run.workspace, COMMAND, undoes=self.run.id)
        back = restoration(
            prepared.tables,
            [c for c in self.state.runs.changes(self.run.id) if c.landed],
            [c for c in self.state.runs.columns(self.run.id) if c.landed],
            evaluation.language,
        )
        if not (back.cells or back.columns):
            return UndoResult(None, None, skipped=back.skipped, calls=evaluation.calls)
        guards.require(
            evaluation,
            gathered.recall,
            prepared.tables,
            (),
            self.options.accept,
            f"okrsync undo {self.run.id}",
        )
        self._consent(back, evaluation.language, evaluation.job)
        self.lock.renew()
        self._write(prepared, back, self.record)
        return self._remember(prepared, back, self.record)

    def _same_workspace(self, workspace: Workspace | None) -> None:
        if workspace is None or workspace.id != self.run.workspace:
            raise Usage(
                f"run {self.run.id} was not of these sources",
                hint="okrsync runs lists all runs",
            )

    def _consent(self, back: Restoration, language: str, job: Job) -> None:
        facts = {
            "run": self.run.id,
            "day": self.run.started[:10],
            "where": ", ".join(part.location.text for part in job.parts),
            "cells": len(back.cells) + len(back.emptied),
            "columns": len(back.columns),
        }
        question = UNDO.say(language, **facts)
        self.agreed = self.agreed or self.options.yes
        if not self.agreed:
            self.agreed = self.dialogue.asks and self.dialogue.confirm(
                yes_or_no(question, language)
            )
        if not self.agreed:
            raise ConsentNeeded(
                NOBODY.say(language, **facts),
                hint=AGREE.say(language, run=self.run.id),
            )

    def _write(self, prepared: Prepared, back: Restoration, record: Record) -> None:
        evaluation = prepared.evaluation
        job, snapshots = evaluation.job, dict(evaluation.snapshots)
        touched = set()
        with finishing(self.dialogue, evaluation.language) as patience:
            record.begin(job, back.cells)
            for document in job.documents:
                mine = [
                    replace(c, column=replace(c.column, table=own_key(c.column.table, job)[1]))
                    for c in back.columns
                    if own_key(c.column.table, job)[0] is document
                ]
                if mine:
                    touched.add(document.key)
                    snapshots[document.key] = connector_of(document).drop_columns(
                        snapshots[document.key], mine
                    )
            after = replace(
                prepared,
                cells=back.cells,
                evaluation=replace(evaluation, snapshots=snapshots),
            )
            write(after, (), record, self.written, patience, also=touched)

    def _remember(self, prepared: Prepared, back: Restoration, record: Record) -> UndoResult:
        columns = [prepared.tables.column(c.column) for c in back.columns]
        run = record.end_undo(prepared, self.written.receipts, back.emptied)
        return UndoResult(
            undid=self.run.id,
            run_id=run,
            restored=[cell.planned() for cell in self.written.cells.values()],
            columns_dropped=columns,
            skipped=[*back.skipped, *self.written.skipped],
            calls=sum(self.written.calls.values(), prepared.evaluation.calls),
            emptied=len(back.emptied),
            notes=tuple(self.written.notes),
        )


def _asked(state: State, run_id: str) -> Run:
    run = state.runs.get(run_id)
    if run is None:
        hint = "undo takes the number of a run: okrsync runs lists them"
        raise Usage(f"there is no run {run_id!r}", hint=hint)
    return run


def _last(state: State, job: Job | None) -> Run | None:
    workspace = known_before_reading(state, job) if job else None
    if job is not None and workspace is None:
        return None
    for run in state.runs.of(workspace.id if workspace else None):
        if run.command != COMMAND and (run.state is RunState.BEGUN or _wrote(state, run)):
            return run
    return None


def _wrote(state: State, run: Run) -> bool:
    return any(c.landed for c in state.runs.columns(run.id)) or any(
        c.landed for c in state.runs.changes(run.id)
    )


def _opened(
    locations: Sequence[str],
    config_path: Path | str | None,
    environment: Mapping[str, str],
    folder: Path | None,
    deadline: float | None,
    clock: Clock | None,
) -> Job | None:
    try:
        return open_sources(
            locations,
            config_path=config_path,
            environment=environment,
            folder=folder,
            deadline=deadline,
            clock=clock,
        )
    except Usage:
        # A configuration without sources: the run itself knows where it wrote.
        return None


def _of(
    run: Run, environment: Mapping[str, str], deadline: float | None, clock: Clock | None
) -> Job:
    names, typed, config = (run.job.get(name) for name in ("sources", "typed", "config"))
    texts = [
        *(names if isinstance(names, list) else []),
        *(typed if isinstance(typed, list) else []),
    ]
    if not texts:
        raise ConfigError(f"run {run.id} does not say what it worked on")
    return open_sources(
        [str(text) for text in texts],
        config_path=str(config) if config and Path(str(config)).is_file() else None,
        environment=environment,
        deadline=deadline,
        clock=clock,
    )
