"""Objectives: the honest mean beside the reported one, coverage, and the weakest outcome."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from okrsync.config import Scoring
from okrsync.model import Metric, ObjectiveKind, Plan, Status, TargetType
from okrsync.scoring.result import KeyResultScore, ObjectiveScore, Scores
from tests.scoring.plans import (
    MIDDLE,
    Q1,
    Q2,
    Q3,
    TENTHS,
    YEAR,
    objective,
    output,
    plan,
    result,
    score_plan,
    scored,
)

END = date(2026, 5, 11)


def own(scores: Scores, name: str = "o") -> ObjectiveScore:
    return scores.objectives[name]


def test_the_campaign_is_spent_and_the_leads_are_not_there() -> None:
    scores = scored(
        objective(title="Fuel growth at the top of the funnel"),
        result("leads", 310, 1000, title="Generate 1000 leads"),
        output("spend", 200_000, target=200_000, title="Run an AdWords campaign of €200K"),
        as_of=date(2026, 6, 16),
        period=Q2,
    )
    honest = own(scores)
    assert honest.progress == Decimal("0.31")
    assert honest.reported == Decimal("0.655")
    assert honest.output_progress == 1
    assert honest.false_progress == Decimal("0.345")
    assert honest.coverage == 1
    assert honest.status is Status.OFF_TRACK
    assert scores.key_results["spend"].status is Status.ACCOMPLISHED


def test_without_any_outcome_there_is_no_progress_and_all_of_it_is_false() -> None:
    honest = own(scored(output("a", 80), output("b", 20)))
    assert honest.progress is None
    assert honest.coverage is None
    assert honest.reported == Decimal("0.5")
    assert honest.false_progress == Decimal("0.5")
    assert honest.gap is None
    assert honest.expected == Decimal("0.5")
    assert honest.status is Status.NO_DATA


def test_weights_blank_negative_and_zero() -> None:
    heavy = own(scored(result("a", 100, weight=3), result("b", 0)))
    assert heavy.progress == Decimal("0.75")
    negative = scored(result("a", 100, weight=-3), result("b", 0))
    assert own(negative).progress == Decimal("0.5")
    assert negative.key_results["a"].weight == 1
    nothing = own(scored(result("a", 100, weight=0)))
    assert nothing.progress is None
    assert nothing.coverage is None
    assert nothing.status is Status.ACCOMPLISHED


def test_a_missing_value_counts_as_nothing_and_lowers_coverage() -> None:
    scores = own(scored(result("a", 80, weight=3), result("b")))
    assert scores.progress == Decimal("0.6")
    assert scores.coverage == Decimal("0.75")
    assert scores.status is Status.OFF_TRACK


def test_only_a_sum_clamps() -> None:
    scores = scored(result("a", 300), result("b", -50))
    assert scores.key_results["a"].progress == 3
    assert scores.key_results["b"].progress == Decimal("-0.5")
    assert own(scores).progress == Decimal("0.5")


def test_reported_is_what_the_sheet_says_by_itself() -> None:
    scores = own(
        scored(
            result("typed", 20, reported_progress="0.9"),
            result("too much", 0, reported_progress="1.7"),
            output("work", 50, reported_progress="1"),
            result("computed", 10),
        )
    )
    assert scores.progress == Decimal("0.1")
    assert scores.reported == Decimal("0.75")
    assert scores.output_progress == Decimal("0.5")
    assert scores.false_progress == Decimal("0.65")


def test_without_key_results_there_is_nothing() -> None:
    nothing = own(scored(objective()))
    assert (nothing.progress, nothing.reported, nothing.rolled_up) == (None, None, None)
    assert nothing.false_progress == 0
    assert nothing.status is Status.NO_DATA


def test_parked_rows_are_neither_scored_nor_counted() -> None:
    scores = scored(result("a", 100), result("b", 0, parked=True))
    assert own(scores).progress == 1
    assert own(scores).coverage == 1
    assert scores.key_results["b"].parked
    assert scores.key_results["b"].progress is None


def test_a_parked_objective_parks_what_is_under_it() -> None:
    scores = scored(objective(parked=True), result("a", 100))
    assert own(scores).parked
    assert own(scores).progress is None
    assert scores.key_results["a"].parked
    assert scores.rollups == ()


def test_key_results_of_no_known_objective_are_scored_by_the_workspace() -> None:
    scores = scored(result("a", 50, objective_id=None), result("b", 50, objective_id="gone"))
    assert {score.status for score in scores.key_results.values()} == {Status.ON_TRACK}
    assert own(scores).progress is None


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ([100, 50, 20], Status.OFF_TRACK),
        ([100, 50, 30], Status.NEEDS_ATTENTION),
        ([100, 50, 50], Status.ON_TRACK),
        ([100, 100, 120], Status.ACCOMPLISHED),
        ([100, 100, None], Status.OFF_TRACK),
        ([None, None, None], Status.NO_DATA),
    ],
)
def test_an_objective_is_as_well_as_its_weakest_outcome(
    values: list[int | None], status: Status
) -> None:
    rows = [result(f"k{n}", value) for n, value in enumerate(values)]
    assert own(scored(*rows, output("work", 0))).status is status


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ([100, 90, 39], Status.MISSED),
        ([100, 90, 40], Status.PARTIAL),
        ([100, 90, 95], Status.ACHIEVED),
        ([100, 100, 101], Status.ACCOMPLISHED),
    ],
)
def test_after_the_end_it_has_the_final_word(values: list[int], status: Status) -> None:
    rows = [result(f"k{n}", value) for n, value in enumerate(values)]
    assert own(scored(*rows, as_of=END)).status is status


def test_a_key_result_that_ended_early_gives_its_objective_a_running_word() -> None:
    scores = scored(result("early", 20, due=date(2026, 5, 3)), result("b", 100))
    assert scores.key_results["early"].status is Status.MISSED
    assert own(scores).status is Status.OFF_TRACK
    achieved = scored(result("early", 95, due=date(2026, 5, 3)), result("b", 100))
    assert achieved.key_results["early"].status is Status.ACHIEVED
    assert own(achieved).status is Status.ON_TRACK


def test_what_has_not_started_is_left_out_unless_all_of_it_is() -> None:
    later = TENTHS.model_copy(update={"start": date(2026, 5, 8)})
    one = scored(result("a", 50), result("b", 0, period=later))
    assert one.key_results["b"].status is Status.NOT_STARTED
    assert own(one).status is Status.ON_TRACK
    assert own(one).progress == Decimal("0.25")
    both = scored(result("a", period=later), result("b", period=later))
    assert own(both).status is Status.NOT_STARTED


def test_a_blank_threshold_is_outside_for_its_objective() -> None:
    blank = result("a", baseline=None, target_type=TargetType.AT_LEAST)
    scores = scored(blank, result("b", 100))
    assert scores.key_results["a"].status is Status.NO_DATA
    assert own(scores).status is Status.NEEDS_ATTENTION


def test_expected_is_the_objectives_own_period_and_kind() -> None:
    scores = own(scored(objective(kind=ObjectiveKind.ASPIRATIONAL), result("a", 20)))
    assert scores.expected == Decimal("0.35")
    assert scores.gap == Decimal("0.15")
    yearly = own(scored(objective(period=YEAR), result("a", 20)))
    assert yearly.expected == Decimal(125) / Decimal(365)


def test_a_key_result_without_a_period_has_its_objectives() -> None:
    yearly = scored(objective(period=YEAR), result("a", 50))
    assert yearly.key_results["a"].expected == Decimal(125) / Decimal(365)
    due = scored(objective(period=YEAR), result("a", 50, due=date(2026, 7, 19)))
    assert due.key_results["a"].expected == Decimal(125) / Decimal(200)


def test_another_periods_rows_are_scored_but_not_counted() -> None:
    rows = (result("then", 100, period=Q1), result("now", 20, period=Q2), result("same", 9))
    scores = scored(*rows, as_of=date(2026, 5, 1), period=Q2)
    assert scores.key_results["then"].status is Status.ACCOMPLISHED
    assert own(scores).progress == Decimal("0.145")
    yearly = scored(objective(period=YEAR), *rows, as_of=date(2026, 5, 1), period=Q2)
    assert own(yearly).progress == Decimal("0.43")
    assert own(scored(result("later", 9, period=Q3), period=Q2)).progress is None


def test_a_row_of_the_workspaces_period_counts_under_an_objective_of_any() -> None:
    rows = (objective(period=Q1), result("now", 20, period=Q2))
    assert own(scored(*rows, as_of=date(2026, 5, 1), period=Q2)).progress == Decimal("0.2")


def test_a_sum_keeps_every_figure_in_any_order() -> None:
    parts = [(1, 3), (1, 7), (5, 11), (7, 13), (9, 17)]
    rows = [result(f"k{n}", *part, weight=f"1.{n}") for n, part in enumerate(parts)]
    means = {own(scored(*order)).progress for order in permutations(rows)}
    assert len(means) == 1


def test_frozen_rows_are_scored_and_marked() -> None:
    scores = scored(result("a", 50), as_of=END, frozen=frozenset({"a"}))
    assert scores.key_results["a"].frozen
    assert scores.key_results["a"].progress == Decimal("0.5")
    assert not own(scores).frozen
    assert own(scored(result("a"), frozen=frozenset({"o"}))).frozen


def test_a_metric_that_only_names_a_unit_scores_nothing() -> None:
    scores = scored(result("a", metric=Metric(unit="EUR")))
    assert scores.key_results["a"].progress is None


def test_a_start_that_cannot_be_read_is_not_taken_as_zero() -> None:
    blank = result("a", metric=Metric(target=Decimal(3), current=Decimal(6)))
    broken = result(
        "b", metric=Metric(target=Decimal(3), current=Decimal(6), unclear=("baseline",))
    )
    scores = scored(blank, broken).key_results
    assert scores["a"].progress == 2
    assert (scores["b"].progress, scores["b"].status) == (None, Status.NO_DATA)
    assert not scores["b"].baseline_assumed


def test_a_limit_that_cannot_be_read_is_not_taken_as_none() -> None:
    band = Metric(target_type=TargetType.BETWEEN, upper=Decimal(20), current=Decimal(5))
    broken = band.model_copy(update={"unclear": ("lower",)})
    scores = scored(result("a", metric=band), result("b", metric=broken)).key_results
    assert scores["a"].progress == 1
    assert scores["b"].progress is None


def test_two_rows_with_one_id_both_count() -> None:
    assert own(scored(result("a", 100), result("a", 0))).progress == Decimal("0.5")


def test_figures_of_any_size_are_scored() -> None:
    huge = scored(result("a", "1e300", "1e308"), result("b", "1e-300", "1e-290"))
    assert huge.key_results["a"].progress == Decimal("1e-8")
    assert huge.key_results["b"].progress == Decimal("1e-10")
    vast = scored(result("a", "1e308", "1e-308"))
    assert vast.key_results["a"].status is Status.ACCOMPLISHED


def test_an_empty_plan_has_empty_scores() -> None:
    scores = score_plan(Plan(), MIDDLE)
    assert (scores.key_results, scores.objectives, scores.rollups) == ({}, {}, ())


def test_scores_keep_the_sheets_order() -> None:
    rows = plan([objective("b"), objective("a", parent_id="b"), objective("c", parked=True)])
    assert list(score_plan(rows).objectives) == ["b", "a", "c"]


def test_a_gap_is_exact_in_any_context() -> None:
    score: KeyResultScore = scored(result("a", 1, 3)).key_results["a"]
    assert score.gap is not None
    assert score.progress is not None
    assert score.gap + score.progress == score.expected


def test_a_start_that_nobody_knows_is_left_out_of_every_mean_but_coverage() -> None:
    rate = result("rate", 6, 10, baseline=None, unit="NPS", reported_progress="0.9")
    count = result("count", 50, 100)
    both = scored(count, rate).objectives["o"]
    alone = scored(count).objectives["o"]
    assert (both.progress, both.reported, both.status) == (
        alone.progress,
        alone.reported,
        alone.status,
    )
    assert both.coverage == Decimal("0.5")
    assert scored(count, rate).key_results["rate"].basis == "no_start"


def test_an_objective_of_unknown_starts_is_left_out_of_what_is_above_it() -> None:
    rate = result("rate", 6, 10, baseline=None, unit="NPS")
    only = scored(rate)
    assert only.objectives["o"].progress is None
    assert only.objectives["o"].rolled_up is None
    assert only.objectives["o"].status is Status.NO_DATA
    assert only.objectives["o"].coverage == 0


def test_zero_counts_every_increase_from_zero_and_no_decrease() -> None:
    settings = Scoring(missing_start="zero")
    up = result("up", 6, 10, baseline=None, unit="NPS")
    down = result("down", 6, 3, baseline=None, target_type=TargetType.DECREASE)
    found = scored(up, down, settings=settings).key_results
    assert found["up"].progress == Decimal("0.6")
    assert found["down"].progress is None
