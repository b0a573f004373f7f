"""Objectives under objectives, loops, and groups."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from okrsync.model import Level
from okrsync.scoring.result import Rollup, Scores
from tests.scoring.plans import Q1, Q2, YEAR, objective, output, result, scored


def rolled(scores: Scores) -> dict[str, Decimal | None]:
    return {name: score.rolled_up for name, score in scores.objectives.items()}


def group(scores: Scores, by: str, name: str) -> Rollup:
    (found,) = [r for r in scores.rollups if (r.by, r.name) == (by, name)]
    return found


def test_own_progress_weighs_one_and_children_their_weight() -> None:
    scores = scored(
        objective("top"),
        objective("left", parent_id="top", weight=3),
        objective("right", parent_id="top"),
        result("a", 50, objective_id="top"),
        result("b", 100, objective_id="left"),
        result("c", 0, objective_id="right"),
    )
    assert rolled(scores)["top"] == Decimal("0.7")
    assert scores.objectives["top"].progress == Decimal("0.5")


def test_a_child_without_anything_counts_as_nothing() -> None:
    scores = scored(
        objective("top"),
        objective("full", parent_id="top"),
        objective("empty", parent_id="top"),
        result("a", 100, objective_id="full"),
    )
    assert rolled(scores) == {"top": Decimal("0.5"), "full": Decimal(1), "empty": None}


def test_only_outputs_of_its_own_count_as_nothing() -> None:
    scores = scored(
        objective("top"),
        objective("child", parent_id="top"),
        output("work", 100, objective_id="top"),
        result("a", 100, objective_id="child"),
    )
    assert rolled(scores)["top"] == Decimal("0.5")


def test_a_child_of_a_key_result_counts_under_that_ones_objective() -> None:
    scores = scored(
        objective("top"),
        objective("child", parent_id="k"),
        result("k", 0, objective_id="top"),
        result("a", 100, objective_id="child"),
    )
    assert rolled(scores)["top"] == Decimal("0.5")


def test_three_levels() -> None:
    scores = scored(
        objective("company"),
        objective("team", parent_id="company"),
        objective("one", parent_id="team"),
        objective("two", parent_id="team"),
        result("a", 80, objective_id="one"),
        result("b", 40, objective_id="two"),
    )
    assert rolled(scores)["company"] == Decimal("0.6")


def test_parked_objectives_are_not_counted_and_their_children_stand_alone() -> None:
    scores = scored(
        objective("top"),
        objective("parked", parent_id="top", parked=True),
        objective("under", parent_id="parked"),
        result("a", 100, objective_id="top"),
        result("b", 0, objective_id="parked"),
        result("c", 50, objective_id="under"),
    )
    assert rolled(scores) == {"top": Decimal(1), "parked": None, "under": Decimal("0.5")}
    assert group(scores, "company", "company").progress == Decimal("0.75")


def test_another_periods_child_is_not_counted() -> None:
    scores = scored(
        objective("top"),
        objective("then", parent_id="top", period=Q1),
        objective("year", parent_id="top", period=YEAR),
        result("a", 100, objective_id="then"),
        result("b", 50, objective_id="year"),
        as_of=date(2026, 5, 1),
        period=Q2,
    )
    assert rolled(scores)["top"] == Decimal("0.5")
    assert group(scores, "company", "company").progress == Decimal("0.5")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_loop_is_cut_in_the_same_place_whatever_the_order(order: tuple[int, ...]) -> None:
    loop = [
        objective("a", parent_id="c"),
        objective("b", parent_id="a"),
        objective("c", parent_id="b"),
    ]
    leaves = [result("k", 100, objective_id="c"), result("l", 0, objective_id="a")]
    scores = scored(*(loop[n] for n in order), *leaves)
    assert rolled(scores) == {"a": Decimal("0.5"), "b": Decimal(1), "c": Decimal(1)}


def test_a_tail_that_runs_into_a_loop_is_no_part_of_it() -> None:
    scores = scored(
        objective("tail", parent_id="y"),
        objective("x", parent_id="y"),
        objective("y", parent_id="x"),
        result("k", 100, objective_id="tail"),
    )
    assert rolled(scores) == {"tail": Decimal(1), "x": Decimal(1), "y": Decimal(1)}


def test_what_stands_under_itself_stands_at_the_top() -> None:
    own_key_result = result("k", 50, objective_id="a")
    for parent in ("a", "k"):
        scores = scored(objective("a", parent_id=parent), own_key_result)
        assert rolled(scores) == {"a": Decimal("0.5")}


def test_a_chain_of_thousands_is_no_deeper_than_a_list() -> None:
    names = [f"o{n:05}" for n in range(20_000)]
    chain = [objective(low, parent_id=high) for high, low in pairwise(names)]
    leaf = result("k", 100, objective_id=names[-1])
    scores = scored(objective(names[0]), *chain, leaf)
    assert rolled(scores)[names[0]] == 1


def test_groups_take_their_topmost_members_only() -> None:
    scores = scored(
        objective("top", team="Sales", owner="Ann"),
        objective("middle", parent_id="top", team="Support", owner="Bo"),
        objective("low", parent_id="middle", team="Sales", owner="Ann", weight=9),
        result("a", 0, objective_id="top"),
        result("b", 100, objective_id="low"),
    )
    assert group(scores, "team", "Sales").progress == rolled(scores)["top"] == Decimal("0.5")
    assert group(scores, "team", "Support").progress == 1
    assert group(scores, "owner", "Ann").progress == Decimal("0.5")
    assert group(scores, "company", "company").progress == Decimal("0.5")


def test_groups_weigh_their_members_and_count_what_has_nothing() -> None:
    scores = scored(
        objective("a", team="Sales", weight=3),
        objective("b", team="Sales"),
        result("k", 80, objective_id="a", reported_progress="1"),
        result("l", 80, objective_id="a"),
    )
    sales = group(scores, "team", "Sales")
    assert (sales.progress, sales.reported, sales.coverage) == (
        Decimal("0.6"),
        Decimal("0.675"),
        Decimal("0.75"),
    )


def test_a_name_is_one_without_regard_to_case_and_spaces() -> None:
    scores = scored(
        objective("a", owner="ann "),
        objective("b", owner="Ann"),
        objective("c", owner="  "),
        result("k", 100, objective_id="a"),
    )
    owners = [r for r in scores.rollups if r.by == "owner"]
    assert [(r.name, r.progress) for r in owners] == [("Ann", Decimal("0.5"))]


def test_every_kind_of_group_in_a_fixed_order() -> None:
    scores = scored(
        objective("a", team="Z", level=Level.TEAM, theme="Focus", owner="Ann"),
        objective("b", team="A", level=Level.COMPANY),
    )
    assert [(r.by, r.name) for r in scores.rollups] == [
        ("company", "company"),
        ("level", "company"),
        ("level", "team"),
        ("team", "A"),
        ("team", "Z"),
        ("owner", "Ann"),
        ("theme", "Focus"),
    ]
