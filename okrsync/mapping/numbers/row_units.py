"""The units of one row's numbers: compared, converted into one, or told apart by both cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from okrsync.mapping.numbers import units
from okrsync.mapping.vocabulary.normal import stem
from okrsync.model import TargetMode
from okrsync.values import Quantity
from okrsync.values.texts import fold
from okrsync.values.units import factor, is_known

_ORDER = ("target", "current", "baseline", "lower", "upper")
"""Whose unit is the row's, where several have one."""


_PER = frozenset(("per", "pro", "par", "por", "a", "al", "/", "p", "je", "each"))
"""Words of a rhythm: "17 per month" counts a month's, whatever it is."""


_SHORT = 3
_WORD = re.compile(r"\w+")


class Clash(NamedTuple):
    """Two numbers of a row that nothing makes comparable: the odd one, and the one that counts."""

    name: str
    unit: str
    against: str
    other: str


def unworded(values: Mapping[str, Quantity], title: str) -> Iterator[str]:
    """The numbers behind which words stand that are no unit: more than one word counts as a unit
    only where another number of the row has the same words, or the title one of them."""
    known = fold(title)
    named = {stem(word) for word in _WORD.findall(known)}
    for name, each in values.items():
        unit = each.unit
        if unit is None or " " not in unit or is_known(unit.split(" ")[0]):
            continue
        words = fold(unit)
        if any(len(word) > _SHORT and stem(word) in named for word in words.split(" ")):
            continue
        others = (other.unit for key, other in values.items() if key != name and other.unit)
        if words in known or any(fold(other) == words for other in others):
            continue
        if not _PER.isdisjoint(words.split(" ")[:2]):
            continue
        yield name


def aligned(values: dict[str, Quantity], unit: str | None) -> Iterator[Clash]:
    """Convert the row's numbers into one unit, in place; what can't be converted is yielded.

    `unit` is the one that the row's own unit column names, None where none does.
    """
    named = next(((n, u) for n in _ORDER if n in values and (u := values[n].unit)), None)
    if named is None:
        return
    against, into = named if unit is None else ("unit", unit)
    for name, each in list(values.items()):
        if each.unit is None or each.mode is TargetMode.FACTOR or each.unit == into:
            continue
        by = _factor(each.unit, into)
        if by is None:
            yield Clash(name, each.unit, against, into)
        else:
            values[name] = _times(each, by, into)


def _factor(unit: str, into: str) -> Decimal | None:
    if units.PERCENT in (unit, into):
        return None
    return factor(unit, into)


def _times(each: Quantity, by: Decimal, unit: str) -> Quantity:
    def times(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * by

    return replace(
        each,
        value=times(each.value),
        unit=unit,
        baseline=times(each.baseline),
        lower=times(each.lower),
        upper=times(each.upper),
        of=times(each.of),
        change=times(each.change),
        other=times(each.other),
    )
