"""A Plan beside its gold: what was found, what is wrong, and whether anything says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from evaluation.sheets.gold import NUMBERS, Gold, Item, plain
from okrsync.mapping.reading import Problem, Reading
from okrsync.model import Initiative, KeyResult, Kpi, Objective

Found = Objective | KeyResult | Initiative | Kpi
KINDS: dict[str, str] = {
    "objective": "objectives",
    "key_result": "key_results",
    "initiative": "initiatives",
    "kpi": "kpis",
}
_UP, _DOWN = {"increase", "at_least"}, {"decrease", "at_most"}
_ABOUT_COLUMNS = {"DAT15", "DAT16"}


@dataclass(slots=True)
class Count:
    """Right, wrong (something else was found) and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Count) -> None:
        """Take another's in."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def f1(self) -> float:
        """Of 1; 1 where there was nothing to find and nothing was found."""
        found = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / found if found else 1.0


@dataclass(slots=True)
class Compared:
    """One sheet. `faults` name what is wrong, `silent` those of them that nothing points at."""

    gold: Gold
    titles: Count = field(default_factory=Count)
    numbers: Count = field(default_factory=Count)
    facts: int = 0
    """How many numbers, levels, parents and directions the gold has."""
    faults: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    refused: str | None = None
    certainty: str | None = None
    weight: float = 0.0

    @property
    def right(self) -> bool:
        """Whether a person would have read it so, all of it, or the cells are named of which
        they would have read more."""
        if self.refused is not None:
            return self.gold.negative
        return not self.silent and not (self.titles.wrong or self.titles.missed)

    def fault(self, text: str, said: bool) -> None:
        """Something that is wrong, and whether a finding points at it."""
        self.faults.append(text)
        if not said:
            self.silent.append(text)


def refused(gold: Gold, why: str) -> Compared:
    """A sheet that wasn't read: what there was in it is missed, and that was said."""
    out = Compared(gold, refused=why)
    for item in gold.items:
        out.titles.missed += 1
        out.facts += 1
        for values in item.numbers.values():
            if None not in values:
                out.numbers.missed += 1
                out.facts += 1
    return out


def compare(gold: Gold, reading: Reading) -> Compared:
    """A reading beside its gold."""
    return _Comparing(gold, reading).run()


class _Comparing:
    def __init__(self, gold: Gold, reading: Reading) -> None:
        self.gold, self.plan = gold, reading.plan
        self.out = Compared(gold)
        self.said = _said(reading.problems)
        self.columns = any(each.code in _ABOUT_COLUMNS for each in reading.problems)
        self.titles = {each.id: plain(each.title) for each in reading.plan.objectives}

    def run(self) -> Compared:
        """Each item of the gold beside the best of what was found; then what is left over."""
        left = {kind: list(getattr(self.plan, KINDS[kind])) for kind in KINDS}
        lost = []
        for item in self.gold.items:
            self.out.facts += 1
            found = _take(left[item.kind], item)
            if found is None:
                lost.append(item)
            else:
                self.out.titles.right += 1
                self._facts(item, found)
        for item in lost:
            self._lost(item, left)
        for item in self.gold.optional:
            _take(left[item.kind], item)
        rows = {item.row for item in self.gold.items}
        for kind, rest in left.items():
            for each in rest:
                row = each.source.row if each.source else None
                if kind not in self.gold.ignored and (self.gold.whole or row in rows):
                    self.out.titles.wrong += 1
                    self.out.fault(f"row {row}: no {kind} “{each.title[:40]}”", self._at(row))
        return self.out

    def _at(self, row: int | None) -> bool:
        return row is not None and row in self.said

    def _lost(self, item: Item, left: dict[str, list[Found]]) -> None:
        other = next((k for k in KINDS if _take(left[k], item, keep=True)), None)
        what = f"is a {other}" if other else "is not there"
        self.out.titles.missed += 1
        title = min(item.titles)[:40]
        self.out.fault(f"row {item.row}: {item.kind} “{title}” {what}", self._at(item.row))
        for values in item.numbers.values():
            if None not in values:
                self.out.facts += 1
                self.out.numbers.missed += 1

    def _facts(self, item: Item, found: Found) -> None:
        row = found.source.row if found.source else None
        if item.parents:
            self._parent(item, found, row)
        if not isinstance(found, KeyResult | Kpi):
            return
        for name in item.numbers:
            self._number(item, found, name, row)
        type_ = found.metric.target_type.value if found.metric else ""
        got = "up" if type_ in _UP else "down" if type_ in _DOWN else None
        has_target = item.numbers["target"] != {None}
        if item.direction and has_target:
            self.out.facts += 1
            if got and got != item.direction:
                self.out.fault(f"row {row}: direction {got}, not {item.direction}", self._at(row))

    def _parent(self, item: Item, found: Found, row: int | None) -> None:
        self.out.facts += 1
        ids = found.supports if isinstance(found, Initiative) else (_parent_of(found),)
        above = {self.titles.get(each or "") for each in ids}
        results = {each.id: each.objective_id for each in self.plan.key_results}
        above |= {self.titles.get(results.get(each or "") or "") for each in ids}
        if not item.parents & above:
            self.out.fault(f"row {row}: parent is not “{min(item.parents)[:40]}”", self._at(row))

    def _number(self, item: Item, found: KeyResult | Kpi, name: str, row: int | None) -> None:
        wanted, got = item.numbers[name], shown(found, NUMBERS[name])
        if None not in wanted:
            self.out.facts += 1
        if got in wanted:
            self.out.numbers.right += got is not None
            return
        right = " or ".join(map(str, sorted(wanted, key=str)))
        if got is None:
            self.out.numbers.missed += 1
            said = self._at(row) or self.columns
        else:
            self.out.numbers.wrong += 1
            self.out.numbers.missed += None not in wanted
            said = self._at(row)
        self.out.fault(f"row {row}: {name} {got}, not {right}", said)


def _parent_of(found: Found) -> str | None:
    if isinstance(found, Objective):
        return found.parent_id
    return None if isinstance(found, Initiative) else found.objective_id


def shown(entity: KeyResult | Kpi, name: str) -> float | None:
    """A number as a reader of the sheet sees it: percents as whole numbers."""
    value = getattr(entity.metric, name) if entity.metric else None
    if value is None or entity.metric is None:
        return None
    return round(float(value) * (100 if entity.metric.unit == "%" else 1), 4)


def _said(problems: Sequence[Problem]) -> set[int]:
    return {each.row for each in problems if each.row}


def _take(found: list[Found], item: Item, *, keep: bool = False) -> Found | None:
    """The best match, taken out: the same title, in the same row where one is known."""
    same = [each for each in found if plain(each.title) in item.titles]
    here = [each for each in same if each.source and each.source.row == item.row]
    best = next(iter(here or same), None)
    if best is not None and not keep:
        found.remove(best)
    return best
