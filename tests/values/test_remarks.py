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


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("€ 3,150 ✅", 3150, "EUR"),
        ("🔴 61%", Decimal("0.61"), "%"),
        ("4.5★", Decimal("4.5"), None),
        ("88 ⚠️", 88, None),
        ("97%*", Decimal("0.97"), "%"),
        ("**62%** gemiddeld", Decimal("0.62"), "%"),
        ("95% of all deliveries", Decimal("0.95"), "%"),
        ("≥ 98 % mensuel", Decimal("0.98"), "%"),
        ("maximaal 4% van de orders", Decimal("0.04"), "%"),
        ("90 % first-pass yield", Decimal("0.9"), "%"),
        ("18 [week 9]", 18, None),
        ("8 of 10 (80%)", 8, None),
        ("2 weeks (14 days)", 2, "weeks"),
        ("zero", 0, None),
        ("Zero klachten", 0, "klachten"),
        ("nul incidenten", 0, "incidenten"),
        ("cero quejas por mes", 0, None),
    ],
)
def test_marks_and_words_around_a_number_are_no_part_of_it(
    text: str, value: int | Decimal, unit: str | None
) -> None:
    assert read(text) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    ["✅", "15% MoM", "30% goedkoper", "20% Kostensenkung pro Jahr", "8 of 10 (70%)", "nul",
     "2 weeks (10 days)", "90% within 3 days", "2 → 4 → 6"],
)  # fmt: skip
def test_what_may_be_a_change_or_a_second_number_is_asked_about(text: str) -> None:
    assert isinstance(read_number(text), Unreadable)


@pytest.mark.parametrize("text", ["TBD (new team)", "n/a (sinds mei)", "XX%", "___ %", "?? €"])
def test_a_place_to_be_filled_in_is_blank(text: str) -> None:
    assert read_number(text) is None


def test_about_a_range_is_a_range() -> None:
    found = read_number("~30-60 s")
    assert isinstance(found, Quantity)
    assert (found.lower, found.upper) == (Decimal(30), Decimal(60))
    assert found.unit == "s"
    assert found.approximate
