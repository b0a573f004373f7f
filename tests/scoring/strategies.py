"""Plans of any shape, as Hypothesis draws them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from okrsync.model import (
    CheckIn,
    KeyResult,
    Level,
    Measures,
    Metric,
    Objective,
    ObjectiveKind,
    Period,
    Plan,
    TargetType,
)
from tests.scoring.plans import Q1, Q2, Q3, YEAR

LINES = (TargetType.INCREASE, TargetType.DECREASE)

figures = st.decimals(-10_000, 10_000, places=3)
fractions = st.decimals(0, 1, places=3)
days = st.integers(-20, 120).map(lambda n: Q2.start + timedelta(days=n))
periods: st.SearchStrategy[Period | None] = st.sampled_from((None, None, None, Q1, Q2, Q3, YEAR))
weights = st.none() | st.decimals(-1, 5, places=1)
units = st.sampled_from((None, "%", "EUR", "customers", "NPS"))
parts = st.builds(lambda n: f"o{n}", st.integers(0, 5))


@st.composite
def metrics(draw: st.DrawFn) -> Metric:
    """A metric with any of its figures missing."""
    some = st.none() | figures
    return Metric(
        target_type=draw(st.sampled_from(TargetType)),
        unit=draw(units),
        baseline=draw(some),
        target=draw(some),
        lower=draw(some),
        upper=draw(some),
        current=draw(some),
    )


@st.composite
def key_results(draw: st.DrawFn, name: str) -> KeyResult:
    """A key result under one of six objectives, or under none."""
    return KeyResult(
        id=name,
        title=draw(st.sampled_from(("Customers", "NPS", "Churn rate"))),
        objective_id=draw(st.none() | parts),
        metric=draw(st.none() | metrics()),
        weight=draw(weights),
        due=draw(st.none() | days),
        period=draw(periods),
        measures=draw(st.none() | st.sampled_from(Measures)),
        parked=draw(st.integers(0, 9)) == 0,
        reported_progress=draw(st.none() | fractions),
    )


@st.composite
def objectives(draw: st.DrawFn, name: str) -> Objective:
    """An objective under any other, or under a key result; loops included."""
    above = st.none() | parts | st.builds(lambda n: f"k{n}", st.integers(0, 3))
    return Objective(
        id=name,
        title=name,
        kind=draw(st.sampled_from(ObjectiveKind)),
        level=draw(st.none() | st.sampled_from(Level)),
        parent_id=draw(above),
        team=draw(st.sampled_from((None, "Sales", "sales", "Support"))),
        owner=draw(st.sampled_from((None, "Ann", "Bo"))),
        weight=draw(weights),
        period=draw(periods),
        parked=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of up to five objectives and eight key results, with some check-ins."""
    rows = [draw(key_results(f"k{n}")) for n in range(draw(st.integers(0, 8)))]
    tops = [draw(objectives(f"o{n}")) for n in range(draw(st.integers(0, 5)))]
    seen = [
        CheckIn(entity_id=f"k{n}", on=draw(days), value=draw(st.none() | figures))
        for n in range(draw(st.integers(0, 4)))
    ]
    return Plan(objectives=tuple(tops), key_results=tuple(rows), check_ins=tuple(seen))


def day() -> st.SearchStrategy[date]:
    """A day before, in or after the second quarter."""
    return days


def scaled(metric: Metric, times: Decimal) -> Metric:
    """The same metric in another unit of measure."""
    names = ("baseline", "target", "lower", "upper", "current")
    figures_ = {name: getattr(metric, name) for name in names}
    return metric.model_copy(
        update={name: value * times for name, value in figures_.items() if value is not None}
    )
