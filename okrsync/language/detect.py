"""Which language a short text is in: its function words, and the lexicons' words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from okrsync.language.lexicon import LANGUAGES, available, load
from okrsync.language.pieces import fold

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
PRIOR = 0.7
"""What the workspace's language counts, in words that only one language has."""
LISTED = 0.6
"""What a lexicon's word counts beside a function word."""


@cache
def _known() -> tuple[str, ...]:
    return tuple(language for language in (*LANGUAGES, "pt") if available(language))


def detect(text: str, prior: str | None = None) -> str:
    """The language of a text, as a two-letter code.

    A function word counts 1 and a lexicon's word less, shared among the languages that have it;
    `prior` decides where the text does not tell. Without a prior, English: a text such as
    "NPS ≥ 40" is read alike in all.
    """
    known = _known()
    scores = dict.fromkeys(known, 0.0)
    if prior in scores:
        scores[prior] += PRIOR
    for word in WORD.findall(text):
        for weight, languages in _votes(fold(word)):
            for language in languages:
                scores[language] += weight / len(languages)
    best = max(known, key=lambda language: (scores[language], language == prior, language == "en"))
    return best if scores[best] > 0 else "en"


@lru_cache(maxsize=20_000)
def _votes(word: str) -> tuple[tuple[float, tuple[str, ...]], ...]:
    """The languages that have a word as a function word, and in their lexicon."""
    common = tuple(name for name in _known() if word in load(name).detect)
    listed = tuple(name for name in _known() if word in load(name).words)
    return tuple((weight, names) for weight, names in ((1.0, common), (LISTED, listed)) if names)
