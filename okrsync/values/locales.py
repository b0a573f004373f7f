"""What a locale's own data says. Babel is loaded with the first locale that is asked about."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


@lru_cache(maxsize=64)
def locale_of(name: str | None) -> Locale | None:
    """The locale of a name such as `nl_NL`, `nl-NL` or `nl`, None where it is unknown."""
    if not name:
        return None
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 60 ms that few runs need

    try:
        return Locale.parse(name.partition(".")[0].replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def decimal_mark(name: str | None) -> str | None:
    """The decimal mark of a locale, None where it is unknown or neither `.` nor `,`."""
    locale = locale_of(name)
    mark = locale.number_symbols.get("latn", {}).get("decimal") if locale else None
    return mark if mark in (".", ",") else None


def day_before_month(name: str | None) -> bool | None:
    """Whether a locale's short date begins with the day; None where that is unknown.

    English without a country says nothing: British and Americans differ.
    """
    locale = locale_of(name)
    if locale is None or (locale.language == "en" and not locale.territory):
        return None
    pattern = str(locale.date_formats["short"].pattern).lower()
    return pattern.find("d") < pattern.find("m")


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """Every ISO currency code, of today and before."""
    from babel.numbers import list_currencies  # noqa: PLC0415 - see locale_of

    return frozenset(list_currencies())
