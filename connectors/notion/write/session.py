"""One write: one request a changed row, four at a time, each answer looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from connectors.notion import managed_columns
from connectors.notion.cell_values import value
from connectors.notion.errors import LOOK_AT_PROPERTIES, NOT_KEPT, Committed, Forbidden, Rejected
from connectors.notion.option_words import add_words
from connectors.notion.pacing import Failed, first_error, outcomes
from connectors.notion.read.cache import Known, KnownSource, recall
from connectors.notion.read.data_source import title_of
from connectors.notion.read.missing_rows import fate_of, home_of
from connectors.notion.read.outdated import set_outdated
from connectors.notion.read.pages import Misfit, Page, PageReader, by_id
from connectors.notion.read.tables import revision_of
from connectors.notion.write.denials import ENOUGH, NO_EDIT, Refusals, barred
from connectors.notion.write.property_values import holds
from connectors.notion.write.row_changes import RowChanges, new_words, property_of, rows_of
from okrsync.connector import ConnectorError, Missing, Moved, Receipt, Snapshot
from okrsync.i18n import Message
from okrsync.table import Barred, Change, Skip, Table

if TYPE_CHECKING:
    from connectors.notion.api import Notion
    from okrsync.http import Tally

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row: what landed, what was left, and the row as it is now."""

    written: Sequence[Change] = ()
    skipped: Sequence[Skip] = ()
    page: Page | None = None
    gone: bool = False
    notes: Sequence[Message] = ()


def write(notion: Notion, tally: Tally, snapshot: Snapshot, changes: Sequence[Change]) -> Receipt:
    """Write, take out the columns that go, and say what was done.

    Raises the connectors' errors; their `receipt` holds what was done before.
    """
    known = recall(snapshot.memory)
    session = Session(notion, known, snapshot)
    try:
        session.run(changes)
        managed_columns.drop(notion, known, snapshot.dropped)
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
        self.notes: list[Message] = []
        self.barred: list[Barred] = []
        self.refusals = Refusals()
        self.rows: dict[str, dict[str, Page | None]] = {}

    def run(self, changes: Sequence[Change]) -> None:
        """Write. Raises the connectors' errors."""
        jobs, left = rows_of(changes, self.tables, self.known)
        self._watch(jobs)
        for change, reason in left:
            self._skip(change, reason)
        self._add_words(jobs)
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
        self._bar({job.source.id for job in jobs})

    def _add_words(self, jobs: Sequence[RowChanges]) -> None:
        for source, words in new_words(jobs, self.tables).values():
            try:
                self.notes += add_words(self.notion, source, words)
            except Forbidden as error:
                self.refusals.refused(source.id, error, ENOUGH)

    def _bar(self, meant: set[str]) -> None:
        """Name the data sources that were refused. Raises the refusal where all of them were."""
        whole = self.refusals.whole()
        if whole and meant <= set(whole):
            raise self.refusals.of[whole[0]]
        self.barred = barred(self.notion, [self.known.sources[key] for key in whole])
        self.skipped = [skip for skip in self.skipped if skip.table not in whole]

    def _watch(self, jobs: Sequence[RowChanges]) -> None:
        """Note the selects that we write to: a word that one loses is to be noticed."""
        for job in jobs:
            for change in job.changes:
                one = property_of(self.tables[change.table], job.source, change.column)
                if one is not None and one.type == "select":
                    job.source.watched.setdefault(one.id, {})

    def receipt(self, tally: Tally) -> Receipt:
        """What was done so far."""
        sources = [self.known.sources[key] for key in self.tables if key in self.known.sources]
        return Receipt(
            written=tuple(self.written),
            skipped=tuple(self.skipped),
            calls=tally.calls,
            revision=revision_of(sources),
            memory=self.known.stored(),
            barred=tuple(self.barred),
            notes=tuple(self.notes),
        )

    def _skip(self, change: Change, reason: Message) -> None:
        self.skipped.append(Skip(change.table, change.row, change.column, reason))

    def _row(self, job: RowChanges) -> RowOutcome:
        if self.refusals.is_hopeless(job.source.id):
            return _left(job, NO_EDIT)
        try:
            answer = self._answer(job)
            self.refusals.taken(job.source.id)
            if not self._shows_all(job, answer):
                answer = self.notion.page(job.page)  # the answer may have lost it, not the row
            return self._judged(job, answer)
        except Forbidden as error:
            self.refusals.refused(job.source.id, error)
            return _left(job, NO_EDIT)
        except (Missing, Rejected) as error:
            return self._refused(job, error)

    def _answer(self, job: RowChanges) -> Json:
        try:
            return self.notion.update(job.page, job.properties)
        except Committed:
            return self.notion.page(job.page)  # saved, and not shown: look

    def _refused(self, job: RowChanges, error: Missing | Rejected) -> RowOutcome:
        """A row that can't be written: gone, or the properties are others by now."""
        fate, _ = fate_of(self.notion, job.page, job.source.id)
        if fate is None:
            set_outdated(job.source.id, job.source.properties)
            raise Moved(
                Message(
                    "a property of “{database}” was changed or removed while “{row}” was "
                    "written to",
                    {"database": job.source.name, "row": job.changes[0].title or job.page},
                ),
                hint=LOOK_AT_PROPERTIES,
            ) from error
        return replace(_left(job, Message("its row {fate}", {"fate": fate})), gone=True)

    def _shows_all(self, job: RowChanges, answer: Json) -> bool:
        """Whether an answer holds what was sent, and as many properties as its row has."""
        found, shown = by_id(answer), job.source.shown
        if shown and len(found) < shown:
            return False
        return all(self._holds(job, found, change) for change in job.changes)

    def _holds(self, job: RowChanges, found: Mapping[str, Json], change: Change) -> bool:
        one = property_of(self.tables[change.table], job.source, change.column)
        cell = value(found.get(one.id, {})) if one else None
        return one is not None and one.id in found and holds(one, cell, change.after, change.shown)

    def _judged(self, job: RowChanges, answer: Json) -> RowOutcome:
        """What the answer shows of what was sent."""
        table, found = self.tables[job.changes[0].table], by_id(answer)
        written, skipped = [], []
        for change in job.changes:
            if self._holds(job, found, change):
                written.append(change)
            else:
                skipped.append(Skip(change.table, change.row, change.column, NOT_KEPT))
        try:
            page = PageReader(job.source.properties, strict=True).page(answer)
        except Misfit:
            job.source.full_on = 0  # somebody changes the properties: all is read anew next time
            return RowOutcome(written, skipped)
        gone = home_of(answer) not in (None, job.source.id)
        notes = self._renamed(job, page, table)
        return RowOutcome(written, skipped, None if gone else page, gone, notes)

    def _renamed(self, job: RowChanges, page: Page, table: Table) -> list[Message]:
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
                Message(
                    "“{database}”: “{property}” of “{row}” was edited while the row was written "
                    "to; until the next sync the row shows what belongs to the old one",
                    {
                        "database": job.source.name,
                        "property": one.name,
                        "row": title_of(job.source, page),
                    },
                )
            ]
        return []

    def _take(self, job: RowChanges, done: RowOutcome) -> None:
        self.written += done.written
        self.skipped += done.skipped
        self.notes += done.notes
        if done.gone or done.page is not None:
            self.rows.setdefault(job.source.id, {})[job.page] = done.page


def _left(job: RowChanges, reason: Message) -> RowOutcome:
    return RowOutcome(skipped=[Skip(c.table, c.row, c.column, reason) for c in job.changes])


def _put(source: KnownSource, rows: Mapping[str, Page | None]) -> None:
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
