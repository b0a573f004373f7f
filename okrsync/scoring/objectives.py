"""Every objective's score, its rollup, and the groups."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from okrsync.model import Objective, Plan, Status
from okrsync.scoring.frame import NO_RANK, Day, Frame, Sums
from okrsync.scoring.numbers import ZERO, clamp, mean, weight_of
from okrsync.scoring.pace import FINAL, RUNNING
from okrsync.scoring.result import ObjectiveScore
from okrsync.scoring.tree import Tree


class Rolled(NamedTuple):
    """An objective with everything below it: the three figures that groups show."""

    progress: Decimal | None
    reported: Decimal | None
    coverage: Decimal | None


def roll_up(
    own: Mapping[str, ObjectiveScore],
    frames: Mapping[str | None, Frame],
    tree: Tree,
    day: Day,
) -> dict[str, Rolled]:
    """What each objective comes to with its children, from the leaves upwards."""
    rolled: dict[str, Rolled] = {}
    for node in tree.bottom_up():
        score, frame = own[node], frames[node]
        parts: list[tuple[Decimal, Rolled]] = []
        if frame.sums.count:
            parts.append((weight_of(None), Rolled(score.progress, score.reported, score.coverage)))
        for child in tree.children.get(node, ()):
            if rolls_into(frames[child], frame, day):
                parts.append((weight(frames[child]), rolled[child]))
        rolled[node] = weigh(parts)
    return rolled


def weight(frame: Frame) -> Decimal:
    """The weight of an objective within its parent or its group."""
    return weight_of(frame.objective.weight if frame.objective else None)


def rolls_into(child: Frame, parent: Frame, day: Day) -> bool:
    """Whether a child counts in its parent: not where it belongs to quite another time."""
    own = child.objective.period if child.objective else None
    return day.covers(own, parent.period)


def weigh(parts: list[tuple[Decimal, Rolled]]) -> Rolled:
    """The weighted mean of several; None counts 0."""
    total = sum((part[0] for part in parts), ZERO)
    figures = (
        mean(sum((weight * clamp(part[at]) for weight, part in parts), ZERO), total)
        for at in range(3)
    )
    return Rolled(*figures)


def own_scores(
    plan: Plan, frames: Mapping[str | None, Frame], day: Day
) -> dict[str, ObjectiveScore]:
    """Each objective's score from its own key results alone; `rolled_up` is still None."""
    return {o.id: _own(o, frames[o.id], day) for o in plan.objectives}


def _own(objective: Objective, frame: Frame, day: Day) -> ObjectiveScore:
    sums = frame.sums
    progress = mean(sums.product, sums.weight)
    reported = mean(sums.product + sums.out_product + sums.typed, sums.weight + sums.out_weight)
    expected = None if frame.parked else frame.pace.expected
    return ObjectiveScore(
        objective.id,
        progress,
        reported,
        mean(sums.out_product, sums.out_weight),
        (reported or ZERO) - (progress or ZERO),
        mean(sums.known, sums.weight),
        None,
        expected,
        None if progress is None or expected is None else expected - progress,
        _status(sums, frame),
        sums.outdated,
        frame.parked,
        objective.id in day.frozen,
    )


def _status(sums: Sums, frame: Frame) -> Status:
    """The weakest outcome's word: the running one while the period runs, then the final one."""
    if not sums.outcomes:
        return Status.NO_DATA
    if sums.rank == NO_RANK:
        return Status.NOT_STARTED
    if not sums.has_data:
        return Status.NO_DATA
    return (FINAL if frame.pace.ended else RUNNING)[sums.rank]
