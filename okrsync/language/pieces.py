"""A text cut into pieces: words, figures, arrows and marks, folded, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_SCALES = "k|m|mm|bn|mio|mrd|mln|million(?:en|s)?|miljoen|millones|milliards?|mil|tsd|tausend"
_SCALE = rf"(?:\s?(?:{_SCALES})\b)?"
_SIGN = r"(?:[€$£]|\b(?:usd|eur|gbp|t?chf|us\$|r\$)\s?)"
_FIGURE = r"\d(?:[\d.,'’]|[\u00a0\u202f](?=\d{3}(?!\d)))*"
_AMOUNT = r"\d(?:[\d.,'’]|[ \u00a0\u202f](?=\d{3}(?!\d)))*"
"""Beside a currency a plain space parts thousands, too: 60 000 €."""
_CURRENCY = r"k?(?:eur|euros?|usd|dollars?|d[oó]lares|chf|gbp|pounds|franken|francs)\b"
_PERCENT = r"percent|procent|prozent|percentage|pour\scent|por\sciento|por\scento"
PIECE = re.compile(
    rf"""
    (?P<money>{_SIGN}\s?(?:{_AMOUNT}|x\b){_SCALE}\+?|{_AMOUNT}{_SCALE}\s?(?:[€$£]|{_CURRENCY}))
    |(?P<pct>(?:{_FIGURE}|\b[xyz]\s?)\s?(?:%\+?|(?:{_PERCENT})\b))
    |(?P<num>{_FIGURE}(?:\s?[km]\b|\s?(?:million|miljoen|millionen|millones|mln|mio)\b)?x?\+?)
    |(?P<arrow>→|->|=>|➔|➜|⟶)
    |(?P<cmp>[≥≤<>]=?|⩾|⩽)
    |(?P<word>[^\W\d_]\w*(?:[-‑/&.](?=[^\W_])\w+)*)
    |(?P<sym>[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
Piece = tuple[str, str, int, int]
"""Kind, folded form, start and end."""


@cache
def _fold_letter(letter: str) -> str:
    if letter in "’‘":
        return "'"
    plain = unicodedata.normalize("NFKD", letter)[0]
    return plain if plain.isalpha() else letter


def fold(text: str) -> str:
    """Lower case without accents, one character for each of the original's (ß is one s)."""
    lowered = text.lower()
    if len(lowered) != len(text):  # İ and its like grow when lowered
        lowered = "".join(c.lower()[0] for c in text)
    if lowered.isascii():
        return lowered
    return "".join(c if c < "\x80" else _fold_letter(c) for c in lowered.replace("ß", "s"))


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text in order; views/reads is two words."""
    folded = fold(text)
    for match in PIECE.finditer(text):
        kind = match.lastgroup or "sym"
        start, end = match.span()
        if kind == "word" and "/" in folded[start:end]:
            place = start
            for part in folded[start:end].split("/"):
                yield "word", part, place, place + len(part)
                place += len(part) + 1
        else:
            yield kind, folded[start:end], start, end
