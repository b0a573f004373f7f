"""The signals of texts, read with the whole lexicon or with one that has forgotten words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from okrsync.language.clauses import VERBS
from okrsync.language.lexicon import NOUN_CLASSES, Classes, Lexicon
from okrsync.language.lexicons import load
from okrsync.language.pieces import fold
from okrsync.language.signals import read
from training.texts import Sample

Row = dict[str, float]
WORD = re.compile(r"[^\W\d_]+")
CONTENT = NOUN_CLASSES | set(VERBS)


def signals_of(samples: Sequence[Sample]) -> list[Row]:
    """Every sample's signals as a row of ones."""
    return [dict.fromkeys(read(s.text, load(s.lang)).found, 1.0) for s in samples]


def thin(lexicon: Lexicon, share: float, seed: int) -> Lexicon:
    """The lexicon with a share of its content words forgotten.

    A lexicon knows the texts it was written beside better than those to come; learning with
    gaps teaches the weights to live with words that nobody has listed.
    """

    def forgotten(word: str) -> bool:
        digest = hashlib.sha256(f"{seed}-{word}".encode()).digest()
        return digest[0] < share * 256

    return without(lexicon, forgotten)


def without(lexicon: Lexicon, forgotten: Callable[[str], bool]) -> Lexicon:
    """The lexicon without those of its content words that are forgotten."""

    def kept(word: str, classes: Classes) -> bool:
        if "n" in classes.values() and not CONTENT & classes.keys():
            return True
        return not forgotten(word)

    return replace(
        lexicon,
        words={w: c for w, c in lexicon.words.items() if kept(w, c)},
        phrases={
            first: [p for p in known if kept(" ".join(p[0]), p[1])]
            for first, known in lexicon.all_phrases().items()
        },
        packed={},
        fallback=without(lexicon.fallback, forgotten) if lexicon.fallback else None,
        seen={},
    )


def thinned_signals(samples: Sequence[Sample], share: float, seed: int) -> list[Row]:
    """Every sample's signals, read with a lexicon that has gaps."""
    lexicons = {lang: thin(load(lang), share, seed) for lang in {s.lang for s in samples}}
    return [dict.fromkeys(read(s.text, lexicons[s.lang]).found, 1.0) for s in samples]


def strange_signals(samples: Sequence[Sample]) -> list[Row]:
    """Every sample's signals, read with a lexicon that has never met its house.

    Forgotten is each word that only this house's texts hold: whoever wrote the lexicon may have
    it from there. A noun of the contrast pairs is a house of its own.
    """
    houses: dict[str, set[str]] = {}
    spoken = [frozenset(WORD.findall(fold(s.text))) for s in samples]
    for words, sample in zip(spoken, samples, strict=True):
        for word in words:
            houses.setdefault(word, set()).add(sample.house)
    own: dict[str, set[str]] = {}
    for word, those in houses.items():
        if len(those) == 1:
            own.setdefault(next(iter(those)), set()).add(word)
    lexicons: dict[tuple[str, str], Lexicon] = {}
    for sample in samples:
        if (sample.lang, sample.house) not in lexicons:
            unknown = own.get(sample.house, set())
            lexicons[sample.lang, sample.house] = without(
                load(sample.lang), partial(_mentions, unknown)
            )
    return [dict.fromkeys(read(s.text, lexicons[s.lang, s.house]).found, 1.0) for s in samples]


def _mentions(unknown: set[str], phrase: str) -> bool:
    return not unknown.isdisjoint(phrase.split())
