"""What a header that no list knows may mean: enough to offer it first in a question."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import LANGUAGES, load

_BEGINNING, _LIKE = 5, 0.8


def alike(header: str, fields: Collection[str]) -> str | None:
    """The field of which a known word begins like this header ("Streef", "streefwaarde"), or is
    spelled almost so; None where none does."""
    known = {
        phrase(word): name
        for language in LANGUAGES
        for name, words in load(language).headers.items()
        if name in fields
        for word in words
    }
    shown = phrase(header)
    begun = max(known, key=lambda word: _shared(word, shown), default="")
    if _shared(begun, shown) >= _BEGINNING:
        return known[begun]
    close = get_close_matches(shown, known, n=1, cutoff=_LIKE)
    return known[close[0]] if close else None


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
