"""A whole cell as a quantity: from–to, between, of, at least, factors, differences.

Each reader takes a normal text and gives a `Quantity` or None; the first that reads it all
wins. What nobody reads whole is left to be asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from okrsync.model import TargetMode
from okrsync.values import phrase_words as words
from okrsync.values.amounts import Amount, amount, scale_note
from okrsync.values.phrase_words import any_of
from okrsync.values.quantity import Qualifier, Quantity
from okrsync.values.wording import tail

LONGEST = 120
"""A longer text is prose and no value."""

_FLAGS = re.IGNORECASE


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, _FLAGS)


_APPROXIMATE = _pattern(rf"(?:{any_of(words.APPROXIMATE)}) ?(?=[\d.,+\-€$£A-Z(])")
_AT_LEAST = _pattern(rf"(?:{any_of(words.AT_LEAST)}):? ?")
_AT_MOST = _pattern(rf"(?:{any_of(words.AT_MOST)}):? ?")
# "20 min" is twenty minutes, "20 (min)" at least twenty.
_OR_MORE = _pattern(
    rf"(?P<a>.*\d.*?) ?(?:\+|(?<= )(?:{any_of(words.OR_MORE)})|\((?:min\.?|{any_of(words.OR_MORE)})\))"
)
_OR_LESS = _pattern(
    rf"(?P<a>.*\d.*?) ?(?:(?<= )(?:{any_of(words.OR_LESS)})|\((?:max\.?|{any_of(words.OR_LESS)})\))"
)
_NAMED = _pattern(r"(?P<name>[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){0,2}) ?(?P<rest>[<>≤≥⩽⩾].*)")
_ARROW = _pattern(r"(?P<a>.*?\d.*?) ?(?:→|➔|➜|⇒|➝|⟶|-+>|–>|=>) ?(?P<b>.*\d.*)")
_FROM_TO = _pattern(
    rf"(?:{any_of([*words.RAISE, *words.LOWER])})? ?(?:{any_of(words.FROM)}) "
    rf"(?P<a>.*?\d.*?),? (?P<word>{any_of(words.TO)}|→|->) ?(?P<b>.*\d.*)"
)
_TO_FROM = _pattern(
    rf"(?:(?:{any_of(words.TO)}) )?(?P<b>.*?\d.*?),? \(?(?:{any_of(words.AFTERWARDS)}) (?P<a>[^)]*\d[^)]*)\)?"
)
_NL_TO_FROM = _pattern(r"(?:naar|auf) (?P<b>.*?\d.*?) (?:van|vanuit|von) (?P<a>.*\d.*)")
_ONLY_FROM = _pattern(rf"(?:{any_of(words.ONLY_FROM)}):? (?P<a>.*\d.*)")
_TOWARDS = _pattern(
    rf"(?:{any_of([*words.RAISE, *words.LOWER])})? ?(?:{any_of(words.TOWARDS)}) (?P<b>.*\d.*)"
)
_BETWEEN = _pattern(
    rf"(?:{any_of(words.BETWEEN)}) (?P<a>.*?\d.*?) (?:{any_of(words.AND)}) (?P<b>.*\d.*)"
)
_DASHED = _pattern(r"(?P<a>[^–—]*?\d[^–—]*?) ?(?:[-–—]|\.\.\.?|…) ?(?P<b>[^\s–—-].*)")
_THROUGH = _pattern(rf"(?P<a>.*?\d.*?) (?P<word>{any_of(words.THROUGH)}) (?P<b>.*\d.*)")
_PLUS_MINUS = _pattern(r"(?:(?P<a>.*?\d.*?) ?)?(?:±|\+/-|\+-) ?(?P<b>.*\d.*)")
_OF = _pattern(rf"(?P<a>[^/]*?\d) ?(?:(?:(?<= )(?:{any_of(words.OF[:-3])}))|/) ?(?P<b>\d.*)")
_MORE = _pattern(rf"(?P<a>.*?\d.*?) (?:{any_of(words.UP)})(?: (?P<unit>.+))?")
_LESS = _pattern(rf"(?P<a>.*?\d.*?) (?:{any_of(words.DOWN)})(?: (?P<unit>.+))?")
_BY = _pattern(
    rf"(?:(?P<up>{any_of(words.RAISE)})|(?P<down>{any_of(words.LOWER)}))(?: it)?"
    r" (?:(?:by|with|met|um|de|en|em|un|of|van|von) |d')?(?P<a>[^\w]*\d.*)"
)
_BARE_BY = _pattern(r"(?:by|with|met|um) (?P<a>\D?\d.*)")
_TIMES = _pattern(rf"(?P<n>\d+(?:[.,]\d+)?) ?(?:{any_of(words.TIMES)})(?P<more>(?: [^\W\d_]+){{0,4}})")
_TIMES_BEFORE = _pattern(rf"(?:[x×*]|{any_of(words.TIMES_BEFORE)}) ?(?P<n>\d+(?:[.,]\d+)?)")
_WORDED = {
    factor: _pattern(rf"(?:{any_of(forms)})(?:[ :][^\d]*)?") for factor, forms in words.FACTORS.items()
}


@lru_cache(maxsize=65536)
def phrase(text: str, decimal: str | None = None) -> Quantity | None:
    """A normal text as a quantity, None where it can't be read whole."""
    if len(text) > LONGEST:
        return None
    for reader in _READERS:
        found = reader(text, decimal)
        if found is not None:
            return found
    return None


def _from_amount(found: Amount) -> Quantity:
    """What one amount means as a target: a sign makes it a difference or a factor.

    A minus alone stays a negative level ("-20", "-€500"): so do exports write losses. Beside
    a unit or a percent it is a step down ("-20 hours").
    """
    level = Quantity(
        found.value, found.unit, other=found.other, ambiguous=found.other is not None
    )
    money = found.unit is not None and len(found.unit) == 3 and found.unit.isupper()
    steps = found.points or (
        found.signed and (not found.negative or (found.unit is not None and not money))
    )
    return _step(level, points=found.points) if steps else level


def _step(level: Quantity, *, points: bool = False) -> Quantity:
    """A level as a change: a percent becomes a factor of the baseline, all else a difference."""
    if level.value is None or points or level.unit != "%":
        return replace(level, mode=TargetMode.DELTA, change=level.value)
    return replace(
        level,
        value=1 + level.value,
        unit=None,
        mode=TargetMode.FACTOR,
        change=level.value,
        other=None if level.other is None else 1 + level.other,
        maybe_points=True,
    )


def _single(text: str, decimal: str | None) -> Quantity | None:
    """One amount, perhaps with "about" before it or the scale behind it."""
    match = _APPROXIMATE.match(text)
    rest = text[match.end() :] if match else text
    note = scale_note(rest)
    found = amount(note[0] if note else rest, decimal)
    if found is None:
        return None
    quantity = _from_amount(found)
    return replace(quantity, approximate=bool(match), of=note[1] if note else None)


def _bounded(text: str, decimal: str | None) -> Quantity | None:
    """At least or at most a number, the words before or behind it."""
    for pattern, qualifier in ((_AT_LEAST, Qualifier.AT_LEAST), (_AT_MOST, Qualifier.AT_MOST)):
        match = pattern.match(text)
        found = _level(text[match.end() :], decimal) if match else None
        if found:
            return replace(found, qualifier=qualifier)
    for pattern, qualifier in ((_OR_MORE, Qualifier.AT_LEAST), (_OR_LESS, Qualifier.AT_MOST)):
        match = pattern.fullmatch(text)
        found = _level(match["a"], decimal) if match else None
        if found:
            return replace(found, qualifier=qualifier)
    named = _NAMED.fullmatch(text)
    found = _bounded(named["rest"], decimal) if named else None
    return replace(found, unit=found.unit or named["name"]) if found and named else None


def _level(text: str, decimal: str | None) -> Quantity | None:
    """A number as a level, whatever its sign: one side of a from–to or of a bound."""
    found = _single(text, decimal) or _part_of(text, decimal) or _times(text, decimal)
    return found.plain() if found else None


def _either(text: str, decimal: str | None) -> Quantity | None:
    return _level(text, decimal) or _bounded(text, decimal)


def _arrow(text: str, decimal: str | None) -> Quantity | None:
    return _pair(_ARROW.fullmatch(text), decimal)


def _from_to(text: str, decimal: str | None) -> Quantity | None:
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
    start, end = _level(match["a"], decimal), _either(match["b"], decimal)
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


def _only_from(text: str, decimal: str | None) -> Quantity | None:
    match = _ONLY_FROM.fullmatch(text)
    found = _level(match["a"], decimal) if match else None
    return replace(found, baseline=found.value, value=None) if found else None


def _towards(text: str, decimal: str | None) -> Quantity | None:
    match = _TOWARDS.fullmatch(text)
    return _either(match["b"], decimal) if match else None


def _between(text: str, decimal: str | None) -> Quantity | None:
    for pattern in (_BETWEEN, _DASHED, _THROUGH):
        match = pattern.fullmatch(text)
        if match is None and pattern is _THROUGH and text.lower().startswith(("von ", "van ", "de ")):
            continue
        found = _range(match, decimal)
        if found:
            return found
    prefixed = re.match(r"(?:von|van|from) (?=.* (?:bis|t/m|tot en met|through) )", text, _FLAGS)
    return _range(_THROUGH.fullmatch(text[prefixed.end() :]), decimal) if prefixed else None


def _range(match: re.Match[str] | None, decimal: str | None) -> Quantity | None:
    """Lower and upper bound. "40 to 60" may also mean a way to go, so it is flagged."""
    if match is None:
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


def _plus_minus(text: str, decimal: str | None) -> Quantity | None:
    """ "50 ± 5" lies between; "± 4%" is a deviation within 4 % on either side."""
    match = _PLUS_MINUS.fullmatch(text)
    if match is None:
        return None
    spread = _level(match["b"], decimal)
    if spread is None or spread.value is None or spread.value < 0:
        return None
    if match["a"] is None:
        return replace(spread, lower=-spread.value, upper=spread.value)
    middle = _level(match["a"], decimal)
    if middle is None or middle.value is None:
        return None
    middle = _lend(middle, spread)
    spread = _lend(spread, middle)
    if middle.unit != spread.unit or middle.value is None or spread.value is None:
        return None
    return replace(middle, lower=middle.value - spread.value, upper=middle.value + spread.value)


def _part_of(text: str, decimal: str | None) -> Quantity | None:
    """ "3 of 10", "3/10": the part, and the whole beside it."""
    match = _OF.fullmatch(text)
    if match is None:
        return None
    part, whole = amount(match["a"], decimal), amount(match["b"], decimal)
    if part is None or whole is None or part.unit is not None or whole.unit == "%":
        return None
    if part.signed or whole.signed or whole.value <= 0 or part.negative:
        return None
    doubt = part.other is not None or whole.other is not None
    return Quantity(part.value, whole.unit, of=whole.value, ambiguous=doubt)


def _changed(text: str, decimal: str | None) -> Quantity | None:
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
    match = _APPROXIMATE.match(text)
    found = amount(text[match.end() :] if match else text, decimal)
    if found is None or found.signed:
        return None
    level = Quantity(
        found.value * sign,
        found.unit,
        approximate=bool(match),
        other=None if found.other is None else found.other * sign,
        ambiguous=found.other is not None,
    )
    return _step(level, points=found.points)


def _with_unit(found: Quantity, unit: str | None) -> Quantity | None:
    """ "20 more customers" counts customers; "20% more customers" stays a factor."""
    if unit is None:
        return found
    behind = tail(re.sub(r"^(?:than|dan|als|que|de) .*", "", unit))
    if behind is None or behind.multiplier != 1:
        return None
    return found if found.mode is TargetMode.FACTOR else replace(found, unit=behind.unit)


def _times(text: str, decimal: str | None) -> Quantity | None:
    """ "3x", "x2", "2 keer", "double": a multiple. `plain()` keeps 3 with the unit x."""
    match = _TIMES.fullmatch(text) or _TIMES_BEFORE.fullmatch(text)
    if match:
        found = amount(match["n"], decimal)
        return found and Quantity(found.value, "x", mode=TargetMode.FACTOR, change=found.value)
    for factor, pattern in _WORDED.items():
        if pattern.fullmatch(text):
            return Quantity(Decimal(factor), mode=TargetMode.FACTOR)
    return None


_READERS: tuple[Callable[[str, str | None], Quantity | None], ...] = (
    _times,
    _bounded,
    _changed,
    _single,
    _plus_minus,
    _part_of,
    _arrow,
    _from_to,
    _between,
    _towards,
    _only_from,
)
