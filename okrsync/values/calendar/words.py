"""Which month or weekday a word names, in any of six languages."""

from __future__ import annotations

from functools import lru_cache

from okrsync.values.calendar.names import MONTHS, WEEKDAYS
from okrsync.values.texts import fold


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Folded name, long or short, without its dot → month, 1–12."""
    return {name: month for month, names in enumerate(MONTHS, 1) for name in names.split()}


@lru_cache(maxsize=1)
def day_names() -> frozenset[str]:
    """Folded names of weekdays, long, short and shortest, without their dots."""
    return frozenset(WEEKDAYS.split())


def month_of(word: str) -> int | None:
    """The month that a word names in any of the languages, None where it names none."""
    return month_names().get(_key(word))


def is_weekday(word: str) -> bool:
    """Whether a word names a weekday in any of the languages."""
    return _key(word) in day_names()


def _key(word: str) -> str:
    return fold(word).rstrip(".,")
