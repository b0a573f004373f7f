"""Writes what was prepared, document by document, each with its intention noted before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from okrsync.connector import Calls, ConnectorError, Location, Receipt
from okrsync.history import ColumnAdded
from okrsync.sync.cells import Cell, Tables
from okrsync.sync.fetching import connector_of, own_key, table_key
from okrsync.sync.job import Document, Job
from okrsync.sync.preparing import Prepared
from okrsync.sync.recording import Record
from okrsync.sync.results import PlannedColumn, SkippedCell
from okrsync.sync.signals import Patience
from okrsync.table import Change, NewColumn


@dataclass(slots=True)
class Written:
    """What all writes of a run came to, over as many attempts as it took.

    `receipts` are the last ones by document, `stopped` says that somebody pressed Ctrl-C,
    `notes` are the connectors' sentences on what people should look at.
    """

    cells: dict[tuple[str, str, str], Cell] = field(default_factory=dict)
    columns: list[PlannedColumn] = field(default_factory=list)
    skipped: list[SkippedCell] = field(default_factory=list)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    calls: dict[str, Calls] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    stopped: bool = False


def write(
    prepared: Prepared,
    columns: Sequence[NewColumn],
    record: Record,
    written: Written,
    patience: Patience,
    *,
    also: Collection[str] = (),
    to: Location | None = None,
) -> None:
    """Write every document that has something to write; what landed is added to `written`.

    `columns` were added to the snapshots by `ensure_columns`; `also` are keys of documents
    that are to be written although no cell of theirs changes. Raises ConnectorError where a
    document can't be written: the ones before it are written and recorded.
    """
    job = prepared.evaluation.job
    for document in job.documents:
        if patience.stop:
            written.stopped = True
            return
        cells = [c for c in prepared.cells if own_key(c.change.table, job)[0] is document]
        added = [c for c in columns if own_key(c.table, job)[0] is document]
        if not (cells or added or to or document.key in also):
            continue
        _write_one(_One(prepared, document, cells, added, to), record, written)


@dataclass(frozen=True, slots=True)
class _One:
    prepared: Prepared
    document: Document
    cells: Sequence[Cell]
    added: Sequence[NewColumn]
    to: Location | None

    @property
    def job(self) -> Job:
        """The job that the document is of."""
        return self.prepared.evaluation.job


def _write_one(one: _One, record: Record, written: Written) -> None:
    snapshot = one.prepared.evaluation.snapshots[one.document.key]
    own = [_own(cell.change, one.job) for cell in one.cells]
    by_place = {change.place: cell for change, cell in zip(own, one.cells, strict=True)}
    try:
        receipt = connector_of(one.document).write(snapshot, own, to=one.to)
    except ConnectorError as error:
        if error.receipt is not None:
            _note(one, by_place, error.receipt, record, written)
        raise
    _note(one, by_place, receipt, record, written)
    written.receipts[one.document.key] = receipt


def _note(
    one: _One,
    by_place: Mapping[tuple[str, int, int], Cell],
    receipt: Receipt,
    record: Record,
    written: Written,
) -> None:
    """What landed is recorded, whether or not the write came to its end."""
    landed = [by_place[change.place] for change in receipt.written]
    tables = one.prepared.tables
    if one.to is None:
        record.wrote([cell.record() for cell in landed], column_records(one.added, tables))
    written.cells |= {cell.key: cell for cell in landed}
    written.columns += [tables.column(column) for column in one.added]
    written.skipped += [
        tables.skipped(replace(skip, table=table_key(one.document, skip.table, one.job)))
        for skip in receipt.skipped
    ]
    written.notes += [note for note in receipt.notes if note not in written.notes]
    written.calls[one.document.key] = written.calls.get(one.document.key, Calls()) + receipt.calls


def column_records(columns: Iterable[NewColumn], tables: Tables) -> list[ColumnAdded]:
    """New columns as the history keeps them, by their table's lasting key."""
    return [
        ColumnAdded(tables.by_key[c.table].source, tables.lasting(c.table), c.field, c.header)
        for c in columns
    ]


def _own(change: Change, job: Job) -> Change:
    return replace(change, table=own_key(change.table, job)[1])
