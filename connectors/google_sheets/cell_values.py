"""A cell as the API tells it: its value with its type, its format, and how to send it back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from okrsync.table import CellError, Scalar

Raw = str | int | float | bool | None
"""A value as JSON has it; None is a blank cell."""

_PLAIN = frozenset({str, int, float, bool, type(None)})
_EPOCH = datetime(1899, 12, 30)
_DAY_ZERO = _EPOCH.toordinal()
_DAY_MS = 86_400_000
_LAST_DAY = 2_958_465
_ERRORS = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}
ERRORS = {code: CellError(code) for code in _ERRORS.values()}
"""Errors by what a cell shows, which is all that a read of bare values tells of them."""
_DEFAULTS = {
    "PERCENT": "0.00%",
    "DATE": "yyyy-mm-dd",
    "TIME": "h:mm:ss",
    "DATE_TIME": "yyyy-mm-dd h:mm:ss",
    "SCIENTIFIC": "0.00E+00",
    "TEXT": "@",
    "NUMBER": "#,##0.00",
}
_QUOTED = re.compile(r'"[^"]*"?|\\.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATES = frozenset({"DATE", "DATE_TIME", "TIME"})


def value(effective: Mapping[str, Any] | None, style: Mapping[str, Any] | None) -> Scalar:
    """What a cell counts as. A number under a date's format is a date, one without stays one."""
    if not effective:
        return None
    if "numberValue" in effective:
        number = effective["numberValue"]
        kind = style.get("type") if style else None
        if kind in _DATES or is_duration(style):
            return moment(number, style or {}, str(kind))
        return _number(number)
    if "stringValue" in effective:
        return effective["stringValue"] or None
    if "boolValue" in effective:
        return bool(effective["boolValue"])
    if "errorValue" in effective:
        return CellError(_ERRORS.get(effective["errorValue"].get("type", ""), "#ERROR!"))
    return None


def _number(number: Any) -> int | float:
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return int(number)
    return number if isinstance(number, int | float) else float(number)


def number_format(style: Mapping[str, Any] | None, currency: str | None) -> str | None:
    """The format's code, None for a plain number; a currency without one has the document's."""
    kind = style.get("type") if style else None
    if not style or kind in (None, "NUMBER_FORMAT_TYPE_UNSPECIFIED"):
        return None
    pattern = style.get("pattern")
    if pattern:
        return str(pattern)
    if kind == "CURRENCY" and currency:
        return f"[${currency}] #,##0.00"
    return _DEFAULTS.get(str(kind))


def is_duration(style: Mapping[str, Any] | None) -> bool:
    """Whether a format shows a duration: hours, minutes or seconds in brackets (`[h]:mm`), which
    go on past a day. A colour (`[Magenta]`) stands in brackets too, and text in quotes."""
    pattern = style.get("pattern") if style else None
    return bool(pattern and "[" in pattern and _ELAPSED.search(_QUOTED.sub("", pattern)))


def moment(serial: Any, style: Mapping[str, Any], kind: str) -> Scalar:
    """A serial under the format of a date, a time or a duration; a number where it is none."""
    if not isinstance(serial, int | float) or not abs(serial) <= _LAST_DAY:
        return _number(serial)
    milliseconds = round(serial * _DAY_MS)
    if is_duration(style):
        return timedelta(milliseconds=milliseconds)
    if kind == "TIME" and 0 <= milliseconds < _DAY_MS:
        return (_EPOCH + timedelta(milliseconds=milliseconds)).time()
    try:
        when = _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return _number(serial)
    return when.date() if when.time() == time.min else when


def raw(content: Scalar) -> Raw:
    """A value as the API stores it, so that two can be compared and one can be sent back."""
    # By exact type first: this runs for every cell of a sheet.
    if content is None or isinstance(content, str):
        return content or None
    if isinstance(content, bool):
        return content
    if type(content) is date:
        return content.toordinal() - _DAY_ZERO
    if isinstance(content, int | float):
        return _number(content)
    if isinstance(content, Decimal):
        return int(content) if content == content.to_integral_value() else float(content)
    if isinstance(content, CellError):
        return content.code
    return _serial(content)


def raws(values: Sequence[Scalar]) -> list[Raw]:
    """A row's values as the API stores them: `raw` of each, quickly. A blank is None already."""
    return [v if type(v) in _PLAIN else raw(v) for v in values]  # type: ignore[misc] # by its type


def stored(values: Sequence[Scalar]) -> list[Raw]:
    """The same without blanks at its end."""
    found = raws(values)
    while found and found[-1] is None:
        found.pop()
    return found


def _serial(when: date | datetime | time | timedelta) -> int | float:
    if isinstance(when, timedelta):
        span = when
    elif isinstance(when, time):
        span = datetime.combine(_EPOCH.date(), when.replace(tzinfo=None)) - _EPOCH
    elif isinstance(when, datetime):
        span = when.replace(tzinfo=None) - _EPOCH
    else:
        return when.toordinal() - _DAY_ZERO
    return _number(span / timedelta(days=1))


def same(one: Raw, other: Raw) -> bool:
    """Whether two stored values are the same cell's; serials may differ by a millisecond."""
    if type(one) is type(other) and one == other:
        return True
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-8 * max(1.0, abs(one) / 1e4)
    return one == other


def key(content: Raw) -> object:
    """The same value as something that can be looked up."""
    if content is None or type(content) is str:
        return content
    if isinstance(content, bool):
        return ("bool", content)
    return round(float(content), 7) if isinstance(content, int | float) else content
