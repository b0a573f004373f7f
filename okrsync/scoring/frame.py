"""What all key results of one objective share, and the sums that they add up to."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from okrsync.config import Scoring
from okrsync.model import KeyResult, Objective, Period, Plan
from okrsync.scoring.numbers import ONE, ZERO
from okrsync.scoring.pace import RANK, Pace, factor, pace

NO_RANK = len(RANK)


@dataclass(slots=True)
class Sums:
    """Running sums over an objective's key results.

    `weight`, `product` and `known` (the weight that has a value) are of those that count,
    `out_` of the outputs; `typed` is what typed progress adds to the two products.
    `rank` is of the weakest that has started.
    """

    weight: Decimal = ZERO
    product: Decimal = ZERO
    known: Decimal = ZERO
    out_weight: Decimal = ZERO
    out_product: Decimal = ZERO
    typed: Decimal = ZERO
    rank: int = NO_RANK
    count: int = 0
    outcomes: int = 0
    has_data: bool = False
    outdated: bool = False


@dataclass(slots=True)
class Frame:
    """One objective as its key results see it. `objective` is None for those without one."""

    objective: Objective | None
    period: Period
    share: Decimal
    pace: Pace
    parked: bool = False
    sums: Sums = field(default_factory=Sums)


@dataclass(slots=True)
class Day:
    """One scoring: its day, its settings, the workspace's period, and paces already known."""

    as_of: date
    period: Period
    settings: Scoring
    frozen: Container[str]
    paces: dict[tuple[date, date, date | None, Decimal], Pace] = field(default_factory=dict)

    def pace(self, period: Period, due: date | None, share: Decimal) -> Pace:
        """The pace of these dates, made once."""
        key = (period.start, period.end, due, share)
        found = self.paces.get(key)
        if found is None:
            found = self.paces[key] = pace(period, due, share, self.as_of, self.settings)
        return found

    def frame(self, objective: Objective | None) -> Frame:
        """The frame of an objective, or of key results that have none."""
        period = (objective and objective.period) or self.period
        share = factor(objective.kind, self.settings) if objective else ONE
        parked = objective is not None and objective.parked
        return Frame(objective, period, share, self.pace(period, None, share), parked)

    def covers(self, inner: Period | None, outer: Period | None) -> bool:
        """Whether a row of the `inner` period counts in something of the `outer` one.

        It does where it overlaps that or the workspace's period; without one of its own it
        always does.
        """
        return inner is None or overlap(inner, outer or self.period) or overlap(inner, self.period)


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    return one.start <= other.end and other.start <= one.end


def frames(plan: Plan, day: Day) -> dict[str | None, Frame]:
    """A frame for every objective by id, and one under None for everything else."""
    made: dict[str | None, Frame] = {None: day.frame(None)}
    for objective in plan.objectives:
        made[objective.id] = day.frame(objective)
    return made


def counts_in(key_result: KeyResult, frame: Frame, day: Day) -> bool:
    """Whether a key result is part of its objective's sums at all."""
    if key_result.parked or frame.parked:
        return False
    return key_result.period is None or day.covers(key_result.period, frame.period)
