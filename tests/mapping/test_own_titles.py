"""Which column says what a row is called, and what its neighbours say about it."""

from __future__ import annotations

import pytest

from okrsync.table import Scalar
from tests.mapping.sheets import read_cells


@pytest.mark.parametrize(
    "header",
    [
        "Doel of KR",
        "Ziel / Key Result",
        "Objectif / Résultat clé",
        "Objetivo o Resultado clave",
        "Objetivo & Resultado chave",
        "Goal | KR",
        "Objective and key result",
    ],
)
def test_a_header_of_two_levels_is_the_title_of_both(header: str) -> None:
    reading = read_cells(
        [
            ["Nr.", header, "Start", "Target", "Actual"],
            ["O1", "Hikers come back", None, None, None],
            ["KR1.1", "Nights booked", 0, 25, 11],
        ]
    )
    (goal,), (result,) = reading.plan.objectives, reading.plan.key_results
    assert (goal.title, result.title) == ("Hikers come back", "Nights booked")
    assert result.objective_id == goal.id


def test_a_measure_that_each_row_repeats_is_no_title() -> None:
    reading = read_cells(
        [
            ["Name", "Metric", "Target", "Actual"],
            ["Hikers come back", "Completion", 100, 40],
            ["Huts are warm", "Completion", 100, 60],
        ]
    )
    titles = [each.title for each in (*reading.plan.kpis, *reading.plan.key_results)]
    assert titles == ["Hikers come back", "Huts are warm"]
    assert {each.column for each in reading.problems} == {"Metric", "Name"}


def test_goals_with_their_own_numbers_keep_them() -> None:
    header: list[Scalar] = ["Sort", "My goal", "Target", "Actual"]
    reading = read_cells(
        [header, ["Base", "Nights booked", 120, 84], ["More", "Hikers who write", 10, 3]]
    )
    found = {each.title: each.metric and each.metric.target for each in reading.plan.key_results}
    assert found == {"Nights booked": 120, "Hikers who write": 10}


@pytest.mark.parametrize(
    "header",
    [
        ["Id", "Title", "Due", "Owner", "KR code", "KR title", "Objective"],
        ["Nr", "Titel", "Deadline", "Eigenaar", "KR code", "Kernresultaat", "Doel"],
        ["Id", "Nom", "Échéance", "Responsable", "KR id", "Résultat clé", "Objectif"],
    ],
)
def test_a_title_beside_a_key_result_is_an_action_for_it(header: list[str]) -> None:
    reading = read_cells(
        [
            header,
            ["a1", "Mend the roof", "2026-06-01", "Ann", "X-1.3", "Nights booked", "Huts are full"],
            ["a2", "Buy an oven", "2026-06-01", "Bob", "X-1.1", "Warm evenings", "Huts are full"],
        ]
    )
    above = {each.id: each.title for each in reading.plan.key_results}
    assert {
        each.title: [above[one] for one in each.supports] for each in reading.plan.initiatives
    } == {
        "Mend the roof": ["Nights booked"],
        "Buy an oven": ["Warm evenings"],
    }


def test_a_number_of_a_row_that_others_belong_to_is_asked_about() -> None:
    reading = read_cells(
        [
            ["Row", "Parent row", "Goal", "Target", "Current"],
            [1, None, "Hikers come back", 500, 40],
            [2, 1, "Nights booked", 200, 150],
        ]
    )
    (goal,), (result,) = reading.plan.objectives, reading.plan.key_results
    assert (goal.title, result.objective_id) == ("Hikers come back", goal.id)
    assert [(each.code, each.cell) for each in reading.problems] == [("DAT01", "D2")]


@pytest.mark.parametrize("word", ["Quarterly", "Per kwartaal", "Vierteljährlich", "Trimestriel"])
def test_the_length_of_a_cycle_names_no_period(word: str) -> None:
    reading = read_cells([["KPI", "Period", "Target", "Actual"], ["Nights booked", word, 200, 150]])
    assert [each.code for each in reading.problems] == ["DAT16"]
