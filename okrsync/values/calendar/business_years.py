"""The arithmetic of months and business years; a business year carries the year it ends in."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from okrsync.model import Period


def fiscal_year(year: int, start_month: int) -> Period:
    """The business year that ends in this year (the calendar year where it starts in January)."""
    label = str(year) if start_month == 1 else f"FY{year}"
    return months(label, _year_start(year, start_month), 12)


def fiscal_part(year: int, kind: str, number: int, start_month: int) -> Period:
    """A quarter (kind Q) or half (kind H) of a business year."""
    length = 3 if kind == "Q" else 6
    start = _add_months(_year_start(year, start_month), (number - 1) * length)
    prefix = str(year) if start_month == 1 else f"FY{year}"
    return months(f"{prefix}-{kind}{number}", start, length)


def quarter_of(day: date, fiscal_year_start: int = 1) -> Period:
    """The quarter, of the business year, that holds a day."""
    past = (day.month - fiscal_year_start) % 12
    return fiscal_part(business_year(day, fiscal_year_start), "Q", past // 3 + 1, fiscal_year_start)


def named(start: date, end: date, start_month: int) -> Period:
    """Two days by the name of the quarter, half, year or month that they are, if they are."""
    if start <= end and start.day == 1:
        year = business_year(end, start_month)
        candidates = [
            *(fiscal_part(year, "Q", number, start_month) for number in range(1, 5)),
            *(fiscal_part(year, "H", number, start_month) for number in range(1, 3)),
            fiscal_year(year, start_month),
            months(str(end.year), date(end.year, 1, 1), 12),
            calendar_month(end.year, end.month),
        ]
        for period in candidates:
            if (period.start, period.end) == (start, end):
                return period
    return Period(label=f"{start.isoformat()}/{end.isoformat()}", start=start, end=end)


def business_year(day: date, start_month: int) -> int:
    """The year that the business year of a day ends in."""
    return day.year + (1 if start_month != 1 and day.month >= start_month else 0)


def _year_start(year: int, start_month: int) -> date:
    return date(year if start_month == 1 else year - 1, start_month, 1)


def calendar_month(year: int, month: int) -> Period:
    """One month. Raises ValueError for a thirteenth."""
    return Period(
        label=f"{year}-{month:02}",
        start=date(year, month, 1),
        end=date(year, month, calendar.monthrange(year, month)[1]),
    )


def months(label: str, start: date, length: int) -> Period:
    """So many whole months from a first of the month."""
    return Period(label=label, start=start, end=_add_months(start, length) - timedelta(days=1))


def _add_months(day: date, count: int) -> date:
    index = day.year * 12 + day.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)
