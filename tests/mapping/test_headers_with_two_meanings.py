"""Headers that name one thing over texts and another over figures."""

from __future__ import annotations

import pytest

from okrsync.mapping.reading import Reading
from tests.mapping.sheets import read_cells


def fields(reading: Reading) -> dict[str, str]:
    return dict(reading.tables[0].headers)


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        (["KPI", "Doelstelling", "Behaald"], ("Doelstelling", "Behaald")),
        (["Indicator", "Objective", "Result"], ("Objective", "Result")),
        (["Criterio", "Objetivo", "Resultado"], ("Objetivo", "Resultado")),
        (["Kennzahl", "Ziel", "Ergebnis"], ("Ziel", "Ergebnis")),
    ],
)
def test_over_figures_it_is_the_target_and_what_was_reached(
    header: list[str], shown: tuple[str, str]
) -> None:
    rows = [["Steps per floor", "≥ 30", "28"], ["Lifts out of order", "0", "✅ 0"],
            ["Doors that open", "100%", "97%"]]  # fmt: skip
    reading = read_cells([header, *rows])
    found = fields(reading)
    assert (found["target"], found["current"]) == shown
    assert [kpi.title for kpi in reading.plan.kpis] == [row[0] for row in rows]
    assert not reading.plan.objectives


def test_a_result_beside_an_indicator_with_a_target_is_measured() -> None:
    reading = read_cells(
        [
            ["Métrica", "Objetivo", "Resultado"],
            ["Salas listas", "100%", "casi todas"],
            ["Llamadas perdidas", "4", "—"],
        ]
    )
    assert [kpi.title for kpi in reading.plan.kpis] == ["Salas listas", "Llamadas perdidas"]


def test_over_texts_it_is_the_row_above() -> None:
    reading = read_cells(
        [
            ["Doelstelling", "Resultaat", "Doelwaarde", "Nu"],
            ["Huurders voelen zich thuis", "Huurders die blijven", "90%", "84%"],
            ["", "Meldingen per woning", "2", "3"],
        ]
    )
    assert [each.title for each in reading.plan.objectives] == ["Huurders voelen zich thuis"]
    assert len(reading.plan.key_results) == 2


def test_key_results_that_begin_with_a_number_are_titles() -> None:
    titles = ["12 new members", "40 repeat visits", "3 neighbouring towns"]
    reading = read_cells(
        [["Objective", "Key Result", "Status"], *(["A full hall", t, "on track"] for t in titles)]
    )
    assert [each.title for each in reading.plan.key_results] == titles


def test_a_range_that_is_acceptable_is_no_team() -> None:
    reading = read_cells(
        [
            ["Kennzahl", "Zielwert", "Akzeptabler Bereich"],
            ["Fehlalarme", "< 4% aller Alarme", "< 9% Maximum"],
            ["Antworten am selben Tag", "> 92% in der Regel", "> 85% Minimum"],
        ]
    )
    assert "team" not in fields(reading)
    assert any(each.code == "DAT16" and each.cell == "C1" for each in reading.problems)


@pytest.mark.parametrize("title", ["Average confidence score", "Average weight"])
def test_a_title_with_average_is_a_total_of_a_column_that_is_there(title: str) -> None:
    cells: list[list[object]] = [
        ["KPI", "Target", "Actual"],
        ["Lamps that burn", 40, 31],
        [title, 0.9, 0.8],
    ]
    assert title in [kpi.title for kpi in read_cells(cells).plan.kpis]
    wide = [[*cells[0], "Confidence", "Weight"], *([*row, 0.5, 0.4] for row in cells[1:])]
    assert title not in [kpi.title for kpi in read_cells(wide).plan.kpis]


def test_codes_under_a_word_for_both_are_neither() -> None:
    reading = read_cells(
        [
            ["Goal", "Objective", "Key Result", "Current"],
            ["G1", "A full hall", "People who come back", 40],
            ["G1", "", "Evenings sold out", 3],
        ]
    )
    assert "target" not in fields(reading)


def test_progress_that_is_a_count_leaves_the_share_its_column() -> None:
    reading = read_cells(
        [
            ["Resultado clave", "Línea base", "Meta", "Avance", "% cumplimiento"],
            ["Socios que vienen", 100, 400, 250, "50%"],
            ["Clases llenas", "60%", "90%", "75%", "50%"],
        ]
    )
    first, second = reading.plan.key_results
    assert first.metric is not None
    assert second.metric is not None
    assert first.metric.current == 250
    assert float(second.metric.current or 0) == 0.75
    assert [float(each.reported_progress or 0) for each in (first, second)] == [0.5, 0.5]


def test_a_weight_before_the_key_results_is_the_objectives() -> None:
    reading = read_cells(
        [
            ["Objective", "Weight", "Key Result", "Weight KR"],
            ["A full hall", "60%", "People who come back", "30%"],
            ["", "", "Evenings sold out", "70%"],
        ]
    )
    assert fields(reading)["objective_weight"] == "Weight"
    assert fields(reading)["weight"] == "Weight KR"


@pytest.mark.parametrize("header", ["Categoria / Indicador", "Priority / KPI"])
def test_a_word_that_is_kept_beside_a_name_changes_nothing(header: str) -> None:
    reading = read_cells([[header, "Meta", "Realizado"], ["Pedidos no prazo", "95%", "91%"]])
    assert [kpi.title for kpi in reading.plan.kpis] == ["Pedidos no prazo"]
