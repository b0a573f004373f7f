"""Workspaces that a version before this one remembers: whose rows are whose, and since when.

An id may hang on how a sheet is read: on the titles above a row and on its kind. Where rows are
read otherwise now, what is remembered of a row goes on under its new id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from okrsync.connector import Snapshot
from okrsync.evaluate.workspace import Recall
from okrsync.mapping.reading import Reading, TableReading
from okrsync.mapping.vocabulary.normal import same
from okrsync.model import Entity, KeyResult, Kpi
from okrsync.sources.job import Job
from okrsync.state import SeenSource, SeenTable

READER = 2
"""How sheets are read and scored: raised whenever a sheet may be read or scored otherwise than
by the version before. States without it are of the first."""


def outdated(table: SeenTable) -> bool:
    """Whether an earlier way of reading remembered this table."""
    return table.reader != READER


def any_outdated(job: Job, known: Recall) -> bool:
    """Whether something of this job was remembered by an earlier way of reading."""
    seen = (known.sources[name] for name in job.sources if name in known.sources)
    return any(outdated(table) for source in seen for table in source.tables)


def untouched(job: Job, snapshots: Mapping[str, Snapshot], known: Recall, source: str) -> bool:
    """Whether a source's documents are as the last run left them, so that whatever is read
    otherwise now is this version's doing."""
    revisions = {(seen.connector, seen.address): seen.revision for seen in known.documents}
    mine = [d for d in job.documents if any(part.source == source for part in d.parts)]
    return bool(mine) and all(
        revisions.get((d.location.connector, d.location.place)) == snapshots[d.key].revision != ""
        for d in mine
    )


def newly_read(
    reading: Reading, snapshots: Mapping[str, Snapshot], job: Job, known: Recall
) -> frozenset[str]:
    """Rows that nobody edited since an earlier way of reading remembered them."""
    if not any_outdated(job, known):
        return frozenset()
    names = [name for name in job.sources if name in known.sources]
    same = {name for name in names if untouched(job, snapshots, known, name)}
    tables = (table for table in reading.tables if table.source in same)
    return frozenset(row.entity_id for table in tables for row in table.rows)


def carried_over(
    known: Recall,
    job: Job,
    reading: Reading,
    *,
    unedited: Collection[str],
    taken: Container[str],
) -> Recall:
    """What is remembered, under the ids that the rows have now. `unedited` are the sources in
    which nobody changed anything, where places tell rows apart as well as titles do; `taken`
    are ids that have a history of their own."""
    rows, plan = known.rows(), {entity.id: entity for entity in reading.plan.entities}
    if set(known.sources) <= set(job.sources):
        lost = [each for each in rows if each not in plan]
    else:
        here = [known.sources[name].entities for name in job.sources if name in known.sources]
        lost = [each for each in rows if each not in plan and any(each in ids for ids in here)]
    fresh = [each for each in plan if each not in taken]
    found = _by_title(lost, fresh, rows, plan)
    for name in unedited:
        tables = [table for table in reading.tables if table.source == name]
        found |= _by_place(known.sources[name], tables, found, set(lost), set(fresh))
    known = under(known, found) if found else known
    return _revalued(known, _factors(known, plan, reading, unedited))


def _factors(
    known: Recall, plan: Mapping[str, Entity], reading: Reading, unedited: Collection[str]
) -> dict[str, Decimal]:
    """Of rows whose untouched current value reads as another number now: by how much what was
    read of them before is to be multiplied (days that are hours now, a sign that was none)."""
    rows, found = known.rows(), {}
    for table in reading.tables:
        for ref in table.rows if table.source in unedited else ():
            was, now = _current(rows.get(ref.entity_id)), _current(plan.get(ref.entity_id))
            if was and now and was != now:
                found[ref.entity_id] = now / was
    return found


def _current(entity: Entity | None) -> Decimal | None:
    metric = entity.metric if isinstance(entity, KeyResult | Kpi) else None
    return metric.current if metric else None


def _revalued(known: Recall, factors: Mapping[str, Decimal]) -> Recall:
    """With the check-ins of these rows in the numbers that are read now."""
    if not factors:
        return known
    check_ins = [
        each
        if each.value is None or each.entity_id not in factors
        else each.model_copy(update={"value": each.value * factors[each.entity_id]})
        for each in known.check_ins
    ]
    return replace(known, check_ins=check_ins, factors=factors)


def under(known: Recall, carried: Mapping[str, str]) -> Recall:
    """What is remembered, with these ids (old → new) in place of what they were."""
    now = _Now(carried)
    rows, rows_of = known.rows, known.rows_of
    back = {new: old for old, new in carried.items()}

    def some(ids: Collection[str]) -> Mapping[str, Entity]:
        return now.entities(rows_of({back.get(each, each) for each in ids}))

    return replace(
        known,
        sources={name: now.source(seen) for name, seen in known.sources.items()},
        check_ins=[
            each.model_copy(update={"entity_id": now(each.entity_id)}) for each in known.check_ins
        ],
        written={
            (source, now(entity), name): replace(cell, entity=now(entity))
            for (source, entity, name), cell in known.written.items()
        },
        closed={now(entity): day for entity, day in known.closed.items()},
        rows=lambda: now.entities(rows()),
        rows_of=some,
        carried=carried,
    )


class _Now:
    """Today's id of an id that is remembered."""

    def __init__(self, carried: Mapping[str, str]) -> None:
        self._carried = carried

    def __call__(self, entity: str) -> str:
        return self._carried.get(entity, entity)

    def source(self, seen: SeenSource) -> SeenSource:
        """A source, with its tables."""
        tables = [
            replace(table, entities=None if table.entities is None else self._all(table.entities))
            for table in seen.tables
        ]
        return replace(seen, tables=tables, entities=frozenset(self._all(seen.entities)))

    def entities(self, rows: Mapping[str, Entity]) -> dict[str, Entity]:
        """Entities, with what they refer to."""
        return {self(each): self._entity(row) for each, row in rows.items()}

    def _entity(self, row: Entity) -> Entity:
        update: dict[str, object] = {"id": self(row.id)}
        for name in ("objective_id", "parent_id", "kpi_id"):
            refers = getattr(row, name, None)
            if refers is not None:
                update[name] = self(refers)
        supports = getattr(row, "supports", ())
        if supports:
            update["supports"] = self._all(supports)
        return row.model_copy(update=update)

    def _all(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self(each) for each in ids)


def _by_title(
    lost: Sequence[str],
    fresh: Sequence[str],
    rows: Mapping[str, Entity],
    plan: Mapping[str, Entity],
) -> dict[str, str]:
    """Rows that are called the same, one here and one there; then those of which one title is a
    part of the other, such as one that lost its code."""
    found: dict[str, str] = {}
    for alike in (_same_kind, _same, _part):
        left = [each for each in lost if each not in found]
        free = [each for each in fresh if each not in found.values()]
        ways = {old: [new for new in free if alike(rows[old], plan[new])] for old in left}
        found |= _only(ways)
    return found


def _same_kind(old: Entity, new: Entity) -> bool:
    return type(old) is type(new) and _same(old, new)


def _same(old: Entity, new: Entity) -> bool:
    return same(old.title) == same(new.title)


_SHORT = 8


def _part(old: Entity, new: Entity) -> bool:
    shorter, longer = sorted((same(old.title), same(new.title)), key=len)
    return len(shorter) >= _SHORT and longer.endswith(shorter)


def _only(ways: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Pairs in which each is the other's only one."""
    back: defaultdict[str, list[str]] = defaultdict(list)
    for old, news in ways.items():
        for new in news:
            back[new].append(old)
    return ((old, news[0]) for old, news in ways.items() if len(news) == 1 == len(back[news[0]]))


def _by_place(
    seen: SeenSource,
    tables: Sequence[TableReading],
    found: Mapping[str, str],
    lost: Collection[str],
    fresh: Collection[str],
) -> dict[str, str]:
    """Rows between the same neighbours, as many as there were."""
    from difflib import SequenceMatcher  # noqa: PLC0415 -- only after an upgrade

    pairs: dict[str, str] = {}
    for old in seen.tables:
        before = [found.get(each, each) for each in old.entities or ()]
        for table in tables:
            now = [row.entity_id for row in table.rows]
            if not set(before) & set(now):
                continue
            for kind, a, b, c, d in SequenceMatcher(
                None, before, now, autojunk=False
            ).get_opcodes():
                if kind == "replace" and b - a == d - c:
                    both = zip(before[a:b], now[c:d], strict=True)
                    pairs |= {was: new for was, new in both if was in lost and new in fresh}
    return pairs
