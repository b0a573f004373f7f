"""Which trade a row is from, so that an example is one its people recognise.

The words and examples stand in `trades.toml`, for a native speaker to correct.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from okrsync.i18n import Message
from okrsync.language.pieces import fold

OWN, AROUND = 2, 1
"""A word of the row itself weighs more than one of the rows around it."""
LONGEST_PHRASE = 3
"""In words."""
REMEMBERED = 4096
"""Texts whose trades are remembered: several rules look at the same rows."""


@dataclass(frozen=True, slots=True)
class Trade:
    """An example with figures, and the same as a question without any."""

    example: Message
    asks: Message


ANY = Trade(
    example=Message("customers who come back, from 40% to 55%"),
    asks=Message("who does something differently then?"),
)
"""Where no trade is recognised."""


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


def likeliest(own: Mapping[str, int], around: Mapping[str, int]) -> Trade:
    """The trade that a row speaks of most, by its own words and those of the rows around it."""
    best, most = ANY, 0
    for name, trade in vocabulary().trades.items():
        points = OWN * own.get(name, 0) + AROUND * around.get(name, 0)
        if points > most:
            best, most = trade, points
    return best


def _phrases(text: str) -> Iterator[str]:
    words = re.findall(r"\w+", fold(text))
    for size in range(1, LONGEST_PHRASE + 1):
        for place in range(len(words) - size + 1):
            yield " ".join(words[place : place + size])
