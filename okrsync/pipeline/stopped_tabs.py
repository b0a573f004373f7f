"""Tabs that stay as they are while the others go on, and the cells elsewhere that wait for them.

A score is only written where all of its terms can be trusted: a cell waits whose score has
terms in a stopped tab, as read now or as last kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from okrsync.connector import ConnectorError, Receipt
from okrsync.errors import explain, gravest
from okrsync.guards import stops as guards
from okrsync.guards.guard import Guard
from okrsync.i18n import Message
from okrsync.model import Entity, KeyResult, Objective
from okrsync.pipeline.prepare import Prepared
from okrsync.sources.job import Document
from okrsync.state import SeenTable
from okrsync.table import Barred, Skip
from okrsync.writeback.cells import Cell, plain, same

STAYS = Message("{message} This tab stays as it is; the others went on.")
UNREAD = Message("{source} was left out, the others went on: {message}")
WAITS = Message("its score needs {what}, which was left as it is")
ERASES = Message(
    "it would become blank, and accepting erases nothing: clear it yourself if that is meant"
)
_NOTHING_LOST = (Guard.CHANGES, Guard.READING)
"""Guards that stand before something else than rows or columns that are gone."""
_WHOLE = frozenset({"objective_progress", "objective_status", "false_progress"})
"""Fields that show an objective's score on a row of another kind."""


@dataclass(frozen=True, slots=True)
class Halt:
    """One tab or source that is left as it is, and why.

    `table` is the tab's key in the job, None where it is gone or its source was not read;
    `seen` how it looked when it was last trusted. `doubted`: what was read from it can't be
    trusted. `unknown`: nothing was ever read from it.
    """

    source: str
    what: str
    message: str
    exit_code: int
    hint: str | None = None
    table: str | None = None
    seen: SeenTable | None = None
    doubted: bool = False
    entities: frozenset[str] = frozenset()
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """All that is left as it is. `doubted` are entities and `tables` tabs of which nothing is
    remembered that was read now; `before` are those that were known there."""

    halts: Sequence[Halt] = ()
    hint: str | None = None
    tables: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()

    @property
    def closed(self) -> frozenset[str]:
        """The tabs that are left as they are."""
        return frozenset(halt.table for halt in self.halts if halt.table)

    @property
    def exit_code(self) -> int:
        """The gravest of all."""
        return gravest(halt.exit_code for halt in self.halts)

    def said(self) -> Iterator[str]:
        """What people read: each tab with its reason, and what to do."""
        yield from dict.fromkeys(halt.message for halt in self.halts)
        yield from dict.fromkeys(halt.hint for halt in self.halts if halt.hint)
        if self.hint:
            yield self.hint


def past_guards(
    prepared: Prepared, accepted: Collection[Guard], command: str
) -> tuple[Prepared, Held]:
    """What of a run may go on, and what is held. To be called while the state is open.

    Raises GuardStop where every tab is stopped.
    """
    evaluation, tables = prepared.evaluation, prepared.tables
    found = guards.stops(evaluation, prepared.gathered.recall, tables, prepared.cells)
    stops = guards.open_ones(found, accepted)
    stopped = {stop.table for stop in stops}
    if stops and stopped >= set(tables.by_key):
        raise guards.refusal(stops, accepted, command)
    halts = [*_of_guards(prepared, stops), *_of_unread(prepared)]
    hint = guards.hint(stops, accepted, command) if stops else None
    passed = {s.table for s in found if s.guard in accepted and s.guard not in _NOTHING_LOST}
    prepared = _nothing_erased(prepared, passed - stopped)
    return hold(
        prepared, refused(prepared, Held(halts, hint.say(evaluation.language) if hint else None))
    )


def hold(prepared: Prepared, held: Held) -> tuple[Prepared, Held]:
    """The same run without the tabs that are held and without what waits for them."""
    if not held.halts:
        return prepared, held
    waits = _Waiting(prepared, held.halts)
    closed = held.closed
    cells, left = [], []
    for cell in prepared.cells:
        halt = waits.for_what(cell)
        if cell.change.table in closed:
            continue
        if halt is None:
            cells.append(cell)
        else:
            left.append(_skip(cell, WAITS.filled(what=halt.what)))
    skipped = [prepared.tables.skipped(skip) for skip in left]
    # A tab that is named as a whole needs none of its cells named.
    whole = {halt.table for halt in held.halts if halt.doubted}
    named = {(t.source, t.table.name) for k, t in prepared.tables.by_key.items() if k in whole}
    known = [skip for skip in prepared.skipped if (skip.source, skip.tab) not in named]
    prepared = replace(
        prepared,
        cells=cells,
        columns=[column for column in prepared.columns if column.table not in closed],
        skipped=[*known, *(skip for skip in skipped if skip not in known)],
    )
    return prepared, replace(held, tables=waits.tables, doubted=waits.doubted, before=waits.before)


def refused(prepared: Prepared, held: Held) -> Held:
    """With the tabs that a service has said it will not have written, as far as it said so."""
    snapshots = prepared.evaluation.snapshots
    return _with(held, _of_barred(prepared, {key: s.barred for key, s in snapshots.items()}))


def refused_now(prepared: Prepared, held: Held, document: Document, receipt: Receipt) -> Held:
    """With the tabs that a write was refused for."""
    return _with(held, _of_barred(prepared, {document.key: receipt.barred}))


def failed(prepared: Prepared, held: Held, document: Document, error: ConnectorError) -> Held:
    """With the sources of a document that could not be written."""
    failure = explain(error, prepared.evaluation.language)
    names = dict.fromkeys(part.source for part in document.parts)
    tables = [t for t in prepared.tables.by_key.values() if t.source in names]
    return _with(
        held,
        (
            Halt(
                source=name,
                what=name,
                message=_left_out(prepared, name, failure.message),
                exit_code=failure.exit_code,
                hint=failure.hint,
                entities=frozenset(
                    ref.entity_id for t in tables if t.source == name for ref in t.rows
                ),
            )
            for name in names
        ),
    )


def _with(held: Held, more: Iterable[Halt]) -> Held:
    return replace(held, halts=[*held.halts, *(h for h in more if h.table not in held.closed)])


def _left_out(prepared: Prepared, source: str, message: str) -> str:
    return UNREAD.say(prepared.evaluation.language, source=source, message=message)


def _of_guards(prepared: Prepared, stops: Iterable[guards.TabStop]) -> Iterator[Halt]:
    for stop in stops:
        table = prepared.tables.by_key.get(stop.table or "")
        seen = stop.seen
        now = {ref.entity_id for ref in table.rows} if table else set()
        yield Halt(
            source=stop.source,
            what=table.table.name if table else seen.name if seen else stop.source,
            message=STAYS.say(prepared.evaluation.language, message=stop.message),
            exit_code=4,
            table=stop.table,
            seen=seen,
            doubted=True,
            entities=frozenset(now | set((seen.entities or ()) if seen else ())),
        )


def _of_unread(prepared: Prepared) -> Iterator[Halt]:
    language = prepared.evaluation.language
    for unread in prepared.gathered.unread:
        failure = explain(unread.error, language)
        for source in unread.sources:
            seen = prepared.gathered.recall.sources.get(source)
            yield Halt(
                source=source,
                what=source,
                message=_left_out(prepared, source, failure.message),
                exit_code=failure.exit_code,
                hint=failure.hint,
                doubted=True,
                entities=seen.entities if seen else frozenset(),
                unknown=seen is None,
            )


def _of_barred(prepared: Prepared, found: Mapping[str, Sequence[Barred]]) -> Iterator[Halt]:
    job, language = prepared.evaluation.job, prepared.evaluation.language
    for document in job.documents:
        for each in found.get(document.key, ()):
            table = prepared.tables.by_key.get(job.table_key(document, each.table))
            if table is None:
                continue
            yield Halt(
                source=table.source,
                what=table.table.name,
                message=STAYS.say(language, message=each.message),
                exit_code=3,
                hint=each.hint.say(language) if each.hint else None,
                table=table.table.key,
                entities=frozenset(ref.entity_id for ref in table.rows),
            )


def _nothing_erased(prepared: Prepared, passed: Collection[str | None]) -> Prepared:
    """Without the cells of tabs whose guard was accepted that would become blank."""
    blank = [
        cell
        for cell in prepared.cells
        if cell.change.table in passed
        and cell.change.after is None
        and not same(plain(cell.change.before), None)
    ]
    if not blank:
        return prepared
    places = {cell.change.place for cell in blank}
    said = [prepared.tables.skipped(_skip(cell, ERASES)) for cell in blank]
    return replace(
        prepared,
        cells=[cell for cell in prepared.cells if cell.change.place not in places],
        skipped=[*prepared.skipped, *said],
    )


def _skip(cell: Cell, reason: Message) -> Skip:
    change = cell.change
    return Skip(change.table, change.row, change.column, reason)


@dataclass(slots=True)
class _Waiting:
    """Whose scores have terms in what is held."""

    prepared: Prepared
    halts: Sequence[Halt]
    objectives: dict[str, Halt] = field(default_factory=dict)
    rows: dict[str, Halt] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        kept = self.prepared.gathered.recall.rows()
        for halt in self.halts:
            self._terms(halt, kept)
        loose = [halt for halt in self.halts if halt.doubted]
        for halt in loose:
            self._taken(halt, kept)
        homes = {
            ref.entity_id: key
            for key, table in self.prepared.tables.by_key.items()
            for ref in table.rows
        }
        closed = {halt.table for halt in loose if halt.table}
        self.before = frozenset().union(*(halt.entities for halt in loose))
        self.doubted = frozenset(self.rows) | {e for e, key in homes.items() if key in closed}
        self.tables = frozenset(closed | {homes[e] for e in self.rows if e in homes})

    def for_what(self, cell: Cell) -> Halt | None:
        """What this cell waits for."""
        objective = cell.change.entity_id if cell.change.field in _WHOLE else cell.entity
        if cell.change.field == "false_progress":
            objective = cell.table.objective_rows.get(cell.change.row, objective)
        return self.objectives.get(objective) or self.rows.get(cell.entity)

    def _terms(self, halt: Halt, kept: Mapping[str, Entity]) -> None:
        """Objectives with key results in what is held, as read now or as last kept."""
        plan = self.prepared.evaluation.plan
        for row in (*plan.key_results, *(kept.get(e) for e in halt.entities)):
            if isinstance(row, KeyResult) and row.objective_id and row.id in halt.entities:
                self.objectives.setdefault(row.objective_id, halt)
        if halt.unknown:
            # Nobody knows whose key results stand there.
            for objective in plan.objectives:
                self.objectives.setdefault(objective.id, halt)

    def _taken(self, halt: Halt, kept: Mapping[str, Entity]) -> None:
        """Key results elsewhere that take something else from an objective there than before,
        or have come loose from it."""
        plan = self.prepared.evaluation.plan
        now = {objective.id: objective for objective in plan.objectives}
        lost = {e for e in halt.entities if isinstance(kept.get(e), Objective)}
        for row in plan.key_results if lost else ():
            if row.id in halt.entities:
                continue
            was = kept.get(row.id)
            if isinstance(was, KeyResult) and was.objective_id in lost:
                same_one = row.objective_id == was.objective_id
                old, new = kept.get(was.objective_id), now.get(was.objective_id)
                if not same_one or _gives(old) != _gives(new):
                    self.rows.setdefault(row.id, halt)
            elif was is None and row.objective_id not in now:
                self.rows.setdefault(row.id, halt)


def _gives(objective: Entity | None) -> tuple[object, ...] | None:
    """What of an objective its key results are scored with."""
    if not isinstance(objective, Objective):
        return None
    return objective.kind, objective.period, objective.parked
