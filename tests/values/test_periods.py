"""Periods as people name them."""

from datetime import date, timedelta

import pytest
from babel.dates import format_skeleton
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.i18n import SPOKEN
from okrsync.model import Period
from okrsync.values import Unreadable, quarter_of, read_period

TODAY = date(2026, 8, 15)
MONTHS = st.integers(1, 12)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def read(text: str, start: int = 1) -> tuple[str, str, str]:
    found = read_period(text, fiscal_year_start=start, today=TODAY)
    assert isinstance(found, Period), found
    return found.label, found.start.isoformat(), found.end.isoformat()


Q2 = ("2026-Q2", "2026-04-01", "2026-06-30")


@pytest.mark.parametrize(
    "text",
    ["Q2 2026", "2026-Q2", "Q2-2026", "Q2'26", "Q2 '26", "2026 Q2", "q2 2026", "Q2/2026", "Q2",
     "2026Q2", "Q2 26",
     "kwartaal 2", "2e kwartaal 2026", "tweede kwartaal 2026", "second quarter 2026",
     "deuxième trimestre 2026", "Q2 (2026)", "kwartaal 2 2026", "T2 2026", "2T26",
     "2e trimestre 2026", "2º trimestre 2026",
     "2º trimestre de 2026", "trimestre 2 2026", "2. Quartal 2026", "2nd quarter of 2026",
     "FY26 Q2", "FY2026-Q2",
     "Q2 FY26", "01-04-2026 t/m 30-06-2026", "2026-04-01 – 2026-06-30", "2026-04-01/2026-06-30",
     "1 april t/m 30 juni 2026", "04/01/2026 - 06/30/2026", "du 1er avril au 30 juin 2026",
     "april-juni 2026",
     "Apr–Jun 2026", "Q2 (apr - jun 2026)", "abril a junio de 2026", "1.4.2026 bis 30.6.2026",
     "2026-04 – 2026-06"],
)  # fmt: skip
def test_the_second_quarter(text: str) -> None:
    assert read(text) == Q2


@pytest.mark.parametrize(
    ("text", "label", "start", "end"),
    [
        ("H1 2026", "2026-H1", "2026-01-01", "2026-06-30"),
        ("S2 2026", "2026-H2", "2026-07-01", "2026-12-31"),
        ("2. Halbjahr 2026", "2026-H2", "2026-07-01", "2026-12-31"),
        ("halfjaar 1", "2026-H1", "2026-01-01", "2026-06-30"),
        ("Q1-Q2 2026", "2026-H1", "2026-01-01", "2026-06-30"),
        ("Q1+Q2 2026", "2026-H1", "2026-01-01", "2026-06-30"),
        ("HY1 2026", "2026-H1", "2026-01-01", "2026-06-30"),
        ("2026", "2026", "2026-01-01", "2026-12-31"),
        ("FY26", "2026", "2026-01-01", "2026-12-31"),
        ("1-1-2026 tot 31-12-2026", "2026", "2026-01-01", "2026-12-31"),
        ("mei 2026", "2026-05", "2026-05-01", "2026-05-31"),
        ("May-26", "2026-05", "2026-05-01", "2026-05-31"),
        ("2026-05", "2026-05", "2026-05-01", "2026-05-31"),
        ("05/2026", "2026-05", "2026-05-01", "2026-05-31"),
        ("februari", "2026-02", "2026-02-01", "2026-02-28"),
        ("février 2028", "2028-02", "2028-02-01", "2028-02-29"),
        ("week 14 2026", "2026-W14", "2026-03-30", "2026-04-05"),
        ("KW 14", "2026-W14", "2026-03-30", "2026-04-05"),
        ("2026-W53", "2026-W53", "2026-12-28", "2027-01-03"),
        ("Q1: June 2025 - August 2025", "2025-06-01/2025-08-31", "2025-06-01", "2025-08-31"),
        ("Y2:Q1: June 2025 - August 2025", "2025-06-01/2025-08-31", "2025-06-01", "2025-08-31"),
        ("november – februari 2027", "2026-11-01/2027-02-28", "2026-11-01", "2027-02-28"),
        ("Q4 2026 – Q1 2027", "2026-10-01/2027-03-31", "2026-10-01", "2027-03-31"),
        ("15-04-2026 t/m 20-05-2026", "2026-04-15/2026-05-20", "2026-04-15", "2026-05-20"),
    ],
)
def test_other_periods(text: str, label: str, start: str, end: str) -> None:
    assert read(text) == (label, start, end)


@pytest.mark.parametrize(
    ("text", "label", "start", "end"),
    [
        ("FY26", "FY2026", "2025-07-01", "2026-06-30"),
        ("FY26 Q1", "FY2026-Q1", "2025-07-01", "2025-09-30"),
        ("Q1 2026", "FY2026-Q1", "2025-07-01", "2025-09-30"),
        ("Q1", "FY2027-Q1", "2026-07-01", "2026-09-30"),
        ("H2 2026", "FY2026-H2", "2026-01-01", "2026-06-30"),
        ("GJ 24/25-Q4", "FY2025-Q4", "2025-04-01", "2025-06-30"),
        ("GJ24/25", "FY2025", "2024-07-01", "2025-06-30"),
        ("boekjaar 2024/2025", "FY2025", "2024-07-01", "2025-06-30"),
        ("2026/27", "FY2027", "2026-07-01", "2027-06-30"),
        ("2026", "2026", "2026-01-01", "2026-12-31"),
        ("mei 2026", "2026-05", "2026-05-01", "2026-05-31"),
        ("2025-07-01/2025-09-30", "FY2026-Q1", "2025-07-01", "2025-09-30"),
        ("Jul 2025 – Jun 2026", "FY2026", "2025-07-01", "2026-06-30"),
    ],
)
def test_a_business_year_from_july(text: str, label: str, start: str, end: str) -> None:
    assert read(text, start=7) == (label, start, end)


def test_a_business_year_over_two_years_needs_its_first_month() -> None:
    found = read_period("GJ 24/25-Q4", today=TODAY)
    assert isinstance(found, Unreadable)
    assert all("fiscal_year_start" in found.why.say(language) for language in SPOKEN)


@pytest.mark.parametrize(
    "text",
    ["Q5 2026", "Q0", "H3 2026", "2026-13", "Backlog", "week 60 2026",
     "2026-06-30 – 2026-04-01", "GJ 24/26", "foo – bar",
     "3/4/2026 – 5/6/2026", "31-02-2026 t/m 30-06-2026", "strategy 2026 final", "2026-04-01 –",
     "Q" * 200, "FY00000", "1850"],
)  # fmt: skip
def test_what_is_no_period_is_unreadable(text: str) -> None:
    found = read_period(text, today=TODAY)
    assert isinstance(found, Unreadable)
    assert found.shown == text


def test_a_hint_decides_which_is_the_day() -> None:
    american = read_period("3/4/2026 – 5/6/2026", today=TODAY, day_first=False)
    assert isinstance(american, Period)
    assert (american.start, american.end) == (date(2026, 3, 4), date(2026, 5, 6))


@pytest.mark.parametrize("text", ["", " ", "n.v.t.", "tbd", "—"])
def test_nothing_is_none(text: str) -> None:
    assert read_period(text, today=TODAY) is None


@given(day=DAYS, start=MONTHS)
@settings(max_examples=150)
def test_a_quarter_holds_its_day_and_its_label_says_it(day: date, start: int) -> None:
    period = quarter_of(day, start)
    assert period.start <= day <= period.end
    assert (period.start.month - start) % 3 == 0
    assert period.start.day == 1
    assert 88 <= (period.end - period.start).days <= 91
    assert read_period(period.label, fiscal_year_start=start, today=TODAY) == period
    assert quarter_of(period.end + timedelta(days=1), start).start == period.end + timedelta(days=1)


@given(first=DAYS, length=st.integers(0, 900), start=MONTHS)
@settings(max_examples=150)
def test_two_dates_are_a_period_and_its_label_reads_the_same(
    first: date, length: int, start: int
) -> None:
    last = first + timedelta(days=length)
    for text in (f"{first} – {last}", f"{first:%d.%m.%Y} bis {last:%d.%m.%Y}"):
        period = read_period(text, fiscal_year_start=start, today=TODAY)
        assert isinstance(period, Period)
        assert (period.start, period.end) == (first, last)
        assert read_period(period.label, fiscal_year_start=start, today=TODAY) == period


@pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "es", "pt"])
@given(day=DAYS)
@settings(max_examples=30)
def test_a_month_written_in_a_language_is_read(language: str, day: date) -> None:
    for skeleton in ("yMMMM", "yMMM"):
        text = format_skeleton(skeleton, day, locale=language)
        period = read_period(text, today=TODAY)
        assert isinstance(period, Period), text
        assert period.label == f"{day.year}-{day.month:02}"


@given(
    text=st.from_regex(r"(FY|GJ|Q|H|T|S)?[0-9]{1,4}[ /-]?(Q|H)?[0-9]{0,2}", fullmatch=True)
    | st.text(max_size=30),
    start=MONTHS,
)
@settings(max_examples=200)
def test_whatever_is_read_ends_after_it_starts(text: str, start: int) -> None:
    found = read_period(text, fiscal_year_start=start, today=TODAY)
    if isinstance(found, Period):
        assert found.start <= found.end
        assert read_period(found.label, fiscal_year_start=start, today=TODAY) == found
