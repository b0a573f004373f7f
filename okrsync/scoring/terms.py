"""The terms of every sum, each with its weight, its value, its cells and why it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from okrsync.model import KeyResult, Objective, Plan
from okrsync.scoring.formula import cells
from okrsync.scoring.frame import ScoringDay, ScoringFrame
from okrsync.scoring.numbers import ONE, ZERO, clamp, mean
from okrsync.scoring.objectives import rolls_into, weight
from okrsync.scoring.result import NO_START, KeyResultScore, Scores, Sum, Term
from okrsync.scoring.tree import tree

_INPUTS = ("current", "baseline", "target", "reported_progress", "weight", "measures", "title")
_LEFT_OUT = frozenset({"parked", "period", "output", "outcome", NO_START})


def _of_progress(_key_result: KeyResult, score: KeyResultScore) -> Decimal | None:
    return score.progress


def _of_reported(_key_result: KeyResult, score: KeyResultScore) -> Decimal | None:
    return score.reported


def _of_coverage(_key_result: KeyResult, score: KeyResultScore) -> Decimal | None:
    return ZERO if score.progress is None else ONE


SUMS: dict[str, Callable[[KeyResult, KeyResultScore], Decimal | None]] = {
    "progress": _of_progress,
    "reported": _of_reported,
    "output_progress": _of_progress,
    "coverage": _of_coverage,
}
"""The means over an objective's own key results, and what each takes of one."""


def terms(
    name: str, rows: Iterable[KeyResult], scores: Scores, frame: ScoringFrame, day: ScoringDay
) -> Iterator[Term]:
    """The terms of one of `SUMS` over an objective's key results, in the sheet's order."""
    for key_result in rows:
        score = scores.key_results[key_result.id]
        value = SUMS[name](key_result, score)
        why = _why(name, key_result, score, frame, day)
        yield Term(
            id=key_result.id,
            title=key_result.title,
            weight=score.weight,
            progress=value,
            value=clamp(value),
            counted=why not in _LEFT_OUT,
            why=why,
            cells=cells(key_result, *_INPUTS),
        )


def _why(
    name: str, key_result: KeyResult, score: KeyResultScore, frame: ScoringFrame, day: ScoringDay
) -> str:
    if score.parked:
        return "parked"
    if not day.covers(key_result.period, frame.period):
        return "period"
    if score.basis == NO_START and name != "coverage":
        return NO_START
    if name == "output_progress" and score.decision.counts:
        return "outcome"
    if name in ("progress", "coverage") and not score.decision.counts:
        return "output"
    if name == "reported" and key_result.reported_progress is not None:
        return "typed"
    return "no_data" if score.progress is None else "counted"


def rollup_terms(
    plan: Plan,
    scores: Scores,
    objective: Objective,
    framed: dict[str | None, ScoringFrame],
    day: ScoringDay,
) -> Iterator[Term]:
    """An objective's own progress and its children's, as they roll up into it."""
    frame, own = framed[objective.id], scores.objectives[objective.id]
    mine = [k for k in plan.key_results if _has_part(k, scores, frame, day)]
    if mine:
        title, where = objective.title, cells(objective, "title")
        value, known = clamp(own.progress), not _unknown(mine, scores)
        why = "own" if known else NO_START
        yield Term(objective.id, title, ONE, own.progress, value, known, why, where)
    children = tree(plan).children.get(objective.id, ())
    for child in (framed[node] for node in children):
        if child.objective is None:
            continue
        figure = scores.objectives[child.objective.id].rolled_up
        counted = rolls_into(child, frame, day)
        unknown = counted and figure is None and _all_unknown(plan, scores, child.objective.id)
        yield Term(
            id=child.objective.id,
            title=child.objective.title,
            weight=weight(child),
            progress=figure,
            value=clamp(figure),
            counted=counted and not unknown,
            why=NO_START if unknown else "child" if counted else "period",
            cells=cells(child.objective, "title", "weight"),
        )


def _unknown(rows: Iterable[KeyResult], scores: Scores) -> bool:
    """Whether nobody knows where any of the outcomes among these started."""
    found = [s for k in rows if (s := scores.key_results[k.id]).decision.counts]
    return bool(found) and all(score.basis == NO_START for score in found)


def _all_unknown(plan: Plan, scores: Scores, objective_id: str) -> bool:
    """Whether an objective is left out above it: all that it and those below it have is unknown."""
    rows = [k for k in plan.key_results if k.objective_id == objective_id]
    below = [o.id for o in plan.objectives if o.parent_id == objective_id]
    parts = [_unknown(rows, scores)] if rows else []
    parts += [_all_unknown(plan, scores, child) for child in below]
    return bool(parts) and all(parts)


def _has_part(key_result: KeyResult, scores: Scores, frame: ScoringFrame, day: ScoringDay) -> bool:
    owner = frame.objective
    if owner is None or key_result.objective_id != owner.id:
        return False
    parked = scores.key_results[key_result.id].parked
    return not parked and day.covers(key_result.period, frame.period)


def weighted(name: str, terms: Iterable[Term]) -> Sum:
    """The weighted mean of the terms that count."""
    listed = tuple(terms)
    total = sum((term.weight * term.value for term in listed if term.counted), ZERO)
    weighs = sum((term.weight for term in listed if term.counted), ZERO)
    return Sum(name, listed, total, weighs, mean(total, weighs))
