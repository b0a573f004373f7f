"""Two numbers in one cell: from–to, between, give or take."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from okrsync.values import phrase_words as words
from okrsync.values.amounts import Amount, amount
from okrsync.values.levels import level, level_or_bound
from okrsync.values.phrase_words import any_of, caseless
from okrsync.values.quantity import Quantity

_ARROW = caseless(r"(?P<a>.*?\d.*?) ?(?:→|➔|➜|⇒|➝|⟶|-+>|–>|=>) ?(?P<b>.*\d.*)")
# What a from–to is about may stand before it: "Increase NPS from 40 to 60".
_FROM_TO = caseless(
    rf"(?:[^\W\d_][^\d]{{0,40}}? )?(?:{any_of(words.FROM)}) "
    rf"(?P<a>.*?\d.*?),? (?P<word>{any_of(words.TO)}|→|->) ?(?P<b>.*\d.*)"
)
_TO_FROM = caseless(
    rf"(?:(?:{any_of(words.TO)}) )?(?P<b>.*?\d.*?),? "
    rf"\(?(?:{any_of(words.AFTERWARDS)}) (?P<a>[^)]*\d[^)]*)\)?"
)
_NL_TO_FROM = caseless(r"(?:naar|auf) (?P<b>.*?\d.*?) (?:van|vanuit|von) (?P<a>.*\d.*)")
_ONLY_FROM = caseless(rf"(?:{any_of(words.ONLY_FROM)}):? (?P<a>.*\d.*)")
_TOWARDS = caseless(
    rf"(?:(?:{any_of([*words.RAISE, *words.LOWER])})? ?(?:{any_of(words.TOWARDS)})"
    rf"|(?:{any_of(words.REACH)})) (?P<b>.*\d.*)"
)
_BEFORE = r"[^\W\d_][^\d]{2,70}? "
_BEHIND = r"(?: [^\d%]{0,40}[^\d\s%.])?"
_NUMBER = r"[€$£R]{0,2} ?\d[\d.,  ]*(?: ?(?:%|[^\W\d_]+))?"
_ONE = 3
"""Stretches of digits that one number has at most: "1.250.000"."""
_TOLD_TO = caseless(
    rf"(?:{any_of([*words.RAISE, *words.LOWER])}) {_BEFORE}(?:{any_of(words.TO)}) "
    rf"(?P<b>(?:(?:{any_of([*words.AT_LEAST, *words.AT_MOST])}) ?)?{_NUMBER}){_BEHIND}"
)
_TOLD_BOUND = caseless(
    rf"{_BEFORE}(?P<b>(?:{any_of([*words.AT_LEAST, *words.AT_MOST])}) ?{_NUMBER}){_BEHIND}"
)
_TOLD_OR = caseless(rf"{_BEFORE}(?P<b>{_NUMBER} (?:{any_of([*words.OR_MORE, *words.OR_LESS])}))")
_BETWEEN = caseless(
    rf"(?:{any_of(words.BETWEEN)}) (?P<a>.*?\d.*?) (?:{any_of(words.AND)}) (?P<b>.*\d.*)"
)
_DASHED = caseless(r"(?P<a>[^–—]*?\d[^–—]*?) ?(?:[-–—]|\.\.\.?|…) ?(?P<b>[^\s–—-].*)")
_THROUGH = caseless(rf"(?P<a>.*?\d.*?) (?P<word>{any_of(words.THROUGH)}) (?P<b>.*\d.*)")
_VAN_TO = caseless(r"(?:von|van|from) (?=.* (?:bis|t/m|tot en met|through) )")
_PADDED = re.compile(r"0\d")
_PLUS_MINUS = caseless(r"(?P<a>.*?\d.*?) ?(?:±|\+/-|\+-) ?(?P<b>.*\d.*)")


def arrow(text: str, decimal: str | None) -> Quantity | None:
    """ "3.1% → 2.8": from, to."""
    return _pair(_ARROW.fullmatch(text), decimal)


def from_to(text: str, decimal: str | None) -> Quantity | None:
    """ "from 5 to 3", "to 3 from 5", "3 (was 5)"."""
    match = _FROM_TO.fullmatch(text)
    if match and match["word"].lower() == "bis":
        return None
    found = _pair(match, decimal)
    if found:
        return found
    for pattern in (_NL_TO_FROM, _TO_FROM):
        found = _pair(pattern.fullmatch(text), decimal)
        if found:
            return found
    return None


def _pair(match: re.Match[str] | None, decimal: str | None) -> Quantity | None:
    """Baseline `a` and target `b`, the one lending the other its percent or its currency."""
    if match is None:
        return None
    start, end = level(match["a"], decimal), level_or_bound(match["b"], decimal)
    if start is None or end is None:
        return None
    start, end = _lend(start, end), _lend(end, start)
    if start.unit != end.unit:
        return None
    return replace(
        end,
        baseline=start.value,
        approximate=start.approximate or end.approximate,
        ambiguous=start.ambiguous or end.ambiguous,
    )


def _lend(poor: Quantity, rich: Quantity) -> Quantity:
    """`poor` with the unit of `rich`, where it has none: "from 5 to 3%" is 5 % to 3 %."""
    if poor.unit is not None or rich.unit is None or poor.value is None:
        return poor
    share = Decimal("0.01") if rich.unit == "%" else Decimal(1)
    return replace(
        poor,
        unit=rich.unit,
        value=poor.value * share,
        other=None if poor.other is None else poor.other * share,
    )


def only_from(text: str, decimal: str | None) -> Quantity | None:
    """ "desde ~110": a baseline without a target."""
    match = _ONLY_FROM.fullmatch(text)
    found = level(match["a"], decimal) if match else None
    return replace(found, baseline=found.value, value=None) if found else None


def towards(text: str, decimal: str | None) -> Quantity | None:
    """ "to 50", "verhoog naar 50"."""
    match = _TOWARDS.fullmatch(text)
    return level_or_bound(match["b"], decimal) if match else None


def told(text: str, decimal: str | None) -> Quantity | None:
    """A sentence with one number in it that says how it is meant: "cut the wait to 20 minutes",
    "a turnover of at least € 900 a day"."""
    if sum(char.isdigit() and not before.isdigit() for before, char in pairwise(f" {text}")) > _ONE:
        return None
    for pattern in (_TOLD_TO, _TOLD_BOUND, _TOLD_OR):
        match = pattern.fullmatch(text)
        found = level_or_bound(match["b"].strip(), decimal) if match else None
        if found:
            return found
    return None


def between(text: str, decimal: str | None) -> Quantity | None:
    """ "between 40 and 60", "40–60", "40 t/m 60"."""
    for pattern in (_BETWEEN, _DASHED, _THROUGH):
        match = pattern.fullmatch(text)
        if (
            match is None
            and pattern is _THROUGH
            and text.lower().startswith(("von ", "van ", "de "))
        ):
            continue
        found = _range(match, decimal)
        if found:
            return found
    prefixed = _VAN_TO.match(text)
    return _range(_THROUGH.fullmatch(text[prefixed.end() :]), decimal) if prefixed else None


def _range(match: re.Match[str] | None, decimal: str | None) -> Quantity | None:
    """Lower and upper bound. "40 to 60" may also mean a way to go, so it is flagged."""
    if match is None:
        return None
    if _PADDED.match(match["a"]) or _PADDED.match(match["b"]):
        # "05-12" is a date or a code.
        return None
    low, high = amount(match["a"], decimal), amount(match["b"], decimal)
    if low is None or high is None or low.points or high.points:
        return None
    if high.scaled and not low.scaled and low.bare is not None and high.bare is not None:
        low = _scale_alike(low, high)
    start = Quantity(low.value, low.unit)
    end = Quantity(high.value, high.unit)
    start, end = _lend(start, end), _lend(end, start)
    if start.value is None or end.value is None or start.unit != end.unit:
        return None
    word = (match.groupdict().get("word") or "").lower()
    if end.value < start.value:
        journey = word in ("to", "à", "a", "tot", "hasta", "até")
        return replace(end, baseline=start.value) if journey else None
    doubt = low.other is not None or high.other is not None or word in ("to", "à", "a")
    return Quantity(None, end.unit, lower=start.value, upper=end.value, ambiguous=doubt)


def _scale_alike(low: Amount, high: Amount) -> Amount:
    """ "5-10K" is 5,000 to 10,000: the multiplier counts for both, where that is in order."""
    if low.bare is None or not high.bare or low.bare >= high.bare:
        return low
    return replace(low, value=low.value * (high.value / high.bare))


def plus_minus(text: str, decimal: str | None) -> Quantity | None:
    """ "50 ± 5" lies between. ("± 40" alone is about 40: so it is meant in Dutch.)"""
    match = _PLUS_MINUS.fullmatch(text)
    if match is None:
        return None
    spread = level(match["b"], decimal)
    if spread is None or spread.value is None or spread.value < 0:
        return None
    middle = level(match["a"], decimal)
    if middle is None or middle.value is None:
        return None
    middle = _lend(middle, spread)
    spread = _lend(spread, middle)
    if middle.unit != spread.unit or middle.value is None or spread.value is None:
        return None
    return replace(middle, lower=middle.value - spread.value, upper=middle.value + spread.value)
