"""From an evaluation to the cells that would change, with what is left alone and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from okrsync.connector import Snapshot
from okrsync.evaluate.evaluation import interpret
from okrsync.evaluate.gathered import Gathered
from okrsync.evaluate.source_wording import source_wording
from okrsync.evaluate.workspace import Recall
from okrsync.guards.broken_titles import broken_titles
from okrsync.guards.emptied_rows import leftovers
from okrsync.i18n import Message
from okrsync.pipeline.results import Evaluation, SkippedCell
from okrsync.sources.fetch import connector_of
from okrsync.sources.job import Document, Job
from okrsync.table import NewColumn, PlacedColumn, Skip, Unplaced
from okrsync.writeback import WritePlan, changes
from okrsync.writeback.cells import Cell, Tables, plain, same

KEPT = Message("somebody changed it by hand, and on_manual_edit is keep")

COPY = Message("a copy of “{header}”, which is yours: okrsync writes the other one")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a run would do. `cells` stand in columns that are there (or were added since);
    `columns` are those that are missing; once they are placed, those that have a place.
    `unplaced` are wanted ones that can't have one.

    `unchanged` counts, by source, filled cells of ours that are right already.
    """

    gathered: Gathered
    evaluation: Evaluation
    tables: Tables
    plan: WritePlan
    cells: Sequence[Cell]
    columns: Sequence[NewColumn]
    skipped: Sequence[SkippedCell]
    unchanged: Mapping[str, int]
    unplaced: Sequence[Unplaced] = ()


def prepare(gathered: Gathered, *, also: Sequence[str] = ()) -> Prepared:
    """Evaluate what was gathered and find what would change; `also` are managed fields that
    nobody has asked for yet and that will be asked about."""
    evaluation, known = interpret(gathered), gathered.recall
    job = evaluation.job
    plan = changes(
        evaluation.reading,
        evaluation.scores,
        evaluation.findings,
        job.config,
        language=evaluation.language,
        headers=known.texts("headers"),
        words=known.texts("words"),
        wording=source_wording(evaluation, known),
        also=also,
        leave=broken_titles(evaluation.reading, known),
    )
    tables = Tables(evaluation.reading.tables, job.lasting_key, evaluation.language)
    found = [tables.cell(change) for change in plan.place(())]
    kept: list[Cell] = []
    cells: list[Cell] = []
    for cell in found:
        (kept if _kept(cell, evaluation, known) else cells).append(cell)
    old = leftovers(tables, known)
    cells += old.cells
    left = [
        *plan.unwritable,
        *(_skip(cell) for cell in kept),
        *old.left,
        *_copies(tables),
    ]
    return Prepared(
        gathered=gathered,
        evaluation=evaluation,
        tables=tables,
        plan=plan,
        cells=cells,
        columns=plan.new_columns,
        skipped=[tables.skipped(skip) for skip in left],
        unchanged=_unchanged(tables, cells, left),
    )


def with_columns(prepared: Prepared, columns: Sequence[NewColumn], *, add: bool) -> Prepared:
    """The same with these new columns, as far as there is a place for them, and their cells.

    With `add` the connectors add them (a service does so now); without, a document that is
    replaced whole says where they would come, and a service's stay where they are expected.
    """
    job = prepared.gathered.job
    snapshots = dict(prepared.evaluation.snapshots)
    placed: list[PlacedColumn] = []
    unplaced, there = list(prepared.unplaced), set[tuple[str, str]]()
    for document in job.documents:
        mine = _of_document(columns, document, job)
        if mine and (add or document.location.file):
            snapshot = connector_of(document).ensure_columns(snapshots[document.key], mine)
            snapshots[document.key] = snapshot
            placed += _placed(snapshot, document, job)
            unplaced += _unplaced(snapshot, document, job)
        else:
            placed += _expected(prepared.plan, mine, document, job)
            there |= {(_key(c, document, job), c.field) for c in mine}
    there |= {(p.column.table, p.column.field) for p in placed}
    standing = [column for column in columns if (column.table, column.field) in there]
    wanted = {(column.table, column.field): column.header for column in standing}
    fresh = [
        replace(prepared.tables.cell(change), header=wanted[change.table, change.field])
        for change in prepared.plan.place(placed)
        if (change.table, change.field) in wanted
    ]
    return replace(
        prepared,
        cells=[*prepared.cells, *fresh],
        columns=standing,
        unplaced=unplaced,
        evaluation=replace(prepared.evaluation, snapshots=snapshots),
    )


def known_unplaced(prepared: Prepared, foreseen: Prepared) -> Prepared:
    """The same without the columns for which no place is foreseen: nobody is asked about them."""
    hopeless = {(u.column.table, u.column.field) for u in foreseen.unplaced}
    columns = [c for c in prepared.columns if (c.table, c.field) not in hopeless]
    return replace(prepared, columns=columns, unplaced=foreseen.unplaced)


def _of_document(columns: Iterable[NewColumn], document: Document, job: Job) -> list[NewColumn]:
    homes = ((column, *job.home(column.table)) for column in columns)
    return [replace(column, table=key) for column, home, key in homes if home is document]


def _placed(snapshot: Snapshot, document: Document, job: Job) -> list[PlacedColumn]:
    return [
        replace(p, column=replace(p.column, table=_key(p.column, document, job)))
        for p in snapshot.placed
    ]


def _key(column: NewColumn, document: Document, job: Job) -> str:
    return job.table_key(document, column.table, column.within)


def _unplaced(snapshot: Snapshot, document: Document, job: Job) -> list[Unplaced]:
    return [
        replace(u, column=replace(u.column, table=_key(u.column, document, job)))
        for u in snapshot.unplaced
    ]


def _expected(
    plan: WritePlan, columns: Iterable[NewColumn], document: Document, job: Job
) -> list[PlacedColumn]:
    at = {(change.table, change.field): change.column for change in plan.changes}
    whole = [replace(c, table=_key(c, document, job)) for c in columns]
    return [
        PlacedColumn(column, at[column.table, column.field])
        for column in whole
        if (column.table, column.field) in at
    ]


def _kept(cell: Cell, evaluation: Evaluation, known: Recall) -> bool:
    """Whether a human changed it since we wrote it, and the configuration respects that."""
    ours = known.written.get(cell.key)
    if evaluation.job.config.write_back.on_manual_edit != "keep" or ours is None:
        return False
    before = plain(cell.change.before)
    # A blank cell says nothing, so there is nothing to keep in it.
    return not (same(before, None) or same(before, ours.value))


def _skip(cell: Cell) -> Skip:
    change = cell.change
    return Skip(change.table, change.row, change.column, KEPT)


def _copies(tables: Tables) -> Iterator[Skip]:
    """Columns that look like one of ours beside it: a copy is people's, and is named."""
    for key, table in tables.by_key.items():
        for column, name in table.copies.items():
            said = COPY.filled(header=table.managed_headers.get(name, name))
            yield Skip(key, table.header_row, column, said)


def _unchanged(tables: Tables, cells: Iterable[Cell], left: Iterable[Skip]) -> Mapping[str, int]:
    touched: set[tuple[str, int, int]] = {cell.change.place for cell in cells}
    touched |= {(skip.table, skip.row, skip.column) for skip in left}
    counts: Counter[str] = Counter()
    for key, place in tables.filled().items():
        counts[key[0]] += place not in touched
    return counts
