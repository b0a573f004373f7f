"""Every objective's score, from its key results and from the objectives below it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from okrsync.language.verdict import Label
from okrsync.model import Plan, Status
from okrsync.scoring.frame import ScoringDay, ScoringFrame
from okrsync.scoring.numbers import ONE, ZERO, clamp, divide, weight_of
from okrsync.scoring.pace import FINAL, RANK, RUNNING
from okrsync.scoring.result import NO_START, ObjectiveScore
from okrsync.scoring.tree import ObjectiveTree

_NO_RANK = len(RANK)
_OUTPUT = Label.OUTPUT
_make = tuple.__new__


class Rolled(NamedTuple):
    """An objective with everything below it: the three figures that groups show."""

    progress: Decimal | None
    reported: Decimal | None
    coverage: Decimal | None


class Own(NamedTuple):
    """An objective by its own key results alone."""

    progress: Decimal | None
    reported: Decimal | None
    outputs: Decimal | None
    coverage: Decimal | None
    status: Status
    outdated: bool
    unknown: bool = False
    """Whether it has no progress only because nobody knows where its key results started."""


EMPTY = Rolled(None, None, None)
UNKNOWN = Rolled(None, None, ZERO)
"""Of an objective whose starts are unknown: it is left out of what is above it."""
NOTHING = Own(None, None, None, None, Status.NO_DATA, False)


def score_objectives(
    plan: Plan, frames: Mapping[str | None, ScoringFrame], tree: ObjectiveTree, day: ScoringDay
) -> tuple[dict[str, ObjectiveScore], dict[str, Rolled]]:
    """All scores by id in the sheet's order, and what each that is not parked rolls up to."""
    rolled: dict[str, Rolled] = {}
    scores: dict[str, ObjectiveScore] = {}
    for node in tree.bottom_up():
        frame = frames[node]
        own = own_score(frame) if frame.rows else NOTHING
        below = tree.children.get(node)
        if below:
            figures = _roll_up(own, frame, below, frames, rolled, day)
        else:
            figures = _alone(own) if frame.rows else EMPTY
        rolled[node] = figures
        scores[node] = _score(node, own, figures, frame, day)
    if not tree.children and len(scores) == len(plan.objectives):
        return scores, rolled
    for objective in plan.objectives:
        if objective.id not in scores:
            frame = frames[objective.id]
            scores[objective.id] = _score(objective.id, NOTHING, EMPTY, frame, day)
    return {o.id: scores[o.id] for o in plan.objectives}, rolled


def own_score(frame: ScoringFrame) -> Own:
    """The means over the rows of a frame, and the weakest outcome's status.

    Where two means are of the same rows and figures, one is computed and used twice.
    """
    weight = product = missing = out_weight = out_product = typed_more = unknown = ZERO
    rank, seen, outdated = _NO_RANK, None, False
    for entity, progress, basis, reported, w, _, _, _, status, old, decision, _, _ in frame.rows:
        if basis is NO_START:
            outdated = outdated or old
            if decision.label is not _OUTPUT or decision.counts:
                unknown += w
            continue
        if progress is None or progress <= ZERO:
            value = ZERO
        else:
            value = progress if progress < ONE else ONE
        times = value if w is ONE else w * value
        if old:
            outdated = True
        if reported is not progress:
            typed_more += w * (clamp(reported) - value)
        if decision.label is _OUTPUT and not decision.counts:
            out_weight += w
            out_product += times
            continue
        weight += w
        product += times
        if progress is None:
            missing += w
            rank = min(rank, RANK.get(frame.blanks[entity], _NO_RANK))
        elif status is not seen:
            seen = status
            rank = min(rank, RANK.get(status, _NO_RANK))
    progress = divide(product, weight) if weight else None
    reported = progress
    if out_weight or typed_more:
        total = weight + out_weight
        reported = divide(product + out_product + typed_more, total) if total else None
    return Own(
        progress,
        reported,
        divide(out_product, out_weight) if out_weight else None,
        _coverage(weight, missing, unknown),
        _status(frame, rank),
        outdated,
        bool(unknown) and not weight,
    )


def _coverage(weight: Decimal, missing: Decimal, unknown: Decimal) -> Decimal | None:
    """How much of the weight has a value: one whose start is unknown has none yet."""
    whole = weight + unknown
    if not whole:
        return None
    return divide(weight - missing, whole) if missing or unknown else ONE


def _status(frame: ScoringFrame, rank: int) -> Status:
    """The weakest outcome's word: the running one while the period runs, then the final one."""
    if rank == _NO_RANK or frame.blanks:
        outcomes = [row for row in frame.rows if row.decision.counts and row.basis is not NO_START]
        if not outcomes:
            return Status.NO_DATA
        if rank == _NO_RANK:
            return Status.NOT_STARTED
        if all(row.progress is None for row in outcomes):
            return Status.NO_DATA
    return (FINAL if frame.pace.ended else RUNNING)[rank]


def _score(
    node: str, own: Own, rolled: Rolled, frame: ScoringFrame, day: ScoringDay
) -> ObjectiveScore:
    progress, reported, outputs, coverage, status, outdated, _ = own
    expected = None if frame.parked else frame.pace.expected
    false_progress = ZERO if reported is progress else (reported or ZERO) - (progress or ZERO)
    gap = None if progress is None or expected is None else expected - progress
    return _make(
        ObjectiveScore,
        (
            node,
            progress,
            reported,
            outputs,
            false_progress,
            coverage,
            rolled[0],
            expected,
            gap,
            status,
            outdated,
            frame.parked,
            node in day.frozen,
        ),
    )


def _alone(own: Own) -> Rolled:
    if own.unknown:
        return UNKNOWN
    progress, reported, _, coverage, _, _, _ = own
    return _make(Rolled, (progress or ZERO, reported or ZERO, coverage or ZERO))


def _roll_up(
    own: Own,
    frame: ScoringFrame,
    below: list[str],
    frames: Mapping[str | None, ScoringFrame],
    rolled: Mapping[str, Rolled],
    day: ScoringDay,
) -> Rolled:
    parts = [(ONE, _alone(own))] if frame.rows else []
    for child in below:
        if rolls_into(frames[child], frame, day):
            parts.append((weight(frames[child]), rolled[child]))
    return weigh(parts)


def weight(frame: ScoringFrame) -> Decimal:
    """The weight of an objective within its parent or its group."""
    return weight_of(frame.objective.weight if frame.objective else None)


def rolls_into(child: ScoringFrame, parent: ScoringFrame, day: ScoringDay) -> bool:
    """Whether a child counts in its parent: `ScoringDay.covers` says so of their periods."""
    own = child.objective.period if child.objective else None
    return day.covers(own, parent.period)


def weigh(parts: list[tuple[Decimal, Rolled]]) -> Rolled:
    """The weighted mean of several; None counts 0, and what is UNKNOWN not at all."""
    total = progress = reported = coverage = ZERO
    if parts and all(part is UNKNOWN for _, part in parts):
        return UNKNOWN
    for times, part in parts:
        if part is UNKNOWN:
            continue
        one, other, known = part
        total += times
        if one:
            progress += times * one
        if other:
            reported += times * other
        if known:
            coverage += times * known
    if not total:
        return EMPTY
    return Rolled(divide(progress, total), divide(reported, total), divide(coverage, total))
