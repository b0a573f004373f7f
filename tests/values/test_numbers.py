"""What typed texts and stored numbers are read as."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from okrsync.i18n import SPOKEN
from okrsync.table import CellError, Scalar
from okrsync.values import NumberStyle, Quantity, Unreadable, read_number

READ = [
    ("45", "45", None),
    ("45%", "0.45", "%"),
    ("45 %", "0.45", "%"),
    ("45\u202f%", "0.45", "%"),
    ("12,5 procent", "0.125", "%"),
    ("33 pour cent", "0.33", "%"),
    ("5‰", "0.005", "%"),
    ("40% van de klanten", "0.4", "%"),
    ("€ 1.000,50", "1000.50", "EUR"),
    ("1,000.50", "1000.50", None),
    ("1 000,50", "1000.50", None),
    ("1\u00a0000,50", "1000.50", None),
    ("1\u202f000,50 €", "1000.50", "EUR"),
    ("CHF 1’234.50", "1234.50", "CHF"),
    ("1'234.50", "1234.50", None),
    ("R$ 10.000,00", "10000", "BRL"),
    ("US$ 12.5", "12.5", "USD"),
    ("200K", "200000", None),
    ("€200K", "200000", "EUR"),
    ("€ 1.2m", "1200000", "EUR"),
    ("5 k€", "5000", "EUR"),
    ("TCHF 80", "80000", "CHF"),
    ("3 MEUR", "3000000", "EUR"),
    ("1.2M", "1200000", None),
    ("1,5 mln", "1500000", None),
    ("2 miljoen", "2000000", None),
    ("3 Mrd. €", "3000000000", "EUR"),
    ("2 millones de euros", "2000000", "EUR"),
    ("4 milhões de reais", "4000000", "BRL"),
    ("7 Billion KES", "7000000000", "KES"),
    ("R$ 10 mil", "10000", "BRL"),
    ("€ 500,-", "500", "EUR"),
    ("€ 750 per maand", "750", "EUR"),
    ("(500)", "-500", None),
    ("(€ 500)", "-500", "EUR"),
    ("€ (500)", "-500", "EUR"),
    ("500-", "-500", None),
    ("-20", "-20", None),
    ("−5", "-5", None),
    ("–5", "-5", None),
    ("-€500", "-500", "EUR"),
    ("93 dias", "93", "dias"),
    ("8 días", "8", "días"),
    ("18mo", "18", "mo"),
    ("2,5 uur", "2.5", "uur"),
    ("20 MBps", "20", "MBps"),
    ("20 min", "20", "min"),
    ("5 per week", "5", "per week"),
    ("3x per week", "3", "x per week"),
    ("5 nieuwe klanten per maand", "5", "nieuwe klanten per maand"),
    ("900 Mlls", "900", "Mlls"),
    ("４５", "45", None),
    ("４５％", "0.45", "%"),
    ("'12", "12", None),
    ('"12"', "12", None),
    ("\ufeff12\u200b", "12", None),
    ("  7 ", "7", None),
    (".5", "0.5", None),
    ("0.500", "0.5", None),
    ("1234.567", "1234.567", None),
    ("1.000.000", "1000000", None),
    ("1.234.567,8", "1234567.8", None),
    ("12,34,567", "1234567", None),
    ("1E+05", "100000", None),
    ("1,5e-3", "0.0015", None),
    ("0", "0", None),
]


@pytest.mark.parametrize(("text", "value", "unit"), READ)
def test_a_text_is_read_as_number_and_unit(text: str, value: str, unit: str | None) -> None:
    found = read_number(text)
    assert isinstance(found, Quantity), found
    assert (found.value, found.unit) == (Decimal(value), unit)
    assert not found.ambiguous
    assert found.plain() == found


NULLS = ["", " ", "\u00a0", "-", "—", "–", "n.v.t.", "N.v.t.", "nvt", "n/a", "NA", "k.A.",
"keine Angabe",
         "tbd", "TBD", "?", "...", "s.o.", "n.d.", "à définir", "No aplica", "por definir",
         "não se aplica", "s/d", "none", "geen", "onbekend"]  # fmt: skip


@pytest.mark.parametrize("text", NULLS)
def test_a_null_word_is_none(text: str) -> None:
    assert read_number(text) is None


UNREADABLE = [
    ("12abc", "12"),
    ("100 %.", "100 %"),
    ("ongeveer veertig", None),
    ("twaalf", None),
    ("nul", None),
    ("12.05.2026", None),
    ("1.2.3", None),
    ("1,23,45", None),
    ("1.000,00.0", None),
    ("12 34", None),
    ("10 of wel 12", None),
    ("60-40", None),
    ("05-12", None),
    ("We see 95% of positive reviews.", "95%"),
    ("= 5", "5"),
    ("€ 5 $", "5"),
    ("5%%", "5%"),
    ("--5", None),
    ("- +5", None),
    ("(-5)", "-5"),
    ("1e", "1"),
    ("5.", "5"),
    ("5 / 0", None),
]


@pytest.mark.parametrize(("text", "understood"), UNREADABLE)
def test_what_is_left_over_makes_a_text_unreadable(text: str, understood: str | None) -> None:
    found = read_number(text)
    assert isinstance(found, Unreadable), found
    assert found.shown == text
    assert found.code == "DAT01"
    if understood:
        assert found.understood == understood
        assert all(understood in found.why.say(language) for language in SPOKEN)


@pytest.mark.parametrize(
    "value",
    [9007199254740993.0, 2**53, -(2**60), 10**400, Decimal("1e300"), "1234567890123456"],
)
def test_ids_are_no_numbers(value: Scalar) -> None:
    found = read_number(value)
    assert isinstance(found, Unreadable)
    assert "id" in found.why.say()


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("sNaN"), "NaN", "inf"],
)
def test_what_is_not_finite_is_unreadable(value: Scalar) -> None:
    assert isinstance(read_number(value), Unreadable)


@pytest.mark.parametrize("value", [CellError("#REF!"), "#REF!", "#N/A", "#DIV/0!", "#WAARDE!"])
def test_a_formula_error_is_its_own_finding(value: Scalar) -> None:
    found = read_number(value)
    assert isinstance(found, Unreadable)
    assert found.code == "DAT11"
    assert str(value) in found.why.say("nl")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 10, 3), "2026-10-03"),
        (datetime(2026, 10, 3, 12, 30), "2026-10-03 12:30"),
        (time(6, 30), "06:30"),
    ],
)
def test_other_types_say_what_was_read(value: Scalar, shown: str) -> None:
    found = read_number(value)
    assert isinstance(found, Unreadable)
    assert found.shown == shown
    assert found.code == "DAT01"


@pytest.mark.parametrize(
    ("span", "hours"),
    [
        (timedelta(hours=36), "36"),
        (timedelta(hours=9, minutes=30), "9.5"),
        (timedelta(minutes=20), "0.333333333"),
        (timedelta(milliseconds=36), "0.00001"),
        (timedelta(0), "0"),
        (-timedelta(hours=2), "-2"),
        (timedelta.max, "23999999999.999999722"),
    ],
)
def test_a_stretch_of_time_is_a_number_of_hours(span: timedelta, hours: str) -> None:
    assert read_number(span) == Quantity(Decimal(hours), "h")


STORED: list[tuple[float | int | Decimal, str | None, str, str | None]] = [
    (45, None, "45", None),
    (0.1 + 0.2, None, "0.3", None),
    (-0.0, None, "0", None),
    (Decimal("12.50"), None, "12.5", None),
    (0.15, "0%", "0.15", "%"),
    (0.468, "0.00%", "0.468", "%"),
    (0.468, "[Red]-0.0%;0%", "0.468", "%"),
    (45, '0"%"', "0.45", "%"),
    (45, "0\\%", "0.45", "%"),
    (1200, "General", "1200", None),
    (1200, "@", "1200", None),
    (1200, "[$€-413] #,##0.00", "1200", "EUR"),
    (1200, '_-* #,##0.00\\ "€"_-', "1200", "EUR"),
    (1200, '"R$" #,##0', "1200", "BRL"),
    (1200, '_("R$ "* #,##0.00_);_("R$ "* (#,##0.00)', "1200", "BRL"),
    (1200, "$#,##0", "1200", "USD"),
    (1200, "[$CHF] #,##0", "1200", "CHF"),
    (1200, "#,##0 [$zł-415]", "1200", "PLN"),
    (12, '0 "days"', "12", "days"),
    (12, 'General" dagen"', "12", "dagen"),
    (2.5, "0.0\\x", "2.5", "x"),
    (200, '0"K"', "200000", None),
    (200_000, '0,"K"', "200000", None),
    (1_200_000, '"€ "0.0,,"M"', "1200000", "EUR"),
    (200_000, "#,##0,", "200000", None),
    (1.5, "# ?/?", "1.5", None),
    (5, "+0;-0", "5", None),
    (5, '"' * 7 + "[[[", "5", None),
]


@pytest.mark.parametrize(("value", "code", "meant", "unit"), STORED)
def test_a_stored_number_is_meant_as_its_format_shows_it(
    value: float | int | Decimal, code: str | None, meant: str, unit: str | None
) -> None:
    found = read_number(value, number_format=code)
    assert found == Quantity(Decimal(meant), unit)


@pytest.mark.parametrize(
    "code",
    ["dd-mm-yyyy", "[$-409]mmm-yy", "m/d/yy h:mm", "mmmm", "[h]:mm", "mm:ss.0", "h:mm AM/PM"],
)
def test_a_number_shown_as_a_date_or_time_is_no_number(code: str) -> None:
    assert isinstance(read_number(45000.25, number_format=code), Unreadable)


def test_a_date_in_a_number_column_says_which() -> None:
    found = read_number(46298, number_format="dd-mm-yyyy")
    assert isinstance(found, Unreadable)
    assert (found.shown, found.understood) == ("2026-10-03", "46298")


def test_a_text_ignores_the_format_of_its_cell() -> None:
    assert read_number("45", number_format="0%") == Quantity(Decimal(45))


def test_a_thousand_or_one_is_flagged_until_the_column_decides() -> None:
    doubtful = read_number("1.000")
    assert isinstance(doubtful, Quantity)
    assert (doubtful.value, doubtful.other, doubtful.ambiguous) == (Decimal(1000), Decimal(1), True)
    assert read_number("1.000", style=NumberStyle(",")) == Quantity(Decimal(1000))
    assert read_number("1.000", style=NumberStyle(".")) == Quantity(Decimal(1))
    assert read_number("12,5%", style=NumberStyle(".")) == Quantity(Decimal("0.125"), "%")


def test_ten_mil_is_asked_about_where_no_money_tells_the_language() -> None:
    found = read_number("10 mil")
    assert isinstance(found, Quantity)
    assert (found.value, found.other, found.ambiguous) == (
        Decimal(10_000),
        Decimal(10_000_000),
        True,
    )
