"""What holds for every plan."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal, localcontext
from functools import partial

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from okrsync.config import Scoring
from okrsync.model import CheckIn, KeyResult, Measures, Plan, Status, TargetType
from okrsync.scoring import decide, explain, score
from okrsync.scoring.result import Scores
from tests.scoring.plans import MIDDLE, Q2, objective, plan, result, scored
from tests.scoring.strategies import LINES, day, figures, plans, scaled

few = settings(max_examples=150, deadline=None)


def score_of(made: Plan, as_of: date) -> Scores:
    return score(made, decide(made, {}, frozenset()), Scoring(), as_of=as_of, period=Q2)


def changed(made: Plan, change: Callable[[KeyResult], KeyResult]) -> Plan:
    return made.model_copy(update={"key_results": tuple(map(change, made.key_results))})


@few
@given(plans(), day(), st.randoms())
def test_the_order_of_rows_changes_nothing(made: Plan, as_of: date, random: object) -> None:
    shuffled = made.model_copy(
        update={
            name: tuple(_shuffled(getattr(made, name), random))
            for name in ("objectives", "key_results")
        }
    )
    one, other = score_of(made, as_of), score_of(shuffled, as_of)
    assert dict(one.key_results) == dict(other.key_results)
    assert dict(one.objectives) == dict(other.objectives)
    assert list(one.rollups) == list(other.rollups)


def _shuffled(rows: tuple[object, ...], random: object) -> list[object]:
    found = list(rows)
    random.shuffle(found)  # type: ignore[attr-defined]  # Hypothesis hands a Random
    return found


@few
@given(plans(), day(), st.sampled_from(("0.001", "0.5", "3", "1000")))
def test_the_unit_of_measure_changes_nothing(made: Plan, as_of: date, times: str) -> None:
    def larger(row: KeyResult) -> KeyResult:
        # A milestone is done or not: it has no unit of measure.
        if row.metric is None or row.metric.target_type is TargetType.MILESTONE:
            return row
        return row.model_copy(update={"metric": scaled(row.metric, Decimal(times))})

    seen = [
        c.model_copy(update={"value": c.value * Decimal(times) if c.value is not None else None})
        for c in made.check_ins
    ]
    other = changed(made, larger).model_copy(update={"check_ins": tuple(seen)})
    before, after = score_of(made, as_of), score_of(other, as_of)
    for name, found in before.key_results.items():
        again = after.key_results[name]
        assert (found.progress, found.status) == (again.progress, again.status)
    assert dict(before.objectives) == dict(after.objectives)


@few
@given(plans(), day(), st.integers(0, 7))
def test_deleting_a_current_value_never_raises_a_score(made: Plan, as_of: date, which: int) -> None:
    assume(which < len(made.key_results))
    name = made.key_results[which].id

    def blanked(row: KeyResult) -> KeyResult:
        if row.id != name or row.metric is None:
            return row
        return row.model_copy(update={"metric": row.metric.model_copy(update={"current": None})})

    before, after = score_of(made, as_of), score_of(changed(made, blanked), as_of)
    for entity, found in before.objectives.items():
        again = after.objectives[entity]
        for figure in ("progress", "rolled_up", "coverage", "output_progress", "reported"):
            assert (getattr(again, figure) or 0) <= (getattr(found, figure) or 0), figure


@few
@given(plans(), day(), figures)
def test_outputs_never_move_progress(made: Plan, as_of: date, value: Decimal) -> None:
    def moved(row: KeyResult) -> KeyResult:
        if row.measures is not Measures.OUTPUT or row.metric is None:
            return row
        update = {"metric": row.metric.model_copy(update={"current": value})}
        return row.model_copy(update={**update, "reported_progress": Decimal(1)})

    before, after = score_of(made, as_of), score_of(changed(made, moved), as_of)
    for name, found in before.objectives.items():
        again = after.objectives[name]
        for figure in ("progress", "rolled_up", "coverage", "gap", "status", "expected"):
            assert getattr(found, figure) == getattr(again, figure), figure


@few
@given(figures, figures, figures, st.decimals(0, 1, places=3), st.sampled_from(LINES))
def test_nearer_to_the_target_is_never_less(
    baseline: Decimal, target: Decimal, current: Decimal, step: Decimal, kind: TargetType
) -> None:
    nearer = current + (target - current) * step
    both = [
        scored(result("a", value, target, baseline=baseline, target_type=kind))
        for value in (current, nearer)
    ]
    first, second = (scores.key_results["a"].progress for scores in both)
    if first is None or second is None:
        assert baseline == target
        return
    assert second >= first if first <= 1 else second <= first
    ranks = [_rank(scores.objectives["o"].status) for scores in both]
    assert ranks[1] >= ranks[0] or first > 1


@few
@given(st.none() | figures, figures, figures, st.decimals(0, 1, places=3), st.sampled_from(LINES))
def test_nearer_to_the_target_is_never_less_without_a_baseline(
    first: Decimal | None, target: Decimal, current: Decimal, step: Decimal, kind: TargetType
) -> None:
    seen = () if first is None else (CheckIn(entity_id="a", on=Q2.start, value=first),)
    rates = (
        result("a", value, target, baseline=None, unit="%", target_type=kind)
        for value in (current, current + (target - current) * step)
    )
    found = [scored(rate, check_ins=seen).key_results["a"].progress for rate in rates]
    # Beyond the target, nearer to it is back again: less, and still all of it.
    one, other = (None if p is None else min(p, Decimal(1)) for p in found)
    if one is None or other is None:
        # Nobody knows the start: only what meets its target is known to be there.
        assert first is None
        assert one is None or one == other
    else:
        assert other >= one


def _rank(status: Status) -> int:
    order = (Status.OFF_TRACK, Status.NEEDS_ATTENTION, Status.ON_TRACK, Status.ACCOMPLISHED)
    return order.index(status)


@few
@given(st.lists(figures, min_size=2, max_size=2))
def test_a_smaller_gap_is_never_a_worse_word(values: list[Decimal]) -> None:
    found = scored(*(result(f"k{n}", value) for n, value in enumerate(values))).key_results
    (low, high) = sorted(found.values(), key=lambda score: score.progress or 0)
    assert _rank(low.status) <= _rank(high.status)


@few
@given(plans(), day())
def test_progress_of_an_objective_is_a_fraction(made: Plan, as_of: date) -> None:
    scores = score_of(made, as_of)
    for found in scores.objectives.values():
        shares = (found.progress, found.reported, found.output_progress, found.coverage)
        for share in (*shares, found.rolled_up):
            assert share is None or 0 <= share <= 1
    for group in scores.rollups:
        assert group.progress is None or 0 <= group.progress <= 1


@few
@given(plans(), day())
def test_every_sum_is_the_sum_of_its_terms(made: Plan, as_of: date) -> None:
    scores = score_of(made, as_of)
    for name, found in scores.objectives.items():
        sums = explain(made, scores, name).sums
        assert bool(sums) is not found.parked
        for total in sums:
            counted = [term for term in total.terms if term.counted]
            with localcontext(prec=100):
                assert sum(term.weight * term.value for term in counted) == total.total
            assert sum(term.weight for term in counted) == total.weight
            assert total.value == getattr(found, total.name)


@few
@given(plans(), day())
def test_every_formula_comes_to_its_score(made: Plan, as_of: date) -> None:
    scores = score_of(made, as_of)
    for name, found in {**scores.key_results, **scores.objectives}.items():
        for line in explain(made, scores, name).lines:
            assert line.value == getattr(found, line.name), line


def calls(work: Callable[[], object]) -> int:
    """How many calls of Python functions some work takes."""
    count = 0

    def watch(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_twice_the_rows_take_twice_the_work() -> None:
    def rows(count: int) -> Plan:
        tops = [
            objective(f"o{n}", parent_id=f"o{n // 3}" if n else None, team=f"t{n % 7}")
            for n in range(count // 4)
        ]
        leaves = [result(f"k{n}", n % 120, objective_id=f"o{n // 4}") for n in range(count)]
        return plan([*tops, *leaves])

    once, twice = (calls(partial(score_of, rows(count), MIDDLE)) for count in (800, 1_600))
    assert twice < 2.05 * once
