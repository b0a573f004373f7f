"""What makes a tree of rows: codes in columns of their own, and rows without a number."""

from __future__ import annotations

import pytest

from tests.mapping.sheets import read_cells


def test_codes_in_a_column_for_each_level_beside_one_column_of_texts() -> None:
    rows = [
        ["O", "KR", "What", "Start", "Target", "Now"],
        ["O1", None, "Guests stay longer", None, None, None],
        [None, "KR1.1", "Nights per guest", 2, 4, 3],
        [None, "KR1.2", "Guests who come back", 20, 40, 25],
        ["O2", None, "A calm kitchen", None, None, None],
        [None, "KR2.1", "Late dishes", 30, 10, 22],
    ]
    plan = read_cells(rows).plan
    titles = {each.id: each.title for each in plan.objectives}
    found = [(titles[each.objective_id or ""], each.title) for each in plan.key_results]
    assert found == [
        ("Guests stay longer", "Nights per guest"),
        ("Guests stay longer", "Guests who come back"),
        ("A calm kitchen", "Late dishes"),
    ]


def test_codes_on_every_row_say_what_a_key_result_belongs_to() -> None:
    rows = [
        ["O", "KR", "What", "Target"],
        ["O1", "KR1.1", "Nights per guest", 4],
        ["O1", "KR1.2", "Guests who come back", 40],
    ]
    plan = read_cells(rows).plan
    assert [each.title for each in plan.key_results] == ["Nights per guest", "Guests who come back"]


@pytest.mark.parametrize("header", ["Objective / Key result", "Doelen & Kernresultaten", "OKRs"])
def test_rows_without_a_number_head_those_with_one(header: str) -> None:
    rows = [
        [header, "Owner", "Start", "Target", "Current"],
        ["Guests feel at home", "Eva", None, None, None],
        ["Nights per guest", "Eva", 2, 4, 3],
        ["Complaints a month", "Tom", 30, 10, 22],
        ["A team that stays", "Mia", None, None, None],
        ["Years of service", "Mia", 3, 5, 4],
    ]
    plan = read_cells(rows).plan
    titles = {each.id: each.title for each in plan.objectives}
    assert [(titles[k.objective_id or ""], k.title) for k in plan.key_results] == [
        ("Guests feel at home", "Nights per guest"),
        ("Guests feel at home", "Complaints a month"),
        ("A team that stays", "Years of service"),
    ]
    assert [each.owner for each in plan.objectives] == ["Eva", "Mia"]


def test_a_row_without_a_number_that_heads_none_leaves_rows_what_they_were() -> None:
    rows = [
        ["Objective / Key result", "Owner", "Target"],
        ["Nights per guest", "Eva", 4],
        ["Complaints a month", "Tom", None],
    ]
    assert read_cells(rows).plan.objectives == ()


def test_codes_of_three_levels_beside_one_column_of_texts() -> None:
    rows = [
        ["O", "KR", "I", "What", "Target", "Done"],
        ["O1", None, None, "Guests stay longer", None, None],
        [None, "KR1.1", None, "Nights per guest", 4, None],
        [None, None, "I1.1.1", "Free bicycles", None, "x"],
        [None, "KR1.2", None, "Guests who come back", 40, None],
    ]
    plan = read_cells(rows).plan
    assert [each.title for each in plan.key_results] == ["Nights per guest", "Guests who come back"]
    (action,) = plan.initiatives
    assert (action.title, action.supports) == ("Free bicycles", (plan.key_results[0].id,))
