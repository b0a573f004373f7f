"""What stands around a key result: the result that its work should move, and its trade."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from okrsync.language.detect import detect
from okrsync.language.lexicons import load
from okrsync.language.pieces import fold
from okrsync.language.verdict import Label
from okrsync.model import Entity, KeyResult, Kpi
from okrsync.rules.context import Context
from okrsync.rules.trades import Trade, likeliest, mostly, seen

EMPTY = {
    "skip", "aux", "prepositions", "determiners", "threshold", "count", "all", "rhythm", "deadline",
    "numbers", "means", "purpose", "with", "others", "we", "duration", "state", "move", "improve",
    "attain", "work", "make", "act", "spend", "now", "from", "to",
}  # fmt: skip
"""Classes of words that say nothing of a row's subject, or only what is done to it."""
LOOKED_AT = 12
"""Candidates and siblings looked at for one row: what stands nearest the top says enough."""
Sheet = tuple[str, str] | None
TELLING = 4
"""Words shorter than this are in every title."""


@dataclass(frozen=True)
class Neighbours:
    """The rows of a Plan, as one of its key results sees them."""

    context: Context

    def instead(self, key_result: KeyResult) -> Entity | None:
        """The outcome to measure instead: of the same objective, else further on in a funnel.

        Only a row that is decided to be an outcome, and that shares a word or the KPI: a team lead
        takes no stranger for what this work should move. A key result comes before a KPI of the
        objective, and that before one of the same team or owner; a KPI that counts own actions
        stands for what it feeds.
        """
        siblings = self._outcomes.get(key_result.objective_id or "", [])
        candidates: Sequence[Entity] = [
            k for k in siblings[:LOOKED_AT] if k is not key_result and _related(key_result, k)
        ]
        candidates = candidates or self._kpis_near(key_result)
        return self._nearest(key_result, candidates) if candidates else None

    def trade(self, key_result: KeyResult) -> Trade | None:
        """The trade of a row, seen from its own words, its objective's rows and its sheet."""
        around = self._around.get(key_result.objective_id or "", ())
        others = "\n".join(title for title in around if title != key_result.title)
        return likeliest(seen(key_result.title), seen(others), self._sheets.get(_sheet(key_result)))

    @cached_property
    def _around(self) -> dict[str, list[str]]:
        """Titles by objective: its own and those of its first key results."""
        titles = {o.id: [o.title] for o in self.context.objectives}
        for key_result in self.context.key_results:
            siblings = titles.get(key_result.objective_id or "")
            if siblings is not None and len(siblings) < LOOKED_AT:
                siblings.append(key_result.title)
        return titles

    @cached_property
    def _sheets(self) -> Mapping[Sheet, str | None]:
        """What each sheet's objectives and key results mostly speak of."""
        titles: defaultdict[Sheet, list[str]] = defaultdict(list)
        for entity in (*self.context.objectives, *self.context.key_results):
            titles[_sheet(entity)].append(entity.title)
        return {sheet: mostly(held) for sheet, held in titles.items()}

    @cached_property
    def _outcomes(self) -> dict[str, list[KeyResult]]:
        found: defaultdict[str, list[KeyResult]] = defaultdict(list)
        for key_result in self.context.key_results:
            score = self.context.scores.key_results.get(key_result.id)
            verdict = self.context.verdicts.get(key_result.id)
            sure = verdict is None or verdict.label is Label.OUTCOME
            outcome = score is not None and score.decision.label is Label.OUTCOME and sure
            if outcome and key_result.objective_id is not None:
                found[key_result.objective_id].append(key_result)
        return found

    @cached_property
    def _kpis(self) -> dict[tuple[str, str], list[Kpi]]:
        """KPIs by each thing that a key result may share with them."""
        found: defaultdict[tuple[str, str], list[Kpi]] = defaultdict(list)
        for kpi in self.context.plan.kpis:
            if not kpi.parked:
                for key in _keys(kpi, kpi.id):
                    found[key].append(kpi)
        return found

    def _kpis_near(self, key_result: KeyResult) -> list[Kpi]:
        """Outcomes among the KPIs, from the first way of being near that finds any."""
        for key in _keys(key_result, key_result.kpi_id):
            kpis = self._kpis.get(key, ())[:LOOKED_AT]
            near = kpis if key[0] == "id" else [k for k in kpis if _related(key_result, k)]
            if found := {k.id: k for k in self._yields(near)}:
                return list(found.values())
        return []

    def _yields(self, kpis: Iterable[Kpi]) -> Iterator[Kpi]:
        """What these KPIs measure or, for own actions, lead to down the funnel."""
        for kpi in kpis:
            passed: set[str] = set()
            step: Entity | None = kpi
            while isinstance(step, Kpi) and step.id not in passed:
                passed.add(step.id)
                verdict = self.context.verdicts.get(step.id)
                if verdict is not None and verdict.label is Label.OUTCOME:
                    yield step
                    break
                step = self.context.by_id.get(step.feeds or "")

    @staticmethod
    def _nearest(key_result: KeyResult, candidates: Sequence[Entity]) -> Entity:
        """The candidate that speaks of the same things; the first of the sheet among equals."""
        trades, words = seen(key_result.title), _words(key_result.title)

        def near(other: Entity) -> tuple[bool, int]:
            return not trades.keys().isdisjoint(seen(other.title)), len(words & _words(other.title))

        return max(candidates, key=near)


def _sheet(entity: Entity) -> Sheet:
    """Where it stands: the location and the tab."""
    source = entity.source
    return (source.location, source.tab or "") if source else None


def _keys(entity: KeyResult | Kpi, kpi_id: str | None) -> Iterator[tuple[str, str]]:
    """What it may be found by, the nearest first."""
    named = {
        "id": kpi_id,
        "objective": entity.objective_id,
        "team": entity.team and fold(entity.team).strip(),
        "owner": entity.owner and fold(entity.owner).strip(),
    }
    yield from ((kind, name) for kind, name in named.items() if name)
    yield from (("word", word) for word in sorted(_words(entity.title)))


def _related(key_result: KeyResult, other: KeyResult | Kpi) -> bool:
    """Whether both are measured by the same KPI, or speak of the same thing."""
    same = key_result.kpi_id is not None and key_result.kpi_id == getattr(other, "kpi_id", None)
    mine, theirs = _words(key_result.title), _words(other.title)
    return same or any(_akin(one, two) for one in mine for two in theirs)


def _akin(one: str, two: str) -> bool:
    """Two forms of a word (order, orders), or a compound and its part (deelfiets, fiets)."""
    short, long = sorted((one, two), key=len)
    return short == long or (len(short) > TELLING and long.startswith(short[: len(short) - 1]))


@lru_cache(maxsize=4096)
def _words(title: str) -> frozenset[str]:
    """The words that say what a title is about: no verbs, no words that every title holds."""
    words = (word for word in re.findall(r"[^\W\d_]+", fold(title)) if len(word) >= TELLING)
    known = load(detect(title))
    return frozenset(
        word for word in words if not known.classes(word) or known.classes(word).keys() - EMPTY
    )
