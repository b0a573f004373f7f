"""Undo: put back the managed cells that a run changed, and take away the columns it added."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from okrsync.config import find
from okrsync.connector import Calls
from okrsync.dialogue import SILENT, Choice, Dialogue
from okrsync.errors import ConfigError, Usage
from okrsync.evaluate.workspace import known_before_reading
from okrsync.guards import stops as guards
from okrsync.http.waiting import Clock
from okrsync.i18n import Message, plural
from okrsync.pipeline.consent import Options, agrees, choose, not_agreed, yes_or_no
from okrsync.pipeline.interruptions import StopRequest
from okrsync.pipeline.prepare import Prepared
from okrsync.pipeline.record import Record, added_column
from okrsync.pipeline.restoration import Restoration, restoration
from okrsync.pipeline.results import SkippedCell, UndoResult
from okrsync.pipeline.summary.record import SUMMARY
from okrsync.pipeline.summary.undo import NOBODY as NOBODY_TAB
from okrsync.pipeline.summary.undo import SummaryBack, summary_back
from okrsync.pipeline.write_documents import column_records, write
from okrsync.pipeline.writing_run import Over, WritingRun
from okrsync.shell import command
from okrsync.sources.fetch import connector_of
from okrsync.sources.job import Job
from okrsync.sources.open import open_sources
from okrsync.state import CellChange, ColumnAdded, Run, RunState, State, open_state, state_place
from okrsync.writeback.cells import Key

COMMAND = "undo"
QUESTION = Message(
    "Put back {cells} and remove {columns}, as they were before run {run} of {day} on {where}?"
)
NOBODY = Message(
    "Run {run} of {day} is undone only after a yes: {cells} would be put back and {columns} "
    "removed on {where}. Nothing was written."
)
ALREADY = Message("Run {run} was taken back already, by run {by}.")
IS_UNDO = Message("Run {run} took back run {undoes}; to have that again, run {command}.")
NOTHING_LEFT = Message("Nothing that run {run} wrote is still there to take back.")
BEFORE = Message("To take back the run before it: okrsync undo {run}")
OTHER_SOURCES = Message("Run {run} was not of these sources")
ALL_RUNS = Message("okrsync runs lists all runs.")
NO_RUN = Message("there is no run {run!r}")
BY_NUMBER = Message("undo takes the number of a run: okrsync runs lists them.")
NO_SOURCES = Message("Run {run} does not say what it worked on")


@dataclass(frozen=True, slots=True)
class UndoJob:
    """What an undo works on: the run (None where there is nothing to undo) and its sources.
    `asked` says that somebody named the run, so that no other will do."""

    run: Run | None
    job: Job | None
    language: str = "en"
    asked: bool = False


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
    with open_state(state_place(known), write=False) as state:
        run = _asked(state, run_id) if run_id is not None else _newest(state, here)
        if run is None:
            return UndoJob(None, None)
        settled = state.workspaces.fixed(run.workspace).get("language")
    job = here or _of(run, known, deadline, clock)
    language = settled if isinstance(settled, str) else "en"
    return UndoJob(run, job, language, asked=run_id is not None)


def undo(
    work: UndoJob,
    options: Options = Options(),  # noqa: B008 -- unchangeable
    dialogue: Dialogue = SILENT,
) -> UndoResult:
    """Restore what a run changed, as far as it still holds what the run wrote; the rest is
    `skipped` with a reason. Asks like `sync`, and `yes` consents.

    The undo is a run of its own. Where nothing is left to undo, `undid` is None and `notes`
    say why. Raises what every door raises.
    """
    if work.run is None or work.job is None:
        return UndoResult(None, None)
    return _Undo(work.job, options, dialogue, work.run, work.asked).run()


@dataclass(frozen=True, slots=True)
class _Intent:
    """What can be put back in what was read: cells and columns, or a tab of our own."""

    prepared: Prepared
    back: Restoration
    tab: SummaryBack | None = None


class _Undo(WritingRun[_Intent, UndoResult]):
    command = COMMAND

    def __init__(
        self, job: Job, options: Options, dialogue: Dialogue, run: Run, asked: bool
    ) -> None:
        super().__init__(job, options, dialogue)
        self.of, self.asked = run, asked
        self.emptied: dict[Key, CellChange] = {}
        self.agreed = options.yes

    def before(self, prepared: Prepared, workspace: str) -> None:
        """Raises Usage where the run was of other sources."""
        if workspace != self.of.workspace:
            raise Usage(OTHER_SOURCES.filled(run=self.of.id), hint=ALL_RUNS)

    def begin(self, prepared: Prepared, workspace: str) -> Over[UndoResult] | None:
        """Find the run that is to be taken back; a result where that is done already."""
        calls = prepared.evaluation.calls
        known = self.state.runs.get(self.of.id) if self.asked else None
        run = known or _last(self.state, workspace)
        if run is None:
            return Over(UndoResult(None, None, calls=calls))
        self.of, self.undoes = run, run.id
        over = self._over(run)
        if over is None:
            return None
        notes = [over.say(self.language), *self._before()]
        return Over(UndoResult(None, None, calls=calls, notes=notes))

    def _over(self, run: Run) -> Message | None:
        """Why this run can't be taken back, whatever the sheet holds; None where it can."""
        if run.undoes:
            undone = self.state.runs.get(run.undoes)
            again = SUMMARY if undone and undone.command == SUMMARY else "sync"
            return IS_UNDO.filled(run=run.id, undoes=run.undoes, command=f"okrsync {again}")
        return ALREADY.filled(run=run.id, by=run.undone_by) if run.undone_by else None

    def _before(self) -> list[str]:
        """The command that takes back the run before this one, where there is such a run. To
        say undo twice is to do it once: no more is taken back than was asked for."""
        runs = (run for run in _all(self.state, self.of.workspace) if not run.undone_by)
        before = next((run for run in runs if int(run.id) < int(self.of.id)), None)
        return [BEFORE.say(self.language, run=before.id)] if before is not None else []

    def intended(self, prepared: Prepared, record: Record) -> _Intent | Over[UndoResult]:
        """What still holds what the run wrote, past the guards."""
        back, tab = self._back(prepared), self._tab(prepared)
        if isinstance(tab, SkippedCell):
            back = replace(back, skipped=[*back.skipped, tab])
        elif tab is not None:
            return _Intent(prepared, back, tab)
        if not (back.cells or back.columns):
            # What an earlier attempt did after all is all that there was.
            intent = _Intent(prepared, back)
            return Over(self.remember(intent, record) if record.run else self._none(intent))
        guards.require(
            prepared.evaluation,
            prepared.gathered.recall,
            prepared.tables,
            (),
            self.options.accept,
            command(COMMAND, self.of.id),
        )
        return _Intent(prepared, back)

    def _back(self, prepared: Prepared) -> Restoration:
        seen = prepared.gathered.recall.sources.values()
        back = restoration(
            prepared.tables,
            [c for c in self._changes() if c.field != SUMMARY],
            [c for c in self.state.runs.columns(self.of.id) if c.landed],
            {(source.name, table.key): table.name for source in seen for table in source.tables},
            self.language,
        )
        self.emptied |= {(c.source, c.entity, c.field): c for c in back.emptied}
        return back

    def _changes(self) -> Sequence[CellChange]:
        return [change for change in self.state.runs.changes(self.of.id) if change.landed]

    def _tab(self, prepared: Prepared) -> SummaryBack | SkippedCell | None:
        return summary_back(prepared.evaluation, self._changes(), self.language)

    def _none(self, intent: _Intent) -> UndoResult:
        notes = [
            *self.written.notes,
            NOTHING_LEFT.say(self.language, run=self.of.id),
            *self._before(),
        ]
        calls = intent.prepared.evaluation.calls
        return UndoResult(None, None, skipped=intent.back.skipped, calls=calls, notes=notes)

    def is_open(self, intent: _Intent) -> bool:
        """Whether nobody has agreed yet."""
        return not self.agreed

    def ask(self, intent: _Intent) -> None:
        """One question for all of it."""
        question = (intent.tab.question if intent.tab else QUESTION).say(
            self.language, **self._facts(intent)
        )
        if intent.tab:
            self.agreed = self.dialogue.confirm(yes_or_no(question, self.language))
            return
        offered = (Choice.YES, Choice.NO, Choice.SHOW)
        choice = choose(question, offered, intent.back.cells, self.language, self.dialogue)
        self.agreed = choice is Choice.YES

    def declined(self, intent: _Intent) -> None:
        """Raises ConsentNeeded where nobody agreed, Declined where somebody said no."""
        if not self.agreed:
            nobody = (NOBODY_TAB if intent.tab else NOBODY).filled(**self._facts(intent))
            raise not_agreed(self.dialogue, nobody, agrees(command(COMMAND, self.of.id, "--yes")))

    def _facts(self, intent: _Intent) -> Mapping[str, object]:
        back, parts = intent.back, intent.prepared.evaluation.job.parts
        return {
            "run": self.of.id,
            "day": self.of.started[:10],
            "title": intent.tab.kept.title if intent.tab else "",
            "where": ", ".join(part.location.text for part in parts),
            "cells": plural("{count} cell", "{count} cells", len(back.cells) + len(back.emptied)),
            "columns": plural("{count} column", "{count} columns", len(back.columns)),
        }

    def write(self, intent: _Intent, record: Record, patience: StopRequest) -> _Intent:
        """Take the columns away, then put the cells back."""
        prepared, back = intent.prepared, intent.back
        evaluation = prepared.evaluation
        if intent.tab:
            self._take_back(intent.tab, prepared, record)
            return intent
        job, snapshots = evaluation.job, dict(evaluation.snapshots)
        touched = set()
        record.begin(job, back.cells, _records(intent))
        for document in job.documents:
            mine = [
                replace(placed, column=replace(placed.column, table=key))
                for placed in back.columns
                for home, key in [job.home(placed.column.table)]
                if home is document
            ]
            if mine:
                touched.add(document.key)
                connector = connector_of(document)
                snapshots[document.key] = connector.drop_columns(snapshots[document.key], mine)
        evaluation = replace(evaluation, snapshots=snapshots)
        after = replace(prepared, cells=back.cells, evaluation=evaluation)
        self.written.note(evaluation.noticed)
        write(after, (), record, self.written, patience, also=touched)
        return intent

    def _take_back(self, tab: SummaryBack, prepared: Prepared, record: Record) -> None:
        record.intended = {(tab.change.source, "", SUMMARY): tab.change}
        record.begin(prepared.evaluation.job)
        key = tab.document.key
        receipt = self.written.receipts[key] = tab.carry_out(prepared.evaluation)
        calls = self.written.calls.get(key, Calls())
        self.written.calls[key] = calls + tab.kept.calls + receipt.calls
        record.wrote([tab.change], ())

    def remember(self, intent: _Intent, record: Record) -> UndoResult:
        """What was put back, and what went with its column."""
        prepared, back = intent.prepared, intent.back
        record.wrote((), _records(intent))
        gone = {(column.source, column.field) for column in record.added.values()}
        emptied = [c for c in self.emptied.values() if (c.source, c.field) in gone]
        run = record.end_undo(prepared, self.written.receipts, emptied)
        tables = prepared.tables
        return UndoResult(
            undid=self.of.id,
            run_id=run,
            restored=[cell.planned() for cell in self.written.cells.values()],
            columns_dropped=[added_column(tables, column) for column in record.added.values()],
            skipped=[*back.skipped, *self.written.skipped],
            calls=sum(self.written.calls.values(), prepared.evaluation.calls),
            emptied=len(emptied),
            notes=tuple(self.written.notes),
            tab=intent.tab.kept.title if intent.tab else None,
            tab_gone=intent.tab is not None and intent.tab.former is None,
        )


def _records(intent: _Intent) -> list[ColumnAdded]:
    columns = [placed.column for placed in intent.back.columns]
    return column_records(columns, intent.prepared.tables)


def _asked(state: State, run_id: str) -> Run:
    run = state.runs.get(run_id)
    if run is None:
        raise Usage(NO_RUN.filled(run=run_id), hint=BY_NUMBER)
    return run


def _newest(state: State, job: Job | None) -> Run | None:
    workspace = known_before_reading(state, job) if job else None
    if job is not None and workspace is None:
        return None
    return _last(state, workspace.id if workspace else None)


def _last(state: State, workspace: str | None) -> Run | None:
    return next(_all(state, workspace), None)


def _all(state: State, workspace: str | None) -> Iterator[Run]:
    """Runs that wrote, or may have, the last one first; undos are none."""
    for run in state.runs.of(workspace):
        if run.command != COMMAND and (run.state is RunState.BEGUN or _wrote(state, run)):
            yield run


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
        raise ConfigError(NO_SOURCES.filled(run=run.id))
    return open_sources(
        [str(text) for text in texts],
        config_path=str(config) if config and Path(str(config)).is_file() else None,
        environment=environment,
        deadline=deadline,
        clock=clock,
    )
