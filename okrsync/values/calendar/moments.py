"""Moments as days: a time with an offset falls on the day that it has in the workspace's zone.

A date without a time, and a time without an offset, never move: they are what somebody saw.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

_MOMENT = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)? ?(?:([ap])\.?m\.?)?"
    r" ?(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2}))",
    re.I | re.A,
)


def day_of(moment: datetime, zone: tzinfo | None) -> date:
    """The day of a moment. Without a zone, or an offset, the day as it is written."""
    if zone is None or moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(zone).date()
    except (OverflowError, ValueError):  # the first and last day that there is
        return moment.date()


def shift(text: str, day: date, zone: tzinfo | None) -> timedelta:
    """By how many days a text's day moves in a zone, for the time and offset at its end."""
    match = _MOMENT.search(text) if zone is not None else None
    if match is None or match.end() != len(text):
        return timedelta(0)
    try:
        at = time(_hour(match), int(match[2]), int(match[3] or 0), tzinfo=_offset(match))
    except ValueError:
        return timedelta(0)
    return day_of(datetime.combine(day, at), zone) - day


def _hour(match: re.Match[str]) -> int:
    hour = int(match[1])
    if match[4] is None:
        return hour
    return hour % 12 + (12 if match[4].lower() == "p" else 0)


def _offset(match: re.Match[str]) -> tzinfo:
    if match[5]:
        return UTC
    ahead = timedelta(hours=int(match[7]), minutes=int(match[8]))
    return timezone(ahead if match[6] == "+" else -ahead)
