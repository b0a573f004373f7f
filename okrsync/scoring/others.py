"""Initiatives and KPIs: followed, and never part of a key result's or an objective's sum."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from okrsync.model import Aggregation, Cadence, Initiative, Kpi, Metric, TargetType
from okrsync.scoring.frame import ScoringDay
from okrsync.scoring.numbers import ONE, ZERO, divide
from okrsync.scoring.progress import bounds, meets
from okrsync.scoring.result import InitiativeScore, KpiScore


def initiative_score(initiative: Initiative, day: ScoringDay) -> InitiativeScore:
    """How far an initiative is: done, as typed, or ticks over the occurrences due so far."""
    progress = initiative.progress
    if initiative.parked:
        return InitiativeScore(initiative.id, None, bool(initiative.done))
    if initiative.done:
        progress = ONE
    elif progress is None and initiative.cadence is not Cadence.ONCE:
        progress = _ticked(initiative, day)
    elif progress is None and initiative.done is False:
        progress = ZERO
    return InitiativeScore(initiative.id, progress, progress is not None and progress >= ONE)


def kpi_score(kpi: Kpi, day: ScoringDay) -> KpiScore:
    """Whether a KPI meets its target. A total that grows is held against its share so far."""
    healthy = None
    if kpi.parked:
        return KpiScore(kpi.id, None, False)
    if kpi.metric is not None and kpi.metric.current is not None:
        healthy = _healthy(kpi, kpi.metric, kpi.metric.current, day)
    return KpiScore(kpi.id, healthy, day.outdated(kpi.id, kpi.cadence))


def _healthy(kpi: Kpi, metric: Metric, current: Decimal, day: ScoringDay) -> bool | None:
    kind = metric.target_type
    low, high = bounds(metric, kind)
    if (low is None and high is None) or _unknown_direction(metric):
        return None
    grows = kind in (TargetType.INCREASE, TargetType.AT_LEAST)
    if low is not None and grows and kpi.aggregation in (Aggregation.SUM, Aggregation.COUNT):
        return current >= low * day.pace(kpi.period or day.period, None, ONE).expected
    return meets(metric, kind)


def _unknown_direction(metric: Metric) -> bool:
    """Whether only a baseline that can't be read would tell which way the number should go."""
    return "baseline" in metric.unclear and not metric.declared


def _ticked(initiative: Initiative, day: ScoringDay) -> Decimal | None:
    """Ticks over occurrences due; None where nobody ticks at all, or nothing was due yet."""
    period = initiative.period or day.period
    last = min(day.as_of, initiative.due or period.end)
    ticks = sum(period.start <= on <= last for on in day.memory.days.get(initiative.id, ()))
    due = _occurrences(initiative.cadence, period.start, last, day)
    if not due or initiative.id not in day.memory.days:
        return None
    return divide(Decimal(ticks), Decimal(due))


def _occurrences(cadence: Cadence, start: date, last: date, day: ScoringDay) -> int:
    days = (last - start).days + 1
    if days <= 0:
        return 0
    if cadence is Cadence.DAILY:
        return sum(day.is_workday(start + timedelta(days=n)) for n in range(days))
    if cadence is Cadence.WEEKLY:
        return -(-days // 7)
    return (last.year - start.year) * 12 + last.month - start.month + 1
