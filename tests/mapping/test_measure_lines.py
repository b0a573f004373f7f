"""Targets and values on lines below each other: one row, told apart by a column of words."""

from __future__ import annotations

import pytest

from tests.mapping.sheets import Cells, read_cells


def kpis(cells: Cells) -> dict[str, tuple[object, object, object]]:
    """Title → target, current value and unit's owner."""
    return {
        one.title: (
            one.metric.target if one.metric else None,
            one.metric.current if one.metric else None,
            one.owner,
        )
        for one in read_cells(cells).plan.kpis
    }


@pytest.mark.parametrize(
    ("plan", "actual"),
    [
        ("Target", "Actual"),
        ("Streefwaarde", "Realisatie"),
        ("Soll", "Ist"),
        ("Cible", "Réalisé"),
        ("Meta", "Real"),
        ("Meta", "Realizado"),
    ],
)
def test_lines_over_months_are_one_kpi(plan: str, actual: str) -> None:
    found = kpis(
        [
            ["KPI", "", "Jan", "Feb", "Mar"],
            ["Loaves", plan, 100, 110, 120],
            [None, actual, 90, 115, None],
            ["Rolls", plan, 40, 45, 50],
            [None, actual, 41, 39, None],
        ]
    )
    assert found == {"Loaves": (110, 115, None), "Rolls": (45, 39, None)}


def test_titles_may_stand_on_each_line_and_a_gap_is_no_value() -> None:
    found = kpis(
        [
            ["KPI", "Owner", "Line", "Jan", "Feb"],
            ["Loaves", "Ann", "Target", 100, 110],
            ["Loaves", "Ann", "Actual", 90, 115],
            ["Loaves", "Ann", "Gap", -10, 5],
            ["Rolls", "Bo", "Target", 40, 45],
            ["Rolls", "Bo", "Actual", 41, 39],
            ["Rolls", "Bo", "Gap", 1, -6],
        ]
    )
    assert found == {"Loaves": (110, 115, "Ann"), "Rolls": (45, 39, "Bo")}


def test_each_value_knows_its_cell() -> None:
    cells = [
        ["KPI", "Line", "Jan", "Feb"],
        ["Loaves", "Target", 100, 110],
        [None, "Actual", 90, 115],
    ]
    (kpi,) = read_cells(cells).plan.kpis
    assert kpi.source is not None
    assert (kpi.source.cells["target"], kpi.source.cells["current"]) == ("D2", "D3")
    assert kpi.source.row == 2


def test_a_column_of_other_words_stays_one() -> None:
    cells = [["KPI", "Kind", "Target"], ["Loaves", "Actual", 90], ["Rolls", "Estimate", 40]]
    assert kpis(cells) == {"Loaves": (90, None, None), "Rolls": (40, None, None)}
