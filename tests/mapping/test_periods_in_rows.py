"""One KPI on a row a period: one KPI, whose older rows are its check-ins."""

from __future__ import annotations

from datetime import date

import pytest

from okrsync.mapping.reading import Reading
from okrsync.table import Scalar
from tests.mapping.sheets import read_cells, shown


def kpis(reading: Reading) -> dict[str, tuple[object, object]]:
    """Title → target and current value; no title stands for two."""
    found: dict[str, tuple[object, object]] = {
        each.title: (each.metric.target, each.metric.current)
        for each in reading.plan.kpis
        if each.metric
    }
    assert len(found) == len(reading.plan.kpis)
    return found


def history(reading: Reading) -> list[tuple[date, object]]:
    return [(each.on, each.value) for each in reading.plan.check_ins]


@pytest.mark.parametrize(
    ("header", "old", "new", "day"),
    [
        (["id", "kpi", "period", "actual", "target"], "2026-Q1", "2026-Q2", date(2026, 3, 31)),
        (["Nr", "KPI", "Kwartaal", "Werkelijk", "Doel"], "Q1 2026", "Q2 2026", date(2026, 3, 31)),
        (["ID", "Kennzahl", "Monat", "Istwert", "Zielwert"], "April 2026", "Mai 2026",
         date(2026, 4, 30)),
        (["id", "KPI", "Année", "Valeur actuelle", "Cible"], 2025, 2026, date(2025, 12, 31)),
        (["id", "KPI", "Trimestre", "Valor actual", "Meta"], "2026-Q1", "2026-Q2",
         date(2026, 3, 31)),
    ],
)  # fmt: skip
def test_the_newest_filled_row_is_current(
    header: list[str], old: Scalar, new: Scalar, day: date
) -> None:
    reading = read_cells(
        [header, ["A", "Nights booked", new, 60, 80], ["A", "Nights booked", old, 40, 70]]
    )
    assert kpis(reading) == {"Nights booked": (80, 60)}
    assert history(reading) == [(day, 40)]
    assert not reading.problems


def test_a_title_is_enough_and_a_row_without_a_value_is_not_current() -> None:
    reading = read_cells(
        [
            ["KPI", "Quarter", "Actual", "Target"],
            ["Nights booked", "2026-Q1", 40, 70],
            ["Nights booked", "2026-Q2", None, 80],
        ]
    )
    assert kpis(reading) == {"Nights booked": (70, 40)}


def test_a_value_of_an_older_row_that_cannot_be_read_is_asked_about() -> None:
    reading = read_cells(
        [
            ["KPI", "Quarter", "Actual", "Target"],
            ["Nights booked", "2026-Q1", "some", 70],
            ["Nights booked", "2026-Q2", 60, 80],
        ]
    )
    assert kpis(reading) == {"Nights booked": (80, 60)}
    assert [(each.code, each.cell) for each in reading.problems] == [("DAT01", "C2")]


def test_owners_tell_kpis_of_one_title_apart() -> None:
    reading = read_cells(
        [
            ["KPI", "Owner", "Quarter", "Actual", "Target"],
            ["Nights booked", "Ann", "2026-Q1", 40, 70],
            ["Nights booked", "Bob", "2026-Q1", 4, 7],
            ["Nights booked", "Ann", "2026-Q2", 60, 80],
            ["Nights booked", "Bob", "2026-Q2", 6, 8],
        ]
    )
    found = {each.owner: each.metric and each.metric.current for each in reading.plan.kpis}
    assert found == {"Ann": 60, "Bob": 6}
    assert len(reading.plan.check_ins) == 2


def test_one_id_twice_in_one_period_is_still_asked_about() -> None:
    reading = read_cells(
        [
            ["id", "KPI", "Quarter", "Actual", "Target"],
            ["A", "Nights booked", "2026-Q2", 40, 70],
            ["A", "Nights booked", "2026-Q2", 60, 80],
        ]
    )
    assert [each.code for each in reading.problems] == ["DAT05"]


def test_a_year_is_no_check_in_of_its_quarter() -> None:
    reading = read_cells(
        [
            ["KPI", "Period", "Actual", "Target"],
            ["Nights booked", "2026", 40, 300],
            ["Nights booked", "2026-Q2", 60, 80],
        ]
    )
    assert len(reading.plan.kpis) == 2
    assert not reading.plan.check_ins


@pytest.mark.parametrize(
    ("header", "weeks"),
    [
        ("Week", ["2026-W16", "2026-W17", "2026-W18"]),
        ("Week", [16, 17, 18]),
        ("Woche", ["KW 16", "KW 17", "KW 18"]),
        ("Semaine", ["S16", "S17", "S18"]),
        ("Semana", ["semana 16", "semana 17", "semana 18"]),
        ("Weeknummer", ["week 16", "week 17", "week 18"]),
    ],
)
def test_a_row_a_week(header: str, weeks: list[Scalar]) -> None:
    reading = read_cells(
        [
            [header, "KPI", "Target", "Actual"],
            [weeks[0], "Calls made", 20, 12],
            [weeks[1], "Calls made", 20, 15],
            [weeks[2], "Calls made", 25, 24],
        ]
    )
    assert kpis(reading) == {"Calls made": (25, 24)}
    assert [day for day, _ in history(reading)] == [
        date(2026, 4, 19), date(2026, 4, 26), date(2026, 5, 3),
    ]  # fmt: skip


def test_a_year_s_goal_stands_beside_that_of_the_quarters() -> None:
    reading = read_cells(
        [
            ["Period", "KPI", "Target", "Actual"],
            ["2026", "Calls made", 400, 130],
            ["Q1 2026", "Calls made", 100, 90],
            ["Q2 2026", "Calls made", 110, 40],
        ]
    )
    found = [shown(each.metric.target, each.metric.current)
             for each in reading.plan.kpis if each.metric]  # fmt: skip
    assert found == [(400, 130), (110, 40)]
    assert len({each.id for each in reading.plan.kpis}) == 2
    assert not reading.problems
