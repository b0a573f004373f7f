"""A run's record: what it intends before it writes, what landed, what is remembered after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from okrsync import __version__
from okrsync.connector import Location, Receipt
from okrsync.history import (
    CellChange,
    ColumnAdded,
    Run,
    RunState,
    SeenDocument,
    SeenSource,
    SeenTable,
    State,
    Written,
)
from okrsync.mapping.reading import TableReading
from okrsync.sync.cells import Cell, Key
from okrsync.sync.guards import headers_of
from okrsync.sync.job import Job
from okrsync.sync.looking import new_check_ins
from okrsync.sync.opening import hint_address, is_path
from okrsync.sync.periods import ended, frozen
from okrsync.sync.preparing import Prepared
from okrsync.sync.recall import Recall, gone, place_of
from okrsync.sync.results import Plain
from okrsync.table import a1
from okrsync.writeback.words import LEVEL

CHECKER = f"okrsync {__version__}"


@dataclass(slots=True)
class Record:
    """The history's side of one run: `intended` what it set out to write (the latest attempt
    over the earlier ones), `landed` cells and `added` columns that were seen to be there."""

    state: State
    workspace: str
    command: str
    undoes: str | None = None
    run: str = ""
    intended: dict[Key, CellChange] = field(default_factory=dict)
    adding: dict[Key, ColumnAdded] = field(default_factory=dict)
    landed: dict[Key, CellChange] = field(default_factory=dict)
    added: dict[Key, ColumnAdded] = field(default_factory=dict)

    def begin(
        self, job: Job, cells: Iterable[Cell] = (), columns: Iterable[ColumnAdded] = ()
    ) -> None:
        """Before anything is touched: the run, and all that it is going to do."""
        self.intended |= {cell.key: cell.record() for cell in cells}
        self.adding |= {(c.source, c.tab, c.field): c for c in columns}
        with self.state.together():
            if not self.run:
                self.run = self.state.runs.begin(self._run(job))
            self.state.runs.intend(
                self.run,
                list({**self.intended, **self.landed}.values()),
                list({**self.adding, **self.added}.values()),
            )

    def wrote(self, cells: Iterable[CellChange], columns: Iterable[ColumnAdded]) -> None:
        """After a look or a write: what stands in the sheet now."""
        self.landed |= {(c.source, c.entity, c.field): replace(c, landed=True) for c in cells}
        self.added |= {(c.source, c.tab, c.field): replace(c, landed=True) for c in columns}

    def _run(self, job: Job) -> Run:
        return Run(
            id="",
            workspace=self.workspace,
            command=self.command,
            started=_now(job),
            ended=None,
            as_of=job.as_of,
            state=RunState.BEGUN,
            checker=CHECKER,
            settings=job.config.model_dump(mode="json"),
            job=described(job),
            counts={},
            undoes=self.undoes,
        )

    def end(
        self,
        prepared: Prepared,
        receipts: Mapping[str, Receipt],
        *,
        count: int,
        settled: Mapping[str, object],
        copied: bool = False,
        complete: bool = True,
    ) -> str:
        """After the last write, at once or not at all: everything that is to be remembered.

        `count` is how many cells were written; `copied` says that a copy was written and the
        sheet itself is as it was; `complete` is
        False where something stayed undone.
        """
        job = prepared.evaluation.job
        with self.state.together():
            self.begin(job)
            self.documents(prepared, {} if copied else receipts)
            for seen in seen_sources(prepared, self.added.values()):
                self.state.workspaces.see_source(self.workspace, seen)
            if not copied:
                self.state.runs.write(self.workspace, self.run, self._written(prepared))
            self.state.workspaces.fix(self.workspace, settled)
            self._memories(prepared, complete=complete and not copied)
            self.state.runs.end(self.run, _now(job), {"written": count})
        return self.run

    def end_moves(self, prepared: Prepared, receipts: Mapping[str, Receipt], *, count: int) -> str:
        """After the level cells of a saved plan were written: a person's cells, so nothing is
        remembered as ours, and the sheet is looked at by the next sync."""
        with self.state.together():
            self.begin(prepared.evaluation.job)
            self.documents(prepared, receipts)
            self.state.runs.end(self.run, _now(prepared.evaluation.job), {"written": count})
        return self.run

    def end_undo(
        self,
        prepared: Prepared,
        receipts: Mapping[str, Receipt],
        emptied: Sequence[CellChange],
    ) -> str:
        """After an undo: what was put back, what went with its column (`emptied`), and that
        the run is undone. Rows whose period had ended may be written again."""
        back = {**self.landed, **{(c.source, c.entity, c.field): c for c in emptied}}
        with self.state.together():
            self.begin(prepared.evaluation.job)
            self.documents(prepared, receipts)
            runs, restored = self.state.runs, self.landed.items()
            runs.unwrite(self.workspace, back)
            period = prepared.evaluation.period.label
            runs.write(
                self.workspace,
                self.run,
                [
                    Written(*key, c.after, period)
                    for key, c in restored
                    if c.after is not None and c.field != LEVEL
                ],
            )
            self.state.memories.reopen(self.workspace, {entity for _, entity, _ in back})
            runs.undone(self.undoes or "", self.run)
            runs.end(self.run, _now(prepared.evaluation.job), {"written": len(back)})
        return self.run

    def documents(self, prepared: Prepared, receipts: Mapping[str, Receipt]) -> None:
        """Remember where the documents are and what their connectors want to know again."""
        job, snapshots = prepared.evaluation.job, prepared.evaluation.snapshots
        here = {(d.location.connector, hint_address(d.location)): d.key for d in job.documents}
        for seen in prepared.gathered.recall.documents:
            if (seen.connector, seen.address) not in here and gone(seen):
                self.state.workspaces.lose_document(self.workspace, seen.connector, seen.address)
        found = []
        for (connector, address), key in here.items():
            receipt, snapshot = receipts.get(key), snapshots[key]
            found.append(
                SeenDocument(
                    connector,
                    address,
                    snapshot.document,
                    receipt.revision if receipt else snapshot.revision,
                    receipt.memory if receipt else snapshot.memory,
                )
            )
        self.state.workspaces.see_documents(self.workspace, found)

    def _written(self, prepared: Prepared) -> list[Written]:
        period = prepared.evaluation.period.label
        cells = {**_standing(prepared), **{k: c.after for k, c in self.landed.items()}}
        return [Written(*key, value, period) for key, value in cells.items()]

    def _memories(self, prepared: Prepared, *, complete: bool) -> None:
        evaluation, known = prepared.evaluation, prepared.gathered.recall
        memories, plan = self.state.memories, evaluation.plan
        still = frozen(plan, evaluation.period, known.closed)
        memories.check_in(
            self.workspace,
            self.run,
            new_check_ins(plan, evaluation.scores, known.check_ins, still),
        )
        memories.keep_rows(self.workspace, self.run, plan, _ids_before(prepared, known))
        if complete:
            memories.close(self.workspace, ended(plan, evaluation.period, evaluation.as_of))


def described(job: Job) -> dict[str, object]:
    """What a run worked on, so that an undo finds it again from any folder: the names of
    configured sources, the full paths or URLs of typed ones, and the configuration."""
    return {
        "sources": sorted({part.source for part in job.parts if not part.typed}),
        "typed": [_found_again(part.location) for part in job.parts if part.typed],
        "config": str(job.config_path.absolute()) if job.config_path else None,
    }


def _found_again(location: Location) -> str:
    if not is_path(location.text):
        return location.text
    return hint_address(location) + (f"#{location.tab}" if location.tab else "")


def seen_sources(prepared: Prepared, added: Iterable[ColumnAdded]) -> list[SeenSource]:
    """How each source of the job looks now, with the columns that were added."""
    job, found = prepared.evaluation.job, []
    new: dict[tuple[str, str], dict[str, str]] = {(c.source, c.tab): {} for c in added}
    for column in added:
        new[column.source, column.tab][column.field] = column.header
    for name in job.sources:
        tables = [t for t in prepared.evaluation.reading.tables if t.source == name]
        part = next(part for part in job.parts if part.source == name)
        found.append(
            SeenSource(
                name,
                place_of(part),
                tuple(_seen_table(prepared, t, new) for t in tables),
                frozenset(row.entity_id for t in tables for row in t.rows),
            )
        )
    return found


def _seen_table(
    prepared: Prepared, table: TableReading, new: Mapping[tuple[str, str], Mapping[str, str]]
) -> SeenTable:
    key = prepared.tables.lasting(table.table.key)
    return SeenTable(
        key,
        table.table.name,
        len(table.rows),
        headers_of(table),
        {**table.managed_headers, **new.get((table.source, key), {})},
    )


def _standing(prepared: Prepared) -> dict[Key, Plain]:
    """Cells of ours that are right already: what stands in them is what we would write."""
    tables, changing = prepared.tables, {cell.key for cell in prepared.cells}
    left = {(s.source, s.tab, s.cell) for s in prepared.skipped}
    found: dict[Key, Plain] = {}
    for key, (table, row, column) in tables.filled().items():
        address = (key[0], tables.by_key[table].table.name, a1(row, column))
        if key not in changing and address not in left:
            found[key] = tables.value((table, row, column))
    return found


def _ids_before(prepared: Prepared, known: Recall) -> frozenset[str]:
    names = prepared.evaluation.job.sources
    return frozenset(
        e for name, seen in known.sources.items() if name in names for e in seen.entities
    )


def _now(job: Job) -> str:
    return job.waiter.clock.now().isoformat(timespec="seconds")
