"""The word by which a sheet's level column calls an initiative."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from okrsync.mapping.reading import Kind, TableReading
from okrsync.mapping.vocabulary import types
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import LANGUAGES, load

LEVEL = "level"
"""The field of the column that says what its row is."""
FROM, TO = "key_result", "initiative"
_ABBREVIATION = 3
"""Words up to this long ("KR") are used in every language, and tell nothing of it."""


class LevelWords:
    """What the level column of one table says, and what it would say of an initiative."""

    def __init__(self, table: TableReading, column: int) -> None:
        self._table, self._column = table, column

    def initiative(self, said: str, allowed: Sequence[str] | None = None) -> str | None:
        """What a cell that says `said` for a key result should say for an initiative.

        The word that the column uses already, where there are several one of the same
        language; else that of the language in which the cell, or the column around it, is
        written. Of words that are `allowed` (a drop-down list) only these. None where there is
        no such word that mapping reads back as an initiative; "-Task" is none, since what
        begins with a sign may be taken for a formula elsewhere.
        """
        own = _languages(FROM, said.strip())
        words = self._used or [_cased(self._native(own), said)]
        if allowed is not None:
            words = [w for w in self._used if w in allowed] or list(allowed)
        words = [w for w in words if w[:1].isalpha() and types.meaning(LEVEL, w) == TO]
        fitting = [word for word in words if own & _languages(TO, word)]
        return next(iter(fitting or words), None)

    @cached_property
    def _used(self) -> list[str]:
        """Its words for initiatives, the most frequent first."""
        found: Counter[str] = Counter()
        for kind, text in self._texts():
            if kind is Kind.INITIATIVES and types.meaning(LEVEL, text) == TO:
                found[text] += 1
        return [word for word, _ in found.most_common()]

    @cached_property
    def _spoken(self) -> Mapping[str, int]:
        """How many of its cells are words of each language."""
        return Counter(lang for _, text in self._texts() for lang in _languages(None, text))

    def _texts(self) -> Iterator[tuple[Kind, str]]:
        for ref in self._table.rows:
            value = self._table.table.value(ref.row, self._column)
            if isinstance(value, str):
                yield ref.kind, value.strip()

    def _native(self, own: frozenset[str]) -> str:
        """The first word for an initiative in the language that fits best."""
        best = max(
            LANGUAGES,
            key=lambda lang: (lang in own, self._spoken[lang], lang == self._table.language),
        )
        return load(best).values[LEVEL][TO][0]


@lru_cache(maxsize=4096)
def _languages(level: str | None, word: str) -> frozenset[str]:
    """The languages in which a word stands for this level, or for any; none for "KR"."""
    if len(word) <= _ABBREVIATION:
        return frozenset()
    found = set()
    for language in LANGUAGES:
        levels = load(language).values[LEVEL]
        texts = levels[level] if level else [text for each in levels.values() for text in each]
        if phrase(word) in map(phrase, texts):
            found.add(language)
    return frozenset(found)


def _cased(word: str, like: str) -> str:
    """In the other word's capitals; an abbreviation's ("KR") make one capital."""
    like = like.strip()
    if like.isupper() and len(like) > _ABBREVIATION:
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
