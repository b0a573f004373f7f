"""What holds for every number, every locale and any text at all."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import example, given, settings
from hypothesis import strategies as st

from okrsync.model import TargetMode
from okrsync.table import CellError, Scalar
from okrsync.values import (
    Quantity,
    Unreadable,
    column_scale,
    column_style,
    read_date,
    read_flag,
    read_number,
    read_percent_scale,
    read_period,
)

LOCALES = ["en_US", "en_GB", "en_IN", "en_CA", "nl_NL", "nl_BE", "de_DE", "de_AT", "de_CH", "fr_FR",
           "fr_BE", "fr_CH", "fr_CA", "es_ES", "es_MX", "es_AR", "pt_PT", "pt_BR"]  # fmt: skip
NUMBERS = st.decimals("-999999999999", "999999999999", places=2)
SCALARS: st.SearchStrategy[Scalar] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(["#REF!", "#N/A", "?"]).map(CellError),
    st.text(),
)
WORDS = st.sampled_from(
    ["from", "to", "van", "naar", "≥", "<", "-", "–", "%", "€", "K", "mln", "between", "and", "of",
     "/", "12", "3.5", "1.000", "1,5", "x", "double", "by", "more", "(", ")", "+", "±", "~", "Q2",
     "2026", "mei", "t/m", "R$", "'", "pp", "per week"]
)  # fmt: skip
PHRASES = st.lists(WORDS, max_size=9).map(" ".join) | st.lists(WORDS, max_size=9).map("".join)


@pytest.mark.parametrize("locale", LOCALES)
@given(number=NUMBERS)
@settings(max_examples=40)
@example(number=Decimal("1234.56"))
@example(number=Decimal("1234.00"))
def test_a_number_written_in_a_locale_is_read_back(locale: str, number: Decimal) -> None:
    text = format_decimal(number, locale=locale, decimal_quantization=False)
    found = read_number(text, style=column_style([text], locale=locale))
    assert isinstance(found, Quantity), text
    assert (found.value, found.ambiguous) == (number, False)


@pytest.mark.parametrize("locale", LOCALES)
@given(number=NUMBERS)
@settings(max_examples=25)
@example(number=Decimal("-1234.50"))
def test_money_written_in_a_locale_is_read_back(locale: str, number: Decimal) -> None:
    text = format_currency(number, "EUR", locale=locale)
    found = read_number(text, style=column_style([text], locale=locale))
    assert isinstance(found, Quantity), text
    assert (found.plain().value, found.unit) == (number, "EUR")


@pytest.mark.parametrize("locale", LOCALES)
@given(number=st.decimals("-50", "50", places=4))
@settings(max_examples=25)
def test_a_percent_written_in_a_locale_is_read_back(locale: str, number: Decimal) -> None:
    text = format_percent(number, "#,##0.##%", locale=locale)
    found = read_number(text, style=column_style([text], locale=locale))
    assert isinstance(found, Quantity), text
    assert (found.plain().value, found.plain().unit) == (number, "%")


@given(SCALARS | PHRASES)
@settings(max_examples=200)
@example("\ud800")
@example("١٢٣")
@example("(" * 60)
@example("1 " * 60)
def test_no_reader_ever_raises(value: Scalar) -> None:
    found = read_number(value)
    assert found is None or isinstance(found, Quantity | Unreadable)
    read_date(value)
    read_flag(value)
    read_percent_scale(value, column_scale([value, 0.5, 70]))
    column_style([value])
    if isinstance(value, str):
        read_period(value, today=date(2026, 5, 1))


@given(SCALARS | PHRASES)
@settings(max_examples=200)
def test_what_is_said_holds_together(value: Scalar) -> None:
    found = read_number(value)
    if not isinstance(found, Quantity):
        return
    assert found.plain().mode is TargetMode.ABSOLUTE
    assert found.plain().plain() == found.plain()
    if found.lower is not None and found.upper is not None:
        assert found.lower <= found.upper
    if found.other is not None:
        assert found.ambiguous
    if found.maybe_points:
        assert found.mode is TargetMode.FACTOR
    for number in (found.value, found.baseline, found.lower, found.upper, found.of):
        assert number is None or number.is_finite()


@given(st.decimals("-1000", "1000", places=2))
@settings(max_examples=100)
def test_a_percent_is_its_hundredth_however_it_is_typed(number: Decimal) -> None:
    expected = Quantity(number / 100, "%")
    for text in (f"{number}%", f"{number} %", f"{number} procent"):
        found = read_number(text)
        assert isinstance(found, Quantity)
        assert found.plain() == expected
    assert read_number(float(number / 100), number_format="0.00%") == expected


@given(st.integers(-(2**53) + 1, 2**53 - 1))
@settings(max_examples=100)
def test_a_whole_number_is_the_same_stored_typed_and_as_float(number: int) -> None:
    stored = read_number(number)
    assert stored == Quantity(Decimal(number))
    if abs(number) < 10**15:
        assert read_number(float(number)) == stored
        assert read_number(str(number)) == stored


@pytest.mark.parametrize(
    "value", [datetime(2026, 1, 1), time(1), date(1, 1, 1), date(9999, 12, 31)]
)
def test_no_number_reader_takes_a_date(value: Scalar) -> None:
    assert isinstance(read_number(value), Unreadable)
    assert isinstance(read_percent_scale(value), Unreadable)


def test_a_number_too_long_to_write_out_is_answered_too() -> None:
    monster = 10**5000
    for found in (read_number(monster), read_date(monster), read_flag(monster)):
        assert isinstance(found, Unreadable)
        assert len(found.shown) < 60
    assert isinstance(read_percent_scale(monster), Unreadable)
