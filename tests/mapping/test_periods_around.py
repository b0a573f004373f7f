"""The period that a sheet names around its table, and what names none."""

from __future__ import annotations

from datetime import date

import pytest

from okrsync.mapping.period_in_text import period_in
from tests.mapping.sheets import TODAY, read_tabs, tab

ROWS = [["Objective", "Key result", "Start", "Target", "Current", "Due"]]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Team plan, 4. Quartal 2026", "2026-Q4"),
        ("Plan voor het 1e kwartaal van 2027", "2027-Q1"),
        ("Our goals in the second quarter of 2026", "2026-Q2"),
        ("Objectifs du 3e trimestre 2026", "2026-Q3"),
        ("Objetivos del 3.º trimestre 2026", "2026-Q3"),
        ("Metas do 1º trimestre de 2026", "2026-Q1"),
        ("July – September 2026, second draft", "2026-Q3"),
        ("Ziele 01.10.2026 - 31.12.2026", "2026-Q4"),
        ("2. Halbjahr 2026 Vertrieb", "2026-H2"),
        ("Sales_Q3_2026", "2026-Q3"),
        ("Goals of 2026", "2026"),
    ],
)
def test_a_title_names_its_period(text: str, label: str) -> None:
    found = period_in(text, 1, TODAY)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    "text",
    ["Edited 3 March 2026", "Stand: 07.04.2026", "Draft 2, May 2026", "S1 team", "Room 12"],
)
def test_a_date_is_no_period(text: str) -> None:
    assert period_in(text, 1, TODAY) is None


def period(title: str | None, *dues: date, name: str = "Sheet1") -> tuple[str | None, str]:
    rows = [
        ["Guests return", f"Result {n}", 0, 10, 5, due] for n, due in enumerate(dues or (None,))
    ]
    above = [[title], []] if title else []
    reading = read_tabs(tab([*above, *ROWS, *rows], name))
    origin = reading.period_origin.say() if reading.period_origin else ""
    return (reading.plan.period.label if reading.plan.period else None), origin


def test_the_cell_that_names_it_is_known() -> None:
    assert period("Plan Q3 2026") == ("2026-Q3", "A1")
    assert period(None, name="OKRs Q1 2027") == ("2027-Q1", "the tab's name “OKRs Q1 2027”")


def test_a_line_above_the_table_comes_before_the_tabs_name() -> None:
    assert period("Plan Q3 2026", name="Q1 2026")[0] == "2026-Q3"


def test_a_bare_year_whose_rows_are_due_in_one_quarter_is_that_quarter() -> None:
    assert period("Plan 2026", date(2026, 7, 31), date(2026, 9, 1))[0] == "2026-Q3"
    assert period("Plan 2026", date(2026, 2, 1), date(2026, 9, 1))[0] == "2026"
    assert period("Plan 2026")[0] == "2026"
