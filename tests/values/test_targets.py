"""How targets are written: bounds, ranges, parts, differences, factors."""

from decimal import Decimal

import pytest

from okrsync.model import TargetMode
from okrsync.values import Qualifier, Quantity, Unreadable, read_number


def parts(text: str) -> dict[str, object]:
    """What is said of a number, without what is not said."""
    found = read_number(text)
    assert isinstance(found, Quantity), found
    unsaid = Quantity(None)
    return {
        name: getattr(found, name)
        for name in Quantity.__slots__
        if getattr(found, name) != getattr(unsaid, name)
    }


def d(text: str) -> Decimal:
    return Decimal(text)


LEAST, MOST = Qualifier.AT_LEAST, Qualifier.AT_MOST
BOUNDS = [
    ("≥ 40", LEAST, "40"), ("≥70%", LEAST, "0.7"), (">= 5", LEAST, "5"), ("> 5", LEAST, "5"),
    ("min. 3", LEAST, "3"), ("minstens 3", LEAST, "3"), ("at least 3", LEAST, "3"),
    ("meer dan 3", LEAST, "3"), ("more than 3", LEAST, "3"), ("mindestens 3", LEAST, "3"),
    ("au moins 3", LEAST, "3"), ("al menos 3", LEAST, "3"), ("más de 3", LEAST, "3"),
    ("pelo menos 3", LEAST, "3"), ("mais de 3", LEAST, "3"), ("40+", LEAST, "40"),
    ("3+ tastings", LEAST, "3"), ("2+/week", LEAST, "2"), ("1.200+ leden", LEAST, "1200"),
    ("40 or more", LEAST, "40"), ("40 of meer", LEAST, "40"), ("40 (min)", LEAST, "40"),
    ("Mind. 3", LEAST, "3"), ("über 80%", LEAST, "0.8"), ("boven de 80%", LEAST, "0.8"),
    ("≤ 4", MOST, "4"), ("<21%", MOST, "0.21"), ("max 4", MOST, "4"), ("hooguit 4", MOST, "4"),
    ("at most 4", MOST, "4"), ("less than 4", MOST, "4"), ("minder dan 4", MOST, "4"),
    ("höchstens 4", MOST, "4"), ("unter 4", MOST, "4"), ("au plus 4", MOST, "4"),
    ("moins de 4", MOST, "4"), ("menos de 4", MOST, "4"), ("como máximo 4", MOST, "4"),
    ("até 4", MOST, "4"), ("no máximo 4", MOST, "4"), ("4 oder weniger", MOST, "4"),
    ("niet meer dan 4", MOST, "4"), ("no more than 4", MOST, "4"), ("nicht mehr als 4", MOST, "4"),
    ("pas plus de 4", MOST, "4"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "qualifier", "value"), BOUNDS)
def test_bounds(text: str, qualifier: Qualifier, value: str) -> None:
    found = read_number(text)
    assert isinstance(found, Quantity), found
    assert (found.qualifier, found.value) == (qualifier, d(value))
    assert found.mode is TargetMode.ABSOLUTE


@pytest.mark.parametrize(
    ("text", "unit"),
    [("menos de 24 horas", "horas"), ("<18mo", "mo"), ("max. 5 dagen", "dagen"),
     ("> TCHF 100", "CHF"), ("NPS ≥ 50", "NPS"), (">3x", "x"), ("12 dashboards (at least)",
     "dashboards")],
)  # fmt: skip
def test_a_bound_has_its_unit(text: str, unit: str) -> None:
    found = read_number(text)
    assert isinstance(found, Quantity)
    assert found.unit == unit
    assert found.qualifier


@pytest.mark.parametrize(
    "text",
    ["from 5% to 3%", "van 5% naar 3%", "von 5% auf 3%", "de 5% à 3%", "de 5% a 3%",
     "5% → 3%", "5% -> 3%", "from 5 to 3%", "5% → 3", "desde 5% hasta 3%", "reduce from 5% to 3%",
     "verlaag van 5% naar 3%", "naar 3% van 5%", "to 3% from 5%", "3% (was 5%)", "5% to 3%"],
)  # fmt: skip
def test_from_to(text: str) -> None:
    assert parts(text) == {"value": d("0.03"), "baseline": d("0.05"), "unit": "%"}


def test_a_baseline_alone() -> None:
    assert parts("desde ~110") == {"baseline": 110, "approximate": True}
    assert parts("from €5K") == {"baseline": 5000, "unit": "EUR"}


def test_from_to_keeps_units_and_refuses_two_of_them() -> None:
    assert parts("from 100 to 150 klanten") == {"value": 150, "baseline": 100, "unit": "klanten"}
    assert parts("0 → at least 5") == {"value": 5, "baseline": 0, "qualifier": LEAST}
    assert not isinstance(read_number("from 5 days to 3 weeks"), Quantity)


@pytest.mark.parametrize(
    "text",
    ["between 40 and 60", "tussen 40 en 60", "tussen de 40 en 60", "zwischen 40 und 60",
     "entre 40 et 60", "entre 40 y 60", "entre 40 e 60", "40–60", "40 – 60", "40-60", "40 t/m 60",
     "40 bis 60", "von 40 bis 60", "van 40 t/m 60"],
)  # fmt: skip
def test_between(text: str) -> None:
    assert parts(text) == {"lower": 40, "upper": 60}


def test_a_range_shares_its_unit_and_multiplier() -> None:
    assert parts("40-60%") == {"lower": d("0.4"), "upper": d("0.6"), "unit": "%"}
    assert parts("€5-10K") == {"lower": 5000, "upper": 10_000, "unit": "EUR"}
    assert parts("500 – 1K") == {"lower": 500, "upper": 1000}
    assert parts("-5 – 5") == {"lower": -5, "upper": 5}


def test_n_to_m_may_be_a_range_or_a_way_to_go_and_is_asked_about() -> None:
    assert parts("40 to 60") == {"lower": 40, "upper": 60, "ambiguous": True}


def test_give_or_take() -> None:
    assert parts("50 ± 5") == {"value": 50, "lower": 45, "upper": 55}
    assert parts("± 4%") == {"value": d("0.04"), "unit": "%", "approximate": True}


@pytest.mark.parametrize(
    "text", ["3 van 10", "3 of 10", "3/10", "3 / 10", "3 von 10", "3 sur 10", "3 de 10",
             "3 out of 10", "3 uit 10", "3 of the 10"],
)  # fmt: skip
def test_a_part_of_a_whole(text: str) -> None:
    assert parts(text) == {"value": 3, "of": 10}
    found = read_number(text)
    assert isinstance(found, Quantity)
    assert found.fraction == d("0.3")


def test_a_part_has_the_unit_of_its_whole() -> None:
    assert parts("2 van de 3 klanten") == {"value": 2, "of": 3, "unit": "klanten"}
    assert parts("at least 3 of 5") == {"value": 3, "of": 5, "qualifier": LEAST}
    assert parts("75 (0-100)") == {"value": 75, "of": 100}


@pytest.mark.parametrize("text", ["~40", "≈ 40", "ca. 40", "about 40", "ongeveer 40", "etwa 40",
                                  "environ 40", "aproximadamente 40", "cerca de 40"])  # fmt: skip
def test_approximate(text: str) -> None:
    assert parts(text) == {"value": 40, "approximate": True}


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("+20", "20", None), ("-20 uur", "-20", "uur"), ("+ 5 klanten", "5", "klanten"),
     ("+€500", "500", "EUR"), ("5 extra klanten", "5", "klanten"), ("20 more customers", "20",
     "customers"),
     ("5 pp", "0.05", "%"), ("+5 procentpunt", "0.05", "%"), ("-3 p.p.", "-0.03", "%"),
     ("reduce by 3 days", "-3", "days"), ("verhoog met 3", "3", None), ("5 dagen minder", "-5",
     "dagen")],
)  # fmt: skip
def test_a_difference(text: str, value: str, unit: str | None) -> None:
    found = read_number(text)
    assert isinstance(found, Quantity), found
    assert (found.mode, found.value, found.unit) == (TargetMode.DELTA, d(value), unit)
    assert found.plain().value == d(value)
    assert not found.maybe_points


@pytest.mark.parametrize(
    ("text", "factor", "change"),
    [("+20%", "1.2", "0.2"), ("-20%", "0.8", "-0.2"), ("20% more", "1.2", "0.2"),
     ("20% meer", "1.2", "0.2"), ("20% meer omzet", "1.2", "0.2"), ("20% mehr", "1.2", "0.2"),
     ("20% de plus", "1.2", "0.2"), ("20% más", "1.2", "0.2"), ("20% a mais", "1.2", "0.2"),
     ("20% groei", "1.2", "0.2"), ("20% d'augmentation", "1.2", "0.2"),
     ("met 20% verhogen", "1.2", "0.2"), ("um 20% steigern", "1.2", "0.2"),
     ("reduce churn by 20%", "0.8", "-0.2"), ("Aumentar a receita em 20% ao ano.", "1.2", "0.2"),
     ("reducción del 20%", "0.8", "-0.2"), ("plus 20%", "1.2", "0.2"),
     ("20% minder", "0.8", "-0.2"), ("reduce by 20%", "0.8", "-0.2"),
     ("verlaag met 20%", "0.8", "-0.2"), ("steigern um 20%", "1.2", "0.2"),
     ("augmenter de 20%", "1.2", "0.2"), ("aumentar en 20%", "1.2", "0.2"),
     ("aumentar em 20%", "1.2", "0.2"), ("increase by ~20%", "1.2", "0.2")],
)  # fmt: skip
def test_a_percent_more_is_a_factor_unless_points_are_meant(
    text: str, factor: str, change: str
) -> None:
    found = read_number(text)
    assert isinstance(found, Quantity), found
    assert (found.mode, found.value, found.unit) == (TargetMode.FACTOR, d(factor), None)
    assert found.maybe_points
    assert found.change == d(change)


def test_the_plain_reading_of_a_signed_percent_is_a_level() -> None:
    found = read_number("-20%")
    assert isinstance(found, Quantity)
    assert found.plain() == Quantity(d("-0.2"), "%")


@pytest.mark.parametrize(
    ("text", "factor"),
    [("verdubbel", "2"), ("Verdubbelen", "2"), ("double", "2"), ("verdoppeln", "2"),
     ("doubler", "2"), ("duplicar", "2"), ("dobrar", "2"), ("verdubbel de omzet", "2"),
     ("halveer", "0.5"), ("halve", "0.5"), ("halbieren", "0.5"), ("reducir a la mitad", "0.5"),
     ("réduire de moitié", "0.5"), ("triple", "3"), ("verdrievoudig", "3")],
)  # fmt: skip
def test_a_word_for_a_factor(text: str, factor: str) -> None:
    assert parts(text) == {"value": d(factor), "mode": TargetMode.FACTOR}
    found = read_number(text)
    assert isinstance(found, Quantity)
    assert found.plain().value is None


@pytest.mark.parametrize("text", ["2x", "x2", "2 x", "2×", "×2", "2-fold"])
def test_times_is_a_factor_and_plainly_a_ratio(text: str) -> None:
    found = read_number(text)
    assert isinstance(found, Quantity), found
    assert (found.mode, found.value) == (TargetMode.FACTOR, d("2"))
    assert found.plain() == Quantity(d("2"), "x")


def test_two_times_in_words_may_be_a_count_and_is_asked_about() -> None:
    found = read_number("2 keer")
    assert isinstance(found, Quantity)
    assert found.ambiguous
    factor = read_number("2 keer zoveel")
    assert isinstance(factor, Quantity)
    assert not factor.ambiguous


@pytest.mark.parametrize("text", ["to 50", "naar 50", "verhoog naar 50", "auf 50"])
def test_a_word_of_direction_alone_changes_nothing(text: str) -> None:
    assert parts(text) == {"value": 50}


def test_at_least_so_much_more() -> None:
    found = read_number("at least 20% more")
    assert isinstance(found, Quantity)
    assert (found.qualifier, found.mode, found.change) == (LEAST, TargetMode.FACTOR, d("0.2"))


def test_three_times_growth_is_a_factor() -> None:
    found = read_number("grow 3x")
    assert isinstance(found, Quantity)
    assert (found.mode, found.value) == (TargetMode.FACTOR, d("3"))


def test_what_a_way_to_go_is_about_may_stand_before_it() -> None:
    assert parts("Increase NPS from 40 to 60") == {"value": 60, "baseline": 40}
    assert parts("passer de 5 à 10") == {"value": 10, "baseline": 5}


def test_money_and_percents_may_name_what_they_measure() -> None:
    assert parts("$1M ARR") == {"value": 1_000_000, "unit": "USD"}
    assert parts("99.9% uptime") == {"value": d("0.999"), "unit": "%"}
    assert not isinstance(read_number("10% cheaper"), Quantity)
    assert not isinstance(read_number("€ 5 %"), Quantity)


def test_a_minus_before_a_unit_that_looks_like_a_currency_is_a_step() -> None:
    found = read_number("-5 FTE")
    assert isinstance(found, Quantity)
    assert found.mode is TargetMode.DELTA
    assert parts("-5 CHF") == {"value": -5, "unit": "CHF"}


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("Cut the wait at the desk to 15 minutes", 15, "minutes", None),
        ("Bring down late deliveries to less than 3%", Decimal("0.03"), "%", Qualifier.AT_MOST),
        ("Verlaag het verzuim naar 4%", Decimal("0.04"), "%", None),
        ("een omzet van minstens € 1.200 per dag", 1200, "EUR", Qualifier.AT_LEAST),
        ("Reduzir a espera para 2 dias antes da festa", 2, "dias", None),
        ("une satisfaction de 85 % ou plus", Decimal("0.85"), "%", Qualifier.AT_LEAST),
        ("guests wait at most 6 minutes", 6, "minutes", Qualifier.AT_MOST),
    ],
)
def test_a_sentence_with_one_number_says_how_it_is_meant(
    text: str, value: int | Decimal, unit: str, qualifier: Qualifier | None
) -> None:
    found = read_number(text)
    assert isinstance(found, Quantity)
    assert (found.value, found.unit, found.qualifier) == (Decimal(value), unit, qualifier)


@pytest.mark.parametrize(
    "text",
    ["Open 3 shops", "Publish before 30 June", "Move to version 4",
     "Cut 12 routes to 9 and 4", "A party for 40 guests"],
)  # fmt: skip
def test_a_sentence_that_does_not_is_asked_about(text: str) -> None:
    assert isinstance(read_number(text), Unreadable)
