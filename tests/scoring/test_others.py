"""Initiatives, KPIs, and what has not been looked at for too long."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from okrsync.config import Scoring, WorkspaceConfig
from okrsync.model import (
    Aggregation,
    Cadence,
    CheckIn,
    Initiative,
    Kpi,
    TargetType,
)
from okrsync.scoring import score
from okrsync.scoring.result import InitiativeScore, KpiScore
from tests.scoring.plans import Q2, Number, metric, number, plan, result, score_plan

JUNE = date(2026, 6, 16)


def seen(entity: str, *days: date, value: Number = None) -> tuple[CheckIn, ...]:
    return tuple(CheckIn(entity_id=entity, on=on, value=number(value)) for on in days)


def action(**fields: Any) -> InitiativeScore:
    check_ins = fields.pop("check_ins", ())
    made = plan([], initiatives=(Initiative(id="i", title="i", **fields),), check_ins=check_ins)
    return score_plan(made, JUNE, Q2).initiatives["i"]


def kpi(current: Number, target: Number, as_of: date = JUNE, **fields: Any) -> KpiScore:
    check_ins = fields.pop("check_ins", ())
    kind = fields.pop("target_type", TargetType.INCREASE)
    of = metric(current, target, target_type=kind)
    made = plan([], kpis=(Kpi(id="p", title="p", metric=of, **fields),), check_ins=check_ins)
    return score_plan(made, as_of, Q2).kpis["p"]


@pytest.mark.parametrize(
    ("fields", "progress", "done"),
    [
        ({}, None, False),
        ({"done": False}, "0", False),
        ({"done": True}, "1", True),
        ({"done": True, "progress": number("0.4")}, "1", True),
        ({"progress": number("0.4")}, "0.4", False),
        ({"progress": number("1")}, "1", True),
        ({"done": True, "parked": True}, None, True),
    ],
)
def test_an_action_is_done_or_as_far_as_typed(
    fields: dict[str, Any], progress: str | None, done: bool
) -> None:
    score = action(**fields)
    assert (score.progress, score.done) == (number(progress), done)


@pytest.mark.parametrize(
    ("cadence", "ticks", "ticked", "due"),
    [
        (Cadence.WEEKLY, [date(2026, 4, 3), date(2026, 4, 10), date(2026, 6, 16)], 3, 11),
        (Cadence.WEEKLY, [date(2026, 3, 3)], 0, 11),
        (Cadence.MONTHLY, [date(2026, 4, 3), date(2026, 5, 3)], 2, 3),
        (Cadence.DAILY, [date(2026, 4, 1), date(2026, 6, 17)], 1, 55),
    ],
)
def test_a_recurring_action_is_ticked_per_occurrence(
    cadence: Cadence, ticks: list[date], ticked: int, due: int
) -> None:
    found = action(cadence=cadence, check_ins=seen("i", *ticks)).progress
    assert found is not None
    assert round(found * due, 10) == ticked


@pytest.mark.parametrize(
    ("calendar", "due"),
    [
        ({"workdays": ("mon",)}, 11),
        ({"workdays": ("sat", "sun")}, 22),
        ({"days_off": (date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 2))}, 53),
    ],
)
def test_a_daily_action_is_due_on_the_workspaces_workdays(
    calendar: dict[str, Any], due: int
) -> None:
    daily = Initiative(id="i", title="i", cadence=Cadence.DAILY)
    made = plan([], initiatives=(daily,), check_ins=seen("i", date(2026, 4, 1)))
    is_workday = WorkspaceConfig(**calendar).is_workday
    found = score(made, {}, Scoring(), as_of=JUNE, period=Q2, is_workday=is_workday)
    progress = found.initiatives["i"].progress
    assert progress is not None
    assert round(progress * due, 10) == 1


def test_where_nobody_ticks_nothing_is_known() -> None:
    assert action(cadence=Cadence.DAILY).progress is None
    future = {"due": date(2026, 3, 1), "check_ins": seen("i", JUNE)}
    assert action(cadence=Cadence.DAILY, **future).progress is None


@pytest.mark.parametrize(
    ("current", "target", "fields", "healthy"),
    [
        (5, 5, {}, True),
        (4, 5, {}, False),
        (None, 5, {}, None),
        (5, None, {}, None),
        (4, 5, {"target_type": TargetType.AT_MOST}, True),
        (6, 5, {"target_type": TargetType.DECREASE}, False),
        (6, 5, {"parked": True}, None),
        (84, 100, {"aggregation": Aggregation.SUM}, True),
        (83, 100, {"aggregation": Aggregation.COUNT}, False),
        (84, 100, {"aggregation": Aggregation.AVERAGE}, False),
        (101, 100, {"aggregation": Aggregation.SUM, "target_type": TargetType.AT_MOST}, False),
    ],
)
def test_a_kpi_is_healthy_where_it_meets_its_target(
    current: Number, target: Number, fields: dict[str, Any], healthy: bool | None
) -> None:
    assert kpi(current, target, **fields).healthy is healthy


@pytest.mark.parametrize(
    ("cadence", "days_ago", "outdated"),
    [
        (Cadence.WEEKLY, 7, False),
        (Cadence.WEEKLY, 8, True),
        (Cadence.MONTHLY, 31, False),
        (Cadence.MONTHLY, 32, True),
    ],
)
def test_outdated_is_longer_ago_than_its_rhythm(
    cadence: Cadence, days_ago: int, outdated: bool
) -> None:
    on = date.fromordinal(JUNE.toordinal() - days_ago)
    made = plan([result("a", 5, cadence=cadence)], check_ins=seen("a", on, date(2026, 4, 2)))
    scores = score_plan(made, JUNE, Q2)
    assert scores.key_results["a"].outdated is outdated
    assert scores.objectives["o"].outdated is outdated
    assert kpi(5, 5, cadence=cadence, check_ins=seen("p", on)).outdated is outdated


def test_without_a_check_in_nothing_is_outdated() -> None:
    assert not score_plan(plan([result("a", 5)]), JUNE, Q2).key_results["a"].outdated
    later = plan([result("a", 5)], check_ins=seen("a", date(2026, 12, 1)))
    assert not score_plan(later, JUNE, Q2).key_results["a"].outdated


def test_a_check_in_that_is_still_to_come_is_none_yet() -> None:
    both = seen("a", date(2026, 5, 1), date(2026, 12, 1))
    assert score_plan(plan([result("a", 5)], check_ins=both), JUNE, Q2).key_results["a"].outdated


def test_a_kpi_without_a_rhythm_has_a_month() -> None:
    assert not kpi(5, 5, check_ins=seen("p", date(2026, 5, 20))).outdated
    assert kpi(5, 5, check_ins=seen("p", date(2026, 5, 10))).outdated


def test_the_earliest_value_is_the_baseline_in_any_order() -> None:
    check_ins = (
        *seen("a", date(2026, 5, 1), value=20),
        *seen("a", date(2026, 4, 9)),
        *seen("a", date(2026, 4, 10), value=30),
        *seen("b", date(2026, 4, 1), value=99),
    )
    rate = result("a", 40, 50, baseline=None, unit="%")
    for order in (check_ins, check_ins[::-1]):
        scores = score_plan(plan([rate], check_ins=order), JUNE, Q2)
        assert scores.key_results["a"].baseline == 30
        assert scores.key_results["a"].progress == number("0.5")
