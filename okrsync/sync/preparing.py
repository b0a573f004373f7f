"""From an evaluation to the cells that would change, with what is left alone and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from okrsync.connector import Snapshot
from okrsync.sync.cells import Cell, Tables, plain, same
from okrsync.sync.evaluating import Gathered, interpret
from okrsync.sync.fetching import connector_of, own_key, table_key
from okrsync.sync.job import Document, Job
from okrsync.sync.opening import is_path
from okrsync.sync.recall import Recall
from okrsync.sync.results import Evaluation, SkippedCell
from okrsync.table import NewColumn, PlacedColumn, Skip
from okrsync.text import Text
from okrsync.writeback import WritePlan, changes

KEPT = Text(
    en="somebody changed it by hand, and on_manual_edit is keep",
    nl="iemand heeft dit met de hand gewijzigd, en on_manual_edit staat op keep",
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a run would do. `cells` stand in columns that are there (or were added since);
    `columns` are those that are missing.

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
        also=also,
    )
    tables = Tables(evaluation.reading.tables, lambda key: own_key(key, job)[1])
    found = [tables.cell(change) for change in plan.place(())]
    kept: list[Cell] = []
    cells: list[Cell] = []
    for cell in found:
        (kept if _kept(cell, evaluation, known) else cells).append(cell)
    left = [*plan.unwritable, *(_skip(cell, evaluation.language) for cell in kept)]
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
    """The same with the cells of these new columns.

    With `add` the connectors add them (a service does so now); without, a document that is
    replaced whole says where they would come, and a service's stay where they are expected.
    """
    job = prepared.gathered.job
    snapshots = dict(prepared.evaluation.snapshots)
    placed: list[PlacedColumn] = []
    for document in job.documents:
        mine = _of_document(columns, document, job)
        if mine and (add or is_path(document.location.text)):
            snapshot = connector_of(document).ensure_columns(snapshots[document.key], mine)
            snapshots[document.key] = snapshot
            placed += _placed(snapshot, document, job)
        else:
            placed += _expected(prepared.plan, mine, document, job)
    wanted = {(column.table, column.field): column.header for column in columns}
    fresh = [
        replace(prepared.tables.cell(change), header=wanted[change.table, change.field])
        for change in prepared.plan.place(placed)
        if (change.table, change.field) in wanted
    ]
    return replace(
        prepared,
        cells=[*prepared.cells, *fresh],
        evaluation=replace(prepared.evaluation, snapshots=snapshots),
    )


def _of_document(columns: Iterable[NewColumn], document: Document, job: Job) -> list[NewColumn]:
    homes = ((column, *own_key(column.table, job)) for column in columns)
    return [replace(column, table=key) for column, home, key in homes if home is document]


def _placed(snapshot: Snapshot, document: Document, job: Job) -> list[PlacedColumn]:
    return [
        replace(p, column=replace(p.column, table=table_key(document, p.column.table, job)))
        for p in snapshot.placed
    ]


def _expected(
    plan: WritePlan, columns: Iterable[NewColumn], document: Document, job: Job
) -> list[PlacedColumn]:
    at = {(change.table, change.field): change.column for change in plan.changes}
    whole = [replace(c, table=table_key(document, c.table, job)) for c in columns]
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


def _skip(cell: Cell, language: str) -> Skip:
    change = cell.change
    return Skip(change.table, change.row, change.column, KEPT.say(language))


def _unchanged(tables: Tables, cells: Iterable[Cell], left: Iterable[Skip]) -> Mapping[str, int]:
    touched: set[tuple[str, int, int]] = {cell.change.place for cell in cells}
    touched |= {(skip.table, skip.row, skip.column) for skip in left}
    counts: Counter[str] = Counter()
    for key, place in tables.filled().items():
        counts[key[0]] += place not in touched
    return counts
