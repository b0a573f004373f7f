"""One row's numbers: units that convert, units that don't, and what is no value at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from okrsync.mapping.reading import Reading
from okrsync.model import Metric, TargetType
from tests.mapping.sheets import read_cells

HEADER = ["Objective", "Key result", "Start", "Target", "Current"]


def read(*cells: object, title: str = "Wait at the counter") -> Reading:
    return read_cells([HEADER, ["Guests feel welcome", title, *cells], ["", "Filler", 1, 2, 1]])


def metric(reading: Reading) -> Metric:
    found = reading.plan.key_results[0].metric
    assert found is not None
    return found


def problems(reading: Reading) -> list[tuple[str, str]]:
    return [(each.code, each.cell) for each in reading.problems]


@pytest.mark.parametrize(
    ("cells", "numbers", "unit"),
    [
        (("3 weeks", "7 days", "14 days"), (21, 7, 14), "days"),
        (("2 uur", "30 min", "1 uur"), (120, 30, 60), "min"),
        (("4 kg", "1 kg", "2500 g"), (4, 1, Decimal("2.5")), "kg"),
        (("2 days", "12 hours", "1 day"), (48, 12, 24), "hours"),
        ((40, "20 calls", 30), (40, 20, 30), "calls"),
    ],
)
def test_a_row_is_read_in_the_unit_of_its_target(
    cells: tuple[object, ...], numbers: tuple[object, ...], unit: str
) -> None:
    reading = read(*cells)
    found = metric(reading)
    assert (found.baseline, found.target, found.current) == numbers
    assert found.unit == unit
    assert problems(reading) == []


@pytest.mark.parametrize(
    ("cells", "odd"),
    [
        (("£ 100", "£ 200", "€ 150"), "E2"),
        (("2 months", "1 month", "45 days"), "E2"),
        (("50 %", "5 calls", "3 calls"), "C2"),
    ],
)
def test_what_does_not_convert_has_no_value_and_both_cells_are_named(
    cells: tuple[object, ...], odd: str
) -> None:
    reading = read(*cells)
    (problem,) = [each for each in reading.problems if each.code == "DAT13"]
    assert problem.cell == odd
    assert problem.detail is not None
    for language in ("en", "nl"):
        said = problem.detail.say(language)
        assert odd in said
        assert "D2" in said
    assert None in (metric(reading).baseline, metric(reading).current)


def test_more_words_are_a_unit_only_where_the_row_has_them_elsewhere() -> None:
    assert metric(read(0, "40 happy guests", "12 happy guests")).current == 12
    assert metric(read(0, 40, "12 happy guests", title="Win happy guests")).current == 12
    alone = read(0, 40, "12 thinks Peter")
    assert metric(alone).current is None
    assert problems(alone) == [("DAT01", "E2")]


@pytest.mark.parametrize("said", ["12-18", "double"])
def test_a_current_value_is_one_number(said: str) -> None:
    reading = read(5, 20, said)
    assert metric(reading).current is None
    assert problems(reading) == [("DAT01", "E2")]


@pytest.mark.parametrize("tick", ["done", "x", "klaar", True])
def test_a_tick_beside_a_number_is_no_milestone(tick: object) -> None:
    reading = read(5, 20, tick)
    assert metric(reading).target_type is TargetType.INCREASE
    assert metric(reading).current is None
    assert problems(reading) == [("DAT01", "E2")]


def test_a_tick_is_one_where_the_target_is_one_or_blank() -> None:
    for target in (1, None):
        found = metric(read(None, target, "done"))
        assert (found.target_type, found.current) == (TargetType.MILESTONE, Decimal(1))


def test_a_part_of_a_whole_is_a_percent_beside_percents() -> None:
    found = metric(read(None, "100%", "84/120"))
    assert (found.target, found.current) == (Decimal(1), Decimal("0.7"))
    assert found.unit == "%"


def test_words_behind_a_number_are_its_unit_where_the_title_has_one_of_them() -> None:
    found = metric(read(0, "12 repeat visits", 3, title="Visits by people who came before"))
    assert found.target == Decimal(12)
    assert found.unit == "repeat visits"


@pytest.mark.parametrize(("target", "kind"), [(0, TargetType.DECREASE), (5, TargetType.INCREASE)])
def test_nothing_rises_to_nought(target: int, kind: TargetType) -> None:
    assert metric(read(None, target, 7, title="Open items")).target_type is kind
