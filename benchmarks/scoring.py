"""Scoring a million key results, against a bare loop over the same rows and the same formula.

The loop reads the same Plan, and does by hand what scoring does for the plainest rows: progress,
gap, word, and each objective's weighted mean. What it leaves out is what makes a score usable:
decisions, coverage, reported beside honest, rollups, groups, a result with names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from benchmarks.figure import Figure, measure
from okrsync.config import Scoring
from okrsync.model import KeyResult, Metric, Objective, Period, Plan, Status
from okrsync.scoring import decide, score

KEY_RESULTS = 1_000_000
PER_OBJECTIVE = 5
AS_OF = date(2026, 6, 16)
PERIOD = Period(label="2026-Q2", start=date(2026, 4, 1), end=date(2026, 6, 30))


def figures(key_results: int = KEY_RESULTS) -> Iterator[Figure]:
    """The one figure; making the Plan is outside of it."""
    plan = _plan(key_results)
    decisions = decide(plan, {}, frozenset())
    yield measure(
        f"score {key_results:,} key results",
        "bare Decimal loop",
        lambda: score(plan, decisions, Scoring(), as_of=AS_OF, period=PERIOD),
        lambda: _bare(plan),
        limit=3.0,
        rounds=3,
    )


def _plan(count: int) -> Plan:
    """Rows unchecked, as checking a million of them takes longer than scoring them."""
    objectives = tuple(
        Objective.model_construct(id=f"o{n}", title="Grow") for n in range(count // PER_OBJECTIVE)
    )
    key_results = tuple(
        KeyResult.model_construct(
            id=f"k{n}",
            title="More customers",
            objective_id=objectives[n // PER_OBJECTIVE].id,
            weight=Decimal(n % 4 + 1) if n % 3 == 0 else None,
            metric=Metric.model_construct(
                unit="customers",
                baseline=Decimal(n % 7),
                target=Decimal(100 + n % 13),
                current=Decimal(n % 90),
            ),
        )
        for n in range(count)
    )
    return Plan.model_construct(objectives=objectives, key_results=key_results)


def _bare(plan: Plan) -> list[Decimal]:
    zero, one = Decimal(0), Decimal(1)
    expected = Decimal((AS_OF - PERIOD.start).days) / Decimal((PERIOD.end - PERIOD.start).days + 1)
    near, far = Decimal("0.10"), Decimal("0.25")
    sums = {objective.id: [zero, zero] for objective in plan.objectives}
    kept: list[Decimal] = []
    words: list[Status] = []
    for row in plan.key_results:
        metric = row.metric
        progress = (metric.current - metric.baseline) / (metric.target - metric.baseline)  # type: ignore[union-attr, operator]  # every row has its numbers
        gap = expected - progress
        kept.append(progress)
        if progress >= one:
            words.append(Status.ACCOMPLISHED)
        elif gap <= near:
            words.append(Status.ON_TRACK)
        elif gap <= far:
            words.append(Status.NEEDS_ATTENTION)
        else:
            words.append(Status.OFF_TRACK)
        weight = one if row.weight is None else row.weight
        both = sums[row.objective_id or ""]
        both[0] += weight * min(max(progress, zero), one)
        both[1] += weight
    return [total / weight for total, weight in sums.values()]
