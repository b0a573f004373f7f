"""What sync, apply and undo have in common: lock, read, reconcile, guard, agree, write, record.

They supply only what to write and what to ask. Nobody waits for a lock while a person thinks:
it is given back for a question, and everything is read anew after the answer.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from okrsync.connector import Calls
from okrsync.dialogue import Dialogue
from okrsync.evaluate.gathered import Gathered
from okrsync.evaluate.notices import noticed, told_anyway
from okrsync.evaluate.workspace import Recall
from okrsync.i18n import Message
from okrsync.mapping.reading import MappingError
from okrsync.pipeline.consent import Options
from okrsync.pipeline.interruptions import StopRequest, finishing, while_it_moves
from okrsync.pipeline.killed_runs import landed, reconcile
from okrsync.pipeline.prepare import Prepared, prepare
from okrsync.pipeline.record import Record, added_column
from okrsync.pipeline.results import SourceResult, SyncResult
from okrsync.pipeline.workspace_lock import Lock, gather_locked, locking
from okrsync.pipeline.write_documents import Written
from okrsync.sources.job import Job
from okrsync.state import State, open_state

STOPPED = Message(
    "Stopped on request: what was being written was finished, the rest is for the next run."
)

Intent = TypeVar("Intent")
"""What a run is going to write."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Over(Generic[Result]):
    """A run that ends without writing: there is nothing to write, or nobody wants it."""

    result: Result


class WritingRun(ABC, Generic[Intent, Result]):
    """One run that writes. `command` is its name in the history."""

    command: str
    undoes: str | None = None
    partly = False
    """Whether the others go on where one of several sources can't be read."""

    def __init__(self, job: Job, options: Options, dialogue: Dialogue) -> None:
        self.job, self.options, self.dialogue = job, options, dialogue
        self.written = Written()
        self.language = "en"
        self.record: Record | None = None
        self.state: State
        self.lock: Lock

    def run(self) -> Result:
        """All of it, again while the source moves or is open, within bounds.

        Raises what every door raises; then nothing unsafe was written.
        """
        with (
            self.job.working(),
            open_state(self.job.state) as self.state,
            locking(self.state, self.job) as self.lock,
            told_anyway(lambda: self.written.notes, self.dialogue),
        ):
            self.language = self.lock.language
            return while_it_moves(self._once, self.dialogue, self.language)

    def _once(self) -> Result:
        while True:
            gathered = gather_locked(self.lock, self.dialogue, partly=self.partly)
            try:
                prepared = self.prepared(gathered)
            except MappingError:  # what the connectors noticed may be why
                self.written.note(noticed((), gathered.snapshots.values(), self.language))
                raise
            self.language = prepared.evaluation.language
            self.written.note(prepared.evaluation.noticed)
            over = self._reconciled(prepared)
            if over is not None:
                return over.result
            intent = self.intended(prepared, self._recorded(prepared))
            if isinstance(intent, Over):
                result: Result = intent.result
                return result
            asked = self.is_open(intent) and self.dialogue.asks
            if asked:
                with self.lock.given_back():
                    self.ask(intent)
            over = self.declined(intent)
            if over is not None:
                return over.result
            if not asked:
                return self._done(intent)
            self.written.read_again(prepared.evaluation.snapshots)

    def _done(self, intent: Intent) -> Result:
        assert self.record is not None  # noqa: S101 -- there is one before anything is intended
        self.lock.renew()
        with finishing(self.dialogue, self.language) as patience:
            intent = self.write(intent, self.record, patience)
        return self.remember(intent, self.record)

    def _reconciled(self, prepared: Prepared) -> Over[Result] | None:
        """At the first attempt: runs that were killed are over now, and this one begins."""
        workspace = prepared.gathered.recall.workspace
        assert workspace is not None  # noqa: S101 -- gather_locked made one
        if self.record is not None:
            return None
        _carry(self.state, workspace.id, prepared.gathered.recall)
        over = self.before(prepared, workspace.id)
        if over is not None:
            return over
        reconcile(self.state, workspace.id, prepared)
        over = self.begin(prepared, workspace.id)
        if over is None:
            self.record = Record(self.state, workspace.id, self.command, undoes=self.undoes)
        return over

    def _recorded(self, prepared: Prepared) -> Record:
        """The run's record; at a further attempt, with what the earlier ones did after all."""
        record = self.record
        assert record is not None  # noqa: S101 -- _reconciled made one
        intended, adding = record.intended.values(), record.adding.values()
        cells, columns = landed(prepared.tables, intended, adding, undo=bool(self.undoes))
        record.wrote(cells, columns)
        self.written.added(added_column(prepared.tables, column) for column in columns)
        return record

    def before(self, prepared: Prepared, workspace: str) -> Over[Result] | None:
        """Before killed runs are looked at. Raises where this is the wrong workspace."""
        return None

    def begin(self, prepared: Prepared, workspace: str) -> Over[Result] | None:
        """Once, after that: what was done before; a result where nothing is to be done."""
        return None

    def prepared(self, gathered: Gathered) -> Prepared:
        """What was read, evaluated."""
        return prepare(gathered)

    @abstractmethod
    def intended(self, prepared: Prepared, record: Record) -> Intent | Over[Result]:
        """What to write, past the guards. Raises GuardStop, PlanRefused."""

    @abstractmethod
    def is_open(self, intent: Intent) -> bool:
        """Whether something of it has no answer yet."""

    @abstractmethod
    def ask(self, intent: Intent) -> None:
        """Ask about it, and keep the answers."""

    @abstractmethod
    def declined(self, intent: Intent) -> Over[Result] | None:
        """The result where somebody said no to all of it. Raises ConsentNeeded, Declined."""

    @abstractmethod
    def write(self, intent: Intent, record: Record, patience: StopRequest) -> Intent:
        """Write what was agreed to; what is left of the intention then."""

    @abstractmethod
    def remember(self, intent: Intent, record: Record) -> Result:
        """Record what was done, and say it."""


def _carry(state: State, workspace: str, known: Recall) -> None:
    """What a version before remembered goes on under the ids that its rows have now."""
    if known.carried:
        with state.together():
            state.memories.carry(workspace, known.carried)
            state.runs.carry(workspace, known.carried)
            for seen in known.sources.values():
                state.workspaces.see_source(workspace, seen)


def result(
    prepared: Prepared,
    written: Written,
    run: str | None,
    *,
    dry_run: bool = False,
    copied_to: str | None = None,
    exit_code: int = 0,
    undone: Sequence[str] = (),
) -> SyncResult:
    """The result of a run; of a dry one, what it would have written."""
    job = prepared.evaluation.job
    return SyncResult(
        evaluation=prepared.evaluation,
        sources=[_source(name, prepared, written, dry_run) for name in job.sources],
        changes=[cell.planned() for cell in written.cells.values()],
        run_id=run,
        dry_run=dry_run,
        copied_to=copied_to,
        exit_code=exit_code,
        undone=undone,
        notes=tuple(written.notes),
        unplaced=[prepared.tables.unplaced(found) for found in prepared.unplaced],
    )


def _source(name: str, prepared: Prepared, written: Written, dry_run: bool) -> SourceResult:
    job = prepared.evaluation.job
    tables = [t for t in prepared.evaluation.reading.tables if t.source == name]
    skipped = (*prepared.skipped, *written.skipped)
    return SourceResult(
        name=name,
        location=next(p.location.text for p in job.parts if p.source == name),
        read=sum(table.read for table in tables),
        written=0 if dry_run else sum(key[0] == name for key in written.cells),
        unchanged=prepared.unchanged.get(name, 0),
        skipped=[skip for skip in skipped if skip.source == name],
        columns_added=[column for column in written.columns if column.source == name],
        calls=_calls(name, job, prepared, written),
    )


def _calls(name: str, job: Job, prepared: Prepared, written: Written) -> Calls:
    """Requests for the documents that this source is the first of."""
    return sum(
        (
            prepared.evaluation.snapshots[document.key].calls
            + written.calls.get(document.key, Calls())
            for document in job.documents
            if document.parts[0].source == name
        ),
        Calls(),
    )
