"""`read_date`: a cell's value as a day. Which of 3/4 is the month, a whole column decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from okrsync.i18n import Message
from okrsync.table import CellError, Scalar
from okrsync.values.calendar.moments import day_of, shift
from okrsync.values.calendar.words import is_weekday, month_of
from okrsync.values.cell_errors import error_text, formula_error
from okrsync.values.formats import FormatKind
from okrsync.values.formats import number_format as parse_format
from okrsync.values.locales import day_before_month
from okrsync.values.quantity import Unreadable, as_shown
from okrsync.values.texts import is_null
from okrsync.values.wording import normal

FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)
"""Days outside are slips of the finger."""
_EPOCH = date(1899, 12, 30)
_TIME = (
    r"(?:[T ,]+(?:at |om |um )?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r" ?(?:[ap]\.?m\.?|uur|uhr|h)?(?: ?(?:Z|UTC|GMT)| ?[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.I | re.A)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.A)
_YEAR_LAST = re.compile(
    rf"(\d{{1,2}})( ?[-/.] ?)(\d{{1,2}})\2(\d{{4}}|'?\d{{2}}){_TIME}", re.I | re.A
)
_ORDINAL = r"(\d{1,2})(?:\.|st|nd|rd|th|e|de|ste|er|º|ª|o)?"
_NAME = r"([^\W\d_]{3,12})\.?"
_SEP = r"(?:[ ./-]|,)*(?:(?:de|of|del) |d')?"
_DAY_NAME_YEAR = re.compile(rf"{_ORDINAL}{_SEP}{_NAME}{_SEP}(\d{{4}}|'?\d{{2}}){_TIME}", re.I)
_NAME_DAY_YEAR = re.compile(rf"{_NAME}[ .-]*{_ORDINAL},?[ -]+(\d{{4}}|'\d{{2}}){_TIME}", re.I)
_YEAR_NAME_DAY = re.compile(rf"(\d{{4}})[ .-]+{_NAME}[ .-]+{_ORDINAL}", re.I)
_WEEKDAY = re.compile(
    r"([^\W\d_]{2,14}(?:-feira)?)\.?,? +(?:den |the |le |el |de )?(?=[\w'])", re.I
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day. Where day and month could be swapped and nothing decides, `ambiguous`, and
    `other` is the day the other way round."""

    value: date
    ambiguous: bool = False
    other: date | None = None


def read_date(
    value: Scalar,
    *,
    day_first: bool | None = None,
    number_format: str | None = None,
    zone: tzinfo | None = None,
) -> Day | Unreadable | None:
    """What a cell says as a day; None where it is empty or says that there is none.

    `day_first` is the column's (`column_day_first`); without it 3/4 is read as 3 April and
    flagged. A stored number is a day only where `number_format` says date. A time with an offset
    is on the day that it has in the `zone`, as written without one. Never raises.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return _read_text(value, day_first, zone)
    if isinstance(value, datetime):
        return _in_range(day_of(value, zone))
    if isinstance(value, date):
        return _in_range(value)
    return _stored(value, number_format)


def _stored(
    value: bool | int | float | Decimal | time | timedelta | CellError, code: str | None
) -> Day | Unreadable:
    if isinstance(value, CellError):
        return formula_error(value.code)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return Unreadable(as_shown(value), _NO_DATE)
    day = serial_day(value)
    if day and code and parse_format(code).kind is FormatKind.DATE:
        return Day(day)
    if day is None or day.year < 1990:
        return Unreadable(as_shown(value), _NO_DATE)
    return Unreadable(
        as_shown(value),
        _SERIAL.filled(day=day.isoformat()),
        understood=day.isoformat(),
    )


_SERIAL = Message(
    "This is a number where a date belongs. It would be {day}: give the cell a date format."
)


def serial_day(serial: float | Decimal) -> date | None:
    """The day of a spreadsheet's serial number (1900 system), None outside 1900–2200.

    Serial 60 is the 29 February 1900 that never was: days before it count from one later.
    """
    try:
        if not 1 <= serial < 110_000:
            return None
    except InvalidOperation:
        # A Decimal NaN won't be compared.
        return None
    day = _EPOCH + timedelta(days=int(serial) + (1 if serial < 60 else 0))
    return day if FIRST <= day <= LAST else None


def _in_range(day: date) -> Day | Unreadable:
    return Day(day) if FIRST <= day <= LAST else Unreadable(day.isoformat(), _FAR)


@lru_cache(maxsize=65536)
def _read_text(text: str, day_first: bool | None, zone: tzinfo | None) -> Day | Unreadable | None:
    if is_null(text):
        return None
    if error_text(text):
        return formula_error(text.strip())
    found = text_day(text, day_first, zone)
    if found is None:
        shown = normal(text)
        # An export's serial number: named, never taken.
        serial = len(shown) == 5 and shown.isascii() and shown.isdigit()
        return _stored(int(shown), None) if serial else Unreadable(text, _NO_DATE)
    checked = _in_range(found.value)
    return found if isinstance(checked, Day) else Unreadable(text, _FAR)


def text_day(text: str, day_first: bool | None = None, zone: tzinfo | None = None) -> Day | None:
    """A text as a day, None where it is none that exists; a moment as its day in the zone."""
    shown = normal(text)
    if len(shown) > 60:
        return None
    found = _bare_day(shown, day_first)
    weekday = None if found else _WEEKDAY.match(shown)
    if weekday and (is_weekday(weekday[1]) or weekday[1].lower().endswith("-feira")):
        found = _bare_day(shown[weekday.end() :], day_first)
    if found is None or zone is None:
        return found
    moved = shift(shown, found.value, zone)
    other = found.other + moved if found.other else None
    return replace(found, value=found.value + moved, other=other)


def _bare_day(shown: str, day_first: bool | None) -> Day | None:
    match = _YEAR_FIRST.fullmatch(shown)
    if match:
        return _day(match[1], match[3], match[4])
    match = _COMPACT.fullmatch(shown)
    if match:
        return _day(match[1], match[2], match[3])
    match = _YEAR_LAST.fullmatch(shown)
    if match:
        return _swappable(match[1], match[3], match[4], "." in match[2] or day_first)
    return _named_day(shown)


def _named_day(text: str) -> Day | None:
    for pattern, (day, month, year) in (
        (_DAY_NAME_YEAR, (1, 2, 3)),
        (_NAME_DAY_YEAR, (2, 1, 3)),
        (_YEAR_NAME_DAY, (3, 2, 1)),
    ):
        match = pattern.fullmatch(text)
        number = month_of(match[month]) if match else None
        if match and number:
            return _day(match[year], str(number), match[day])
    return None


def _swappable(first: str, second: str, year: str, day_first: bool | None) -> Day | None:
    """Day and month in either order: the numbers decide, then the column, else it is asked."""
    straight, swapped = _day(year, second, first), _day(year, first, second)
    if straight is None or swapped is None or straight == swapped:
        return straight or swapped
    if day_first is None:
        return Day(straight.value, ambiguous=True, other=swapped.value)
    return straight if day_first else swapped


def _day(year: str, month: str, day: str) -> Day | None:
    try:
        return Day(date(full_year(year), int(month), int(day)))
    except ValueError:
        return None


def full_year(text: str) -> int:
    """A year of two or four digits: 26 is 2026, 85 is 1985."""
    number = int(text.lstrip("'"))
    if number >= 100:
        return number
    return number + (2000 if number < 70 else 1900)


def column_day_first(values: Iterable[Scalar], locale: str | None = None) -> bool | None:
    """Whether a column writes the day before the month; None where nothing says so.

    One text such as 25/4/2026 decides for its column; without one, or where they contradict
    each other, the document's locale does.
    """
    votes = {vote for value in values if isinstance(value, str) and (vote := _order(value))}
    if len(votes) == 1:
        return votes == {"day"}
    return day_before_month(locale)


@lru_cache(maxsize=65536)
def _order(text: str) -> str | None:
    match = _YEAR_LAST.fullmatch(normal(text))
    if match is None or "." in match[2]:
        return None
    first, second = int(match[1]), int(match[3])
    if first > 12 >= second >= 1:
        return "day"
    return "month" if second > 12 >= first >= 1 else None


_NO_DATE = Message("This is not a date. Write one as 2026-04-30.")
_FAR = Message("This date lies before 1900 or after 2200. Check the year.")
