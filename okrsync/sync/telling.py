"""What a run came to, by source, for the front door."""

from __future__ import annotations

from collections.abc import Sequence

from okrsync.connector import Calls
from okrsync.sync.job import Job
from okrsync.sync.preparing import Prepared
from okrsync.sync.results import SourceResult, SyncResult
from okrsync.sync.writing import Written


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
    )


def _source(name: str, prepared: Prepared, written: Written, dry_run: bool) -> SourceResult:
    job = prepared.evaluation.job
    tables = [t for t in prepared.evaluation.reading.tables if t.source == name]
    skipped = (*prepared.skipped, *written.skipped)
    return SourceResult(
        name=name,
        location=next(p.location.text for p in job.parts if p.source == name),
        read=sum(len(table.rows) for table in tables),
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
