"""One number as a cell means it: about, at least, 3 of 10, three times."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from okrsync.model import TargetMode
from okrsync.values import phrase_words as words
from okrsync.values.amounts import Amount, amount, scale_note
from okrsync.values.money import currency_code
from okrsync.values.phrase_words import any_of, caseless
from okrsync.values.quantity import Qualifier, Quantity

APPROXIMATE = caseless(rf"(?:{any_of(words.APPROXIMATE)}) ?(?=[\d.,+\-€$£A-Z(])")
_AT_LEAST = caseless(rf"(?:{any_of(words.AT_LEAST)}):? ?")
_AT_MOST = caseless(rf"(?:{any_of(words.AT_MOST)}):? ?")
# "20 min" is twenty minutes, "20 (min)" at least twenty.
_OR_MORE = caseless(
    rf"(?P<a>.*\d.*?) ?(?:\+|(?<= )(?:{any_of(words.OR_MORE)})"
    rf"|\((?:min\.?|{any_of(words.OR_MORE)})\))"
)
_OR_LESS = caseless(
    rf"(?P<a>.*\d.*?) ?(?:(?<= )(?:{any_of(words.OR_LESS)})"
    rf"|\((?:max\.?|{any_of(words.OR_LESS)})\))"
)
_MORE_OF = caseless(r"(?P<a>[^+]*\d[kmb%]?) ?\+(?P<unit>(?: ?/ ?| )[^\W\d_][^\d+]*)")
"""“3+ visits a week”: the plus behind the number, and then its unit."""
_NAMED = caseless(r"(?P<name>[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){0,2}) ?(?P<rest>[<>≤≥⩽⩾].*)")
_OF = caseless(rf"(?P<a>[^/]*?\d) ?(?:(?:(?<= )(?:{any_of(words.OF)}))|/) ?(?P<b>\d.*)")
_TIMES = caseless(
    rf"(?P<n>\d+(?:[.,]\d+)?) ?(?:{any_of(words.TIMES)}"
    rf"|(?P<counted>{any_of(words.OCCASIONS)}))(?P<more>(?: [^\W\d_]+){{0,4}})"
)
_AS_MANY = caseless(rf" (?:{any_of(words.AS_MANY)})")
_RHYTHM = caseless(r" ?(?:/|a\b|per\b|pro\b|par\b|por\b|al?\b)")
_TIMES_BEFORE = caseless(rf"(?:[x×*]|{any_of(words.TIMES_BEFORE)}) ?(?P<n>\d+(?:[.,]\d+)?)")
_THING = r"[^\W\d_][^\W\d_'’-]*(?: [^\W\d_]+){0,4}"
_NOTHING = caseless(
    rf"(?:{any_of(words.NOTHING)})(?: (?P<of>{_THING}))?"
    rf"|(?:{any_of(words.NOTHING_OF)}) (?P<none>{_THING})"
)
_WORDED = {
    factor: caseless(rf"(?:{any_of(forms)})(?:[ :][^\d]*)?")
    for factor, forms in words.FACTORS.items()
}


def _from_amount(found: Amount) -> Quantity:
    """What one amount means as a target: a sign makes it a difference or a factor.

    A minus alone stays a negative level ("-20", "-€500"): so do exports write losses. Beside
    a unit or a percent it is a step down ("-20 hours").
    """
    plain = Quantity(found.value, found.unit, other=found.other, ambiguous=found.other is not None)
    money = found.unit is not None and currency_code(found.unit) is not None
    steps = found.points or (
        found.signed and (not found.negative or (found.unit is not None and not money))
    )
    return step(plain, points=found.points) if steps else plain


def step(plain: Quantity, *, points: bool = False) -> Quantity:
    """A level as a change: a percent becomes a factor of the baseline, all else a difference."""
    if plain.value is None or points or plain.unit != "%":
        return replace(plain, mode=TargetMode.DELTA, change=plain.value)
    return replace(
        plain,
        value=1 + plain.value,
        unit=None,
        mode=TargetMode.FACTOR,
        change=plain.value,
        other=None if plain.other is None else 1 + plain.other,
        maybe_points=True,
    )


def single(text: str, decimal: str | None) -> Quantity | None:
    """One amount, perhaps with "about" before it or the scale behind it."""
    match = APPROXIMATE.match(text)
    rest = text[match.end() :] if match else text
    note = scale_note(rest)
    found = amount(note[0] if note else rest, decimal)
    if found is None:
        return None
    quantity = _from_amount(found)
    if match is None and note is None:
        return quantity
    return replace(quantity, approximate=bool(match), of=note[1] if note else None)


def bounded(text: str, decimal: str | None) -> Quantity | None:
    """At least or at most a number, the words before or behind it."""
    for pattern, qualifier in ((_AT_LEAST, Qualifier.AT_LEAST), (_AT_MOST, Qualifier.AT_MOST)):
        match = pattern.match(text)
        found = level(text[match.end() :], decimal) if match else None
        if found:
            return replace(found, qualifier=qualifier)
    for pattern, qualifier in ((_OR_MORE, Qualifier.AT_LEAST), (_OR_LESS, Qualifier.AT_MOST)):
        match = pattern.fullmatch(text)
        found = level(match["a"], decimal) if match else None
        if found:
            return replace(found, qualifier=qualifier)
    plus = _MORE_OF.fullmatch(text)
    found = level(f"{plus['a']}{plus['unit']}", decimal) if plus else None
    if found:
        return replace(found, qualifier=Qualifier.AT_LEAST)
    named = _NAMED.fullmatch(text)
    found = bounded(named["rest"], decimal) if named else None
    return replace(found, unit=found.unit or named["name"]) if found and named else None


def level(text: str, decimal: str | None) -> Quantity | None:
    """A number as a level, whatever its sign: one side of a from–to or of a bound."""
    found = single(text, decimal) or part_of(text, decimal) or times(text, decimal)
    return found.plain() if found else None


def level_or_bound(text: str, decimal: str | None) -> Quantity | None:
    """A level, or at least or at most one."""
    return level(text, decimal) or bounded(text, decimal)


def part_of(text: str, decimal: str | None) -> Quantity | None:
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


def nothing(text: str) -> Quantity | None:
    """ "zero", "zero complaints": 0, with what there are none of."""
    match = _NOTHING.fullmatch(text)
    if match is None:
        return None
    of = match["of"] or match["none"]
    return Quantity(Decimal(0), of if of and " " not in of else None)


def times(text: str, decimal: str | None) -> Quantity | None:
    """ "3x", "x2", "2 keer", "double": a multiple. `plain()` keeps 3 with the unit x."""
    match = _TIMES.fullmatch(text) or _TIMES_BEFORE.fullmatch(text)
    found = amount(match["n"], decimal) if match else None
    if match and found:
        said = match.groupdict()
        more = said.get("more") or ""
        rhythm = _RHYTHM.match(more)
        if rhythm:
            return Quantity(found.value, f"x{more}")
        # "2 keer" may count occurrences; "2x" and "-fold" multiply.
        counted = bool(said.get("counted")) and not _AS_MANY.match(more)
        return Quantity(
            found.value, "x", mode=TargetMode.FACTOR, change=found.value, ambiguous=counted
        )
    for factor, pattern in _WORDED.items():
        if pattern.fullmatch(text):
            return Quantity(Decimal(factor), mode=TargetMode.FACTOR)
    return None
