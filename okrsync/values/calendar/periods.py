"""`read_period`: a quarter, a month, a business year or two dates as a stretch of time."""

from __future__ import annotations

import re
from datetime import date, tzinfo
from functools import lru_cache

from okrsync.i18n import Message
from okrsync.model import Period
from okrsync.values.calendar.dates import FIRST, LAST
from okrsync.values.calendar.ranges import two_dates
from okrsync.values.calendar.stretches import When, fiscal_match, stretch
from okrsync.values.quantity import Unreadable
from okrsync.values.texts import fold, is_null
from okrsync.values.wording import normal


def read_period(
    text: str,
    *,
    fiscal_year_start: int = 1,
    today: date,
    day_first: bool | None = None,
    zone: tzinfo | None = None,
) -> Period | Unreadable | None:
    """A stretch of time as people name it; None where there is none. Never raises.

    `fiscal_year_start` is the month, 1–12. Where it isn't 1, quarters and halves are those of
    the business year, with FY or without: a business year carries the year in which it ends,
    so with 7, FY26, `Q1 FY26` and `Q1 2026` begin on 1 July 2025. A year alone (2026) stays
    the calendar's, as do months. `GJ 24/25` names both its years and is unreadable while
    `fiscal_year_start` is 1. A quarter without a year is that of the year that holds `today`.
    `day_first` says which is the day in 3/4/2026 where neither date of a range tells; `zone` is
    where moments with an offset are days.
    Labels are canonical: 2026-Q2, 2026-H1, 2026, 2026-05, 2026-W14, FY2026-Q2 (only where the
    business year isn't the calendar's), and `2026-04-01/2026-05-15` for two other dates.
    """
    return _read(text, When(fiscal_year_start, today, day_first, zone))


@lru_cache(maxsize=4096)
def _read(text: str, when: When) -> Period | Unreadable | None:
    if is_null(text):
        return None
    shown = _plain(normal(text))
    if len(shown) > 80:
        return Unreadable(text, _NO_PERIOD)
    if when.start_month == 1 and _two_years(shown):
        return Unreadable(text, _SPLIT_YEAR)
    found = stretch(shown, when) or two_dates(shown, when)
    if found is None:
        return Unreadable(text, _NO_PERIOD)
    if found.end < found.start:
        return Unreadable(text, _BACKWARDS)
    if found.start < FIRST or found.end > LAST:
        return Unreadable(text, _NO_PERIOD)
    return found


def _plain(text: str) -> str:
    """The text with "second" as 2 and without brackets around its year."""
    text = _WHOLE_YEAR.sub(r"\1", _YEAR_IN_BRACKETS.sub(r"\1", text))
    match = _FIRST_WORD.match(text)
    number = _ORDINALS.get(fold(match[1])) if match else None
    return f"{number} {text[match.end() :]}" if match and number else text


def _two_years(text: str) -> bool:
    match = fiscal_match(text)
    return match is not None and match["until"] is not None


_YEAR_IN_BRACKETS = re.compile(r"\(((?:19|20|21)\d{2})\)")
_WHOLE_YEAR = re.compile(
    r"^(?:annual|year|full year|jaar|heel|jahr|gesamtjahr|année|annuel|exercice|año|anual|ano) "
    r"((?:19|20|21)\d{2})$",
    re.IGNORECASE,
)
"""“Annual 2026” is 2026."""
_FIRST_WORD = re.compile(r"(?:the |het |das |le |el |o )?([^\W\d_]+) (?=\w)", re.IGNORECASE)
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first eerste erstes erste premier première primer primero primeiro",
            "second tweede zweites zweite deuxième second segundo",
            "third derde drittes dritte troisième tercer tercero terceiro",
            "fourth vierde viertes vierte quatrième cuarto quarto",
        ),
        start=1,
    )
    for word in map(fold, words.split())
}
_NO_PERIOD = Message(
    "This is not a period. Write one as 2026-Q2, 2026-05 or 2026-04-01 – 2026-06-30."
)
_BACKWARDS = Message("This period ends before it begins. Swap the two dates.")
_SPLIT_YEAR = Message(
    "This business year lies in two calendar years. Say with which month it begins: "
    "fiscal_year_start in okrsync.toml."
)
