"""The tree line by line: what stands where, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from okrsync.model import CheckIn, Initiative, KeyResult, Kpi, Metric, Objective, Status
from okrsync.report.bars import ASCII
from okrsync.report.tree import StatusTree
from okrsync.report.view import View
from tests.scoring import plans

WORDS: Mapping[Status, str] = {status: status.value for status in Status}
DAY_BEFORE, DAY_AFTER = date(2026, 4, 30), date(2026, 5, 11)


def drawn(
    *rows: Objective | KeyResult,
    width: int = 80,
    as_of: date = plans.MIDDLE,
    everything: bool = False,
    without: bool = False,
    **more: Any,
) -> list[str]:
    view = View(
        plans.plan(rows, **more),
        plans.scored(*rows, as_of=as_of, **more),
        all_initiatives=everything,
        without_initiatives=without,
    )
    return [line.plain for line in StatusTree(view, "en", WORDS, width, ASCII).lines()]


def holding(lines: list[str], text: str) -> list[str]:
    return [line for line in lines if text in line]


def test_reported_stands_beside_honest_where_there_is_room_and_below_where_not() -> None:
    rows = (plans.result("work", 10), plans.output("done", 100))
    (wide,) = holding(drawn(*rows), "reported")
    assert "reported 55%  honest" in wide
    (narrow,) = holding(drawn(*rows, width=50), "reported")
    assert narrow.strip() == "reported 55%"


def test_what_is_below_counts_where_something_is_below() -> None:
    rows = (
        plans.objective("top"),
        plans.result("top-kr", 20, objective_id="top"),
        plans.objective("child", parent_id="top-kr"),
        plans.result("child-kr", 60, objective_id="child"),
    )
    lines = drawn(*rows)
    assert holding(lines, "with what is below") == ["  with what is below it: 40%"]
    assert lines.index("  with what is below it: 40%") == 3
    assert not holding(drawn(*rows[:2], plans.objective("beside")), "with what is below")


def test_what_is_below_in_another_period_alone_is_no_line_of_its_own() -> None:
    rows = (
        plans.objective("top"),
        plans.objective("child", parent_id="top", period=plans.Q1),
        plans.result("child-kr", 60, objective_id="child"),
    )
    assert plans.scored(*rows).objectives["top"].rolled_up is None
    assert not holding(drawn(*rows), "with what is below")


def test_an_action_shows_how_far_it_is_until_it_is_done() -> None:
    day = date(2026, 5, 8)
    actions = (
        Initiative(
            id="a", title="Call them", supports=("o",), due=day, progress=plans.number("0.5")
        ),
        Initiative(id="b", title="Write them", supports=("o",), due=day, done=True),
        Initiative(id="c", title="Visit them", supports=("o",)),
        Initiative(id="d", title="Adrift"),
    )
    lines = drawn(plans.result("k", 1), initiatives=actions)
    assert holding(lines, "Call") == ["  - Call them 50%  due 2026-05-08"]
    assert holding(lines, "Write") == ["  x Write them"]
    assert holding(lines, "Visit") == ["  - Visit them"]
    assert lines[-2:] == ["Actions for no result", "  - Adrift"]
    assert not holding(drawn(plans.result("k", 1), initiatives=actions, without=True), "them")
    assert "Actions for no result" not in drawn(
        plans.result("k", 1), initiatives=actions, without=True
    )


def test_actions_stand_only_under_what_is_not_on_track() -> None:
    action = (Initiative(id="a", title="Call them", supports=("k",)),)
    assert not holding(drawn(plans.result("k", 90), initiatives=action), "Call")
    assert holding(drawn(plans.result("k", 90), initiatives=action, everything=True), "Call")
    assert holding(drawn(plans.result("k", 1), initiatives=action), "Call")


def test_an_output_is_not_counted_and_asked_about() -> None:
    (line,) = holding(drawn(plans.result("k", 50), plans.output("done", 100)), "done  ")
    assert line.endswith("not counted")
    lines = drawn(plans.result("k", 50), plans.output("done", 100))
    assert len(holding(lines, "What changes when it is done?")) == 1


def test_no_news_is_said_of_what_is_outdated_only() -> None:
    news = CheckIn(entity_id="old", on=date(2026, 4, 20), value=plans.number(40))
    rows = (plans.result("old", 40), plans.result("young", 50))
    lines = drawn(*rows, check_ins=(news,))
    (old,) = holding(lines, "  old ")
    assert lines.index("    No news for a while.") == 1 + lines.index(old)
    assert len(holding(lines, "No news")) == 1
    assert not holding(drawn(*rows), "No news")


def test_a_parked_kpi_is_not_shown() -> None:
    metric = Metric(current=plans.number(3), target=plans.number(5))
    kpis = (
        Kpi(id="a", title="Visits", metric=metric),
        Kpi(id="b", title="Returns", metric=metric, parked=True),
    )
    lines = drawn(plans.result("k", 50), kpis=kpis)
    assert holding(lines, "Visits")[0].endswith("3 of 5")
    assert not holding(lines, "Returns")


@pytest.mark.parametrize("count", [20, 60])
def test_a_long_title_takes_three_lines_and_no_more(count: int) -> None:
    words = " ".join(f"word{number:02}" for number in range(count))
    lines = holding(drawn(plans.result("k", 50, title=words)), "word")
    assert len(lines) == 3
    assert lines[-1].endswith("...")


def test_time_is_gone_from_none_to_all_of_it() -> None:
    assert drawn(plans.result("k", 50), as_of=DAY_BEFORE)[0].endswith(
        ", 0% of the period has passed"
    )
    assert drawn(plans.result("k", 50))[0].endswith(", 50% of the period has passed")
    assert drawn(plans.result("k", 50), as_of=DAY_AFTER)[0].endswith(
        ", 100% of the period has passed"
    )


def test_one_point_of_false_progress_is_said_and_less_is_not() -> None:
    def lines(reported: str) -> list[str]:
        return drawn(plans.result("k", 50, reported_progress=reported))

    assert holding(lines("0.51"), "1 point of false progress")
    assert not holding(lines("0.504"), "false progress")
