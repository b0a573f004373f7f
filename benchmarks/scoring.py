"""Scoring a million key results, against a bare loop over the same rows and the same formula.

The loop reads the same Plan and gives the same figures for the plainest rows: of a key result
progress, gap and word; of an objective progress, reported, coverage, false progress, gap and its
weakest word. What it leaves out is what makes scores usable: decisions, baselines, periods,
thresholds, rollups, groups, results with names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from benchmarks.figure import Figure, measure
from okrsync.config import Scoring
from okrsync.model import KeyResult, Metric, Objective, Period, Plan, Status
from okrsync.scoring import decide, score

KEY_RESULTS = 1_000_000
PER_OBJECTIVE = 5
AS_OF = date(2026, 6, 16)
PERIOD = Period(label="2026-Q2", start=date(2026, 4, 1), end=date(2026, 6, 30))

WORDS = (Status.OFF_TRACK, Status.NEEDS_ATTENTION, Status.ON_TRACK, Status.ACCOMPLISHED)


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


def _bare(plan: Plan) -> tuple[object, ...]:
    zero, one = Decimal(0), Decimal(1)
    whole = (PERIOD.end - PERIOD.start).days + 1
    expected = Decimal((AS_OF - PERIOD.start).days) / Decimal(whole)
    near, far = Decimal("0.10"), Decimal("0.25")
    sums: dict[str, list[Any]] = {
        objective.id: [zero, zero, zero, zero, 3] for objective in plan.objectives
    }
    kept, words = [], []
    for row in plan.key_results:
        metric: Any = row.metric
        progress = (metric.current - metric.baseline) / (metric.target - metric.baseline)
        gap = expected - progress
        rank = 3 if progress >= one else 2 if gap <= near else 1 if gap <= far else 0
        kept.append(progress)
        words.append(WORDS[rank])
        weight = one if row.weight is None else row.weight
        value = zero if progress < zero else progress if progress < one else one
        of: Any = sums[row.objective_id or ""]
        of[0] += weight * value
        of[1] += weight
        of[2] += weight * value
        of[3] += weight
        of[4] = min(of[4], rank)
    means = []
    for product, known, all_product, weight, rank in sums.values():
        progress, reported = product / weight, all_product / weight
        means += [progress, reported, known / weight, reported - progress, expected - progress]
        words.append(WORDS[rank])
    return kept, words, means
