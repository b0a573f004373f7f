"""A whole plan: every text judged with the sheet around it.

Texts are judged by themselves first. Only one that reads both ways is looked at again with what
stands beside it: the unit and the numbers of its metric, its objective, its siblings and the
level it is kept under. What a text says clearly is never overruled by its column.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from okrsync.language.classify import classify
from okrsync.language.detect import detect
from okrsync.language.lexicons import load
from okrsync.language.pieces import fold
from okrsync.language.verdict import Label, Reason, Shade, Verdict
from okrsync.language.weigh import probability, weights

if TYPE_CHECKING:
    from okrsync.model import Initiative, Kpi, Metric, Objective, Plan
    from okrsync.model import KeyResult as Result

    Judgeable = Objective | Result | Initiative | Kpi

UNIT, NUMBERS, MILESTONE, LEVEL, SIBLINGS = 2.5, 1.0, 2.5, 0.7, 0.5
"""How much each kind of context weighs, in log-odds: a clear unit decides, a column only helps."""
COUNTED_BY_OTHERS = {"metric", "yield", "people"}
COUNTED_BY_US = {"activity", "product", "dialogue"}
ENOUGH_SIBLINGS = 2


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """An entity with its role and, for a key result or KPI, its numbers."""

    role: str
    entity: Judgeable
    metric: Metric | None
    objective: str | None


def judge(plan: Plan, prior: str | None = None) -> Mapping[str, Verdict]:
    """The verdict on every objective, key result, initiative and KPI of a plan, by id.

    `prior` is the workspace's language where it is configured. Each text is detected by itself;
    where it does not tell, that and the language of most of the sheet's texts do: headers, which
    a template brings along, decide nothing. Where context decided, the reasons say so: their
    signal begins with "context", and their words are those of the other cell.
    """
    rows = list(_rows(plan))
    sheet = _spoken([row.entity.title for row in rows])
    alone = {
        row.entity.id: classify(
            row.entity.title, role=row.role, lang=detect(row.entity.title, prior, sheet)
        )
        for row in rows
    }
    decided = _decided(rows, alone)
    return {
        row.entity.id: _with_context(
            row,
            alone[row.entity.id],
            decided.get(row.objective, ()) if row.role == "key_result" else (),
        )
        for row in rows
    }


def _rows(plan: Plan) -> Iterator[JudgedRow]:
    for objective in plan.objectives:
        yield JudgedRow("objective", objective, None, objective.parent_id)
    for result in plan.key_results:
        yield JudgedRow("key_result", result, result.metric, result.objective_id)
    for initiative in plan.initiatives:
        yield JudgedRow("initiative", initiative, None, None)
    for kpi in plan.kpis:
        yield JudgedRow("kpi", kpi, kpi.metric, kpi.objective_id)


def _spoken(titles: Sequence[str]) -> str | None:
    """The language that all titles together are in."""
    return detect(" ".join(titles)) if titles else None


def _decided(
    rows: Sequence[JudgedRow], alone: Mapping[str, Verdict]
) -> Mapping[str | None, Sequence[Verdict]]:
    """The verdicts on key results that are clear by themselves, by objective: the siblings of
    those that are not."""
    found: dict[str | None, list[Verdict]] = {}
    for row in rows:
        verdict = alone[row.entity.id]
        clear = verdict.label is not Label.AMBIGUOUS
        if clear and row.role == "key_result" and row.objective is not None:
            found.setdefault(row.objective, []).append(verdict)
    return found


def _with_context(row: JudgedRow, verdict: Verdict, siblings: Sequence[Verdict]) -> Verdict:
    """The verdict itself unless it reads both ways and its surroundings are clear."""
    if verdict.label is not Label.AMBIGUOUS or verdict.shade is not Shade.UNCLEAR:
        return verdict
    evidence = [*_from_metric(row, verdict), *_from_level(row), *_from_siblings(siblings)]
    total = sum(reason.weight for reason in evidence)
    sure = weights().sure
    if not evidence or probability(abs(total)) < sure:
        return verdict
    logit = math.log(verdict.confidence / (1 - min(verdict.confidence, 0.9999)))
    combined = total + (logit if verdict.lean is Label.OUTCOME else -logit)
    lean = Label.OUTCOME if combined >= 0 else Label.OUTPUT
    confidence = probability(abs(combined))
    agreeing = [reason for reason in evidence if reason.towards is lean]
    if confidence < sure or not agreeing:
        return verdict
    return replace(
        verdict,
        label=lean,
        lean=lean,
        confidence=round(confidence, 4),
        shade=_shade(lean, agreeing),
        reasons=(*agreeing, *verdict.reasons),
    )


def _shade(lean: Label, evidence: Sequence[Reason]) -> Shade:
    if lean is Label.OUTCOME:
        return Shade.RESULT
    if any(reason.signal == "context: unit" for reason in evidence):
        return Shade.QUOTA
    if any(reason.signal == "context: done or not" for reason in evidence):
        return Shade.MILESTONE
    return Shade.WORK


def _reason(signal: str, words: str, weight: float) -> Reason:
    return Reason(
        f"context: {signal}", words, Label.OUTCOME if weight > 0 else Label.OUTPUT, weight
    )


def _from_metric(row: JudgedRow, verdict: Verdict) -> Iterator[Reason]:
    """What the unit counts, and whether it moves between two levels or is only done."""
    metric = row.metric
    if metric is None:
        return
    if metric.target_type == "milestone":
        yield _reason("done or not", "milestone", -MILESTONE)
        return
    unit = (metric.unit or "").strip()
    classes = load(verdict.lang).classes(fold(unit)).keys() if unit else set()
    # A unit that the title names itself has been weighed already.
    if unit and fold(unit) not in fold(verdict.text):
        if classes & COUNTED_BY_US:
            yield _reason("unit", unit, -UNIT)
        elif classes & COUNTED_BY_OTHERS:
            yield _reason("unit", unit, UNIT)
    moves = metric.baseline is not None and metric.target is not None
    if unit == "%" and moves and metric.baseline not in {metric.target, 0}:
        yield _reason("from one level to another", f"{metric.baseline} → {metric.target}", NUMBERS)


def _from_level(row: JudgedRow) -> Iterator[Reason]:
    """An action under a key result is kept as work, a KPI as a measure: a hint, not a proof."""
    if row.role == "initiative":
        yield _reason("kept as an initiative", row.role, -LEVEL)
    elif row.role == "kpi":
        yield _reason("kept as a KPI", row.role, LEVEL)


def _from_siblings(siblings: Sequence[Verdict]) -> Iterator[Reason]:
    """Where all other key results of the objective are of one kind, so may this one be."""
    leans = {verdict.lean for verdict in siblings}
    if len(siblings) >= ENOUGH_SIBLINGS and len(leans) == 1:
        weight = SIBLINGS if leans == {Label.OUTCOME} else -SIBLINGS
        yield _reason("the other key results", siblings[0].text, weight)
