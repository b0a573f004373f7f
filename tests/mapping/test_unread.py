"""Each filled column is read, known to be for people, or named as not read."""

from __future__ import annotations

from typing import Any

import pytest

from okrsync.mapping.reading import Problem
from okrsync.table import Column, Row, Table
from tests.mapping.sheets import read_cells, read_tabs

HEAD = ["Objective", "Key result", "Baseline", "Target", "Current"]
ROWS: list[list[Any]] = [
    ["Schools stay with us", "Schools that renew", 10, 80, 40],
    ["Schools stay with us", "Pupils who log in weekly", 100, 900, 350],
    ["Schools stay with us", "Complaints a month", 30, 5, 21],
]


def beside(header: str | None, values: list[Any]) -> list[Problem]:
    """What is said of a column beside those that are read."""
    rows = [[*row, value] for row, value in zip(ROWS, values, strict=True)]
    return [
        each
        for each in read_cells([[*HEAD, header], *rows]).problems
        if each.code in ("DAT15", "DAT16")
    ]


@pytest.mark.parametrize(
    ("values", "severity", "field"),
    [
        ([7, 9, 12], "warn", ""),
        (["7 buses", "9", None], "warn", ""),
        (["2026-05-04", "2026-05-11", "2026-06-01"], "warn", "due"),
        (["red", "blue", "green"], "info", "notes"),
    ],
)
def test_a_column_that_nothing_reads_is_named_at_its_header(
    values: list[Any], severity: str, field: str
) -> None:
    (found,) = beside("Buses", values)
    assert (found.cell, found.row, found.column) == ("F1", 1, "Buses")
    assert (found.severity, found.field, found.entity_id) == (severity, field, None)


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Comments", ["ask Ben", "see mail", "-"]),
        ("Changed on", ["2026-05-04", "2026-05-11", "2026-06-01"]),
        ("Laatst gewijzigd", ["2026-05-04", "2026-05-11", "2026-06-01"]),
        ("Dashboard", ["https://example.org/a", "https://example.org/b", None]),
        ("Line", [1, 2, 3]),
        ("Buses", [None, "", "  "]),
        ("Owner", ["Ann", "Bo", "Cy"]),
        ("OKR progress", [0.4, 0.3, 0.4]),
    ],
)
def test_what_is_read_or_for_people_is_not(header: str, values: list[Any]) -> None:
    assert beside(header, values) == []


def test_a_column_without_a_header_is_named_by_its_letter() -> None:
    (found,) = beside(None, [7, 9, 12])
    assert (found.shown, found.cell) == ("F", "F1")
    assert found.detail is not None
    assert found.detail.say() == '{ letter = "F" }'


def test_in_a_database_it_is_known_by_its_name() -> None:
    titles = [*HEAD, "Buses", "Edited"]
    types = ["title", "rich_text", "number", "number", "number", "number", "last_edited_time"]
    columns = [
        Column(at, title, type=kind)
        for at, (title, kind) in enumerate(zip(titles, types, strict=True))
    ]
    rows = [Row(at, [*row, at * 4, "2026-05-04"]) for at, row in enumerate(ROWS, start=1)]
    problems = read_tabs(Table("k", "Goals", rows, columns=columns)).problems
    assert [(p.code, p.column, p.cell, p.row) for p in problems] == [("DAT16", "Buses", "", 0)]


def test_of_two_equal_headers_the_one_that_was_not_read_is_named_with_the_other() -> None:
    (found,) = beside("Target", [90, 1000, 4])
    assert (found.code, found.cell, found.cells) == ("DAT15", "F1", ("D1", "F1"))


def test_two_equal_headers_under_different_ones_are_two() -> None:
    upper = [None, None, None, "This year", None, "Last year"]
    rows = [[*row, value] for row, value in zip(ROWS, [90, 1000, 4], strict=True)]
    reading = read_cells([upper, [*HEAD, "Target"], *rows])
    assert "DAT15" not in {each.code for each in reading.problems}


def test_the_project_of_a_kpi_is_no_row_and_is_named() -> None:
    reading = read_cells(
        [["Project", "KPI", "Target", "Actual"], ["Oven", "Loaves a day", 40, 30],
         ["Oven", "Waste", "4%", "6%"], ["Shop", "Visits", 90, 80]]
    )  # fmt: skip
    assert not reading.plan.initiatives
    assert [each.title for each in reading.plan.kpis] == ["Loaves a day", "Waste", "Visits"]


def test_the_purpose_of_each_kpi_is_no_objective() -> None:
    purposes = [f"So that we know how many {what} we need" for what in ("ovens", "shops", "bakers")]
    rows = [[f"KPI {at}", why, at * 10] for at, why in enumerate(purposes, start=1)]
    reading = read_cells([["Name of the KPI", "Business objective", "Target"], *rows])
    assert not reading.plan.objectives
    assert len(reading.plan.kpis) == 3


def test_a_goal_behind_a_kpi_is_its_target() -> None:
    reading = read_cells(
        [
            ["KPI", "Owner", "Goal"],
            ["Loaves", "Ann", "40"],
            ["Waste", "Bob", "2 in 3 bins, 1 at most"],
        ]
    )
    assert not reading.plan.objectives
    assert [each.metric and each.metric.target for each in reading.plan.kpis] == [40, None]
    assert [(each.code, each.cell) for each in reading.problems] == [("DAT01", "C3")]
