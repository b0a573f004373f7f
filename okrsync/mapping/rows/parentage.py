"""Tables in which each row names the row above it: what rows are follows from that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_BETWEEN = re.compile(r"[,;\n]")


def references(text: str | None) -> list[str]:
    """The rows that a cell names, small letters: “3”, or “3; 7”."""
    return [part for each in _BETWEEN.split(text or "") if (part := each.strip().casefold())]


def levels(
    names: Sequence[frozenset[str]], above: Sequence[Sequence[str]], measured: Sequence[bool]
) -> list[str]:
    """What each row is. `names` are what it can be referred to by, `above` what it refers to,
    `measured` whether it has a number to reach.

    A row at the top is an objective, and so is one in the middle; but what has a number to reach
    below another row is a key result, and so are those beside it.
    """
    known = _known(names)
    parents = [next((known[text] for text in refs if text in known), None) for refs in above]
    has_children = {each for at, each in enumerate(parents) if each is not None and each != at}
    beside = {each for each, number in zip(parents, measured, strict=True) if number}
    return [
        _level(own, at in has_children, bool(refs), measured[at], own in beside)
        for at, (own, refs) in enumerate(zip(parents, above, strict=True))
    ]


def _known(names: Sequence[frozenset[str]]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for at, own in enumerate(names):
        for name in own:
            found.setdefault(name, at)
    return found


def _level(parent: int | None, children: bool, refers: bool, number: bool, beside: bool) -> str:
    if parent is None and children:
        return "objective"
    if number or (refers and not children and beside):
        return "key_result"
    return "objective"
