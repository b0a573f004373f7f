"""A number as a change: 20% more, 5 extra, reduce by 20%."""

from __future__ import annotations

import re
from dataclasses import replace

from okrsync.model import TargetMode
from okrsync.values import phrase_words as words
from okrsync.values.amounts import amount
from okrsync.values.levels import APPROXIMATE, bounded, step
from okrsync.values.phrase_words import any_of, caseless
from okrsync.values.quantity import Quantity
from okrsync.values.wording import tail

_LINK = r"(?:(?:of|de|van|an) |d')?"
_BY_LINK = rf"(?:(?:{any_of(words.BY)}) ?|d')?"
_MORE = caseless(rf"(?P<a>.*?\d.*?) {_LINK}(?:{any_of(words.UP)})(?: (?P<unit>.+))?")
_LESS = caseless(rf"(?P<a>.*?\d.*?) {_LINK}(?:{any_of(words.DOWN)})(?: (?P<unit>.+))?")
# Dutch and German put the verb last: "met 20% verhogen", "um 20% steigern".
_VERB_LAST = caseless(
    rf"(?:(?:{any_of(words.BY)}) )?(?P<a>\D?\d.*?) "
    rf"(?:(?P<up>{any_of(words.RAISE)})|(?P<down>{any_of(words.LOWER)}))"
)
_BY = caseless(
    rf"(?:(?P<up>{any_of(words.RAISE)})|(?P<down>{any_of(words.LOWER)}))(?: it)?"
    rf" {_BY_LINK}(?P<a>[^\w]*\d.*)"
)
# "reduce churn by 20%", "verhoog de omzet met 20%": what it is about may stand between.
_ABOUT_BY = caseless(
    rf"(?:an? |een )?(?:(?P<up>{any_of(words.RAISE)})|(?P<down>{any_of(words.LOWER)}))"
    r"(?: [^\d]{1,40}?)? (?:by|with|met|um|en|em|of) (?P<a>[^\w]*\d.*)"
)
_SIGN_WORD = caseless(r"(?:(?P<up>plus)|(?P<down>minus)) (?P<a>\d.*)")
_BARE_BY = caseless(r"(?:by|with|met|um) (?P<a>\D?\d.*)")


def changed(text: str, decimal: str | None) -> Quantity | None:
    """ "20% more", "5 extra customers", "reduce by 20%", "um 20%"."""
    for pattern, sign in ((_MORE, 1), (_LESS, -1)):
        match = pattern.fullmatch(text)
        if match:
            found = _by(match["a"], sign, decimal)
            return _with_unit(found, match["unit"]) if found else None
    for pattern in (_BY, _ABOUT_BY, _VERB_LAST, _SIGN_WORD):
        match = pattern.fullmatch(text)
        found = _by(match["a"], 1 if match["up"] else -1, decimal) if match else None
        if found:
            return found
    match = _BARE_BY.fullmatch(text)
    found = _by(match["a"], 1, decimal) if match else None
    return replace(found, ambiguous=True) if found else None


def _by(text: str, sign: int, decimal: str | None) -> Quantity | None:
    match = APPROXIMATE.match(text)
    found = amount(text[match.end() :] if match else text, decimal)
    if found is None:
        bound = bounded(text, decimal)
        return _turned(bound, sign) if bound else None
    if found.signed:
        return None
    if found.unit == "x" and sign > 0:
        # "grow 3x"
        return Quantity(found.value, "x", mode=TargetMode.FACTOR, change=found.value)
    plain = Quantity(
        found.value * sign,
        found.unit,
        approximate=bool(match),
        other=None if found.other is None else found.other * sign,
        ambiguous=found.other is not None,
    )
    return step(plain, points=found.points)


def _turned(bound: Quantity, sign: int) -> Quantity | None:
    """ "at least 20%", of an increase or a decrease."""
    if bound.value is None or bound.value < 0 or bound.of is not None:
        return None
    return step(replace(bound, value=bound.value * sign))


def _with_unit(found: Quantity, unit: str | None) -> Quantity | None:
    """ "20 more customers" counts customers; "20% more customers" stays a factor."""
    if unit is None:
        return found
    behind = tail(re.sub(r"^(?:than|dan|als|que|de) .*", "", unit))
    if behind is None or behind.multiplier != 1:
        return None
    return found if found.mode is TargetMode.FACTOR else replace(found, unit=behind.unit)
