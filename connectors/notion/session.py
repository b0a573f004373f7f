"""One write: one request a changed row, four at a time, each answer looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from connectors.notion import setup
from connectors.notion.cells import value
from connectors.notion.failures import Committed, Rejected
from connectors.notion.jobs import Job, jobs_of, new_words, property_of
from connectors.notion.missing import fate_of, home_of
from connectors.notion.pages import Misfit, Page, Reader, by_id
from connectors.notion.parallel import Failed, first_error, outcomes
from connectors.notion.reading import title_of
from connectors.notion.remembering import OUTDATED, Known, Source, recall
from connectors.notion.tables import revision_of
from connectors.notion.values import holds
from connectors.notion.words import add_words
from okrsync.connector import ConnectorError, Missing, Moved, Receipt, Snapshot
from okrsync.table import Change, Skip, Table

if TYPE_CHECKING:
    from connectors.notion.client import Notion
    from okrsync.transport import Tally

Json = Mapping[str, Any]

NOT_SHOWN = "Notion did not keep the value"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a row: what landed, what was left, and the row as it is now."""

    written: Sequence[Change] = ()
    skipped: Sequence[Skip] = ()
    page: Page | None = None
    gone: bool = False
    notes: Sequence[str] = ()


def write(notion: Notion, tally: Tally, snapshot: Snapshot, changes: Sequence[Change]) -> Receipt:
    """Write, take out the columns that go, and say what was done.

    Raises the connectors' errors; their `receipt` holds what was done before.
    """
    known = recall(snapshot.memory)
    session = Session(notion, known, snapshot)
    try:
        session.run(changes)
        setup.drop(notion, known, snapshot.dropped)
    except ConnectorError as error:
        error.receipt = session.receipt(tally)
        raise
    return session.receipt(tally)


class Session:
    """One write of a snapshot's data sources."""

    def __init__(self, notion: Notion, known: Known, snapshot: Snapshot) -> None:
        self.notion = notion
        self.known = known
        self.snapshot = snapshot
        self.tables: dict[str, Table] = {table.key: table for table in snapshot.tables}
        self.written: list[Change] = []
        self.skipped: list[Skip] = []
        self.notes: list[str] = []
        self.rows: dict[str, dict[str, Page | None]] = {}

    def run(self, changes: Sequence[Change]) -> None:
        """Write. Raises the connectors' errors."""
        jobs, left = jobs_of(changes, self.tables, self.known)
        for change, reason in left:
            self._skip(change, reason)
        add_words(self.notion, new_words(jobs, self.tables))
        for job in jobs:
            job.source.settled = False
        found = outcomes(self._row, jobs)
        for job, outcome in zip(jobs, found, strict=True):
            if not isinstance(outcome, Failed):
                self._take(job, outcome)
        for key, rows in self.rows.items():
            _put(self.known.sources[key], rows)
        if any(isinstance(one, Failed) for one in found):
            raise first_error(found)

    def receipt(self, tally: Tally) -> Receipt:
        """What was done so far."""
        sources = [self.known.sources[key] for key in self.tables if key in self.known.sources]
        return Receipt(
            written=tuple(self.written),
            skipped=tuple(self.skipped),
            calls=tally.calls,
            revision=revision_of(sources),
            memory=self.known.stored(),
            notes=tuple(self.notes),
        )

    def _skip(self, change: Change, reason: str) -> None:
        self.skipped.append(Skip(change.table, change.row, change.column, reason))

    def _row(self, job: Job) -> Done:
        try:
            return self._judged(job, self._answer(job))
        except (Missing, Rejected) as error:
            return self._refused(job, error)

    def _answer(self, job: Job) -> Json:
        try:
            return self.notion.update(job.page, job.properties)
        except Committed:
            return self.notion.page(job.page)  # saved, and not shown: look

    def _refused(self, job: Job, error: Missing | Rejected) -> Done:
        """A row that can't be written: gone, or the properties are others by now."""
        fate, _ = fate_of(self.notion, job.page, job.source.id)
        if fate is None:
            OUTDATED.add(job.source.id)
            raise Moved(
                f"a property of “{job.source.name}” was changed or removed while "
                f"“{job.changes[0].title or job.page}” was written to",
                hint="look at the database's properties, then run it again",
            ) from error
        reason = f"its row {fate}"
        skipped = [Skip(c.table, c.row, c.column, reason) for c in job.changes]
        return Done(skipped=skipped, gone=True)

    def _judged(self, job: Job, answer: Json) -> Done:
        """What the answer shows of what was sent."""
        table, found = self.tables[job.changes[0].table], by_id(answer)
        written, skipped = [], []
        for change in job.changes:
            one = property_of(table, job.source, change.column)
            cell = value(found.get(one.id, {})) if one else None
            if one and holds(one, cell, change.after, change.shown):
                written.append(change)
            else:
                skipped.append(Skip(change.table, change.row, change.column, NOT_SHOWN))
        try:
            page = Reader(job.source.properties, strict=True).page(answer)
        except Misfit:
            job.source.full_on = 0  # somebody changes the properties: all is read anew next time
            return Done(written, skipped)
        gone = home_of(answer) not in (None, job.source.id)
        notes = self._renamed(job, page, table)
        return Done(written, skipped, None if gone else page, gone, notes)

    def _renamed(self, job: Job, page: Page, table: Table) -> list[str]:
        """Whether a person made another row of it meanwhile: our value is of the old one."""
        row = table.row(job.changes[0].row)
        columns = {column for change in job.changes for column in change.identity}
        for column in sorted(columns):
            one = property_of(table, job.source, column)
            if row is None or one is None or one.column(0).writable is False:
                continue
            index = job.source.properties.index(one)
            if index in page.partial or page.values[index] == row.value(column):
                continue
            return [
                f"“{job.source.name}”: “{one.name}” of “{title_of(job.source, page)}” was edited "
                "while the row was written to; what was written is of the old one until the next "
                "sync"
            ]
        return []

    def _take(self, job: Job, done: Done) -> None:
        self.written += done.written
        self.skipped += done.skipped
        self.notes += done.notes
        if done.gone or done.page is not None:
            self.rows.setdefault(job.source.id, {})[job.page] = done.page


def _put(source: Source, rows: Mapping[str, Page | None]) -> None:
    """The rows as the answers show them, without those that are gone."""
    source.packed = None
    now = [rows.get(page.id, page) for page in source.pages]
    both = zip(source.pages, now, strict=True)
    source.pages = [_whole(old, new) for old, new in both if new is not None]


def _whole(old: Page, new: Page) -> Page:
    """The new row; what came truncated is known from before."""
    if not new.partial:
        return new
    values = [old.values[i] if i in new.partial else v for i, v in enumerate(new.values)]
    return replace(new, values=values, partial=[])
