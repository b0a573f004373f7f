"""`read_number`: a cell's value as a quantity."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from okrsync.i18n import Message
from okrsync.table import CellError, Scalar
from okrsync.values.amounts import ID_DIGITS
from okrsync.values.calendar.dates import serial_day
from okrsync.values.cell_errors import error_text, formula_error
from okrsync.values.formats import FormatKind
from okrsync.values.formats import number_format as parse_format
from okrsync.values.phrases import phrase
from okrsync.values.quantity import Quantity, Unreadable, as_shown
from okrsync.values.style import NUMERAL, NumberStyle, numeral
from okrsync.values.texts import is_awaited, is_null
from okrsync.values.wording import normal

HOURS = "h"
"""The unit of what a spreadsheet stores as a stretch of time."""
_EXACT = 2**53
_HOUR = 3_600_000
_ZERO = Decimal(0)
"""Without the sign that a stored −0.0 has."""
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?", re.ASCII)
_CLOCK = re.compile(r"\d{1,3}:\d{2}(?::\d{2})?", re.ASCII)
_WITH_REMARK = re.compile(r"[^()\d]+\([^()\d]*\)")
_ANY_NUMBER = re.compile(rf"(?<![\w.,])[-+]?{NUMERAL}(?: ?%)?", re.ASCII)


def read_number(
    value: Scalar, *, number_format: str | None = None, style: NumberStyle | None = None
) -> Quantity | Unreadable | None:
    """What a cell says as a number; None where it is empty or says that there is none.

    `number_format` is the cell's own and counts for stored numbers only; `style` is the
    column's (`column_style`) and counts for texts. Signs and multiples are read as a target's
    ("+20" is a difference): take `.plain()` for a current value or a baseline. Never raises.
    """
    # `type` and not isinstance: True is an int too, and this runs for every cell.
    kind = type(value)
    if kind is str:
        return read_text(value, style.decimal if style else None)
    if value is None:
        return None
    if kind is float or kind is int or kind is Decimal:
        return _stored(value, number_format)  # type: ignore[arg-type] # one of the three
    return _odd(value)


def _stored(value: float | int | Decimal, code: str | None) -> Quantity | Unreadable:
    """A number as the service stores it, meant as its format shows it."""
    if not _finite(value):
        return Unreadable(as_shown(value), _NOT_FINITE)
    if not (-_EXACT < value < _EXACT):
        return Unreadable(as_shown(value, whole=True), _ID)
    return _meant(value, code)


@lru_cache(maxsize=65536)
def _meant(value: float | int | Decimal, code: str | None) -> Quantity | Unreadable:
    # Fifteen digits are what a spreadsheet shows: beyond is the noise of its arithmetic.
    exact = Decimal(format(value, ".15g")) if type(value) is float else Decimal(value)
    if not exact:
        exact = _ZERO
    if not code or code == "General":
        return Quantity(exact)
    meaning = parse_format(code)
    if meaning.kind in (FormatKind.DATE, FormatKind.TIME):
        return _dated(value, meaning.kind)
    if meaning.factor is not None:
        exact *= meaning.factor
    return Quantity(exact, meaning.unit)


def _finite(value: float | Decimal) -> bool:
    # math.isfinite raises on a signalling NaN and on integers beyond a float.
    if isinstance(value, Decimal):
        return value.is_finite()
    return type(value) is int or math.isfinite(value)


def _dated(value: float | Decimal, kind: FormatKind) -> Unreadable:
    day = serial_day(value) if kind is FormatKind.DATE else None
    shown = day.isoformat() if day else str(value)
    return Unreadable(shown, _DATE if day else _TIME, understood=str(value))


def duration(span: timedelta) -> Quantity:
    """A stretch of time as a number of hours: 9:30 is 9.5 with unit h."""
    # A millisecond is what a spreadsheet knows; nine places keep it.
    hours = round(Decimal(span // timedelta(milliseconds=1)) / _HOUR, 9)
    return Quantity(Decimal(format(hours.normalize(), "f")), HOURS)


def _odd(value: Scalar) -> Quantity | Unreadable:
    """A typed value that is no plain number."""
    if isinstance(value, bool):
        return Unreadable("TRUE" if value else "FALSE", _BOOL)
    if isinstance(value, CellError):
        return formula_error(value.code)
    if isinstance(value, datetime):
        return Unreadable(value.isoformat(" ", "minutes"), _DATE)
    if isinstance(value, date):
        return Unreadable(value.isoformat(), _DATE)
    if isinstance(value, time):
        return Unreadable(value.isoformat("minutes"), _TIME)
    if isinstance(value, timedelta):
        return duration(value)
    return Unreadable(as_shown(value), _NO_NUMBER)


@lru_cache(maxsize=65536)
def read_text(text: str, decimal: str | None) -> Quantity | Unreadable | None:
    """A typed text as a quantity, the column's decimal mark given (None: unknown)."""
    if _PLAIN.fullmatch(text) and len(text) < ID_DIGITS:
        return Quantity(Decimal(text))
    if is_null(text) or is_awaited(text):
        return None
    if error_text(text):
        return formula_error(text.strip())
    plain = normal(text)
    found = phrase(plain, decimal)
    if found is None and _WITH_REMARK.fullmatch(plain):
        # "TBD (new campaigns)": why there is none.
        bare = plain.partition("(")[0]
        if is_null(bare) or is_awaited(bare):
            return None
    return found if found is not None else _unread(text, decimal)


def _unread(text: str, decimal: str | None) -> Unreadable:
    """Why a text is no number, and the one number that would be understood in it."""
    shown = normal(text)
    digits = re.sub(r"[ .,'_-]", "", shown)
    if digits.isdigit() and len(digits) >= ID_DIGITS:
        return Unreadable(text, _ID)
    if shown.lower() in ("nan", "inf", "-inf", "infinity", "-infinity", "∞"):
        return Unreadable(text, _NOT_FINITE)
    if _CLOCK.fullmatch(shown):
        return Unreadable(text, _TIME)
    found = [
        match[0] for match in _ANY_NUMBER.finditer(shown[:400])
        if numeral(match[0].strip("+-% "), decimal)
    ]  # fmt: skip
    if len(found) != 1:
        return Unreadable(text, _SEVERAL if found else _NO_NUMBER)
    number = found[0].strip()
    return Unreadable(
        text,
        _IN_PART.filled(number=number),
        understood=number,
    )


_IN_PART = Message(
    "This is not a number. Only {number} would be understood: put the rest in a column of its own."
)
_NO_NUMBER = Message("This is not a number. Write one, such as 40, 45% or € 1,000.")
_SEVERAL = Message(
    "There are several numbers here, and it is not clear which is meant. Keep one, "
    'or write "from 5 to 3" or "between 40 and 60".'
)
_NOT_FINITE = Message(
    "This number can't be used in a calculation. Type the value, or leave the cell empty."
)
_ID = Message("So many digits look like an id, not a number. Put it in an ID column.")
_DATE = Message(
    "This is a date where a number belongs. Give the cell a number format and type "
    "the number again."
)
_TIME = Message("This is a time where a number belongs. Write it as a number of hours or minutes.")
_BOOL = Message("This is a yes or no where a number belongs.")
