"""Words that rules know in all languages of sheets, read from `wordlists.toml`.

One pattern a list: a word of one language hardly ever means its contrary in another, and people
mix them in one title.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

from okrsync.language.pieces import fold


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The words of a list, for folded text. `*` stands for any ending or beginning of a word.
    Raises KeyError where there is no such list."""
    words = chain.from_iterable(_lists()[name].values())
    return re.compile("|".join(_one(fold(word)) for word in words))


def says(name: str, text: str) -> bool:
    """Whether a text holds a word of a list."""
    return pattern(name).search(fold(text)) is not None


def lists() -> dict[str, dict[str, list[str]]]:
    """List → language → words."""
    return _lists()


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).with_name("wordlists.toml")
    known: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return known


def _one(word: str) -> str:
    start = r"\w*" if word.startswith("*") else r"(?<!\w)"
    end = r"\w*" if word.endswith("*") else r"(?!\w)"
    return start + r"\s+".join(re.escape(part) for part in word.strip("*").split()) + end
