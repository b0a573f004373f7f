"""Which way is better where nobody says so: what the metric is."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from okrsync.mapping.vocabulary.words import LANGUAGES, load
from okrsync.values import fold


@lru_cache(maxsize=65536)
def lower_is_better(title: str) -> bool:
    """Whether a title names something of which less is better: costs, complaints, lead times."""
    text = fold(title)
    return bool(_names("names").search(text)) and not _names("not").search(text)


@cache
def _names(group: str) -> re.Pattern[str]:
    """The names of all languages as one pattern; a star stands for the rest of a word."""
    words = {
        fold(word.replace("*", "\0"))
        for language in LANGUAGES
        for word in load(language).values["lower_is_better"][group]
    }
    parts = (re.escape(word).replace("\0", r"\w*") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")
