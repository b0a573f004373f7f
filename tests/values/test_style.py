"""A whole column decides what its points and commas mean."""

import pytest

from okrsync.table import Scalar
from okrsync.values import NumberStyle, column_style


@pytest.mark.parametrize(
    ("values", "decimal"),
    [
        (["1.000", "1.234,56"], ","),
        (["1.000", "1,234.56"], "."),
        (["1.000", "2,5"], ","),
        (["1,000", "2.5"], "."),
        (["1.000", "0.500"], "."),
        (["1.000", "12.000.000"], ","),
        (["1.000", "from 2,5 to 3,5"], ","),
        (["1,000", "$ 1.25", None, 3, True], "."),
        (["1.000", "1’234.50"], "."),
        (["1.000", "12,34,567"], "."),
    ],
)
def test_a_sibling_decides(values: list[Scalar], decimal: str) -> None:
    assert column_style(values) == NumberStyle(decimal, "column")


def test_without_evidence_the_column_is_ambiguous() -> None:
    assert column_style(["1.000", "2.000"]) == NumberStyle(None, "nothing", ambiguous=True)
    assert column_style(["1000", "12", "", None, 1.5]) == NumberStyle()


@pytest.mark.parametrize(
    ("locale", "decimal"),
    [("nl_NL", ","), ("nl", ","), ("de-DE", ","), ("pt_BR", ","), ("en_US", "."), ("de_CH", "."),
     ("es_MX", "."), ("fr_FR", ",")],
)  # fmt: skip
def test_the_documents_locale_decides_next(locale: str, decimal: str) -> None:
    assert column_style(["1.000"], locale=locale) == NumberStyle(decimal, "locale")


def test_the_texts_beat_the_locale() -> None:
    assert column_style(["1,234.56"], locale="nl_NL").decimal == "."


@pytest.mark.parametrize("locale", ["xx_YY", "", "klingon!", "nl_NL_9_x"])
def test_an_unknown_locale_says_nothing(locale: str) -> None:
    assert column_style(["1.000"], locale=locale).decimal in (None, ",")


def test_a_currency_format_tells_the_locale() -> None:
    assert column_style(["1.000"], [None, "[$€-413] #,##0.00"]).decimal == ","
    assert column_style(["1.000"], ["0.00", "[$€-de-DE] #,##0"]).decimal == ","
    assert column_style(["1.000"], ["[$$-409]#,##0"]).decimal == "."


def test_texts_that_contradict_each_other_are_mixed() -> None:
    mixed = column_style(["1.234,56", "1,234.56", "1.000"])
    assert mixed.mixed
    assert mixed.decimal is None
    assert mixed.ambiguous


def test_dates_and_codes_are_no_evidence() -> None:
    assert column_style(["12.05.2026", "1.000"]).decimal is None
    assert column_style(["1.2.3", "1.000"]).decimal is None


def test_the_other_mark_parts_thousands() -> None:
    assert (NumberStyle(",").group, NumberStyle(".").group, NumberStyle().group) == (".", ",", None)
