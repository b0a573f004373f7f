"""Goals beside names and counts: whose they are, and how far they are."""

from __future__ import annotations

import pytest

from okrsync.mapping.reading import Certainty
from tests.mapping.sheets import Cells, read_cells


def results(cells: Cells) -> list[tuple[str, str | None, object, object, object]]:
    """Title, owner, current value, target and typed progress."""
    return [
        (
            one.title,
            one.owner,
            one.metric.current if one.metric else None,
            one.metric.target if one.metric else None,
            one.reported_progress,
        )
        for one in read_cells(cells).plan.key_results
    ]


def test_a_name_beside_a_goal_with_its_number_is_whose_it_is() -> None:
    cells = [
        ["Name", "Goal", "Target", "Progress"],
        ["Ann de Wit", "Read 24 books", 24, 11],
        ["Ben", "Row 1,500 km", 1500, 320],
    ]
    assert results(cells) == [
        ("Read 24 books", "Ann de Wit", 11, 24, None),
        ("Row 1,500 km", "Ben", 320, 1500, None),
    ]


def test_a_name_beside_an_objective_without_its_number_is_a_key_result() -> None:
    cells = [["Name", "Goal", "Target"], ["Members", "A lively club", 40]]
    assert [one[0] for one in results(cells)] == ["Members"]


@pytest.mark.parametrize(
    ("progress", "current", "reported"),
    [
        ([320, 12, 4], [320, 12, 4], [None, None, None]),
        ([60, 90, 40], [None] * 3, ["0.6", "0.9", "0.4"]),
        (["32%", "12%", "4%"], [None] * 3, ["0.32", "0.12", "0.04"]),
        ([0.32, 0.12, 1], [None] * 3, ["0.32", "0.12", "1"]),
    ],
)
def test_progress_beside_a_target_is_a_share_unless_it_can_be_none(
    progress: list[object], current: list[object], reported: list[object]
) -> None:
    goals = (("Rowed km", 500), ("Books", 24), ("Talks", 9))
    rows = [["Calm", name, goal, done] for (name, goal), done in zip(goals, progress, strict=True)]
    found = results([["Objective", "Key result", "Target", "Progress"], *rows])
    assert [one[2] for one in found] == current
    shares = [None if one[4] is None else str(float(str(one[4]))) for one in found]
    assert shares == [None if one is None else str(float(str(one))) for one in reported]


def test_two_rows_of_small_numbers_are_asked_about() -> None:
    heads = ["Objective", "Key result", "Target", "Progress"]
    reading = read_cells([heads, ["Calm", "Books", 24, 11], ["Calm", "Talks", 9, 4]])
    assert reading.tables[0].certainty is not Certainty.SURE
    assert any("“Progress” (D1)" in doubt.say("en") for doubt in reading.tables[0].doubts)
