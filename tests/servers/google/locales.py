"""How a locale writes numbers, truth and dates in a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

EPOCH = datetime(1899, 12, 30)

_DATES = {"US": "m/d/yyyy", "NL": "d-m-yyyy", "DE": "dd.mm.yyyy", "GB": "dd/mm/yyyy"}
_CURRENCIES = {"US": '"$"#,##0.00', "GB": '"£"#,##0.00', "NL": '"€ "#,##0.00'}
_TRUTH = {"nl": ("WAAR", "ONWAAR"), "de": ("WAHR", "FALSCH"), "fr": ("VRAI", "FAUX")}


@dataclass(frozen=True)
class Style:
    """A locale's own signs and default patterns."""

    locale: Locale
    decimal: str
    group: str
    date: str
    currency: str
    truth: tuple[str, str]

    def pattern(self, kind: str) -> str:
        """The pattern that a number format without one has."""
        time = "h:mm:ss"
        patterns = {
            "NUMBER": "#,##0.00",
            "PERCENT": "0.00%",
            "CURRENCY": self.currency,
            "DATE": self.date,
            "TIME": time,
            "DATE_TIME": f"{self.date} {time}",
            "SCIENTIFIC": "0.00E+00",
        }
        return patterns.get(kind, "")

    @property
    def symbol(self) -> str:
        return self.currency.split('"')[1].strip()


@lru_cache
def style(name: str) -> Style:
    """The style of `nl_NL`, `en_US`, …"""
    locale = Locale.parse(name)
    territory = locale.territory or ""
    return Style(
        locale,
        get_decimal_symbol(locale),
        get_group_symbol(locale),
        _DATES.get(territory, "dd/mm/yyyy"),
        _CURRENCIES.get(territory, '#,##0.00" €"'),
        _TRUTH.get(locale.language, ("TRUE", "FALSE")),
    )


def to_serial(moment: datetime) -> float:
    """Days since 1899-12-30, whole where there is no time of day."""
    days = (moment - EPOCH) / timedelta(days=1)
    return int(days) if days.is_integer() else days


def from_serial(serial: float) -> datetime:
    return EPOCH + timedelta(milliseconds=round(serial * 86_400_000))
