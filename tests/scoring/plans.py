"""Small plans to score: one line a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from okrsync.config import Scoring
from okrsync.model import KeyResult, Measures, Metric, Objective, Period, Plan
from okrsync.scoring import decide, score
from okrsync.scoring.result import Scores

Q2 = Period(label="2026-Q2", start=date(2026, 4, 1), end=date(2026, 6, 30))
Q1 = Period(label="2026-Q1", start=date(2026, 1, 1), end=date(2026, 3, 31))
Q3 = Period(label="2026-Q3", start=date(2026, 7, 1), end=date(2026, 9, 30))
YEAR = Period(label="2026", start=date(2026, 1, 1), end=date(2026, 12, 31))
TENTHS = Period(label="ten days", start=date(2026, 5, 1), end=date(2026, 5, 10))
"""Each day is a tenth of it, so that what is expected is a round figure."""
MIDDLE = date(2026, 5, 6)
"""Half of `TENTHS` is gone."""

Number = str | int | Decimal | None


def number(value: Number) -> Decimal | None:
    """A figure as written in a test."""
    return None if value is None else Decimal(value)


def metric(current: Number = None, target: Number = None, **fields: Any) -> Metric:
    """A metric; figures may be written as text."""
    figures = {k: number(v) for k, v in fields.items() if k in ("baseline", "lower", "upper")}
    rest = {k: v for k, v in fields.items() if k not in figures}
    return Metric(current=number(current), target=number(target), **figures, **rest)


def result(name: str, current: Number = None, target: Number = 100, **fields: Any) -> KeyResult:
    """A key result from 0 to 100 under objective `o`, unless said otherwise."""
    of_metric = {
        key: fields.pop(key)
        for key in ("baseline", "lower", "upper", "unit", "target_type")
        if key in fields
    }
    of_metric.setdefault("baseline", 0)
    fields.setdefault("objective_id", "o")
    for key in ("weight", "reported_progress"):
        fields[key] = number(fields.get(key))
    fields.setdefault("metric", metric(current, target, **of_metric))
    return KeyResult(id=name, title=fields.pop("title", name), **fields)


def output(name: str, current: Number = None, **fields: Any) -> KeyResult:
    """A key result that a human calls an output."""
    return result(name, current, measures=Measures.OUTPUT, **fields)


def objective(name: str = "o", **fields: Any) -> Objective:
    """An objective."""
    if "weight" in fields:
        fields["weight"] = number(fields["weight"])
    return Objective(id=name, title=fields.pop("title", name), **fields)


def scored(
    *rows: Objective | KeyResult,
    as_of: date = MIDDLE,
    period: Period = TENTHS,
    settings: Scoring | None = None,
    frozen: frozenset[str] = frozenset(),
    **more: Any,
) -> Scores:
    """The scores of these rows; without an objective among them there is one, `o`."""
    return score_plan(plan(rows, **more), as_of, period, settings, frozen)


def plan(rows: Iterable[Objective | KeyResult], **more: Any) -> Plan:
    """A plan of these rows."""
    listed = tuple(rows)
    objectives = tuple(row for row in listed if isinstance(row, Objective))
    key_results = tuple(row for row in listed if isinstance(row, KeyResult))
    return Plan(objectives=objectives or (objective(),), key_results=key_results, **more)


def score_plan(
    made: Plan,
    as_of: date = MIDDLE,
    period: Period = TENTHS,
    settings: Scoring | None = None,
    frozen: frozenset[str] = frozenset(),
    verdicts: Mapping[str, Any] | None = None,
) -> Scores:
    """The scores of a plan, decided by what humans say."""
    decisions = decide(made, verdicts or {}, frozenset())
    return score(made, decisions, settings or Scoring(), as_of=as_of, period=period, frozen=frozen)
