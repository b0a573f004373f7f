"""The formulas of single scores, with their figures filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from okrsync.model import Entity, Initiative, KeyResult, Kpi, Metric, Period, TargetType
from okrsync.scoring.frame import ScoringFrame
from okrsync.scoring.numbers import ONE, ZERO
from okrsync.scoring.pace import pace
from okrsync.scoring.progress import bounds, target_type
from okrsync.scoring.result import (
    FormulaLine,
    InitiativeScore,
    KeyResultScore,
    KpiScore,
    ObjectiveScore,
    Scores,
)


def plain(value: Decimal | None) -> str:
    """A figure without an exponent or needless zeros; an em dash where there is none."""
    if value is None:
        return "—"
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def cells(entity: Entity, *fields: str) -> Mapping[str, str]:
    """Where these fields of an entity stand, as far as they stand anywhere."""
    known = entity.source.cells if entity.source else {}
    return {name: known[name] for name in fields if name in known}


def key_result_lines(
    key_result: KeyResult, score: KeyResultScore, frame: ScoringFrame, scores: Scores
) -> Iterator[FormulaLine]:
    """Progress, what the sheet reports, what is expected by now, and the gap between them."""
    if score.parked:
        return
    yield progress_line(key_result, score)
    if key_result.reported_progress is not None:
        typed = key_result.reported_progress
        yield FormulaLine("reported", plain(typed), typed, cells(key_result, "reported_progress"))
    if score.expected is not None:
        period = key_result.period or frame.period
        yield _expected(period, key_result.due, frame, scores, cells(key_result, "due"))
    if score.gap is not None:
        yield _difference("gap", score.expected, score.progress, score.gap)


def objective_lines(
    score: ObjectiveScore, frame: ScoringFrame, scores: Scores
) -> Iterator[FormulaLine]:
    """False progress, what is expected by now, and the gap."""
    if score.parked:
        return
    yield _difference("false_progress", score.reported, score.progress, score.false_progress)
    if score.expected is not None:
        yield _expected(frame.period, None, frame, scores, {})
    if score.gap is not None:
        yield _difference("gap", score.expected, score.progress, score.gap)


def initiative_lines(initiative: Initiative, score: InitiativeScore) -> Iterator[FormulaLine]:
    """How far the work is."""
    where = cells(initiative, "done", "progress")
    yield FormulaLine("progress", plain(score.progress), score.progress, where)


def kpi_lines(kpi: Kpi, score: KpiScore) -> Iterator[FormulaLine]:
    """Whether the number is where it should be: 1 or 0."""
    if kpi.metric is not None:
        healthy = None if score.healthy is None else Decimal(score.healthy)
        formula = _inside(kpi.metric, kpi.metric.target_type)
        yield FormulaLine("healthy", formula, healthy, cells(kpi, "current", "target"))


def progress_line(key_result: KeyResult, score: KeyResultScore) -> FormulaLine:
    """A key result's progress with the figures that were really used."""
    metric = key_result.metric
    if metric is None or score.basis == "typed":
        where = cells(key_result, "reported_progress")
        return FormulaLine("progress", plain(score.progress), score.progress, where)
    kind = target_type(metric)
    where = cells(key_result, "current", "baseline", "target", "lower", "upper")
    if kind is TargetType.INCREASE or kind is TargetType.DECREASE:
        formula = _ratio(metric, score)
    else:
        formula = _inside(metric, kind)
    return FormulaLine("progress", formula, score.progress, where)


def _ratio(metric: Metric, score: KeyResultScore) -> str:
    if score.baseline is None and score.progress is not None:
        return _inside(metric, metric.target_type)
    if score.baseline_assumed and score.baseline is not None and metric.target is not None:
        up = metric.target_type is TargetType.INCREASE
        if score.baseline >= metric.target if up else score.baseline <= metric.target:
            return _inside(metric, metric.target_type)
    baseline, target, current = plain(score.baseline), plain(metric.target), plain(metric.current)
    if metric.baseline is not None and metric.baseline < 0:
        baseline = f"({baseline})"
    return f"({current} − {baseline}) / ({target} − {baseline})"


def _inside(metric: Metric, kind: TargetType) -> str:
    low, high = bounds(metric, kind)
    text = plain(metric.current)
    if kind is TargetType.MILESTONE:
        low = low if low is not None and low > 0 else ONE
    left = f"{plain(low)} ≤ " if low is not None else ""
    right = f" ≤ {plain(high)}" if high is not None else ""
    return f"{left}{text}{right}"


def _expected(
    period: Period, due: date | None, frame: ScoringFrame, scores: Scores, where: Mapping[str, str]
) -> FormulaLine:
    end = due or period.end
    days = (end - period.start).days + 1
    gone = min(max((scores.as_of - period.start).days, 0), max(days, 0))
    formula = f"{gone} / {days}" if days > 0 else "1"
    if frame.share != ONE:
        formula += f" × {plain(frame.share)}"
    value = pace(period, due, frame.share, scores.as_of, scores.settings).expected
    return FormulaLine("expected", formula, value, where)


def _difference(
    name: str, more: Decimal | None, less: Decimal | None, value: Decimal | None
) -> FormulaLine:
    return FormulaLine(name, f"{_short(more)} − {_short(less)}", value)


def _short(fraction: Decimal | None) -> str:
    return plain(round(fraction or ZERO, 4))
