"""USER_ENTERED: what a sheet makes of a typed text, in its locale."""

from __future__ import annotations

import re
from datetime import datetime

from tests.servers.google.cells import Entered, Formula
from tests.servers.google.errors import JSON
from tests.servers.google.locales import Style, to_serial

Typed = tuple[Entered, JSON | None]  # the value, and the number format that it brings

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")


def typed(text: str, style: Style) -> Typed:
    """The value of a text as a person would type it; what is nothing else stays text."""
    if text.startswith("'"):
        return text[1:], None
    if text.startswith("=") and len(text) > 1:
        return Formula(text), None
    plain = text.strip()
    for truth, word in zip((True, False), style.truth, strict=True):
        if plain.upper() in {word, str(truth).upper()}:
            return truth, None
    return _date(plain, style) or _amount(plain, style) or (text, None)


def _date(text: str, style: Style) -> Typed | None:
    iso = _ISO.fullmatch(text)
    try:
        if iso:
            parts = [int(part) for part in iso.groups(default="0")]
            kind, pattern = "DATE", "yyyy-mm-dd"
            if iso[4]:
                kind, pattern = "DATE_TIME", "yyyy-mm-dd hh:mm:ss"
            return to_serial(datetime(*parts)), {"type": kind, "pattern": pattern}  # type: ignore[arg-type]
        day = _DAY.fullmatch(text)
        if not day:
            return None
        first, second = int(day[1]), int(day[3])
        month_first = style.date.startswith("m")
        month, number = (first, second) if month_first else (second, first)
        moment = datetime(int(day[4]), month, number)
    except ValueError:
        return None
    return to_serial(moment), {"type": "DATE", "pattern": style.date}


def _amount(text: str, style: Style) -> Typed | None:
    """Numbers, percentages and amounts of the locale's own currency."""
    body, percent = (text[:-1].rstrip(), True) if text.endswith("%") else (text, False)
    money = style.symbol in body
    body = body.replace(style.symbol, "", 1).strip() if money else body
    value = _number(body, style)
    if value is None:
        return None
    decimals = style.decimal in body
    if percent:
        return round(value / 100, 15), {"type": "PERCENT", "pattern": "0.00%" if decimals else "0%"}
    if money:
        pattern = style.currency if decimals else style.currency.replace(".00", "")
        return value, {"type": "CURRENCY", "pattern": pattern}
    if style.group in body:
        return value, {"type": "NUMBER", "pattern": "#,##0.00" if decimals else "#,##0"}
    return value, None


def _number(text: str, style: Style) -> float | None:
    group, decimal = re.escape(style.group), re.escape(style.decimal)
    digits = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)"
    pattern = rf"[+-]?(?:{digits}(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][+-]?\d+)?"
    if not re.fullmatch(pattern, text):
        return None
    value = float(text.replace(style.group, "").replace(style.decimal, "."))
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
