"""One named stretch of time: a quarter, a half, a month, a week, a business year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from okrsync.model import Period
from okrsync.values.calendar.business_years import (
    business_year,
    calendar_month,
    fiscal_part,
    fiscal_year,
    months,
)
from okrsync.values.calendar.dates import full_year
from okrsync.values.calendar.words import month_of

_FLAGS = re.IGNORECASE
_YEAR = r"(?P<year>(?:19|20|21)\d{2}|'\d{2})"
_SHORT_YEAR = r"(?P<year>(?:19|20|21)\d{2}|'?\d{2})"
_FISCAL = (
    r"(?P<fiscal>FY|GJ|BJ|WJ|AF|Geschäftsjahr|Wirtschaftsjahr|boekjaar|fiscal year|exercice"
    r"|exercicio|exercício|ejercicio|año fiscal|ano fiscal)"
)
_SPAN = r"(?P<year>(?:\d{4}|'?\d{2}))(?: ?[/–-] ?(?P<until>\d{4}|\d{2}))?"
_GAP = r"[ ,./_'-]*(?:(?:of|van|de|von|du|do|del|in) )?"
_QUARTER_WORD = r"kwartaal|kw\.|quarter|qtr\.?|quartal|quartaal|trimestre|trim\.?|trimester"
_HALF_WORD = (
    r"halfjaar|half year|half-year|half|hy|halbjahr|hj|semestre|sem\.?|semester|helft|hälfte"
)
_ORDINAL = r"(?:\.?[ºª]|\.?er|e|ste|de|\.|st|nd|rd|th|er|ère|ème|eme|º|ª|o|°)?"
_PART = (
    rf"(?P<letter>[QTHS]) ?(?P<n>[1-4])"
    rf"|(?P<n2>[1-4]){_ORDINAL} ?(?P<word>{_QUARTER_WORD}|{_HALF_WORD})"
    rf"|(?P<word2>{_QUARTER_WORD}|{_HALF_WORD}) ?(?P<n3>[1-4])"
    rf"|(?P<n4>[1-4])(?P<letter2>[QTHS])"
)
_PART_YEAR = re.compile(rf"(?:{_PART})(?:{_GAP}{_SHORT_YEAR})?", _FLAGS)
_YEAR_PART = re.compile(rf"{_YEAR}{_GAP}(?:{_PART})", _FLAGS)
_FISCAL_PART = re.compile(rf"{_FISCAL}[ .-]?{_SPAN}(?:{_GAP}(?:{_PART}))?", _FLAGS)
_SPLIT_ALONE = re.compile(r"(?P<year>(?:19|20|21)\d{2}) ?[/–-] ?(?P<until>\d{4}|\d{2})")
_PART_FISCAL = re.compile(rf"(?:{_PART}){_GAP}{_FISCAL}[ .-]?{_SPAN}", _FLAGS)
_YEAR_ALONE = re.compile(
    r"(?:(?:jaar|year|jahr|année|año|ano|CY|heel|the whole of) ?)?((?:19|20|21)\d{2})", _FLAGS
)
_MONTH_NUMBER = re.compile(r"((?:19|20|21)\d{2})[-/.](\d{1,2})|(\d{1,2})[-/.]((?:19|20|21)\d{2})")
_MONTH_NAME = re.compile(
    rf"(?P<name>[^\W\d_]{{3,12}})\.?(?:{_GAP}{_SHORT_YEAR})?"
    r"|(?P<year2>(?:19|20|21)\d{2})[ -](?P<name2>[^\W\d_]{3,12})\.?",
    _FLAGS,
)
_WEEK = re.compile(
    r"(?P<year>(?:19|20|21)\d{2})-?(?:W|S(?=\d\d))(?P<week>\d{1,2})"
    r"|(?:W|wk|week|KW|woche|semaine|semana|sem|S(?=[5-9]|\d\d))[ .]?(?P<week2>\d{1,2})"
    r"(?:[ ,/-]+(?P<year2>(?:19|20|21)\d{2}))?",
    _FLAGS,
)
_HALF_MARKS = ("h", "s")


@dataclass(frozen=True, slots=True)
class When:
    """What the words alone don't say: the business year, the day, the order in 3/4/2026, and
    where moments are days."""

    start_month: int
    today: date
    day_first: bool | None
    zone: tzinfo | None = None


def _following(year: str, until: str) -> bool:
    """Whether the second year of "2026/27" is the one after the first."""
    return int(until) in (int(year) + 1, (int(year) + 1) % 100)


def fiscal_match(text: str) -> re.Match[str] | None:
    """A business year by name (FY26, GJ 24/25, 2026/27), None for other texts."""
    match = _FISCAL_PART.fullmatch(text) or _PART_FISCAL.fullmatch(text)
    if match:
        return match
    split = _SPLIT_ALONE.fullmatch(text)
    return split if split and _following(split["year"], split["until"]) else None


def _fiscal_part(text: str, when: When) -> Period | None:
    """FY26, FY26 Q3, GJ 24/25-Q4, Q3 FY26."""
    match = fiscal_match(text)
    if match is None:
        return None
    year = full_year(match["year"])
    if match["until"]:
        if not _following(str(year), match["until"]):
            return None
        year += 1
    part = _part(match)
    if part is None:
        return fiscal_year(year, when.start_month)
    return fiscal_part(year, *part, when.start_month)


def _year_part(text: str, when: When) -> Period | None:
    """Q2 2026, 2026-Q2, kwartaal 2, H1."""
    match = _PART_YEAR.fullmatch(text) or _YEAR_PART.fullmatch(text)
    part = _part(match) if match else None
    if match is None or part is None:
        return None
    year = (
        full_year(match["year"]) if match["year"] else business_year(when.today, when.start_month)
    )
    return fiscal_part(year, *part, when.start_month)


def _part(match: re.Match[str]) -> tuple[str, int] | None:
    """Q or H, and which one; None where there is no part, or there are only two halves."""
    found = match.groupdict()
    if "n" not in found:
        return None
    number = found["n"] or found["n2"] or found["n3"] or found["n4"]
    name = (found["letter"] or found["letter2"] or found["word"] or found["word2"] or "").lower()
    if not number:
        return None
    half = name in _HALF_MARKS or re.fullmatch(_HALF_WORD, name) is not None
    if half and int(number) > 2:
        return None
    return ("H" if half else "Q"), int(number)


def _year_alone(text: str, _: When) -> Period | None:
    match = _YEAR_ALONE.fullmatch(text)
    return months(match[1], date(int(match[1]), 1, 1), 12) if match else None


def _month(text: str, when: When) -> Period | None:
    match = _MONTH_NUMBER.fullmatch(text)
    if match:
        return calendar_month(int(match[1] or match[4]), int(match[2] or match[3]))
    named = _MONTH_NAME.fullmatch(text)
    number = month_of(named["name"] or named["name2"]) if named else None
    if named is None or number is None:
        return None
    year = named["year"] or named["year2"]
    return calendar_month(full_year(year) if year else when.today.year, number)


def _week(text: str, when: When) -> Period | None:
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    year = int(match["year"] or match["year2"] or when.today.isocalendar().year)
    week = int(match["week"] or match["week2"])
    start = date.fromisocalendar(year, week, 1)
    return Period(label=f"{year}-W{week:02}", start=start, end=start + timedelta(days=6))


def stretch(text: str, when: When) -> Period | None:
    """One named stretch of time."""
    for reader in _READERS:
        try:
            found = reader(text, when)
        except (ValueError, OverflowError):
            # A month 13, a week 60: no such time.
            found = None
        if found:
            return found
    return None


_READERS: tuple[Callable[[str, When], Period | None], ...] = (
    _fiscal_part,
    _year_part,
    _year_alone,
    _month,
    _week,
)
