"""A second opinion by letters: it may turn "decided" into "ask", and never the verdict.

The lexicon knows words; letters know what words look like, also those that nobody has listed.
Where the letters make the first opinion doubtful, the checker asks instead of deciding. The
weights are a small JSON file that `training.letters` makes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from okrsync.language.pieces import fold
from okrsync.language.weigh import probability

PATH = Path(__file__).with_name("letters.json")
SHORTEST, LONGEST = 3, 5
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
WORD = re.compile(r"[^\W_]+|[^\w\s]")
EDGE = "_"
"""Stands before and behind a word, so that a beginning and an end are told from a middle."""
SHARED = "all"
"""The name of the weights that count in every language."""
STEP = 0.05
"""Weights are kept as whole numbers of this size."""
Grams = dict[str, int]


@dataclass(frozen=True, slots=True)
class Letters:
    """Weights of runs of letters, by language, and how they count beside the first opinion."""

    bias: float
    grams: Mapping[str, Mapping[str, str]]
    """By language and weight, the runs of letters with it, parted by spaces."""
    first: float
    second: float
    intercept: float
    sure: float
    """The confidence below which the checker asks."""
    known: dict[str, Grams] = field(default_factory=dict)
    """By language, the weight of each run: its own and what all share."""

    def opinion(self, text: str, language: str) -> float:
        """The log-odds that the text measures an outcome, by its letters alone."""
        known = self._known(language)
        found = grams(text)
        total = sum(known.get(gram, 0) for gram in found)
        return self.bias + STEP * total / math.sqrt(max(1, len(found)))

    def confidence(self, text: str, language: str, logit: float) -> float:
        """The probability that the first opinion (`logit`) leans the right way, heard with the
        letters: below one half where they would turn it."""
        heard = self.intercept + self.first * logit + self.second * self.opinion(text, language)
        return probability(heard if logit >= 0 else -heard)

    def _known(self, language: str) -> Grams:
        known = self.known.get(language)
        if known is None:
            known = self.known[language] = self._unpacked(SHARED)
            for gram, weight in self._unpacked(language).items():
                known[gram] = known.get(gram, 0) + weight
        return known

    def _unpacked(self, name: str) -> Grams:
        unpacked: Grams = {}
        for weight, packed in self.grams.get(name, {}).items():
            unpacked.update(dict.fromkeys(packed.split(" "), int(weight)))
        return unpacked


def grams(text: str) -> set[str]:
    """The runs of letters in a text's words; every figure is the same one."""
    found: set[str] = set()
    for word in WORD.findall(FIGURE.sub("0", fold(text))):
        edged = f"{EDGE}{word}{EDGE}"
        for size in range(SHORTEST, min(LONGEST, len(edged)) + 1):
            found.update(edged[place : place + size] for place in range(len(edged) - size + 1))
    return found


@cache
def letters() -> Letters:
    """The shipped weights."""
    content = json.loads(PATH.read_text(encoding="utf-8"))
    return Letters(**content)
