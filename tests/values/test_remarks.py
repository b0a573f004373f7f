"""What stands behind a number: remarks, hedges, units, and words that are none of these."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsync.values import Quantity, Unreadable, read_number
from okrsync.values.units import factor, same_unit


def read(text: str) -> tuple[Decimal | None, str | None] | None:
    found = read_number(text)
    if isinstance(found, Quantity):
        return found.value, found.unit
    return None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("72 (april)", 72, None),
        ("€ 310 (zonder korting)", 310, "EUR"),
        ("18 (until 3 June)", 18, None),
        ("9 (gemessen)", 9, None),
        ("7 (hours)", 7, "hours"),
        ("61 (+4)", 61, None),
        ("(72)", -72, None),
        ("($72)", -72, "USD"),
        ("33 or so", 33, None),
        ("33 geschat", 33, None),
        ("250 aprox.", 250, None),
        ("14 sessions", 14, "sessions"),
    ],
)
def test_a_number_is_read_without_its_remark(text: str, value: int, unit: str | None) -> None:
    assert read(text) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["12 June", "3 dinsdag", "8 mars", "6 done", "9 gepland", "72 (68)"]
)
def test_days_months_and_statuses_are_no_units(text: str) -> None:
    assert isinstance(read_number(text), Unreadable)


@pytest.mark.parametrize("text", ["Pending", "nog niet gemeten", "ausstehend", "en attente"])
def test_a_number_yet_to_come_is_blank(text: str) -> None:
    assert read_number(text) is None


@given(st.integers(0, 10**6), st.sampled_from(["note", "as agreed", "zie blad 2", "Stand Mai"]))
def test_a_remark_never_changes_the_number(number: int, remark: str) -> None:
    assert read(f"{number} ({remark})") == read(str(number))


@pytest.mark.parametrize(
    ("unit", "into", "by"),
    [
        ("weeks", "days", "7"),
        ("uur", "min", "60"),
        ("kg", "g", "1000"),
        ("Jahre", "Monate", "12"),
        ("day", "days", "1"),
        ("h", "Stunden", "1"),
    ],
)
def test_units_of_one_dimension_convert(unit: str, into: str, by: str) -> None:
    assert factor(unit, into) == Decimal(by)


@pytest.mark.parametrize(
    ("unit", "into"), [("months", "days"), ("EUR", "USD"), ("km", "kg"), ("calls", "hours")]
)
def test_what_is_of_another_kind_does_not_convert(unit: str, into: str) -> None:
    assert factor(unit, into) is None


def test_singular_and_plural_are_one_unit() -> None:
    assert same_unit("klant", "klanten")
    assert same_unit("review", "reviews")
    assert not same_unit("review", "returns")
