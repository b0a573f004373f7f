"""Fractions typed as 0.67, 67, 67% and 5/10."""

from decimal import Decimal

import pytest

from okrsync.table import CellError, Scalar
from okrsync.values import Quantity, Scale, Unreadable, column_scale, read_percent_scale


def fractions(values: list[Scalar]) -> list[str | None]:
    scale = column_scale(values)
    read = [read_percent_scale(value, scale) for value in values]
    return [str(found.value) if isinstance(found, Quantity) else None for found in read]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.67, 0.3, 1], ["0.67", "0.3", "1"]),
        ([67, 30, 100, 0], ["0.67", "0.3", "1", "0"]),
        ([1, 0, 1], ["1", "0", "1"]),
        ([1, 5, 60], ["0.01", "0.05", "0.6"]),
        (["67%", "30 %", None], ["0.67", "0.30", None]),
        (["5/10", "3 of 4"], ["0.5", "0.75"]),
        (["45%", 0.2], ["0.45", "0.2"]),
        (["5/10", "67"], ["0.5", "0.67"]),
        ([1.2, 0.3], ["1.2", "0.3"]),
        (["0,5", "0,25"], ["0.5", "0.25"]),
        ([120, 45], ["1.2", "0.45"]),
    ],
)
def test_the_column_tells_the_scale(values: list[Scalar], expected: list[str | None]) -> None:
    read = fractions(values)
    assert [x and Decimal(x) for x in read] == [x and Decimal(x) for x in expected]


def test_a_mix_is_flagged_and_each_is_read_by_its_size() -> None:
    scale = column_scale([0.67, 67, 45])
    assert scale == Scale(Decimal(100), mixed=True)
    small, large = read_percent_scale(0.67, scale), read_percent_scale(67, scale)
    assert isinstance(small, Quantity)
    assert isinstance(large, Quantity)
    assert (small.value, small.other) == (Decimal("0.67"), Decimal("0.0067"))
    assert (large.value, large.other) == (Decimal("0.67"), Decimal(67))
    assert small.ambiguous
    assert large.ambiguous
    zero = read_percent_scale(0, scale)
    assert isinstance(zero, Quantity)
    assert not zero.ambiguous


def test_a_percent_format_speaks_for_itself() -> None:
    scale = column_scale([0.45, 67, 80], ["0%", None, None])
    assert scale == Scale(Decimal(100))
    assert read_percent_scale(0.45, scale, number_format="0%") == Quantity(Decimal("0.45"), "%")
    assert read_percent_scale(67, scale) == Quantity(Decimal("0.67"), "%")


def test_confidence_up_to_ten() -> None:
    scale = column_scale([5, 7, 8], tens=True)
    assert scale == Scale(Decimal(10), unsure=True)
    assert read_percent_scale(7, scale) == Quantity(Decimal("0.7"), "%")
    assert column_scale([5, 7, 8]) == Scale(Decimal(100), unsure=True)
    assert column_scale([50, 70], tens=True) == Scale(Decimal(100))


def test_ones_and_twos_are_unsure() -> None:
    assert column_scale([1, 2, 1]).unsure
    assert column_scale([]) == Scale()


@pytest.mark.parametrize("value", ["93 dias", "€ 5", True, "half", CellError("#REF!"),
    "from 1 to 2",
                                   "double", "between 1 and 2", "40+ days"])  # fmt: skip
def test_what_is_no_fraction_is_unreadable(value: Scalar) -> None:
    assert isinstance(read_percent_scale(value), Unreadable)


def test_signs_are_only_signs() -> None:
    assert read_percent_scale("-20%") == Quantity(Decimal("-0.2"), "%")
    assert read_percent_scale("+20%") == Quantity(Decimal("0.2"), "%")


def test_nothing_is_none() -> None:
    assert read_percent_scale("n.v.t.") is None
    assert read_percent_scale(None) is None
