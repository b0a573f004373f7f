"""Whether a move does only what it is for: the sheet is read again as it would then be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from okrsync.connector import Snapshot
from okrsync.evaluate.gathered import Gathered, reading_of
from okrsync.i18n import Message
from okrsync.mapping.reading import Kind, MappingError, Reading, RowRef
from okrsync.model import Entity, Plan
from okrsync.pipeline.prepare import Prepared
from okrsync.table import Change, Row, Scalar, Skip, Table
from okrsync.writeback.cells import Cell
from okrsync.writeback.words import LEVEL

MOST_ALONE = 50
"""So many moves are tried one by one where all of them together disturb other rows."""

NOT_READ_BACK = Message("with the new word the row would not be read as an initiative of its own")
DISTURBS = Message("with the new word “{title}” would be read in another way")


_Rows = dict[int, dict[int, Scalar]]
"""Row number → column → the value that would stand there."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Moves that passed, each cell known by the id that its row will have; what did not pass
    and why; and the sheet as it would be."""

    cells: Sequence[Cell]
    left: Sequence[Skip]
    after: Reading


def tried(prepared: Prepared, proposed: Sequence[Change]) -> Tried:
    """The moves that leave every other row as it is, all at once or else one by one."""
    changes, left = list(proposed), list[Skip]()
    reading = prepared.evaluation.reading
    while changes:
        trial = _Trial(prepared, changes)
        if not trial.troubled:
            return Tried(trial.cells(), left, trial.after)
        if trial.bad or len(changes) == 1:
            blamed = trial.bad or changes
        else:
            alone = [_Trial(prepared, [c]) for c in changes[:MOST_ALONE]]
            blamed = [t.changes[0] for t in alone if t.troubled] or changes
        left += [_skip(c, trial) for c in blamed]
        out = {c.entity_id for c in blamed}
        changes = [c for c in changes if c.entity_id not in out]
    return Tried((), left, reading)


def with_moves(gathered: Gathered, cells: Iterable[Cell]) -> Gathered:
    """What would be read if these cells held what they are to hold."""
    return _with_changes(gathered, [cell.change for cell in cells])


class _Trial:
    """The sheet read again with these cells changed, and what that would do to it."""

    def __init__(self, prepared: Prepared, changes: Sequence[Change]) -> None:
        self.prepared, self.changes = prepared, changes
        self.before = prepared.evaluation.reading
        gathered = _with_changes(prepared.gathered, changes)
        job = prepared.evaluation.job
        try:
            self.after = reading_of(job, gathered.snapshots, gathered.recall)
        except MappingError:
            self.after = replace(self.before, tables=(), plan=Plan())
        rows = {
            (table.table.key, ref.row): ref for table in self.after.tables for ref in table.rows
        }
        self.refs = {c.entity_id: rows.get((c.table, c.row)) for c in changes}
        self.bad = [c for c in changes if not _moved(self.refs[c.entity_id])]
        self.disturbed = None if self.bad else self._disturbed()

    @property
    def troubled(self) -> bool:
        """Whether a row would not be an initiative, or another row not what it was."""
        return bool(self.bad) or self.disturbed is not None

    def cells(self) -> list[Cell]:
        """The changes with the ids that their rows will have."""
        tables = self.prepared.tables.by_key
        return [
            Cell(c, tables[c.table], ref.entity_id, tables[c.table].headers[LEVEL])
            for c in self.changes
            if (ref := self.refs[c.entity_id]) is not None
        ]

    def _disturbed(self) -> str | None:
        """The title of a row that is another than it was, None where there is none."""
        moved = {c.entity_id for c in self.changes}
        now = {ref.entity_id for ref in self.refs.values() if ref is not None}
        old, new = _others(self.before.plan, moved), _others(self.after.plan, now)
        for entity_id in {**old, **new}:
            if old.get(entity_id) != new.get(entity_id):
                return (old.get(entity_id) or new[entity_id]).title
        known = {(p.code, p.source, p.tab, p.cell) for p in self.before.problems}
        for p in self.after.problems:
            if (p.code, p.source, p.tab, p.cell) not in known and p.entity_id not in now:
                return p.title or p.cell
        return None


def _others(plan: Plan, without: Collection[str]) -> Mapping[str, Entity]:
    return {entity.id: entity for entity in plan.entities if entity.id not in without}


def _moved(ref: RowRef | None) -> bool:
    return ref is not None and ref.kind is Kind.INITIATIVES and ref.blocked is None


def _skip(change: Change, trial: _Trial) -> Skip:
    text = NOT_READ_BACK if change in trial.bad else DISTURBS
    reason = text if text is NOT_READ_BACK else text.filled(title=trial.disturbed or "")
    return Skip(change.table, change.row, change.column, reason)


def _with_changes(gathered: Gathered, changes: Iterable[Change]) -> Gathered:
    job, by_table = gathered.job, dict[tuple[str, str], _Rows]()
    for change in changes:
        document, key = job.home(change.table)
        rows = by_table.setdefault((document.key, key), {})
        rows.setdefault(change.row, {})[change.column] = change.after
    snapshots: dict[str, Snapshot] = {}
    for name, snapshot in gathered.snapshots.items():
        tables = [_patched(t, by_table.get((name, t.key), {})) for t in snapshot.tables]
        snapshots[name] = replace(snapshot, tables=tables)
    return replace(gathered, snapshots=snapshots)


def _patched(table: Table, changed: _Rows) -> Table:
    if not changed:
        return table
    rows = [_patched_row(r, changed[r.number]) if r.number in changed else r for r in table.rows]
    return replace(table, rows=rows)


def _patched_row(row: Row, values: Mapping[int, Scalar]) -> Row:
    return replace(row, values=[values.get(at, old) for at, old in enumerate(row.values)])
