"""Which trade a row is from, so that an example is one its people recognise.

The words and examples stand in `trades.toml`, for a native speaker to correct.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from okrsync.i18n import Message
from okrsync.language.pieces import fold

OWN, AROUND, SHEET = 2, 1, 2
"""A word of the row itself weighs more than one of the rows around it; what most of a sheet speaks
of weighs as much as one word of the row, since a workshop or a talk is of every trade."""
LEAST = 2
"""Points that a trade needs: one word beside the row is no evidence."""
MOSTLY = 3
"""Words of one trade from which a sheet speaks mostly of it, if they are more than all others."""
LONGEST_PHRASE = 3
"""In words."""
REMEMBERED = 4096
"""Texts whose trades are remembered: several rules look at the same rows."""


@dataclass(frozen=True, slots=True)
class Trade:
    """An example with figures, and the same as a question without any."""

    example: Message
    asks: Message


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The trades by name, in the file's order, and their names by word, beginning and ending."""

    trades: Mapping[str, Trade]
    whole: Mapping[str, str]
    begins: Mapping[str, str]
    ends: Mapping[str, str]

    def named(self, phrase: str) -> str | None:
        """The name of the trade that this word or phrase belongs to."""
        if found := self.whole.get(phrase):
            return found
        cuts = range(len(phrase), phrase.rfind(" ") + 1, -1)
        starts = (self.begins.get(phrase[:cut]) for cut in cuts)
        endings = (self.ends.get(phrase[-cut:]) for cut in cuts if " " not in phrase)
        return next((name for name in (*starts, *endings) if name), None)


@cache
def vocabulary() -> Vocabulary:
    """What the file says. Where two trades claim a word, the first one has it."""
    path = Path(__file__).with_name("trades.toml")
    known = tomllib.loads(path.read_text(encoding="utf-8"))
    trades: dict[str, Trade] = {}
    whole: dict[str, str] = {}
    begins: dict[str, str] = {}
    ends: dict[str, str] = {}
    for name, trade in known.items():
        trades[name] = Trade(Message(trade["example"]), Message(trade["asks"]))
        for written in chain.from_iterable(trade["words"].values()):
            word = " ".join(re.findall(r"\w+", fold(written)))
            kind = ends if written.startswith("*") else begins if written[-1] == "*" else whole
            kind.setdefault(word, name)
    return Vocabulary(trades, whole, begins, ends)


@lru_cache(maxsize=REMEMBERED)
def seen(text: str) -> Mapping[str, int]:
    """The trades' names by how many different words of each a text holds."""
    known = vocabulary()
    names = (known.named(phrase) for phrase in set(_phrases(text)))
    return Counter(name for name in names if name)


def likeliest(
    own: Mapping[str, int], around: Mapping[str, int], sheet: str | None = None
) -> Trade | None:
    """The trade that a row speaks of most: by its own words, those of the rows around it, and
    what its sheet mostly speaks of. None where other trades are spoken of as much: a stranger's
    example is worse than none."""
    points = {
        name: OWN * own.get(name, 0) + AROUND * around.get(name, 0) + SHEET * (name == sheet)
        for name in vocabulary().trades
    }
    best = max(points, key=points.__getitem__)  # the first of several that weigh the same
    told = points[best] >= LEAST and 2 * points[best] > sum(points.values())
    return vocabulary().trades[best] if told else None


def mostly(texts: Iterable[str]) -> str | None:
    """The name of the trade that most of the trades' words in these texts are of, if one is."""
    total = sum((Counter(seen(text)) for text in texts), Counter[str]())
    for name, words in total.most_common(1):
        if words >= MOSTLY and 2 * words > total.total():
            return name
    return None


def _phrases(text: str) -> Iterator[str]:
    words = re.findall(r"\w+", fold(text))
    for size in range(1, LONGEST_PHRASE + 1):
        for place in range(len(words) - size + 1):
            yield " ".join(words[place : place + size])
