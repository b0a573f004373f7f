"""What people write around a number without meaning another number: remarks, hedges, marks."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from okrsync.values import phrase_words as words
from okrsync.values.amounts import amount
from okrsync.values.levels import part_of
from okrsync.values.phrase_words import any_of, caseless
from okrsync.values.units import factor, is_known

_BRACKETS = re.compile(
    r"(?P<number>[^()\[\]]*\d[^()\[\]]*?) ?(?:\((?P<remark>[^()]*)\)|\[(?P<square>[^\[\]]*)\])"
)
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
    remark, unless it says the same: nobody can tell which one counts.
    """
    match = _BRACKETS.fullmatch(text)
    if match is None:
        return None
    number, remark = match["number"].strip(), (match["remark"] or match["square"] or "").strip()
    if remark == "%" or is_known(remark):
        return f"{number} {remark}"
    second = amount(remark)
    if second is None or second.signed or _says_the_same(number, remark):
        return number
    return None


_ROUNDING = Decimal("0.01")


def _says_the_same(text: str, remark: str) -> bool:
    """Whether a remark is the number once more: "7 of 9 (78%)", "12 weeks (84 days)"."""
    first, second, part = amount(text), amount(remark), part_of(text, None)
    if second is None:
        return False
    if part is not None and part.fraction is not None:
        return second.unit == "%" and abs(part.fraction - second.value) < _ROUNDING
    if first is None or not first.unit or not second.unit or "%" in (first.unit, second.unit):
        return False
    by = factor(second.unit, first.unit)
    return by is not None and abs(second.value * by - first.value) < _ROUNDING


_FOOTNOTE = re.compile(r"(?<=[\d%])\*{1,3}$")
_MARKS = ("So", "Sk", "Mn", "Me", "Cf")
"""Pictures, and what belongs to them: skin tones, keycaps, joiners."""
_OWN = "°№℃℉"
"""Signs of these kinds that are a unit or a word."""


def unmarked(text: str) -> str | None:
    """The text without ticks, coloured dots and other pictures around its number, and without the
    star of a footnote; None where there are none."""
    bare = _FOOTNOTE.sub("", "".join(" " if _is_mark(char) else char for char in text))
    bare = " ".join(bare.split())
    return bare if bare != text and bare else None


def _is_mark(char: str) -> bool:
    return not char.isascii() and char not in _OWN and unicodedata.category(char) in _MARKS


_SHARE_OF = caseless(
    rf"(?P<number>(?:(?:{any_of([*words.AT_LEAST, *words.AT_MOST])}):? ?)?\d[\d.,]*\s?%)"
    rf"(?P<rest>(?:\s[^\W\d_](?:[^\W\d_]|['’.-])*){{1,9}}\.?)"
)
_CHANGE = caseless(
    rf".*\b(?:{any_of([*words.UP, *words.DOWN, *words.RAISE, *words.LOWER])}|cheaper|faster|slower"
    r"|goedkoper|sneller|trager|billiger|schneller|langsamer|moins cher|plus vite|points?|punt"
    r"|punten|punkte?|mom|yoy|wow|qoq|y/y|compared|vergeleken|gegenüber|versus|vs"
    r"|\w*(?:reduktion|reductie|senkung|steigerung|wachstum|groei|daling|stijging))\b.*"
)


def unworded(text: str) -> str | None:
    """A percent without the words that say of what it is ("95% of all teams", "80 % monthly");
    None where a word makes it a change, or there is none."""
    match = _SHARE_OF.fullmatch(text)
    if match is None or _CHANGE.fullmatch(match["rest"]):
        return None
    return match["number"]
