"""One write: one request a changed row, four at a time, each answer looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from connectors.notion import setup
from connectors.notion.failures import Committed, Rejected
from connectors.notion.missing import fate_of
from connectors.notion.pages import Misfit, Page, Reader
from connectors.notion.parallel import Failed, first_error, outcomes
from connectors.notion.remembering import OUTDATED, Known, Source, recall
from connectors.notion.schema import Property, encoded
from connectors.notion.tables import revision_of
from connectors.notion.values import Unfit, holds, to_send
from okrsync.connector import ConnectorError, Missing, Moved, Receipt, Snapshot
from okrsync.table import Change, Skip, Table

if TYPE_CHECKING:
    from connectors.notion.client import Notion
    from okrsync.transport import Tally

Json = Mapping[str, Any]

NO_ROW = "its row is gone"
NO_COLUMN = "its column is no longer there"
COMPUTED = "the property is a formula, or the service's own"
NOT_OURS = "relations, people and files are left to people"
UNKNOWN_STATUS = "the status property has no such option; add it in Notion"
SPELLED = "the option is spelled “{0}” in Notion; write it so in status_words, or rename it there"
NOT_SHOWN = "Notion did not keep the value"
_LEFT_ALONE = frozenset(("relation", "people", "files"))


@dataclass(slots=True)
class Job:
    """The changes of one row, and what its request holds."""

    source: Source
    page: str
    changes: list[Change] = field(default_factory=list)
    properties: dict[str, Json] = field(default_factory=dict)


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
        jobs = self._jobs(changes)
        setup.add_words(self.notion, self._new_words(jobs))
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

    def _jobs(self, changes: Sequence[Change]) -> list[Job]:
        jobs: dict[tuple[str, str], Job] = {}
        for change in changes:
            table, source = self.tables[change.table], self.known.sources[change.table]
            row = table.row(change.row)
            if row is None or row.key is None:
                self._skip(change, NO_ROW)
                continue
            reason = self._add(jobs.setdefault((source.id, row.key), Job(source, row.key)), change)
            if reason is not None:
                self._skip(change, reason)
        return [job for job in jobs.values() if job.changes]

    def _add(self, job: Job, change: Change) -> str | None:
        """Put a change into a row's request; the reason where it is left alone."""
        one = _property(self.tables[change.table], job.source, change.column)
        if one is None:
            return NO_COLUMN
        if not one.column(0).writable:
            return COMPUTED
        if one.type in _LEFT_ALONE:
            return NOT_OURS
        spelled = _spelled(one, change.after)
        if one.type == "status" and change.after is not None and spelled is None:
            return UNKNOWN_STATUS
        if spelled is not None and spelled == change.before:
            return SPELLED.format(spelled)
        try:
            job.properties[encoded(one.id)] = to_send(one, change.after, change.shown)
        except Unfit as unfit:
            return str(unfit)
        job.changes.append(change)
        return None

    def _new_words(
        self, jobs: Iterable[Job]
    ) -> Mapping[str, tuple[Source, Mapping[str, set[str]]]]:
        """Words that a select does not have yet: data source → property id → words."""
        found: dict[str, tuple[Source, dict[str, set[str]]]] = {}
        for job in jobs:
            for change in job.changes:
                one = _property(self.tables[change.table], job.source, change.column)
                if one is None or one.type != "select" or change.after is None:
                    continue
                if _spelled(one, change.after) is None:
                    wanted = found.setdefault(job.source.id, (job.source, {}))[1]
                    wanted.setdefault(one.id, set()).add(str(change.after).strip())
        return found

    def _skip(self, change: Change, reason: str) -> None:
        self.skipped.append(Skip(change.table, change.row, change.column, reason))

    def _row(self, job: Job) -> Done:
        try:
            answer = self.notion.update(job.page, job.properties)
        except Committed:
            answer = self.notion.page(job.page)  # saved, and not shown: look
        except (Missing, Rejected) as error:
            return self._refused(job, error)
        return self._judged(job, answer)

    def _refused(self, job: Job, error: Missing | Rejected) -> Done:
        """A row that can't be written: gone, or the properties are others by now."""
        fate, _ = fate_of(self.notion, job.page, job.source.id)
        if fate is None:
            OUTDATED.add(job.source.id)
            raise Moved(
                f"“{job.source.name}” changed while it was written to: {error.message}",
                hint="run it again",
            ) from error
        reason = f"its row {fate}"
        skipped = [Skip(c.table, c.row, c.column, reason) for c in job.changes]
        return Done(skipped=skipped, gone=True)

    def _judged(self, job: Job, answer: Json) -> Done:
        """What the answer shows of what was sent."""
        try:
            page = Reader(job.source.properties).page(answer)
        except Misfit:
            OUTDATED.add(job.source.id)
            raise Moved(
                f"the properties of “{job.source.name}” changed while it was written to",
                hint="run it again",
            ) from None
        table = self.tables[job.changes[0].table]
        written, skipped = [], []
        for change in job.changes:
            one = _property(table, job.source, change.column)
            cell = page.values[job.source.properties.index(one)] if one else None
            if one and holds(one, cell, change.after, change.shown):
                written.append(change)
            else:
                skipped.append(Skip(change.table, change.row, change.column, NOT_SHOWN))
        notes = self._renamed(job, page, table)
        return Done(written, skipped, page, notes=notes)

    def _renamed(self, job: Job, page: Page, table: Table) -> list[str]:
        """Whether a person made another row of it meanwhile: our value is of the old one."""
        row = table.row(job.changes[0].row)
        columns = {column for change in job.changes for column in change.identity}
        for column in sorted(columns):
            one = _property(table, job.source, column)
            if row is None or one is None or one.column(0).writable is False:
                continue
            index = job.source.properties.index(one)
            if index in page.partial or page.values[index] == row.value(column):
                continue
            return [
                f"“{job.source.name}”, row {row.number}: “{one.name}” was edited while it was "
                "written to; what was written is of the old one until the next sync"
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


def _property(table: Table, source: Source, column: int) -> Property | None:
    """The property of a column, by its lasting id."""
    key = next((each.key for each in table.columns if each.index == column), None)
    return next((one for one in source.properties if one.id == key), None)


def _spelled(one: Property, after: object) -> str | None:
    """How a select has this word, None where it hasn't, or is none."""
    if one.type not in ("select", "status") or after is None:
        return None
    word = str(after).strip().casefold()
    return next((option for option in one.options if option.casefold() == word), None)
