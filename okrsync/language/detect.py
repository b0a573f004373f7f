"""Which language a short text is in: its function words, and the lexicons' words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from okrsync.language.lexicon import LANGUAGES
from okrsync.language.lexicons import available, function_words, load
from okrsync.language.pieces import fold

Having = Callable[[str], tuple[str, ...]]
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
PRIOR = 0.7
"""What the workspace's language and the sheet's count, in words that only one language has."""
PLAIN = 1.5
"""So many function words more than any other language has settle it."""
LISTED = 0.6
"""What a lexicon's word counts beside a function word."""


@cache
def known_languages() -> tuple[str, ...]:
    """The languages that there is a lexicon of, as two-letter codes."""
    return tuple(language for language in (*LANGUAGES, "pt") if available(language))


def detect(text: str, prior: str | None = None, sheet: str | None = None) -> str:
    """The language of a text, as a two-letter code.

    A function word counts 1 and a lexicon's word less, shared among the languages that have it;
    `prior` (what is configured) and `sheet` (what most of the sheet's texts are in) decide where
    the text does not tell; a German row in an English sheet has words enough against both.
    Without either, English: a text such as "NPS ≥ 40" is read alike in all.
    """
    known = known_languages()
    scores = dict.fromkeys(known, 0.0)
    for likely in (prior, sheet):
        if likely in scores:
            scores[likely] += PRIOR
    words = [fold(word) for word in WORD.findall(text)]
    _count(scores, words, _common, 1.0)
    first, second = sorted(scores.values())[:-3:-1]
    if first - second < PLAIN:
        # Only now: the lexicons of all languages take longer to load than one.
        _count(scores, words, _listed, LISTED)
    best = max(
        known, key=lambda language: (scores[language], language in (sheet, prior), language == "en")
    )
    return best if scores[best] > 0 else "en"


def _count(scores: dict[str, float], words: Sequence[str], having: Having, weight: float) -> None:
    for word in words:
        languages = having(word)
        for language in languages:
            scores[language] += weight / len(languages)


@lru_cache(maxsize=20_000)
def _common(word: str) -> tuple[str, ...]:
    """The languages that have this as a function word."""
    return tuple(name for name in known_languages() if word in function_words(name))


@lru_cache(maxsize=20_000)
def _listed(word: str) -> tuple[str, ...]:
    """The languages whose lexicon holds a word."""
    return tuple(name for name in known_languages() if word in load(name).words)
