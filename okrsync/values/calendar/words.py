"""Names of months and weekdays in six languages, from babel's data, loaded on first use."""

from __future__ import annotations

from functools import lru_cache

from okrsync.values.texts import fold

LANGUAGES = ("en", "nl", "de", "fr", "es", "pt")
# What people write beside the forms that babel knows.
_MORE_MONTHS = {"sept": 9, "mrt": 3, "maerz": 3, "mz": 3, "okt": 10, "maa": 3, "juni": 6, "juli": 7}


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Folded name, long or short, without its dot → month, 1–12."""
    from babel.dates import get_month_names  # noqa: PLC0415 - loaded by the first month name

    names = dict(_MORE_MONTHS)
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in get_month_names(width, context, language).items():
                    names[_key(name)] = month
    return names


@lru_cache(maxsize=1)
def day_names() -> frozenset[str]:
    """Folded names of weekdays, long, short and shortest, without their dots."""
    from babel.dates import get_day_names  # noqa: PLC0415 - as above

    return frozenset(
        _key(name)
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated", "short")
        for name in get_day_names(width, context, language).values()
    )


def month_of(word: str) -> int | None:
    """The month that a word names in any of the languages, None where it names none."""
    return month_names().get(_key(word))


def is_weekday(word: str) -> bool:
    """Whether a word names a weekday in any of the languages."""
    return _key(word) in day_names()


def _key(word: str) -> str:
    return fold(word).rstrip(".,")
