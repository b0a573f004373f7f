"""Numbers in a sentence, as its language writes them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from okrsync.i18n import Percent
from okrsync.model import Metric

POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
MOST = 9999
"""Percents beyond this are cut short: a slip in a cell can give them hundreds of digits."""


def in_words_of(figures: str, language: str) -> str:
    """Figures with a point, with the mark that the language writes."""
    return figures if language == "en" else POINT.sub(",", figures)


def amount(value: Decimal | None, language: str, unit: str | None = None) -> str:
    """A number without needless zeros; a percent with its sign."""
    if value is None:
        return "–"
    if unit == "%":
        return Percent(plain(value * 100)).say(language)
    return in_words_of(plain(value), language)


def of_metric(value: Decimal | None, metric: Metric, language: str) -> str:
    """One of a metric's numbers."""
    return amount(value, language, metric.unit)


def percent(value: Decimal | None, language: str) -> str:
    """A fraction as whole percents."""
    if value is None:
        return "–"
    whole = int((value * 100).to_integral_value(rounding=ROUND_HALF_UP))
    shown = str(whole) if abs(whole) <= MOST else f">{MOST}" if whole > 0 else f"<-{MOST}"
    return Percent(shown).say(language)


def plain(value: Decimal) -> str:
    """A number's digits without an exponent or needless zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
