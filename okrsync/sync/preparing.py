"""From an evaluation to the cells that would change, with what is left alone and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from okrsync.connector import Snapshot
from okrsync.sync.cells import Cell, Tables, plain, same
from okrsync.sync.evaluating import Gathered, interpret
from okrsync.sync.fetching import connector_of, own_key
from okrsync.sync.opening import is_path
from okrsync.sync.recall import Recall
from okrsync.sync.results import Evaluation, SkippedCell
from okrsync.table import Column, NewColumn, PlacedColumn, Row, Scalar, Table
from okrsync.text import Text
from okrsync.writeback import changes

FORMULA = Text(en="holds a formula", nl="bevat een formule")
PROTECTED = Text(en="is protected", nl="is beveiligd")
KEPT = Text(
    en="somebody changed it by hand, and on_manual_edit is keep",
    nl="iemand heeft dit met de hand gewijzigd, en on_manual_edit staat op keep",
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a run would do. `cells` stand in columns that are there; `columns` are missing.

    `unchanged` counts, by source, managed cells that are right already.
    """

    gathered: Gathered
    evaluation: Evaluation
    tables: Tables
    cells: Sequence[Cell]
    columns: Sequence[NewColumn]
    skipped: Sequence[SkippedCell]
    unchanged: Mapping[str, int]


def prepare(gathered: Gathered) -> Prepared:
    """Evaluate what was gathered and find what would change."""
    evaluation, known = interpret(gathered), gathered.recall
    config, language = evaluation.job.config, evaluation.language
    planned = changes(
        evaluation.reading,
        evaluation.scores,
        evaluation.findings,
        config,
        language=language,
        headers=known.texts("headers"),
        words=known.texts("words"),
    )
    tables = Tables(evaluation.reading.tables)
    missing = {(column.table, column.field) for column in planned.new_columns}
    cells: list[Cell] = []
    skipped = [tables.skipped(skip) for skip in planned.unwritable]
    for change in planned.changes:
        if (change.table, change.field) in missing:
            continue
        cell = tables.cell(change)
        reason = _left_alone(cell, evaluation, known)
        if reason is None:
            cells.append(cell)
        else:
            where = cell.table
            skipped.append(
                SkippedCell(where.source, where.table.name, cell.address, reason.say(language))
            )
    return Prepared(
        gathered,
        evaluation,
        tables,
        cells,
        planned.new_columns,
        skipped,
        _unchanged(tables, cells, skipped),
    )


def with_columns(prepared: Prepared, columns: Sequence[NewColumn], *, add: bool) -> Prepared:
    """The same with these columns added: by the connector where `add` (for a service that is
    now), else only as far as can be told without touching anything."""
    gathered, job = prepared.gathered, prepared.gathered.job
    snapshots = dict(gathered.snapshots)
    for document in job.documents:
        mine = []
        for column in columns:
            home, key = own_key(column.table, job)
            if home is document:
                mine.append(replace(column, table=key))
        if mine:
            whole = add or is_path(document.location.text)
            snapshot = snapshots[document.key]
            snapshots[document.key] = (
                connector_of(document).ensure_columns(snapshot, mine)
                if whole
                else foreseen(snapshot, mine)
            )
    return prepare(replace(gathered, snapshots=snapshots))


def foreseen(snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
    """A snapshot of a service as it would be with these columns at its tables' right edge."""
    tables = {table.key: table for table in snapshot.tables}
    placed = []
    for column in columns:
        table = tables[column.table]
        index = max([table.width, *(known.index + 1 for known in table.columns)])
        tables[column.table] = _widened(table, column, index)
        placed.append(PlacedColumn(column, index))
    return replace(snapshot, tables=tuple(tables.values()), placed=(*snapshot.placed, *placed))


def _widened(table: Table, column: NewColumn, index: int) -> Table:
    if table.columns:
        return replace(table, columns=(*table.columns, Column(index, column.header)))
    rows = [
        _with_header(row, column.header, index) if row.number == column.header_row else row
        for row in table.rows
    ]
    return replace(table, rows=rows)


def _with_header(row: Row, header: str, index: int) -> Row:
    blank: list[Scalar] = [None] * (index - len(row.values))
    return replace(row, values=(*row.values, *blank, header))


def _left_alone(cell: Cell, evaluation: Evaluation, known: Recall) -> Text | None:
    change, table = cell.change, cell.table.table
    if (change.row, change.column) in table.formulas:
        return FORMULA
    if (change.row, change.column) in table.protected:
        return PROTECTED
    ours = known.written.get(cell.key)
    if evaluation.job.config.write_back.on_manual_edit != "keep" or ours is None:
        return None
    before = plain(change.before)
    # A blank cell says nothing, so there is nothing to keep in it.
    return None if same(before, None) or same(before, ours.value) else KEPT


def _unchanged(
    tables: Tables, cells: Sequence[Cell], skipped: Sequence[SkippedCell]
) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for table in tables.by_key.values():
        open_rows = sum(row.blocked is None for row in table.rows)
        counts[table.source] += open_rows * len(table.managed)
    counts.subtract(cell.table.source for cell in cells)
    counts.subtract(cell.source for cell in skipped)
    return {source: max(0, count) for source, count in counts.items()}
