"""A whole cell as a quantity: from–to, between, of, at least, factors, differences.

Each reader takes a normal text and gives a `Quantity` or None; the first that reads it all
wins. What nobody reads whole is left to be asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from okrsync.values.changes import changed
from okrsync.values.levels import bounded, nothing, part_of, single, times
from okrsync.values.pairs import arrow, between, from_to, only_from, plus_minus, told, towards
from okrsync.values.quantity import Quantity
from okrsync.values.remarks import unhedged, unmarked, unremarked, unworded

# What one amount alone looks like: no word in it changes what it means.
_ALONE = re.compile(r"[+-]?[€$£]? ?\d[\d.,']* ?[%€$£]?", re.ASCII)
LONGEST = 120
"""A longer text is prose and no value."""

_READERS: tuple[Callable[[str, str | None], Quantity | None], ...] = (
    times,
    bounded,
    changed,
    single,
    plus_minus,
    part_of,
    arrow,
    from_to,
    between,
    towards,
    only_from,
)


@lru_cache(maxsize=65536)
def phrase(text: str, decimal: str | None = None) -> Quantity | None:
    """A normal text as a quantity, None where it can't be read whole."""
    if len(text) > LONGEST:
        return None
    if text.endswith(".") and text.count(" ") > 2:
        # The full stop of a sentence, not of an abbreviation.
        text = text[:-1]
    if _ALONE.fullmatch(text):
        return single(text, decimal)
    if not any(char.isdigit() for char in text):
        return times(text, decimal) or nothing(text)
    about = unhedged(text)
    if about is not None:
        found = phrase(about, decimal)
        return replace(found, approximate=True) if found else None
    for reader in _READERS:
        found = reader(text, decimal)
        if found is not None:
            return found
    if text[:1] in ("~", "≈") and len(text) > 1:
        # About a range, such as "~30-60s"; about one number was read above.
        found = phrase(text[1:].strip(), decimal)
        return replace(found, approximate=True) if found else None
    for without in (unmarked, unremarked, unworded):
        bare = without(text)
        if bare is not None:
            return phrase(bare, decimal)
    return told(text, decimal)
