"""From signals to a probability: weights learned from labelled texts, calibrated afterwards.

The weights are a small JSON file that `training` makes; nothing is learned at run time.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIALOGUE = "o=dialogue"
PLAIN, PLAIN_BOTH = 0.92, 0.95
"""From this confidence on a text with one claim is plain: both readings must be this likely."""
TWOFOLD = {"second", "with", "result", "has threshold"}
"""A second claim, or a level that may be promised (within a day): plain is what has neither."""
SPENDING = "v=spend q=money"
EARNING = TWOFOLD | {"s=others", "q=threshold", "q=from-to", "q=percent", "has metric", "has yield"}
"""What makes an amount beside a verb of spending more than what is spent."""


def spends(signals: Collection[str]) -> bool:
    """Whether a text says nothing but that an amount is spent: an input, without any doubt."""
    return SPENDING in signals and EARNING.isdisjoint(signals)


@dataclass(frozen=True, slots=True)
class Weights:
    """Two sums over the same signals: towards outcome, and towards both readings at once."""

    outcome_bias: float
    outcome: Mapping[str, float]
    both_bias: float
    both: Mapping[str, float]
    slope: float
    intercept: float
    sure: float
    """The confidence from which the checker decides."""
    two_sided: float
    """The probability of both readings from which it asks."""

    def towards_outcome(self, signals: Iterable[str]) -> float:
        """The calibrated log-odds that the text measures an outcome."""
        total = self.outcome_bias + sum(self.outcome.get(s, 0.0) for s in signals)
        return self.slope * total + self.intercept

    def asks(self, signals: Collection[str], margin: float) -> bool:
        """Whether the text is asked about: an unsure lean, or one that reads both ways."""
        if spends(signals) and margin < 0:
            return False
        confidence = probability(abs(margin))
        plain = confidence >= PLAIN and TWOFOLD.isdisjoint(signals)
        limit = PLAIN_BOTH if plain else self.two_sided
        return confidence < self.sure or self.reads_both_ways(signals, margin) >= limit

    def reads_both_ways(self, signals: Collection[str], margin: float) -> float:
        """The probability that people would read the text both ways.

        A conversation that the other side must want, too, always does: it is ours to hold and
        theirs to grant.
        """
        if DIALOGUE in signals:
            return 1.0
        total = self.both_bias + sum(self.both.get(s, 0.0) for s in signals)
        return probability(total + self.both.get("margin", 0.0) * abs(margin))


def probability(logit: float) -> float:
    """The logistic function, safe for any size."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def weights() -> Weights:
    """The shipped weights."""
    path = Path(__file__).with_name("weights.json")
    return Weights(**json.loads(path.read_text(encoding="utf-8")))
