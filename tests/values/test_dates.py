"""Days as people write them in six languages."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.table import CellError, Scalar
from okrsync.values import Day, Unreadable, column_day_first, read_date

LANGUAGES = ["en_US", "en_GB", "nl", "de", "fr", "es", "pt", "pt_BR"]
DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))

READ = [
    ("2026-04-13", date(2026, 4, 13)),
    ("2026/4/13", date(2026, 4, 13)),
    ("20260413", date(2026, 4, 13)),
    ("2026-04-13T08:30:00Z", date(2026, 4, 13)),
    ("2026-04-13 08:30:55", date(2026, 4, 13)),
    ("2026-04-13T08:30:00.123+02:00", date(2026, 4, 13)),
    ("13-04-2026", date(2026, 4, 13)),
    ("4/13/2026", date(2026, 4, 13)),
    ("8/18/2025 17:10:36", date(2025, 8, 18)),
    ("8/18/2025 5:10 PM", date(2025, 8, 18)),
    ("12.05.2026", date(2026, 5, 12)),
    ("1.5.26", date(2026, 5, 1)),
    ("5-5-2026", date(2026, 5, 5)),
    ("2-Jan-26", date(2026, 1, 2)),
    ("01-Apr-2026", date(2026, 4, 1)),
    ("12 mei 2026", date(2026, 5, 12)),
    ("12 mrt. 2026", date(2026, 3, 12)),
    ("ma 12 mei 2026", date(2026, 5, 12)),
    ("1er mars 2026", date(2026, 3, 1)),
    ("5 janv. 2026", date(2026, 1, 5)),
    ("1. März 2026", date(2026, 3, 1)),
    ("Montag, den 4. Mai 2026", date(2026, 5, 4)),
    ("2nd of June 2026", date(2026, 6, 2)),
    ("June 2nd, 2026", date(2026, 6, 2)),
    ("Mar 5, 2026", date(2026, 3, 5)),
    ("Monday, May 4 2026", date(2026, 5, 4)),
    ("12 de mayo de 2026", date(2026, 5, 12)),
    ("lunes, 4 de mayo de 2026", date(2026, 5, 4)),
    ("segunda-feira, 4 de maio de 2026", date(2026, 5, 4)),
    ("4 de março de 2026", date(2026, 3, 4)),
    ("4 MARCO 2026", date(2026, 3, 4)),
    ("2026 May 4", date(2026, 5, 4)),
    ("４.５.２０２６", date(2026, 5, 4)),
    ("\u00a02026-04-13\u200b", date(2026, 4, 13)),
]


@pytest.mark.parametrize(("text", "day"), READ)
def test_a_text_is_read_as_a_day(text: str, day: date) -> None:
    assert read_date(text) == Day(day)


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=DAYS)
@settings(max_examples=40)
def test_a_day_written_in_a_language_is_read_back(language: str, day: date) -> None:
    for width in ("full", "long", "medium"):
        text = format_date(day, width, locale=language)
        assert read_date(text, day_first=column_day_first([text], language)) == Day(day), text


@given(day=DAYS)
@settings(max_examples=60)
def test_stored_days_and_serials_are_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert read_date(day) == Day(day)
    assert read_date(datetime.combine(day, time(23, 59), UTC)) == Day(day)
    for number in (serial, float(serial) + 0.75, Decimal(serial)):
        assert read_date(number, number_format="yyyy-mm-dd") == Day(day)


def test_serials_around_the_day_that_never_was() -> None:
    assert read_date(59, number_format="d/m/yy") == Day(date(1900, 2, 28))
    assert read_date(61, number_format="d/m/yy") == Day(date(1900, 3, 1))
    assert read_date(1, number_format="d/m/yy") == Day(date(1900, 1, 1))


@pytest.mark.parametrize("value", [46298, 46298.0, "46298"])
def test_a_serial_without_a_date_format_is_named_and_not_taken(value: Scalar) -> None:
    found = read_date(value)
    assert isinstance(found, Unreadable)
    assert found.understood == "2026-10-03"
    assert "2026-10-03" in found.why.say("nl")


def test_day_and_month_that_could_be_swapped_are_flagged() -> None:
    assert read_date("03/04/2026") == Day(date(2026, 4, 3), ambiguous=True, other=date(2026, 3, 4))
    assert read_date("03/04/2026", day_first=True) == Day(date(2026, 4, 3))
    assert read_date("03/04/2026", day_first=False) == Day(date(2026, 3, 4))
    assert read_date("13/04/2026", day_first=False) == Day(date(2026, 4, 13))


@pytest.mark.parametrize(
    ("values", "locale", "expected"),
    [
        (["03/04/2026", "25/04/2026"], None, True),
        (["03/04/2026", "04/25/2026"], None, False),
        (["03/04/2026", "04/25/2026"], "nl_NL", False),
        (["03/04/2026"], None, None),
        (["03/04/2026"], "en_US", False),
        (["03/04/2026"], "en_GB", True),
        (["03/04/2026"], "nl", True),
        (["03/04/2026"], "en", None),
        (["03/04/2026"], "nowhere", None),
        (["25/04/2026", "04/25/2026"], None, None),
        (["25/04/2026", "04/25/2026"], "fr_FR", True),
        (["25.04.2026", 5, None], None, None),
    ],
)
def test_a_column_tells_day_from_month(
    values: list[Scalar], locale: str | None, expected: bool | None
) -> None:
    assert column_day_first(values, locale) is expected


@pytest.mark.parametrize(
    "value",
    ["31-02-2026", "2026-13-01", "13/13/2026", "25.3.", "12 mei", "soon", "12 foo 2026",
     "Q2 2026", "01/01/1850",
     "2201-01-01", date(1899, 12, 31), date(2201, 1, 1), datetime(1, 1, 1), True, 12.5,
     float("nan"),
     float("inf"), Decimal("sNaN"), 10**400, -5, time(6, 30), "1" * 5000],
)  # fmt: skip
def test_what_is_no_day_is_unreadable(value: Scalar) -> None:
    assert isinstance(read_date(value), Unreadable)
    assert isinstance(read_date(value, number_format="0.00"), Unreadable)


@pytest.mark.parametrize("value", [None, "", "n.v.t.", "—", "tbd"])
def test_nothing_is_none(value: Scalar) -> None:
    assert read_date(value) is None


@pytest.mark.parametrize("value", [CellError("#VALUE!"), "#VALUE!"])
def test_a_formula_error_is_its_own_finding(value: Scalar) -> None:
    found = read_date(value)
    assert isinstance(found, Unreadable)
    assert found.code == "DAT11"
