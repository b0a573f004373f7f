"""Which way is better: declared, bound, reckoned, said or known from what the metric is."""

from __future__ import annotations

import pytest

from okrsync.model import Metric, TargetType
from tests.mapping.sheets import read_cells

UP, DOWN = TargetType.INCREASE, TargetType.DECREASE
FLOOR, CEILING = TargetType.AT_LEAST, TargetType.AT_MOST


def metric(title: str, *cells: object, header: str = "Target", **more: object) -> Metric:
    heads = ["Objective", "Key result", "Start", header, "Current", *more]
    reading = read_cells([heads, ["Guests return", title, *cells, *more.values()], ["", "F", 1, 2]])
    found = reading.plan.key_results[0].metric
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("title", "cells", "kind"),
    [
        ("No-shows under 6%", (None, "6%", "4%"), CEILING),
        ("No-shows under 6%", ("9%", "6%", "7%"), DOWN),
        ("Beds filled at least 90%", (None, "90%", "85%"), FLOOR),
        ("Bezetting niet lager dan 90%", (None, "90%", "85%"), FLOOR),
        ("Leerstand höchstens 4 %", (None, "4 %", "5 %"), CEILING),
        ("Taux d'annulation sous 8 %", (None, "8 %", "9 %"), CEILING),
        ("Rotación por debajo de 12%", (None, "12%", "15%"), CEILING),
        ("Atrasos no máximo 3%", (None, "3%", "2%"), CEILING),
        ("Quejas ≤ 5", (None, 5, 7), CEILING),
        ("Time-to-repair", (None, 2, 5), DOWN),
        ("Budget variance", (None, "2%", "5%"), DOWN),
        ("At least 60 repeat guests", (None, 60, 20), UP),
        ("Answer mail within 4 hours", (None, "95%", "80%"), UP),
        ("Answer mail within 1 day", (None, "24 hours", "30 hours"), CEILING),
        ("30 seats or fewer", (None, 30, 20), CEILING),
        # However it is written, and whatever stands right before it.
        ("NO-SHOWS UNDER 6%", (None, "6%", "4%"), CEILING),
        ("Bezetting: NIET LAGER DAN 90%", (None, "90%", "85%"), FLOOR),
        ("Occupation (AU MOINS 90 %)", (None, "90 %", "85 %"), FLOOR),
        ("LEERSTAND HÖCHSTENS 4 %", (None, "4 %", "5 %"), CEILING),
        ("Ocupação 2026: NO MÁXIMO 3%", (None, "3%", "2%"), CEILING),
        ("Leerstand – höchstens 4 %", (None, "4 %", "5 %"), CEILING),
        ("Vacancies <5%", (None, "5%", "7%"), CEILING),
        # Words that only begin as one does, or hold one.
        ("Maximising 6% vouchers", (None, "6%", "4%"), UP),
        ("Thunder 6% vouchers", (None, "6%", "4%"), UP),
        ("Rooms of 6% guests", (None, "6%", "4%"), UP),
    ],
)
def test_a_bound_in_a_title_counts_beside_the_targets_own_number(
    title: str, cells: tuple[object, ...], kind: TargetType
) -> None:
    assert metric(title, *cells).target_type is kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Complaints at the desk", DOWN),
        ("Doorlooptijd van offertes", DOWN),
        ("Wartezeit am Empfang", DOWN),
        ("Coût par nuitée", DOWN),
        ("Tiempo de espera", DOWN),
        ("Custo por hóspede", DOWN),
        ("Cost savings", UP),
        ("Response rate", UP),
        ("Raise cost awareness", UP),
        ("Repeat guests", UP),
    ],
)
def test_what_the_metric_is_decides_where_nothing_else_does(title: str, kind: TargetType) -> None:
    assert metric(title, None, 20, 30).target_type is kind


def test_numbers_come_before_what_the_metric_is() -> None:
    assert metric("Complaints that guests dare to make", 5, 20, 10).target_type is UP


def test_a_header_can_bound_all_its_numbers() -> None:
    assert metric("Noise at night (dB)", None, 40, 38, header="Target (max)").target_type is CEILING


@pytest.mark.parametrize(
    ("word", "kind"),
    [("down_is_good", DOWN), ("↓", DOWN), ("hoe lager hoe beter", DOWN), ("moins", DOWN),
     ("up", UP), ("↑", UP), ("Positivo", UP), ("quanto maior melhor", UP)],
)  # fmt: skip
def test_a_column_says_it_in_many_words(word: str, kind: TargetType) -> None:
    assert metric("Something", None, 20, 30, Direction=word).target_type is kind


def test_the_sheets_own_progress_says_which_way_is_better() -> None:
    rows = [
        ["Key result", "Target", "Actual", "Progress"],
        ["Days from order to door", 20, 16, "125%"],
        ["Visits a day", 20, 16, "80%"],
        ["Share of repeat guests", 30, 30, "100%"],
    ]
    kinds = [each.metric.target_type for each in read_cells(rows).plan.key_results if each.metric]
    assert kinds == [TargetType.DECREASE, TargetType.INCREASE, TargetType.INCREASE]


def test_a_start_says_more_than_the_sheets_own_progress() -> None:
    rows = [
        ["Key result", "Start", "Target", "Actual", "Progress"],
        ["Members", 10, 20, 16, "125%"],
    ]
    found = read_cells(rows).plan.key_results[0].metric
    assert found is not None
    assert found.target_type is TargetType.INCREASE


@pytest.mark.parametrize(
    "title", ["Orders without a mistake", "Weken zonder ongeval", "Wochen ohne Unfall",
              "Semanas sin accidentes", "Semanas sem acidentes", "Semaines sans accident"],
)  # fmt: skip
def test_more_is_better_of_what_goes_without(title: str) -> None:
    assert metric(title, None, 120, 84).target_type is UP


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Weeks to fill a vacancy", DOWN),
        ("Average days to close the books", DOWN),
        ("Aantal dagen tot de eerste factuur", DOWN),
        ("Tage bis zur Besetzung einer Stelle", DOWN),
        ("Jours pour traiter un dossier", DOWN),
        ("Días hasta la primera venta", DOWN),
        ("Dias para contratar", DOWN),
        ("More days to spend with guests", UP),
        ("Learning: hours to spend a month", UP),
    ],
)
def test_how_long_something_takes_is_better_the_shorter_it_is(title: str, kind: TargetType) -> None:
    assert metric(title, None, 4, 6).target_type is kind
