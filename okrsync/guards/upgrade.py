"""Rows that this version reads or scores otherwise than the one before: a person looks first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from okrsync.evaluate.evaluation import Evaluation
from okrsync.evaluate.upgrade import outdated, untouched
from okrsync.evaluate.workspace import Recall
from okrsync.guards.columns import TabFinding
from okrsync.guards.guard import Guard
from okrsync.i18n import Message, Percent, joined, verbatim
from okrsync.mapping.reading import TableReading
from okrsync.model import Entity, Initiative, KeyResult, Kpi, Metric, Objective, Period, TargetType
from okrsync.planned import Plain
from okrsync.rules.amounts import in_words_of
from okrsync.state import SeenTable
from okrsync.values import safe
from okrsync.writeback.cells import Cell, plain, same
from okrsync.writeback.compare import blank

OTHERWISE = Message(
    "{source}, tab {tab}: this version of okrsync reads it otherwise than the one before. {rows}."
)
ROW = Message("“{title}”: {what}")
CHANGED = Message("{field} {before} → {after}")
NOW_READ = Message("read now, and not before")
NOT_NOW = Message("not read now, and before it was")
NOTHING = Message("blank")
MORE = Message("and {count} more")
FIELDS = {
    "kind": Message("level"),
    "title": Message("title"),
    "above": Message("under"),
    "baseline": Message("start"),
    "target": Message("target"),
    "lower": Message("at least"),
    "upper": Message("at most"),
    "current": Message("current value"),
    "unit": Message("unit"),
    "target_type": Message("direction"),
    "weight": Message("weight"),
    "reported_progress": Message("typed progress"),
    "period": Message("period"),
    "due": Message("due"),
    "done": Message("done"),
    "parked": Message("parked"),
    "progress": Message("OKR progress"),
}
KINDS: Mapping[type[Entity], Message] = {
    Objective: Message("objective"),
    KeyResult: Message("key result"),
    Initiative: Message("initiative"),
    Kpi: Message("KPI"),
}
DIRECTIONS = {
    TargetType.INCREASE: Message("up"),
    TargetType.DECREASE: Message("down"),
    TargetType.AT_LEAST: Message("at least"),
    TargetType.AT_MOST: Message("at most"),
    TargetType.BETWEEN: Message("between"),
    TargetType.MILESTONE: Message("done or not"),
}
EDITED = ("current", "reported_progress", "done", "title", "due", "parked")
"""What people change in a sheet from week to week: in one that was edited since the last run no
difference in these is put down to the version."""
_NUMBERS = ("baseline", "target", "lower", "upper", "current")
_MOST = 8


class ReadOtherwise(NamedTuple):
    """One row, and what of it is read or scored otherwise."""

    title: str
    what: Message


def otherwise(
    evaluation: Evaluation,
    recall: Recall,
    old: SeenTable,
    now: TableReading,
    cells: Sequence[Cell],
) -> Iterator[TabFinding]:
    """The rows of a table that an earlier way of reading remembered, where they differ."""
    if not outdated(old):
        return
    compared = _Comparison(evaluation, recall, old, now)
    found = [*compared.rows(), *compared.scores(cells)]
    if found:
        said = [ROW.filled(title=safe(each.title), what=each.what) for each in found[:_MOST]]
        more = len(found) - _MOST
        rows = joined([*said, *([MORE.filled(count=more)] if more > 0 else [])], "; ")
        about = {"source": now.source, "tab": now.table.name, "rows": rows}
        yield TabFinding(Guard.READING, OTHERWISE, about)


class _Comparison:
    """One table, as it was remembered and as it is read now."""

    def __init__(
        self, evaluation: Evaluation, recall: Recall, old: SeenTable, now: TableReading
    ) -> None:
        self.evaluation, self.table = evaluation, now
        self.language = evaluation.language
        self.before = recall.rows()
        self.after = {entity.id: entity for entity in evaluation.plan.entities}
        self.edited = not untouched(evaluation.job, evaluation.snapshots, recall, now.source)
        seen = recall.sources[now.source]
        lone = len(seen.tables) == 1
        self.known = old.entities if old.entities is not None else seen.entities if lone else ()
        self.differ: set[str] = set()

    def rows(self) -> Iterator[ReadOtherwise]:
        """What is read otherwise."""
        here = [row.entity_id for row in self.table.rows]
        mine = list(dict.fromkeys([*self.table.objective_rows.values(), *here]))
        for each in mine:
            before, after = self.before.get(each), self.after.get(each)
            if after is None or (before is None and self.edited):
                continue
            what = [NOW_READ] if before is None else [*self._changes(before, after)]
            if what:
                self.differ.add(each)
                yield ReadOtherwise(after.title, joined(what, ", "))
        if not self.edited:
            for each in set(self.known) - set(self.after):
                if each in self.before:
                    yield ReadOtherwise(self.before[each].title, NOT_NOW)

    def scores(self, cells: Sequence[Cell]) -> Iterator[ReadOtherwise]:
        """Progress that would change though nothing that it is made of is read otherwise and nobody
        edited the sheet. A status goes by the day, and so does a start that is a check-in."""
        if self.edited:
            return
        scores = self.evaluation.scores.key_results
        for cell in cells:
            change, entity = cell.change, self.after.get(cell.change.entity_id)
            if cell.table is not self.table or change.field != "progress" or entity is None:
                continue
            score = scores.get(entity.id)
            by_day = score is not None and score.baseline_assumed
            if blank(change.before) or by_day or self._differs_below(entity):
                continue
            before, after = plain(change.before), plain(change.after)
            if not same(before, after):
                shown = CHANGED.filled(
                    field=FIELDS["progress"],
                    before=_progress(before),
                    after=_progress(after),
                )
                yield ReadOtherwise(entity.title, shown)

    def _differs_below(self, entity: Entity) -> bool:
        if entity.id in self.differ:
            return True
        below = (k for k in self.evaluation.plan.key_results if k.objective_id == entity.id)
        return isinstance(entity, Objective) and any(
            each.id in self.differ or self._by_day(each.id) for each in below
        )

    def _by_day(self, entity: str) -> bool:
        score = self.evaluation.scores.key_results.get(entity)
        return score is not None and score.baseline_assumed

    def _changes(self, before: Entity, after: Entity) -> Iterator[Message]:
        was, now = self._facts(before, self.before), self._facts(after, self.after)
        units = _unit(before), _unit(after)
        alike = type(before) is type(after)
        for name in FIELDS if alike else ("kind", "above"):
            old, new = was.get(name), now.get(name)
            if old == new or (self.edited and name in EDITED and None not in (old, new)):
                continue
            yield CHANGED.filled(
                field=FIELDS[name],
                before=self._shown(name, old, units[0]),
                after=self._shown(name, new, units[1]),
            )

    def _facts(self, entity: Entity, all_: Mapping[str, Entity]) -> dict[str, object]:
        """What a score is made of."""
        above = all_.get(_above(entity) or "")
        facts: dict[str, object] = {
            "kind": type(entity),
            "title": entity.title,
            "above": above.title if above else None,
            "period": entity.period,
            "parked": entity.parked,
        }
        metric = _metric(entity)
        if metric is not None:
            facts |= {name: getattr(metric, name) for name in (*_NUMBERS, "unit", "target_type")}
        for name in ("weight", "reported_progress", "due", "done"):
            if hasattr(entity, name):
                facts[name] = getattr(entity, name)
        return facts

    def _shown(self, name: str, value: object, unit: str | None) -> object:
        if value is None:
            return NOTHING
        if isinstance(value, type):
            return KINDS[value]
        if isinstance(value, TargetType):
            return DIRECTIONS[value]
        if isinstance(value, Period):
            return verbatim(value.label)
        if isinstance(value, Decimal):
            share = name == "reported_progress" or (unit == "%" and name in _NUMBERS)
            return self._number(value, "%" if share else unit if name in _NUMBERS else None)
        text = safe(str(value))
        return verbatim(f"“{text}”" if name in ("title", "above") else text)

    def _number(self, value: Decimal, unit: str | None) -> object:
        if unit == "%":
            return Percent(f"{(value * 100).normalize():f}")
        return verbatim(
            in_words_of(f"{value.normalize():f}", self.language) + (f" {unit}" if unit else "")
        )


def _progress(value: Plain) -> object:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, int | float):
        return Percent(f"{value * 100:.0f}")
    return verbatim(safe(value))


def _above(entity: Entity) -> str | None:
    if isinstance(entity, KeyResult):
        return entity.objective_id
    return entity.parent_id if isinstance(entity, Objective) else None


def _metric(entity: Entity) -> Metric | None:
    return entity.metric if isinstance(entity, KeyResult | Kpi) else None


def _unit(entity: Entity) -> str | None:
    metric = _metric(entity)
    return metric.unit if metric else None
