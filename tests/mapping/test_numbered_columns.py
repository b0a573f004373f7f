"""Columns that number their key results: each number has its own title and its own numbers."""

from __future__ import annotations

import pytest

from tests.mapping.sheets import Cells, read_cells

ROW = ["Guests find the way to us", "Returning guests", "Reviews", 10, 30, 60, 2, 4, 16]

HEADERS = [
    [
        *("Objective", "Key result 1", "Key result 2"),
        *("Start 1", "Current 1", "Target 1", "Start 2", "Current 2", "Target 2"),
    ],
    [
        *("Doel", "KR 1", "KR 2", "Start KR1", "Huidig KR1", "Doel KR1"),
        *("Start KR2", "Huidig KR2", "Doel KR2"),
    ],
    [
        *("Doel", "Kernresultaat 1", "Kernresultaat 2"),
        *("Nulmeting (KR 1)", "Realisatie (KR 1)", "Streefwaarde (KR 1)"),
        *("Nulmeting (KR 2)", "Realisatie (KR 2)", "Streefwaarde (KR 2)"),
    ],
    [
        *("Ziel", "Schlüsselergebnis 1", "Schlüsselergebnis 2"),
        *("Ausgangswert 1", "Istwert 1", "Zielwert 1"),
        *("Ausgangswert 2", "Istwert 2", "Zielwert 2"),
    ],
    [
        *("Objectif", "Résultat clé 1", "Résultat clé 2"),
        *("Valeur initiale 1", "Valeur actuelle 1", "Cible 1"),
        *("Valeur initiale 2", "Valeur actuelle 2", "Cible 2"),
    ],
    [
        *("Objetivo", "Resultado clave 1", "Resultado clave 2"),
        *("Valor inicial RC1", "Valor actual RC1", "Meta RC1"),
        *("Valor inicial RC2", "Valor actual RC2", "Meta RC2"),
    ],
]


def numbers(cells: Cells) -> list[tuple[object, ...]]:
    """Title, start, current value and target of each key result."""
    found: list[tuple[object, ...]] = []
    for one in read_cells(cells).plan.key_results:
        assert one.metric is not None
        found.append((one.title, one.metric.baseline, one.metric.current, one.metric.target))
    return found


@pytest.mark.parametrize("headers", HEADERS, ids=lambda one: one[1])
@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5, 6, 7, 8), (0, 1, 3, 4, 5, 2, 6, 7, 8)])
def test_each_key_result_has_the_numbers_of_its_number(
    headers: list[str], order: tuple[int, ...]
) -> None:
    cells = [[row[at] for at in order] for row in (headers, ROW)]
    assert numbers(cells) == [("Returning guests", 10, 30, 60), ("Reviews", 2, 4, 16)]


def test_the_current_value_of_another_number_is_nobodys() -> None:
    headers = ["Objective", "KR1", "KR2", "Target KR1", "Target KR2", "Current KR2"]
    row = ["Guests find the way", "Returning guests", "Reviews", 60, 16, 4]
    assert numbers([headers, row]) == [
        ("Returning guests", None, None, 60),
        ("Reviews", None, 4, 16),
    ]


def test_numbers_of_other_things_stay_what_they_are() -> None:
    headers = ["Objective", "Key result", "Current", "Target", "Sprint 1", "Sprint 2"]
    row = ["Guests find the way", "Returning guests", 30, 60, "poster", "mailing"]
    assert numbers([headers, row]) == [("Returning guests", None, 30, 60)]


def test_headers_that_come_again_belong_to_the_number_before_them() -> None:
    headers = [
        *("Objective", "Owner", "Key result 1", "Target", "Actual"),
        *("Key result 2", "Target", "Actual", "Remarks"),
    ]
    row = ["Guests find the way", "Mo", "Returning guests", 60, 30, "Reviews", 16, 4, "slow"]
    reading = read_cells([headers, row])
    assert numbers([headers, row]) == [
        ("Returning guests", None, 30, 60),
        ("Reviews", None, 4, 16),
    ]
    assert [problem.code for problem in reading.problems] == []


def test_progress_behind_each_is_its_own() -> None:
    headers = ["Doel", "KR1", "Voortgang", "KR2", "Voortgang", "KR3", "Voortgang"]
    row = ["Gasten vinden ons", "Terugkeer", "40%", "Recensies", "25%", "Fooien", None]
    found = read_cells([headers, row]).plan.key_results
    assert [str(one.reported_progress) for one in found] == ["0.40", "0.25", "None"]


@pytest.mark.parametrize("codes", [("KR1", "KR2"), ("**KR 1.1**", "**KR 1.2**"), ("KR1a", "KR1b")])
def test_codes_alone_under_kr_number_what_stands_under_metric(codes: tuple[str, str]) -> None:
    reading = read_cells(
        [
            ["KR", "Metric", "Baseline (March)", "Target (90 days)"],
            [codes[0], "Neighbours who lend a tool", 4, "≥ 20"],
            [codes[1], "Tools that come back whole", "80%", "95%"],
        ]
    )
    found = [each.title for each in reading.plan.key_results]
    assert found == ["Neighbours who lend a tool", "Tools that come back whole"]
    assert not reading.plan.kpis
