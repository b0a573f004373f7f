"""Targets and values on lines of their own that the title tells apart: “Loaves actual”."""

from __future__ import annotations

import pytest

from tests.mapping.sheets import Cells, read_cells


def numbers(cells: Cells) -> dict[str, tuple[object, object, object]]:
    """Title → start, target and current value."""
    plan = read_cells(cells).plan
    metrics = {one.title: one.metric for one in plan.kpis}
    metrics |= {one.title: one.metric for one in plan.key_results}
    return {
        title: (metric.baseline, metric.target, metric.current)
        for title, metric in metrics.items()
        if metric
    }


@pytest.mark.parametrize(
    ("plan", "actual"),
    [
        ("{} target", "{} actual"),
        ("{} - plan", "{} - act"),
        ("{} (Soll)", "{} (Ist)"),
        ("Streefwaarde {}", "Realisatie {}"),
        ("Cible : {}", "Réalisé : {}"),
    ],
)
def test_the_word_at_an_end_of_the_title_says_what_the_line_holds(plan: str, actual: str) -> None:
    found = numbers(
        [
            ["KPI", "Jan 2026", "Feb 2026", "Mar 2026"],
            [plan.format("loaves"), 100, 110, 120],
            [actual.format("loaves"), 90, 115, None],
            [plan.format("late trays"), 4, 4, 3],
            [actual.format("late trays"), 6, 5, None],
        ]
    )
    assert found == {"loaves": (None, 110, 115), "late trays": (None, 4, 5)}


def test_lines_in_blocks_find_each_other() -> None:
    cells: Cells = [
        ["Measure", "2025", "2026"],
        ["Loaves PY", 90, 95],
        ["Rolls PY", 40, 41],
        ["Loaves Act", 97, 99],
        ["Rolls Act", 42, 44],
        ["Loaves Plan", 100, 105],
        ["Rolls Plan", 45, 50],
    ]
    found = numbers(cells)
    assert {title: each[1:] for title, each in found.items()} == {
        "Loaves": (105, 99),
        "Rolls": (50, 44),
    }


def test_what_is_computed_of_the_lines_is_no_row() -> None:
    found = numbers(
        [
            ["KPI", "Q1", "Q2"],
            *([f"{name} plan", 4, 5] for name in ("Loaves", "Rolls")),
            *([f"{name} actual", 4, 5] for name in ("Loaves", "Rolls")),
            ["Loaves variance", 0, 0],
            ["Rolls variance", 0, 0],
        ]
    )
    assert set(found) == {"Loaves", "Rolls"}


def test_columns_that_say_it_leave_titles_whole() -> None:
    found = numbers(
        [
            ["KPI", "Target", "Current"],
            ["Turnover actual", 100, 40],
            ["Turnover plan", 100, 50],
            ["Cost actual", 10, 5],
            ["Cost plan", 10, 5],
        ]
    )
    assert found["Turnover actual"] == (None, 100, 40)
    assert len(found) == 4


def test_one_line_twice_is_told_apart_by_something_else() -> None:
    rows = [
        [f"Loaves {word}", shop, 5] for word in ("plan", "actual") for shop in ("Harbour", "Market")
    ]
    assert "Loaves" not in numbers([["KPI", "Shop", "Value"], *rows])


def test_each_value_knows_its_cell() -> None:
    cells: Cells = [
        ["KPI", "Jan", "Feb"],
        ["Loaves plan", 100, 110],
        ["Rolls plan", 30, 35],
        ["Loaves actual", 90, 115],
        ["Rolls actual", 31, 33],
    ]
    loaves = read_cells(cells).plan.kpis[0]
    assert loaves.source is not None
    assert (loaves.source.cells["target"], loaves.source.cells["current"]) == ("C2", "C4")


def test_key_results_have_such_lines_too() -> None:
    found = numbers(
        [
            ["Objective", "Key result", "Value"],
            ["Bake for the whole street", "Loaves target", 100],
            ["Bake for the whole street", "Loaves actual", 80],
            ["Bake for the whole street", "Rolls target", 30],
            ["Bake for the whole street", "Rolls actual", 12],
        ]
    )
    assert found == {"Loaves": (None, 100, 80), "Rolls": (None, 30, 12)}
