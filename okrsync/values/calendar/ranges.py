"""Two dates, months or quarters as one stretch of time."""

from __future__ import annotations

import re
from dataclasses import replace

from okrsync.model import Period
from okrsync.values.calendar.business_years import named
from okrsync.values.calendar.dates import column_day_first, text_day
from okrsync.values.calendar.stretches import When, stretch

_FLAGS = re.IGNORECASE
_THROUGH = re.compile(
    r"\s*(?:–|—|→|\.\.+|/(?=\d{4}-))\s*"
    r"|\s+(?:-|to|until|till|through|thru|t/m|tot en met|tot|bis|au|à|a|al|até|ate|hasta|and|en)\s+"
    r"|(?<=[^\W\d_])\s*-\s*(?=[^\W\d_])|(?<=[1-4])\s*[-+&]\s*(?=[QTHS]\d)",
    _FLAGS,
)
_LEAD = re.compile(r"(?:from|van|von|vom|du|de|del|desde|between|tussen)\s+(?:le |el )?", _FLAGS)
_NAMED_RANGE = re.compile(r"(?:Y\d+ ?[:/-] ?)?[QTH][1-4] ?: ?(?P<range>.*\d.*)", _FLAGS)
_BRACKETED = re.compile(r"(?P<name>[^()]+?) ?\((?P<range>[^()]+)\)")


def two_dates(text: str, when: When) -> Period | None:
    """Two dates, months or quarters. What stands before it ("Q1: June – August") is a name."""
    for pattern in (_NAMED_RANGE, _BRACKETED):
        match = pattern.fullmatch(text)
        if match and (found := two_dates(match["range"], when)):
            return found
    lead = _LEAD.match(text)
    text = text[lead.end() :] if lead else text
    for parting in _THROUGH.finditer(text):
        sides = text[: parting.start()].strip(), text[parting.end() :].strip()
        found = _sides(*sides, when)
        if found:
            return found
    return None


def _sides(left: str, right: str, when: When) -> Period | None:
    order = column_day_first((left, right))
    when = when if order is None else replace(when, day_first=order)
    end = _side(right, when)
    if end is None:
        return None
    year = re.search(r"(?:19|20|21)\d{2}", right)
    if year is None or re.search(r"\d{4}|'\d{2}", left):
        start = _side(left, when)
    else:
        start = _side(f"{left} {year[0]}", when)
        if start and start.start > end.end:
            # "November – February 2027" begins the year before.
            start = _side(f"{left} {int(year[0]) - 1}", when)
        start = start or _side(left, when)
    return named(start.start, end.end, when.start_month) if start else None


def _side(text: str, when: When) -> Period | None:
    """One end of a range, None also for 3/4/2026 where nothing says which is the month."""
    day = text_day(text, when.day_first, when.zone)
    if day is None:
        return stretch(text, when)
    if day.ambiguous and "/" in text:
        return None
    return Period(label="", start=day.value, end=day.value)
