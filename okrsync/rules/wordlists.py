"""Words that rules know in all languages of sheets, read from `wordlists.toml`.

The languages are looked up together: a word of one hardly ever means its contrary in another, and
people mix them in one title. Every title is looked at, so a lookup goes by words and no pattern.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from okrsync.language.pieces import fold

WORD = re.compile(r"[^\W_]+")
REMEMBERED = 65536
"""Titles whose words are remembered: several rules look at the same rows."""


@dataclass(frozen=True, slots=True)
class WordList:
    """One list: whole words and phrases, and beginnings and ends of words, by how many words."""

    whole: frozenset[str]
    begins: dict[int, tuple[str, ...]]
    ends: tuple[str, ...]
    longest: int

    def within(self, words: tuple[str, ...]) -> bool:
        """Whether one of them stands in a text of these words."""
        if not self.whole.isdisjoint(words) or any(word.endswith(self.ends) for word in words):
            return True
        for size in range(1, self.longest + 1):
            starts = self.begins.get(size, ())
            for at in range(len(words) - size + 1):
                phrase = " ".join(words[at : at + size]) if size > 1 else words[at]
                if phrase in self.whole or (starts and phrase.startswith(starts)):
                    return True
        return False


def says(name: str, text: str) -> bool:
    """Whether a text holds a word of a list. Raises KeyError where there is no such list."""
    return _list(name).within(_words(text))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The words of a list, for folded text. `*` stands for any ending or beginning of a word.
    Raises KeyError where there is no such list."""
    words = chain.from_iterable(lists()[name].values())
    return re.compile("|".join(_one(fold(word)) for word in words))


@cache
def lists() -> dict[str, dict[str, list[str]]]:
    """List → language → words."""
    path = Path(__file__).with_name("wordlists.toml")
    known: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return known


@lru_cache(maxsize=REMEMBERED)
def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(fold(text)))


@cache
def _list(name: str) -> WordList:
    whole: set[str] = set()
    begins: dict[int, list[str]] = {}
    ends: set[str] = set()
    for written, words in _written(name):
        phrase = " ".join(words)
        if written.startswith("*"):
            ends.add(phrase)
        elif written.endswith("*"):
            begins.setdefault(len(words), []).append(phrase)
        else:
            whole.add(phrase)
    sizes = [phrase.count(" ") + 1 for phrase in whole] + list(begins)
    starts = {size: tuple(phrases) for size, phrases in begins.items()}
    return WordList(frozenset(whole), starts, tuple(ends), max(sizes))


def _written(name: str) -> Iterator[tuple[str, list[str]]]:
    for written in chain.from_iterable(lists()[name].values()):
        yield written, WORD.findall(fold(written))


def _one(word: str) -> str:
    start = r"\w*" if word.startswith("*") else r"(?<!\w)"
    end = r"\w*" if word.endswith("*") else r"(?!\w)"
    return start + r"\s+".join(re.escape(part) for part in word.strip("*").split()) + end
