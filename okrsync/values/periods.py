"""`read_period`: a quarter, a month, a business year or two dates as a stretch of time."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from okrsync.model import Period
from okrsync.text import Text
from okrsync.values.calendar_words import month_of
from okrsync.values.dates import FIRST, LAST, full_year, text_day
from okrsync.values.quantity import Unreadable
from okrsync.values.texts import is_null
from okrsync.values.wording import normal

_FLAGS = re.IGNORECASE
_YEAR = r"(?P<year>(?:19|20|21)\d{2}|'\d{2})"
_SHORT_YEAR = r"(?P<year>(?:19|20|21)\d{2}|'?\d{2})"
_FISCAL = r"(?P<fiscal>FY|GJ|BJ|Geschäftsjahr|WJ|Wirtschaftsjahr|boekjaar|fiscal year|exercice|exercicio|exercício|ejercicio|AF|año fiscal|ano fiscal)"
_SPAN = r"(?P<year>(?:\d{4}|'?\d{2}))(?: ?[/–-] ?(?P<until>\d{4}|\d{2}))?"
_GAP = r"[ ,./_'-]*(?:(?:of|van|de|von|du|do|del|in) )?"
_QUARTER_WORD = r"kwartaal|kw\.|quarter|qtr\.?|quartal|quartaal|trimestre|trim\.?|trimester"
_HALF_WORD = r"halfjaar|half year|half-year|half|halbjahr|hj|semestre|sem\.?|semester|helft|hälfte"
_ORDINAL = r"(?:e|ste|de|\.|st|nd|rd|th|er|ère|ème|eme|º|ª|o|°)?"
_PART = (
    rf"(?P<letter>[QTHS]) ?(?P<n>[1-4])"
    rf"|(?P<n2>[1-4]){_ORDINAL} ?(?P<word>{_QUARTER_WORD}|{_HALF_WORD})"
    rf"|(?P<word2>{_QUARTER_WORD}|{_HALF_WORD}) ?(?P<n3>[1-4])"
    rf"|(?P<n4>[1-4])(?P<letter2>[QTHS])"
)
_PART_YEAR = re.compile(rf"(?:{_PART})(?:{_GAP}{_SHORT_YEAR})?", _FLAGS)
_YEAR_PART = re.compile(rf"{_YEAR}{_GAP}(?:{_PART})", _FLAGS)
_FISCAL_PART = re.compile(rf"{_FISCAL}[ .-]?{_SPAN}(?:{_GAP}(?:{_PART}))?", _FLAGS)
_PART_FISCAL = re.compile(rf"(?:{_PART}){_GAP}{_FISCAL}[ .-]?{_SPAN}", _FLAGS)
_YEAR_ALONE = re.compile(r"(?:(?:jaar|year|jahr|année|año|ano|CY) )?((?:19|20|21)\d{2})", _FLAGS)
_MONTH_NUMBER = re.compile(r"((?:19|20|21)\d{2})[-/.](\d{1,2})|(\d{1,2})[-/.]((?:19|20|21)\d{2})")
_MONTH_NAME = re.compile(
    rf"(?P<name>[^\W\d_]{{3,12}})\.?(?:{_GAP}{_SHORT_YEAR})?|{_YEAR.replace('year', 'year2')}[ -](?P<name2>[^\W\d_]{{3,12}})\.?",
    _FLAGS,
)
_WEEK = re.compile(
    r"(?P<year>(?:19|20|21)\d{2})-?W(?P<week>\d{1,2})"
    r"|(?:W|wk|week|KW|woche|semaine|semana|sem)[ .]?(?P<week2>\d{1,2})(?:[ ,/-]+(?P<year2>(?:19|20|21)\d{2}))?",
    _FLAGS,
)
_THROUGH = re.compile(
    r"\s*(?:–|—|→|\.\.+|/(?=\d{4}-))\s*"
    r"|\s+(?:-|to|until|till|through|thru|t/m|tot en met|tot|bis|au|à|a|al|até|ate|hasta|and|en)\s+"
    r"|(?<=[^\W\d_])\s*-\s*(?=[^\W\d_])",
    _FLAGS,
)
_LEAD = re.compile(r"(?:from|van|von|vom|du|de|del|desde|between|tussen)\s+(?:le |el )?", _FLAGS)
_NAMED_RANGE = re.compile(r"(?:Y\d+ ?[:/-] ?)?[QTH][1-4] ?: ?(?P<range>.*\d.*)", _FLAGS)
_BRACKETED = re.compile(r"(?P<name>[^()]+?) ?\((?P<range>[^()]+)\)")
_HALF_MARKS = ("h", "s")


def read_period(
    text: str, *, fiscal_year_start: int = 1, today: date
) -> Period | Unreadable | None:
    """A stretch of time as people name it; None where there is none. Never raises.

    `fiscal_year_start` is the month, 1–12. Where it isn't 1, quarters and halves are those of
    the business year, with FY or without: a business year carries the year in which it ends,
    so with 7, FY26, `Q1 FY26` and `Q1 2026` begin on 1 July 2025. A year alone (2026) stays
    the calendar's, as do months. `GJ 24/25` names both its years and is unreadable while
    `fiscal_year_start` is 1. A quarter without a year is that of the year that holds `today`.
    Labels are canonical: 2026-Q2, 2026-H1, 2026, 2026-05, 2026-W14, FY2026-Q2 (only where the
    business year isn't the calendar's), and `2026-04-01/2026-05-15` for two other dates.
    """
    return _read(text, fiscal_year_start, today)


@lru_cache(maxsize=4096)
def _read(text: str, start_month: int, today: date) -> Period | Unreadable | None:
    if is_null(text):
        return None
    shown = normal(text)
    if len(shown) > 80:
        return Unreadable(text, _NO_PERIOD)
    if start_month == 1 and _two_years(shown):
        return Unreadable(text, _SPLIT_YEAR)
    found = _single(shown, start_month, today) or _range(shown, start_month, today)
    if found is None:
        return Unreadable(text, _NO_PERIOD)
    if found.end < found.start:
        return Unreadable(text, _BACKWARDS)
    if found.start < FIRST or found.end > LAST:
        return Unreadable(text, _NO_PERIOD)
    return found


def _two_years(text: str) -> bool:
    match = _FISCAL_PART.fullmatch(text) or _PART_FISCAL.fullmatch(text)
    return match is not None and match["until"] is not None


def _single(text: str, start_month: int, today: date) -> Period | None:
    """One named stretch of time."""
    for reader in _READERS:
        try:
            found = reader(text, start_month, today)
        except (ValueError, OverflowError):
            # A month 13, a week 60: no such time.
            found = None
        if found:
            return found
    return None


def _fiscal_part(text: str, start_month: int, today: date) -> Period | None:
    """FY26, FY26 Q3, GJ 24/25-Q4, Q3 FY26."""
    match = _FISCAL_PART.fullmatch(text) or _PART_FISCAL.fullmatch(text)
    if match is None:
        return None
    year = full_year(match["year"])
    if match["until"]:
        until = match["until"]
        if int(until) % 100 != (year + 1) % 100:
            return None
        year += 1
    part = _part(match)
    return fiscal_part(year, *part, start_month) if part else fiscal_year(year, start_month)


def _year_part(text: str, start_month: int, today: date) -> Period | None:
    """Q2 2026, 2026-Q2, kwartaal 2, H1."""
    match = _PART_YEAR.fullmatch(text) or _YEAR_PART.fullmatch(text)
    part = _part(match) if match else None
    if match is None or part is None:
        return None
    year = full_year(match["year"]) if match["year"] else _business_year(today, start_month)
    return fiscal_part(year, *part, start_month)


def _part(match: re.Match[str]) -> tuple[str, int] | None:
    """Q or H, and which one; None where there is no part, or there are only two halves."""
    found = match.groupdict()
    number = found["n"] or found["n2"] or found["n3"] or found["n4"]
    name = (found["letter"] or found["letter2"] or found["word"] or found["word2"] or "").lower()
    if not number:
        return None
    half = name in _HALF_MARKS or re.fullmatch(_HALF_WORD, name) is not None
    if half and int(number) > 2:
        return None
    return ("H" if half else "Q"), int(number)


def _business_year(day: date, start_month: int) -> int:
    """The year that the business year of a day ends in."""
    return day.year + (1 if start_month != 1 and day.month >= start_month else 0)


def _year_start(year: int, start_month: int) -> date:
    return date(year if start_month == 1 else year - 1, start_month, 1)


def fiscal_year(year: int, start_month: int) -> Period:
    """The business year that ends in this year (the calendar year where it starts in January)."""
    label = str(year) if start_month == 1 else f"FY{year}"
    return _months(label, _year_start(year, start_month), 12)


def fiscal_part(year: int, kind: str, number: int, start_month: int) -> Period:
    """A quarter (kind Q) or half (kind H) of a business year."""
    length = 3 if kind == "Q" else 6
    start = _add_months(_year_start(year, start_month), (number - 1) * length)
    prefix = str(year) if start_month == 1 else f"FY{year}"
    return _months(f"{prefix}-{kind}{number}", start, length)


def quarter_of(day: date, fiscal_year_start: int = 1) -> Period:
    """The quarter, of the business year, that holds a day."""
    months = (day.month - fiscal_year_start) % 12
    return fiscal_part(
        _business_year(day, fiscal_year_start), "Q", months // 3 + 1, fiscal_year_start
    )


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _months(label: str, start: date, length: int) -> Period:
    return Period(label=label, start=start, end=_add_months(start, length) - timedelta(days=1))


def _year_alone(text: str, start_month: int, today: date) -> Period | None:
    match = _YEAR_ALONE.fullmatch(text)
    return _months(match[1], date(int(match[1]), 1, 1), 12) if match else None


def _month(text: str, start_month: int, today: date) -> Period | None:
    match = _MONTH_NUMBER.fullmatch(text)
    if match:
        return _month_period(int(match[1] or match[4]), int(match[2] or match[3]))
    named = _MONTH_NAME.fullmatch(text)
    number = month_of(named["name"] or named["name2"]) if named else None
    if named is None or number is None:
        return None
    year = named["year"] or named["year2"]
    return _month_period(full_year(year) if year else today.year, number)


def _month_period(year: int, month: int) -> Period:
    return Period(
        label=f"{year}-{month:02}",
        start=date(year, month, 1),
        end=date(year, month, calendar.monthrange(year, month)[1]),
    )


def _week(text: str, start_month: int, today: date) -> Period | None:
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    year = int(match["year"] or match["year2"] or today.isocalendar().year)
    week = int(match["week"] or match["week2"])
    start = date.fromisocalendar(year, week, 1)
    return Period(label=f"{year}-W{week:02}", start=start, end=start + timedelta(days=6))


def _range(text: str, start_month: int, today: date) -> Period | None:
    """Two dates, months or quarters. What stands before it ("Q1: June – August") is a name."""
    for pattern in (_NAMED_RANGE, _BRACKETED):
        match = pattern.fullmatch(text)
        if match and (found := _range(match["range"], start_month, today)):
            return found
    lead = _LEAD.match(text)
    text = text[lead.end() :] if lead else text
    for parting in _THROUGH.finditer(text):
        sides = text[: parting.start()].strip(), text[parting.end() :].strip()
        found = _sides(*sides, start_month, today)
        if found:
            return found
    return None


def _sides(left: str, right: str, start_month: int, today: date) -> Period | None:
    day_first = _shared_order(left, right)
    end = _side(right, start_month, today, day_first)
    if end is None:
        return None
    year = re.search(r"(?:19|20|21)\d{2}", right)
    alone = not re.search(r"\d{4}|'\d{2}", left)
    yeared = _side(f"{left} {year[0]}", start_month, today, day_first) if alone and year else None
    start = yeared or _side(left, start_month, today, day_first)
    if start is None:
        return None
    if yeared and start.start > end.end:
        # "November – February 2027" begins the year before.
        start = _side(f"{left} {int(year[0]) - 1}" if year else left, start_month, today, day_first)
    return _canonical(start.start, end.end, start_month) if start else None


def _side(text: str, start_month: int, today: date, day_first: bool | None) -> Period | None:
    day = text_day(text, day_first)
    if day:
        if day.ambiguous and day_first is None:
            day = text_day(text, True)
        return Period(label="", start=day.value, end=day.value) if day else None
    return _single(text, start_month, today)


def _shared_order(left: str, right: str) -> bool | None:
    """Which of day and month comes first: one side of "04/01/2026 – 06/30/2026" tells both."""
    from okrsync.values.dates import column_day_first

    return column_day_first((left, right))


def _canonical(start: date, end: date, start_month: int) -> Period:
    """Two days by the name of the quarter, half, year or month that they are, if they are."""
    if start <= end and start.day == 1:
        year = _business_year(end, start_month)
        named = [
            *(fiscal_part(year, "Q", number, start_month) for number in range(1, 5)),
            *(fiscal_part(year, "H", number, start_month) for number in range(1, 3)),
            fiscal_year(year, start_month),
            _months(str(end.year), date(end.year, 1, 1), 12),
            _month_period(end.year, end.month),
        ]
        for period in named:
            if (period.start, period.end) == (start, end):
                return period
    return Period(label=f"{start.isoformat()}/{end.isoformat()}", start=start, end=end)


_READERS: tuple[Callable[[str, int, date], Period | None], ...] = (
    _fiscal_part,
    _year_part,
    _year_alone,
    _month,
    _week,
)
_NO_PERIOD = Text(
    en="This is no period. Write one as 2026-Q2, 2026-05 or 2026-04-01 – 2026-06-30.",
    nl="Dit is geen periode. Schrijf er een als 2026-Q2, 2026-05 of 2026-04-01 t/m 2026-06-30.",
)
_BACKWARDS = Text(
    en="This period ends before it begins. Swap the two dates.",
    nl="Deze periode eindigt voordat ze begint. Verwissel de twee datums.",
)
_SPLIT_YEAR = Text(
    en="This business year lies in two calendar years. Say with which month it begins: "
    "fiscal_year_start in okrsync.toml.",
    nl="Dit boekjaar ligt in twee kalenderjaren. Zeg met welke maand het begint: "
    "fiscal_year_start in okrsync.toml.",
)
