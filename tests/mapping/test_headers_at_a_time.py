"""Headers that name a time behind what they hold: “Target 2026”, “Ist 2025”, “Stand 30.09.”."""

from __future__ import annotations

from datetime import date

import pytest

from okrsync.mapping.apply.times import when
from okrsync.mapping.vocabulary.headers import match
from tests.mapping.sheets import read_cells

TODAY = date(2026, 11, 3)
OBJECTIVE, RESULT = "Guests feel at home", "Nights per guest"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Target 2026", "target"),
        ("Streefwaarde 2026", "target"),
        ("Cible T4", "target"),
        ("Réalisé T3", "current"),
        ("Stand 30.09.", "current"),
        ("Stand Q3", "current"),
        ("Meta dic 2026", "target"),
        ("Nulmeting 2024", "baseline"),
    ],
)
def test_the_time_takes_nothing_from_what_a_header_says(header: str, field: str) -> None:
    best = match(header)[0]
    assert best.field == field
    assert best.score > 0.9


def test_a_lone_number_counts_columns() -> None:
    assert match("Target 2")[0].score < 0.9


def numbers(header: list[str], *cells: object) -> tuple[object, ...]:
    reading = read_cells(
        [["Objective", "Key result", *header], [OBJECTIVE, RESULT, *cells], ["", "Stays", *cells]]
    )
    metric = reading.plan.key_results[0].metric
    assert metric is not None
    return metric.baseline, metric.target, metric.current


def test_what_was_counted_in_an_earlier_year_is_the_start() -> None:
    assert numbers(["Actual 2025", "Target 2026", "Now"], 2, 5, 3) == (2, 5, 3)
    assert numbers(["Ist 2025", "Soll 2026", "Stand 30.09."], 2, 5, 3) == (2, 5, 3)
    assert numbers(["Actual 2025", "Target 2026"], 2, 5) == (2, 5, None)


def test_a_start_of_its_own_stays_the_start() -> None:
    assert numbers(["Baseline", "Actual 2025", "Target 2026", "Now"], 1, 2, 5, 3) == (1, 5, 3)


def test_quarters_behind_a_start_are_targets() -> None:
    reading = read_cells(
        [["KPI", "Baseline", "Q1", "Q2", "Q3", "Q4"], ["Repeat orders", 10, 12, 14, 16, 18],
         ["Late parcels", 40, 36, 30, 25, 20]]
    )  # fmt: skip
    metric = reading.plan.kpis[0].metric
    assert metric is not None
    assert metric.baseline == 10
    assert metric.current is None
    assert metric.target in (12, 14, 16, 18)


@pytest.mark.parametrize(
    ("header", "label", "rest"),
    [
        ("2026/27", "2026/27", ""),
        ("y1_2026_27", "2026/27", ""),
        ("Target 2026-27", "2026/27", "target"),
    ],
)
def test_half_of_two_years_is_one_year(header: str, label: str, rest: str) -> None:
    found = when(header, TODAY)
    assert found is not None
    assert (found.period.label, found.rest) == ("2026/27", rest)
    assert (found.period.start, found.period.end) == (date(2026, 7, 1), date(2027, 6, 30))


@pytest.mark.parametrize("header", ["2026-11", "2026/11", "2026/28"])
def test_a_month_or_two_years_apart_are_no_such_year(header: str) -> None:
    found = when(header, TODAY)
    assert found is None or found.period.label != "2026/27"


def test_values_for_a_time_to_come_are_targets() -> None:
    rows = [["Repeat orders", 10, 12, 14, 16]]
    header = ["KPI", "Q1 2027", "Q2 2027", "Q3 2027", "Q4 2027"]
    reading = read_cells([header, *rows])
    metric = reading.plan.kpis[0].metric
    assert metric is not None
    assert metric.current is None
    assert metric.target == 10
