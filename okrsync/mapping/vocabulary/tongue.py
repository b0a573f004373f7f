"""The language that titles are written in, from their smallest words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from okrsync.mapping.vocabulary.normal import tokens
from okrsync.mapping.vocabulary.words import LANGUAGES, load

_ENOUGH = 3.0
_CLEAR = 1.5
"""The best language must have so many times the votes of the next."""


def of(texts: Iterable[str]) -> str | None:
    """The language of most of the texts, None where too little tells."""
    votes = dict.fromkeys(LANGUAGES, 0.0)
    for text in texts:
        for word in tokens(text):
            for language, share in _small_words().get(word, {}).items():
                votes[language] += share
    ranked = sorted(votes, key=lambda language: -votes[language])
    best, second = ranked[0], ranked[1]
    clear = votes[best] >= _ENOUGH and votes[best] >= _CLEAR * votes[second]
    return best if clear else None


@cache
def _small_words() -> Mapping[str, Mapping[str, float]]:
    """Word → languages, each with its share: a word of three languages tells a third."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in (*load(language).fill, *load(language).small):
            for token in tokens(word):
                known = found.setdefault(token, [])
                if len(token) > 1 and language not in known:
                    known.append(language)
    return {word: dict.fromkeys(langs, 1 / len(langs)) for word, langs in found.items() if langs}
