"""A run's record: what it intends before it writes, what landed, what is remembered after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from okrsync import __version__
from okrsync.connector import Location, Receipt
from okrsync.evaluate.check_ins import new_check_ins
from okrsync.evaluate.period import ended, frozen
from okrsync.evaluate.upgrade import READER
from okrsync.evaluate.workspace import Recall, gone
from okrsync.guards.stops import pairs
from okrsync.mapping.reading import TableReading
from okrsync.model import Plan
from okrsync.pipeline.killed_runs import put_back
from okrsync.pipeline.prepare import Prepared
from okrsync.pipeline.stopped_tabs import Held
from okrsync.planned import Plain, PlannedColumn
from okrsync.sources.job import Job
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
from okrsync.state.check_ins import KINDS
from okrsync.table import a1
from okrsync.writeback.cells import Cell, Key, Tables, plain

CHECKER = f"okrsync {__version__}"


def recorded(cell: Cell) -> CellChange:
    """A cell's change as the history keeps it."""
    change = cell.change
    return CellChange(
        source=cell.table.source,
        tab=cell.table.table.name,
        cell=cell.address,
        header=cell.header,
        entity=cell.entity,
        entity_id=change.entity_id,
        title=change.title,
        field=change.field,
        shown=change.shown.value,
        before=plain(change.before),
        after=plain(change.after),
        landed=False,
    )


def added_column(tables: Tables, column: ColumnAdded) -> PlannedColumn:
    """A column that the history keeps, as it is shown."""
    return tables.added(column.source, column.tab, column.field, column.header)


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
        self.intended |= {cell.key: recorded(cell) for cell in cells}
        self.adding |= {(c.source, c.tab, c.field): c for c in columns}
        with self.state.together():
            if not self.run:
                self.run = self.state.runs.begin(self._run(job))
            self.state.runs.intend(
                self.run,
                list({**self.intended, **self.landed}.values()),
                list({**self.adding, **self.added}.values()),
            )

    def give_up(self, columns: Iterable[ColumnAdded]) -> None:
        """These columns found no place: the run does not mean to add them any more."""
        for column in columns:
            self.adding.pop((column.source, column.tab, column.field), None)

    def wrote(self, cells: Iterable[CellChange], columns: Iterable[ColumnAdded]) -> None:
        """After a look or a write: what stands in the sheet now."""
        self.landed |= {(c.source, c.entity, c.field): replace(c, landed=True) for c in cells}
        self.added |= {(c.source, c.tab, c.field): replace(c, landed=True) for c in columns}

    def _run(self, job: Job) -> Run:
        return Run(
            id="",
            workspace=self.workspace,
            command=self.command,
            started=job.stamp,
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
        held: Held = Held(),  # noqa: B008 -- unchangeable
        fine: bool = True,
    ) -> str:
        """After the last write, at once or not at all: everything that is to be remembered.

        `count` is how many cells were written; `copied` says that a copy was written and the
        sheet itself is as it was; `complete` is
        False where something stayed undone, `fine` where nobody has to come and look.
        Of tabs that are `held` the memory stays as it was.
        """
        job = prepared.evaluation.job
        with self.state.together():
            self.begin(job)
            self.documents(prepared, {} if copied else receipts)
            for seen in seen_sources(prepared, self.added.values(), held):
                self.state.workspaces.see_source(self.workspace, seen)
            if not copied:
                self.state.runs.write(self.workspace, self.run, self._written(prepared, held))
            self.state.workspaces.fix(self.workspace, settled)
            self._memories(prepared, held, complete=complete and not copied)
            self.state.runs.end(self.run, job.stamp, {"written": count, "fine": int(fine)})
        return self.run

    def end_other(self, prepared: Prepared, receipts: Mapping[str, Receipt], *, count: int) -> str:
        """After something else than columns of ours was written, a person's level cells or a tab
        of our own: nothing is remembered as a cell of ours, and the sheet is looked at by the
        next sync."""
        with self.state.together():
            self.begin(prepared.evaluation.job)
            self.documents(prepared, receipts)
            self.state.runs.end(self.run, prepared.evaluation.job.stamp, {"written": count})
        return self.run

    def end_undo(
        self,
        prepared: Prepared,
        receipts: Mapping[str, Receipt],
        emptied: Sequence[CellChange],
    ) -> str:
        """After an undo: what was put back, what went with its column (`emptied`), and that
        the run is undone."""
        job = prepared.evaluation.job
        with self.state.together():
            self.begin(job)
            self.documents(prepared, receipts)
            period, restored = prepared.evaluation.period.label, self.landed.values()
            put_back(self.state, self.workspace, self.run, restored, emptied, period)
            self.state.runs.undone(self.undoes or "", self.run)
            count = len(self.landed) + len(emptied)
            self.state.runs.end(self.run, job.stamp, {"written": count})
        return self.run

    def documents(self, prepared: Prepared, receipts: Mapping[str, Receipt]) -> None:
        """Remember where the documents are and what their connectors want to know again."""
        job, snapshots = prepared.evaluation.job, prepared.evaluation.snapshots
        here = {(d.location.connector, d.location.place): d.key for d in job.documents}
        away = {
            (u.document.location.connector, u.document.location.place)
            for u in prepared.gathered.unread
        }
        for seen in prepared.gathered.recall.documents:
            place = (seen.connector, seen.address)
            if place not in here and place not in away and gone(seen):
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

    def _written(self, prepared: Prepared, held: Held) -> list[WrittenCell]:
        period = prepared.evaluation.period.label
        cells = {**_standing(prepared, held), **{k: c.after for k, c in self.landed.items()}}
        return [WrittenCell(*key, value, period) for key, value in cells.items()]

    def _memories(self, prepared: Prepared, held: Held, *, complete: bool) -> None:
        evaluation, known = prepared.evaluation, prepared.gathered.recall
        memories, plan = self.state.memories, _trusted(evaluation.plan, held)
        factors = {e: f for e, f in known.factors.items() if e not in held.doubted}
        memories.revalue(self.workspace, factors)
        still = frozen(plan, evaluation.period, known.closed)
        memories.check_in(
            self.workspace,
            self.run,
            new_check_ins(plan, evaluation.scores, known.check_ins, still),
        )
        before = _ids_before(prepared, known) - held.before - held.doubted
        memories.keep_rows(self.workspace, self.run, plan, before)
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
    if not location.file:
        return location.text
    return location.place + (f"#{location.tab}" if location.tab else "")


def seen_sources(
    prepared: Prepared,
    added: Iterable[ColumnAdded],
    held: Held = Held(),  # noqa: B008 -- unchangeable
) -> list[SeenSource]:
    """How each source of the job looks now, with the columns that were added; tabs that are
    held look as they did."""
    job, found = prepared.evaluation.job, []
    new: dict[tuple[str, str], dict[str, str]] = {(c.source, c.tab): {} for c in added}
    for column in added:
        new[column.source, column.tab][column.field] = column.header
    for name in job.sources:
        tables = [t for t in prepared.evaluation.reading.tables if t.source == name]
        part = next(part for part in job.parts if part.source == name)
        kept = _kept_tables(prepared, name, held)
        seen = [
            *(_seen_table(prepared, t, new) for t in tables if t.table.key not in held.tables),
            *kept,
        ]
        # A state of before may know of a lone table only that its rows are the source's.
        known = prepared.gathered.recall.sources.get(name)
        rest = known.entities if known and any(t.entities is None for t in kept) else ()
        of_tables = (entity for table in seen for entity in table.entities or ())
        found.append(SeenSource(name, part.place, tuple(seen), frozenset((*of_tables, *rest))))
    return found


def _kept_tables(prepared: Prepared, source: str, held: Held) -> list[SeenTable]:
    """Tables of a source that are remembered as they were."""
    gone = {id(halt.seen) for halt in held.halts if halt.doubted and halt.table is None}
    return [
        old
        for old, now in pairs(source, prepared.gathered.recall, prepared.tables)
        if (now is None and id(old) in gone) or (now and now.table.key in held.tables)
    ]


def _trusted(plan: Plan, held: Held) -> Plan:
    """A plan without the rows of tabs that are held."""
    if not held.doubted:
        return plan
    return plan.model_copy(
        update={
            kind: tuple(e for e in getattr(plan, kind) if e.id not in held.doubted)
            for kind in KINDS
        }
    )


def _seen_table(
    prepared: Prepared, table: TableReading, new: Mapping[tuple[str, str], Mapping[str, str]]
) -> SeenTable:
    key = prepared.tables.lasting(table.table.key)
    return SeenTable(
        key,
        table.table.name,
        len(table.rows),
        table.headers,
        {**table.managed_headers, **new.get((table.source, key), {})},
        tuple(row.entity_id for row in table.rows),
        READER,
    )


def _standing(prepared: Prepared, held: Held) -> dict[Key, Plain]:
    """Cells of ours that are right already: what stands in them is what we would write."""
    tables, changing = prepared.tables, {cell.key for cell in prepared.cells}
    left = {(s.source, s.tab, s.cell) for s in prepared.skipped}
    closed = held.closed | held.tables
    found: dict[Key, Plain] = {}
    for key, (table, row, column) in tables.filled().items():
        address = (key[0], tables.by_key[table].table.name, a1(row, column))
        if table not in closed and key not in changing and address not in left:
            found[key] = tables.value((table, row, column))
    return found


def _ids_before(prepared: Prepared, known: Recall) -> frozenset[str]:
    names = prepared.evaluation.job.sources
    return frozenset(
        e for name, seen in known.sources.items() if name in names for e in seen.entities
    )
