"""What people write behind a number without meaning another number: remarks and hedges."""

from __future__ import annotations

import re

from okrsync.values.amounts import amount
from okrsync.values.phrase_words import any_of, caseless
from okrsync.values.units import is_known

_BRACKETS = re.compile(r"(?P<number>[^()]*\d[^()]*?) ?\((?P<remark>[^()]*)\)")
_HEDGES = (
    "or so", "approx.", "approx", "approximately", "about", "roughly", "est.", "est", "estimated",
    "estimate", "ca.", "ca", "circa", "of zo", "ongeveer", "geschat", "schatting", "etwa",
    "ungefähr", "geschätzt", "schätzung", "environ", "env.", "estimé", "estimée", "aprox.",
    "aprox", "aproximadamente", "estimado", "estimada", "más o menos", "mais ou menos",
)  # fmt: skip
_HEDGED = caseless(rf"(?P<number>.*\d[^,;]*?),? (?:{any_of(_HEDGES)})")


def unhedged(text: str) -> str | None:
    """The text without a hedge behind its number ("40 or so"), None where there is none."""
    match = _HEDGED.fullmatch(text)
    return match["number"] if match else None


def unremarked(text: str) -> str | None:
    """The text without a remark in brackets behind its number; None where there is none.

    A unit in brackets is the number's own: "10 (days)" is 10 days. A second number alone is no
    remark: nobody can tell which one counts.
    """
    match = _BRACKETS.fullmatch(text)
    if match is None:
        return None
    number, remark = match["number"].strip(), match["remark"].strip()
    if remark == "%" or is_known(remark):
        return f"{number} {remark}"
    second = amount(remark)
    return None if second is not None and not second.signed else number
