"""Numbered columns that hold figures alone: each header is what its key result is called."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.mapping.sheets import Cells, read_cells


def progress(cells: Cells) -> dict[tuple[str | None, str], object]:
    """Objective and title → typed progress."""
    plan = read_cells(cells).plan
    goals = {each.id: each.title for each in plan.objectives}
    return {
        (goals.get(each.objective_id or ""), each.title): each.reported_progress
        for each in plan.key_results
    }


@pytest.mark.parametrize(
    "header",
    [
        ["Objective", "KR1", "KR2"],
        ["Objective", "KR 1 score", "KR 2 score"],
        ["Doelstelling", "KR1 score", "KR2 score"],
        ["Objective", "KR1: how far are you (score)?", "KR2: how far are you (score)?"],
    ],
)
def test_shares_in_numbered_columns_are_progress(header: list[str]) -> None:
    found = progress([header, ["Full ovens", 0.5, 1], ["Happy guests", 0.2, None]])
    assert list(found.values()) == [Decimal("0.5"), 1, Decimal("0.2")]
    assert [goal for goal, _ in found] == ["Full ovens", "Full ovens", "Happy guests"]
    assert [title.casefold().replace(" ", "") for _, title in found] == ["kr1", "kr2", "kr1"]


def test_figures_beyond_one_are_values() -> None:
    plan = read_cells([["Objective", "KR1", "KR2"], ["Full ovens", 120, 30]]).plan
    metrics = [each.metric for each in plan.key_results]
    assert [each and each.current for each in metrics] == [120, 30]
    assert not any(each.reported_progress for each in plan.key_results)


def test_texts_in_numbered_columns_are_titles_still() -> None:
    found = progress([["Objective", "KR1", "KR2"], ["Full ovens", "Loaves a day", "Late trays"]])
    assert [title for _, title in found] == ["Loaves a day", "Late trays"]


def test_a_title_column_makes_numbered_ones_none() -> None:
    cells: Cells = [
        ["Key result", "Target", "KR 1", "KR 2"],
        ["Loaves a day", 40, 1, 0],
        ["Late trays", 3, 0, 1],
    ]
    assert {title for _, title in progress(cells)} == {"Loaves a day", "Late trays"}


def test_two_alike_are_named_by_the_cells_that_people_see() -> None:
    rows: list[list[object]] = [["Full ovens", 0.5], ["Full ovens", 0.7]]
    problems = read_cells([["Objective", "KR1", "KR2"], *[[*row, 0.1] for row in rows]]).problems
    (twice,) = [each.cells for each in problems if each.code == "DAT05"][:1]
    assert set(twice) == {"B2", "B3"}
