"""Writes what was prepared, document by document, each with its intention noted before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from okrsync.connector import Calls, ConnectorError, Location, Moved, Receipt, Snapshot
from okrsync.evaluate.notices import once
from okrsync.pipeline.interruptions import StopRequest
from okrsync.pipeline.prepare import Prepared
from okrsync.pipeline.record import Record, recorded
from okrsync.pipeline.results import PlannedColumn, SkippedCell
from okrsync.pipeline.stopped_tabs import Held, failed, hold, refused_now
from okrsync.sources.fetch import connector_of, failure
from okrsync.sources.job import Document, Job
from okrsync.state import ColumnAdded
from okrsync.table import Change, NewColumn, Skip
from okrsync.writeback.cells import Cell, Tables


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

    def added(self, columns: Iterable[PlannedColumn]) -> None:
        """Keep which columns landed; one of an earlier attempt is met again at the next."""
        self.columns += [column for column in columns if column not in self.columns]

    def read_again(self, snapshots: Mapping[str, Snapshot]) -> None:
        """Count what was read for a look that nothing was written after."""
        for key, snapshot in snapshots.items():
            self.calls[key] = self.calls.get(key, Calls()) + snapshot.calls

    def note(self, notes: Iterable[str]) -> None:
        """Keep what people should look at, none of it twice."""
        self.notes = once(self.notes, notes)


def write(
    prepared: Prepared,
    columns: Sequence[NewColumn],
    record: Record,
    written: Written,
    patience: StopRequest,
    *,
    also: Collection[str] = (),
) -> None:
    """Write every document that has something to write; what landed is added to `written`.

    `columns` were added to the snapshots by `ensure_columns`; `also` are keys of documents
    that are to be written although no cell of theirs changes. Raises ConnectorError where a
    document can't be written: the ones before it are written and recorded. The cells of a tab
    that is refused while others are written are among what was skipped.
    """
    job = prepared.evaluation.job
    for document in job.documents:
        if patience.stop:
            written.stopped = True
            return
        cells, added = _of(document, prepared, columns)
        if not (cells or added or document.key in also):
            continue
        receipt = _write_one(_One(prepared, document, cells, added, None), record, written)
        written.skipped += _of_refused_tables(prepared, cells, receipt)


def _of_refused_tables(
    prepared: Prepared, cells: Iterable[Cell], receipt: Receipt
) -> Iterator[SkippedCell]:
    """Each planned cell of a table that was refused as a whole, with what the service said."""
    home = prepared.evaluation.job.home
    why = {one.table: one.message for one in receipt.barred}
    told = {(skip.table, skip.row, skip.column) for skip in receipt.skipped}
    for change in (cell.change for cell in cells):
        table = home(change.table)[1]
        if table in why and (table, change.row, change.column) not in told:
            yield prepared.tables.skipped(Skip(change.table, change.row, change.column, why[table]))


def write_on(
    prepared: Prepared,
    held: Held,
    columns: Sequence[NewColumn],
    record: Record,
    written: Written,
    patience: StopRequest,
    *,
    to: Location | None = None,
) -> tuple[Prepared, Held]:
    """As `write`, but a document, or a tab, that can't be written stops no other one: what
    waits for it is left out, and it is among what is held.

    Raises ConnectorError, SeveralFailed where nothing could be written, and Moved where a
    document has to be read again, after the others were written.
    """
    job, errors, landed = prepared.evaluation.job, list[tuple[Document, ConnectorError]](), 0
    for document in job.documents:
        cells, added = _of(document, prepared, columns)
        if patience.stop:
            written.stopped = True
            break
        if not (cells or added or to):
            continue
        before = held
        try:
            receipt = _write_one(_One(prepared, document, cells, added, to), record, written)
            held = refused_now(prepared, held, document, receipt)
            landed += 1
        except ConnectorError as error:
            errors.append((document, error))
            held = failed(prepared, held, document, error)
        if held is not before:
            prepared, held = _rest(prepared, held, document)
    moved = next((error for _, error in errors if isinstance(error, Moved)), None)
    if errors and (moved is not None or not landed):
        raise moved or failure([(d.parts[0].source, error) for d, error in errors])
    return prepared, held


def _rest(prepared: Prepared, held: Held, document: Document) -> tuple[Prepared, Held]:
    """Holds what waits in the documents that come after this one."""
    job = prepared.evaluation.job
    later = job.documents[job.documents.index(document) + 1 :]
    done = [c for c in prepared.cells if job.home(c.change.table)[0] not in later]
    rest = [c for c in prepared.cells if job.home(c.change.table)[0] in later]
    after, held = hold(replace(prepared, cells=rest), held)
    return replace(after, cells=[*done, *after.cells]), held


def _of(
    document: Document, prepared: Prepared, columns: Sequence[NewColumn]
) -> tuple[list[Cell], list[NewColumn]]:
    """The cells and the new columns of one document."""
    job = prepared.evaluation.job
    cells = [c for c in prepared.cells if job.home(c.change.table)[0] is document]
    return cells, [c for c in columns if job.home(c.table)[0] is document]


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


def _write_one(one: _One, record: Record, written: Written) -> Receipt:
    snapshot = one.prepared.evaluation.snapshots[one.document.key]
    own = [_own(cell.change, one.job) for cell in one.cells]
    by_place = {change.place: cell for change, cell in zip(own, one.cells, strict=True)}
    try:
        receipt = connector_of(one.document).write(snapshot, own, to=one.to)
    except ConnectorError as error:
        if error.receipt is not None:
            _note(one, by_place, error.receipt, record, written)
        if one.to is None:
            # What landed, in this document and in those before it, is known now and kept now.
            record.begin(one.job)
        raise
    _note(one, by_place, receipt, record, written)
    written.receipts[one.document.key] = receipt
    return receipt


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
        record.wrote([recorded(cell) for cell in landed], column_records(one.added, tables))
    written.cells |= {cell.key: cell for cell in landed}
    written.added(tables.column(column) for column in one.added)
    written.skipped += [tables.skipped(_whole(skip, one, by_place)) for skip in receipt.skipped]
    language = one.prepared.evaluation.language
    written.note(note.say(language) for note in receipt.notes)
    written.calls[one.document.key] = written.calls.get(one.document.key, Calls()) + receipt.calls


def _whole(skip: Skip, one: _One, by_place: Mapping[tuple[str, int, int], Cell]) -> Skip:
    """A cell that a connector left alone, with its table's key in the job."""
    cell = by_place.get((skip.table, skip.row, skip.column))
    if cell is not None:
        return replace(skip, table=cell.change.table)
    # No planned cell, such as a header: of several ranges the nearest one left of it.
    keys = [
        (table.table.area.first_column if table.table.area else 0, key)
        for key, table in one.prepared.tables.by_key.items()
        if one.job.home(key) == (one.document, skip.table)
    ]
    left = [found for found in keys if found[0] <= skip.column]
    return replace(skip, table=max(left or keys)[1])


def column_records(columns: Iterable[NewColumn], tables: Tables) -> list[ColumnAdded]:
    """New columns as the history keeps them, by their table's lasting key."""
    return [
        ColumnAdded(tables.by_key[c.table].source, tables.lasting(c.table), c.field, c.header)
        for c in columns
    ]


def _own(change: Change, job: Job) -> Change:
    return replace(change, table=job.home(change.table)[1])
