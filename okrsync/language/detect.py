"""Which language a short text is in: its function words, and the lexicons' words."""

from __future__ import annotations

import re
from functools import cache

from okrsync.language.lexicon import LANGUAGES, available, fold, load

WORD = re.compile(r"[^\W\d_]+")
PRIOR = 0.9
"""What the workspace's language counts, in function words: one clear word outweighs it."""


@cache
def _known() -> tuple[str, ...]:
    return tuple(language for language in (*LANGUAGES, "pt") if available(language))


def detect(text: str, prior: str | None = None) -> str:
    """The language of a text, as a two-letter code.

    Function words count 1, words of a lexicon less; `prior` decides where the text does not
    tell. Without a prior, English: a text such as "NPS ≥ 40" is read alike in all.
    """
    words = [fold(w) for w in WORD.findall(text)]
    scores = {language: _score(words, language) for language in _known()}
    if prior in scores:
        scores[prior] += PRIOR
    if "pt" in scores and prior != "pt":
        scores["pt"] -= PRIOR
    best = max(scores, key=lambda language: (scores[language], language == "en"))
    if scores[best] <= 0:
        return prior if prior in scores else "en"
    return best


def _score(words: list[str], language: str) -> float:
    lexicon = load(language)
    return sum(
        1.0 if word in lexicon.detect else 0.4 if word in lexicon.words else 0.0 for word in words
    )
