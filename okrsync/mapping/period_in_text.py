"""The period that a title names: a quarter, a half-year, a range of months or two dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from okrsync.model import Period
from okrsync.values import clean, read_period
from okrsync.values.calendar.words import month_of

LONGEST = 9
"""So many words can a period have: "from 1 April 2026 until 30 June 2026"."""
_PARTED = re.compile(r"\d{4}-(?:Q[1-4]|H[12])|FY\d{4}(?:-(?:Q[1-4]|H[12]))?|.*/.*")
_YEAR = re.compile(r"(?:19|20|21)\d{2}")
_OTHER_DIGITS = re.compile(r"\d{1,2}(?!\d)[.:/-]|\b\d{1,2}\b")
_SHORT = re.compile(r"[TS][1-4]", re.IGNORECASE)
_EDGES = " -–—:;,.()[]|/"


@lru_cache(maxsize=4096)
def period_in(text: str, fiscal_year_start: int, today: date) -> Period | None:
    """The period that a text names somewhere, the longest reading first; None where it names
    none. A date alone is none, a month alone neither, a year only where it is all of a date."""
    shown = clean(text)
    if not any(char.isdigit() for char in shown):
        return None
    for part in _parts(shown):
        found = read_period(part, fiscal_year_start=fiscal_year_start, today=today)
        if isinstance(found, Period) and _PARTED.fullmatch(found.label) and not _is_word(part):
            return found
    return _year(shown, fiscal_year_start, today)


def is_year(period: Period) -> bool:
    """Whether a period is a calendar year as a whole, named by its year alone."""
    return _YEAR.fullmatch(period.label) is not None


def _parts(text: str) -> Iterator[str]:
    """Every run of words, the longest first, from the left."""
    words = text.replace("_", " ").split()
    for size in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size]).strip(_EDGES)
            if part and any(char.isdigit() for char in part):
                yield part


def _is_word(part: str) -> bool:
    """ "T2" or "S1" alone may be anything: as a quarter or a half they need their year."""
    return _SHORT.fullmatch(part) is not None


def _year(text: str, fiscal_year_start: int, today: date) -> Period | None:
    years = set(_YEAR.findall(text))
    rest = _YEAR.sub(" ", text)
    dated = _OTHER_DIGITS.search(rest) or any(month_of(w) for w in re.findall(r"[^\W\d_]+", rest))
    if len(years) != 1 or dated:
        return None
    found = read_period(years.pop(), fiscal_year_start=fiscal_year_start, today=today)
    return found if isinstance(found, Period) else None
