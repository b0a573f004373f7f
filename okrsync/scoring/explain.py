"""How a score came about: the terms of each sum, with their cells."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from okrsync.model import Entity, KeyResult, Objective, Plan
from okrsync.scoring.formula import (
    initiative_lines,
    key_result_lines,
    kpi_lines,
    objective_lines,
)
from okrsync.scoring.frame import ScoringDay, ScoringFrame, frames
from okrsync.scoring.memory import Memory
from okrsync.scoring.numbers import exactly
from okrsync.scoring.result import Explanation, Scores
from okrsync.scoring.terms import SUMS, rollup_terms, terms, weighted


class UnknownId(LookupError):
    """Nothing has this id or title. `nearest` are up to three ids of what looks like it, has it
    in its title or stands in that cell."""

    def __init__(self, entity_id: str, nearest: Sequence[str]) -> None:
        near = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"nothing has the id {entity_id!r}{near}")
        self.entity_id = entity_id
        self.nearest = tuple(nearest)


def explain(plan: Plan, scores: Scores, entity_id: str) -> Explanation:
    """The formulas and sums behind one thing's scores, by its id, else by a title that only it
    bears. Raises UnknownId."""
    found = _find(plan, entity_id)
    with exactly():
        day = ScoringDay(scores.as_of, scores.period, scores.settings, (), Memory())
        framed = frames(plan, day)
        if isinstance(found, Objective):
            return _objective(plan, scores, found, framed, day)
        if isinstance(found, KeyResult):
            frame = framed.get(found.objective_id, framed[None])
            return _key_result(scores, found, frame)
        return _other(plan, scores, found)


def _find(plan: Plan, entity_id: str) -> Entity:
    everything = plan.entities
    for entity in everything:
        if entity.id == entity_id:
            return entity
    titled = [e for e in everything if e.title.casefold() == entity_id.casefold()]
    if len(titled) == 1:
        return titled[0]
    raise UnknownId(entity_id, _nearest(everything, entity_id))


def _nearest(everything: Iterable[Entity], wanted: str) -> list[str]:
    names: dict[str, str] = {}
    within: list[str] = []
    for entity in everything:
        cells = entity.source.cells.values() if entity.source else ()
        if wanted.casefold() in entity.title.casefold() or wanted.upper() in cells:
            within.append(entity.id)
        names.setdefault(entity.title.casefold(), entity.id)
        names[entity.id.casefold()] = entity.id
    close = difflib.get_close_matches(wanted.casefold(), names, n=3, cutoff=0.5)
    return list(dict.fromkeys([*within, *(names[name] for name in close)]))[:3]


def _key_result(scores: Scores, key_result: KeyResult, frame: ScoringFrame) -> Explanation:
    score = scores.key_results[key_result.id]
    return Explanation(
        id=key_result.id,
        title=key_result.title,
        kind="key_result",
        status=None if score.parked else score.status,
        lines=tuple(key_result_lines(key_result, score, frame, scores)),
        decision=score.decision,
        parked=score.parked,
    )


def _other(plan: Plan, scores: Scores, entity: Entity) -> Explanation:
    initiative = next((i for i in plan.initiatives if i is entity), None)
    kpi = next((k for k in plan.kpis if k is entity), None)
    if initiative is not None:
        lines = tuple(initiative_lines(initiative, scores.initiatives[initiative.id]))
    else:
        lines = tuple(kpi_lines(kpi, scores.kpis[kpi.id])) if kpi else ()
    kind = "initiative" if initiative is not None else "kpi"
    return Explanation(entity.id, entity.title, kind, None, lines, parked=entity.parked)


def _objective(
    plan: Plan,
    scores: Scores,
    objective: Objective,
    framed: dict[str | None, ScoringFrame],
    day: ScoringDay,
) -> Explanation:
    frame, score = framed[objective.id], scores.objectives[objective.id]
    rows = [k for k in plan.key_results if k.objective_id == objective.id]
    sums = [weighted(name, terms(name, rows, scores, frame, day)) for name in SUMS]
    rolled = weighted("rolled_up", rollup_terms(plan, scores, objective, framed, day))
    return Explanation(
        id=objective.id,
        title=objective.title,
        kind="objective",
        status=None if score.parked else score.status,
        lines=tuple(objective_lines(score, frame, scores)),
        sums=() if score.parked else (*sums, rolled),
        parked=score.parked,
    )
