"""What people type in cells, read strictly: numbers, percents, money, dates, periods, codes.

Nothing is guessed silently: what reads two ways is flagged, what can't be read is `Unreadable`
and says what would be understood, and an empty cell or a null word ("n.v.t.") is `None`.
Each name is imported on first use, so that printing a text does not load calendars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.lazy import lazily

if TYPE_CHECKING:
    from okrsync.values.calendar.business_years import quarter_of
    from okrsync.values.calendar.dates import Day, column_day_first, read_date
    from okrsync.values.calendar.periods import read_period
    from okrsync.values.codes import Code, find_code
    from okrsync.values.flags import read_flag
    from okrsync.values.numbers import read_number
    from okrsync.values.quantity import Qualifier, Quantity, Unreadable
    from okrsync.values.scale import Scale, column_scale, read_percent_scale
    from okrsync.values.style import NumberStyle, column_style
    from okrsync.values.texts import clean, fold, is_null, safe, visible

_HOMES = {
    "Code": "codes",
    "Day": "okrsync.values.calendar.dates",
    "NumberStyle": "style",
    "Qualifier": "quantity",
    "Quantity": "quantity",
    "Scale": "scale",
    "Unreadable": "quantity",
    "clean": "texts",
    "column_day_first": "okrsync.values.calendar.dates",
    "column_scale": "scale",
    "column_style": "style",
    "find_code": "codes",
    "fold": "texts",
    "is_null": "texts",
    "quarter_of": "okrsync.values.calendar.business_years",
    "read_date": "okrsync.values.calendar.dates",
    "read_flag": "flags",
    "read_number": "numbers",
    "read_percent_scale": "scale",
    "read_period": "okrsync.values.calendar.periods",
    "safe": "texts",
    "visible": "texts",
}

__all__ = [
    "Code",
    "Day",
    "NumberStyle",
    "Qualifier",
    "Quantity",
    "Scale",
    "Unreadable",
    "clean",
    "column_day_first",
    "column_scale",
    "column_style",
    "find_code",
    "fold",
    "is_null",
    "quarter_of",
    "read_date",
    "read_flag",
    "read_number",
    "read_percent_scale",
    "read_period",
    "safe",
    "visible",
]

__getattr__ = lazily(__name__, _HOMES)
