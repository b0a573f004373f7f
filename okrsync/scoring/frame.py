"""What all key results of one objective share, and which of them count in it."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from okrsync.config import Scoring
from okrsync.model import Cadence, Objective, Period, Plan, Status
from okrsync.scoring.memory import Memory
from okrsync.scoring.numbers import ONE
from okrsync.scoring.pace import Pace, factor, pace
from okrsync.scoring.result import KeyResultScore


@dataclass(slots=True)
class ScoringFrame:
    """One objective as its key results see it. `objective` is None for those without one.

    `rows` are the scores that are part of its sums; `blanks` the status, by id, that each of
    those without a value would have at 0.
    """

    objective: Objective | None
    period: Period
    share: Decimal
    pace: Pace
    parked: bool = False
    rows: list[KeyResultScore] = field(default_factory=list)
    blanks: dict[str, Status] = field(default_factory=dict)


def monday_to_friday(day: date) -> bool:
    """The days on which a daily action is due where nothing else is said."""
    return day.weekday() < 5


@dataclass(slots=True)
class ScoringDay:
    """One scoring: its day, its settings, the workspace's period, what is remembered.

    `is_workday` says on which days a daily action is due; `paces` are those already known.
    """

    as_of: date
    period: Period
    settings: Scoring
    frozen: Container[str]
    memory: Memory
    is_workday: Callable[[date], bool] = monday_to_friday
    paces: dict[tuple[date, date, date | None, Decimal], Pace] = field(default_factory=dict)

    def pace(self, period: Period, due: date | None, share: Decimal) -> Pace:
        """The pace of these dates, made once."""
        key = (period.start, period.end, due, share)
        found = self.paces.get(key)
        if found is None:
            found = self.paces[key] = pace(period, due, share, self.as_of, self.settings)
        return found

    def outdated(self, entity_id: str, cadence: Cadence | None) -> bool:
        """Whether the last check-in is too long ago; False where there never was one.

        Without a rhythm of its own a thing has a month.
        """
        last = self.memory.last.get(entity_id)
        if last is None:
            return False
        monthly = cadence is Cadence.MONTHLY or cadence is None
        allowed = self.settings.outdated_monthly if monthly else self.settings.outdated_weekly
        return (self.as_of - last).days > allowed

    def frame(self, objective: Objective | None) -> ScoringFrame:
        """The frame of an objective, or of key results that have none."""
        period = (objective and objective.period) or self.period
        share = factor(objective.kind, self.settings) if objective else ONE
        parked = objective is not None and objective.parked
        return ScoringFrame(objective, period, share, self.pace(period, None, share), parked)

    def covers(self, inner: Period | None, outer: Period | None) -> bool:
        """Whether a row of the `inner` period counts in something of the `outer` one.

        It does where it overlaps that or the workspace's period; without one of its own it
        always does.
        """
        return inner is None or overlap(inner, outer or self.period) or overlap(inner, self.period)


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    return one.start <= other.end and other.start <= one.end


def frames(plan: Plan, day: ScoringDay) -> dict[str | None, ScoringFrame]:
    """A frame for every objective by id, and one under None for everything else."""
    made: dict[str | None, ScoringFrame] = {None: day.frame(None)}
    for objective in plan.objectives:
        made[objective.id] = day.frame(objective)
    return made
