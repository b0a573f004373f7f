"""Which way is better where nobody says so: what the metric is."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from okrsync.mapping.vocabulary.words import LANGUAGES, load
from okrsync.values import fold


@lru_cache(maxsize=65536)
def lower_is_better(title: str) -> bool:
    """Whether a title names something of which less is better: costs, complaints, lead times."""
    text = fold(title).replace("-", " ")
    named = _names("names").search(text) or _durations().match(text)
    return bool(named) and not _names("not").search(text)


@cache
def _names(group: str) -> re.Pattern[str]:
    """The names of all languages as one pattern."""
    return re.compile(rf"(?<!\w)(?:{_any_of(group)})(?!\w)")


@cache
def _durations() -> re.Pattern[str]:
    """A title that begins with how long something takes: “Average days to hire”. Anywhere else
    the same words may say how long is given (“Four more days to learn”)."""
    return re.compile(rf"\W*(?:(?:{_any_of('before')})\s+)?(?:{_any_of('first')})(?!\w)")


def _any_of(group: str) -> str:
    """The words of all languages as alternatives; a star stands for the rest of a word."""
    words = {
        fold(word.replace("*", "\0")).replace("-", " ")
        for language in LANGUAGES
        for word in load(language).values["lower_is_better"][group]
    }
    parts = (re.escape(word).replace("\0", r"\w*") for word in sorted(words, key=len, reverse=True))
    return "|".join(parts)
