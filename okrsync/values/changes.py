"""A number as a change: 20% more, 5 extra, reduce by 20%."""

from __future__ import annotations

import re
from dataclasses import replace

from okrsync.model import TargetMode
from okrsync.values import phrase_words as words
from okrsync.values.amounts import amount
from okrsync.values.levels import APPROXIMATE, step
from okrsync.values.phrase_words import any_of, caseless
from okrsync.values.quantity import Quantity
from okrsync.values.wording import tail

_MORE = caseless(rf"(?P<a>.*?\d.*?) (?:{any_of(words.UP)})(?: (?P<unit>.+))?")
_LESS = caseless(rf"(?P<a>.*?\d.*?) (?:{any_of(words.DOWN)})(?: (?P<unit>.+))?")
_BY = caseless(
    rf"(?:(?P<up>{any_of(words.RAISE)})|(?P<down>{any_of(words.LOWER)}))(?: it)?"
    r" (?:(?:by|with|met|um|de|en|em|un|of|van|von) |d')?(?P<a>[^\w]*\d.*)"
)
_BARE_BY = caseless(r"(?:by|with|met|um) (?P<a>\D?\d.*)")


def changed(text: str, decimal: str | None) -> Quantity | None:
    """ "20% more", "5 extra customers", "reduce by 20%", "um 20%"."""
    for pattern, sign in ((_MORE, 1), (_LESS, -1)):
        match = pattern.fullmatch(text)
        if match:
            found = _by(match["a"], sign, decimal)
            return _with_unit(found, match["unit"]) if found else None
    match = _BY.fullmatch(text)
    if match:
        return _by(match["a"], 1 if match["up"] else -1, decimal)
    match = _BARE_BY.fullmatch(text)
    found = _by(match["a"], 1, decimal) if match else None
    return replace(found, ambiguous=True) if found else None


def _by(text: str, sign: int, decimal: str | None) -> Quantity | None:
    match = APPROXIMATE.match(text)
    found = amount(text[match.end() :] if match else text, decimal)
    if found is None or found.signed:
        return None
    plain = Quantity(
        found.value * sign,
        found.unit,
        approximate=bool(match),
        other=None if found.other is None else found.other * sign,
        ambiguous=found.other is not None,
    )
    return step(plain, points=found.points)


def _with_unit(found: Quantity, unit: str | None) -> Quantity | None:
    """ "20 more customers" counts customers; "20% more customers" stays a factor."""
    if unit is None:
        return found
    behind = tail(re.sub(r"^(?:than|dan|als|que|de) .*", "", unit))
    if behind is None or behind.multiplier != 1:
        return None
    return found if found.mode is TargetMode.FACTOR else replace(found, unit=behind.unit)
