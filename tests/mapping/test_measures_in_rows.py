"""Target, actual and gap on rows of their own below each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsync.mapping.reading import Reading
from tests.mapping.sheets import read_cells, read_tabs, tab

LANGUAGES = [
    (["KPI", "Row", "Jan", "Feb", "Mar"], "Target", "Actual", "Gap"),
    (["KPI", None, "jan", "feb", "mrt"], "Norm", "Realisatie", "Verschil"),
    (["Kennzahl", None, "Jan", "Feb", "März"], "Soll", "Ist", "Abweichung"),
    (["Indicateur", "Ligne", "janv.", "févr.", "mars"], "Objectif", "Réalisé", "Écart"),
    (["Indicador", "Dato", "Ene", "Feb", "Mar"], "Meta", "Real", "Diferencia"),
    (["Indicador", "Linha", "Jan", "Fev", "Mar"], "Meta", "Realizado", "Diferença"),
]


def read(reading: Reading) -> dict[str, tuple[object, ...]]:
    return {
        each.title: (
            each.metric.target,
            each.metric.current,
            each.source.row,
            each.source.cells["target"],
            each.source.cells["current"],
        )
        for each in reading.plan.kpis
        if each.metric and each.source
    }


@pytest.mark.parametrize(("head", "target", "actual", "gap"), LANGUAGES)
def test_each_kpi_is_one_with_the_newest_value_and_its_target(
    head: list[object], target: str, actual: str, gap: str
) -> None:
    reading = read_cells(
        [
            head,
            ["Loaves sold", target, 100, 110, 120],
            [None, actual, 90, 115, None],
            [None, gap, -10, 5, None],
            ["Rolls sold", target, 300, 310, 320],
            [None, actual, 280, 290, None],
            [None, gap, -20, -20, None],
        ]
    )
    assert read(reading) == {
        "Loaves sold": (110, 115, 2, "D2", "D3"),
        "Rolls sold": (310, 290, 5, "D5", "D6"),
    }
    assert sorted(int(each.value or 0) for each in reading.plan.check_ins) == [90, 115, 280, 290]


def test_titles_may_come_again_on_each_row_and_the_actual_may_come_first() -> None:
    reading = read_cells(
        [
            ["KPI", "Measure", "2026-Q1", "2026-Q2"],
            ["Loaves sold", "Actual", 90, 40],
            ["Loaves sold", "Target", 100, 110],
            ["Rolls sold", "Actual", 280, 120],
            ["Rolls sold", "Target", 300, 310],
        ]
    )
    assert read(reading) == {
        "Loaves sold": (110, 40, 2, "D3", "D2"),
        "Rolls sold": (310, 120, 4, "D5", "D4"),
    }


def test_one_column_of_values_gives_target_and_current() -> None:
    reading = read_cells(
        [
            ["KPI", "What", "Value"],
            ["Loaves sold", "Target", 100],
            [None, "Actual", 90],
            ["Rolls sold", "Target", 300],
            [None, "Actual", 280],
        ]
    )
    assert read(reading) == {
        "Loaves sold": (100, 90, 2, "C2", "C3"),
        "Rolls sold": (300, 280, 4, "C4", "C5"),
    }


def test_a_row_that_no_mapping_knows_is_asked_about(tmp_path: Path) -> None:
    cells = [
        ["KPI", "Row", "Jan", "Feb"],
        ["Loaves sold", "Target", 100, 110],
        [None, "Actual", 90, 115],
        ["Rolls sold", "Hoped for", 300, 310],
        [None, "Actual", 280, 290],
    ]
    file = tmp_path / "rows.toml"
    file.write_text(
        'columns = { kpi = "KPI" }\n'
        'pivot = { column = "Row", words = { Target = "target", '
        'Actual = "current" } }\n'
        'unpivot = { columns = "months", measures = { Target = "target", Actual = "current" } }\n',
        encoding="utf-8",
    )
    reading = read_tabs(tab(cells), mapping=str(file))
    assert {each.cell for each in reading.problems} >= {"C4", "D4"}


@given(
    st.lists(st.tuples(st.integers(1, 999), st.integers(0, 999)), min_size=2, max_size=6),
    st.booleans(),
)
def test_no_number_is_another_kpi_s(pairs: list[tuple[int, int]], again: bool) -> None:
    cells: list[list[object]] = [["KPI", "Measure", "Jan 2026", "Feb 2026"]]
    for number, (target, actual) in enumerate(pairs):
        title = f"Counter {number} of visitors"
        cells.append([title, "Target", target, target])
        cells.append([title if again else None, "Actual", actual, None])
    found = read(read_cells(cells))
    assert [each[:2] for each in found.values()] == pairs
