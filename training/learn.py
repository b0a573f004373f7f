"""Learn the weights: two regularised logistic regressions over the named signals.

Everything that is reported or calibrated comes from folds that leave whole houses out, so that
words of one house can't earn credit on its other texts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from training.texts import Sample
from training.views import Row

FOLDS = 10
HOUSE = 20
"""From this many texts on, a house's single texts count less: as √(HOUSE / size)."""
PAIR = 0.2
"""What a sentence made around a noun counts beside one that somebody wrote."""
Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a fit gives: a bias and a weight for each signal."""

    bias: float
    weights: dict[str, float]

    def logit(self, signals: Row) -> float:
        """The sum for one text."""
        return self.bias + sum(self.weights.get(s, 0.0) * v for s, v in signals.items())


def allowed(rows: Sequence[Row], samples: Sequence[Sample], least: int = 2) -> set[str]:
    """Signals that texts of at least this many houses show."""
    houses: dict[str, set[str]] = {}
    for row, sample in zip(rows, samples, strict=True):
        for name in row:
            houses.setdefault(name, set()).add(sample.house)
    return {name for name, seen in houses.items() if len(seen) >= least}


def house_weights(samples: Sequence[Sample]) -> Array:
    """Less for each text of a house that dominates."""
    size = Counter(s.house for s in samples)
    made = [PAIR if s.house.startswith("noun:") else 1.0 for s in samples]
    return np.array(
        [m * (HOUSE / max(size[s.house], HOUSE)) ** 0.5 for m, s in zip(made, samples, strict=True)]
    )


def fold_of(house: str) -> int:
    """The fold that holds this house's texts back: the same on every machine."""
    return int(hashlib.sha256(f"fold-{house}".encode()).hexdigest(), 16) % FOLDS


def fit(
    rows: Sequence[Row],
    gold: Array,
    samples: Sequence[Sample],
    strength: float,
    *,
    balanced: bool = False,
) -> Learned:
    """A logistic regression over the signals that more than one house shows."""
    kept = allowed(rows, samples) | {"margin"}
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{k: v for k, v in row.items() if k in kept} for row in rows])
    model = LogisticRegression(
        C=strength, max_iter=5000, class_weight="balanced" if balanced else None
    )
    model.fit(matrix, gold, sample_weight=house_weights(samples))
    names = vectors.get_feature_names_out()
    return Learned(float(model.intercept_[0]), dict(zip(names, model.coef_[0], strict=True)))


@dataclass(frozen=True, slots=True)
class Task:
    """One question to learn, from several views of the same samples."""

    views: Sequence[Sequence[Row]]
    gold: Array
    samples: Sequence[Sample]
    strength: float
    balanced: bool = False

    def fit(self, kept: Array | None = None) -> Learned:
        """Learn from these samples, all by default, in every view."""
        kept = np.arange(len(self.samples)) if kept is None else kept
        return fit(
            [view[int(i)] for view in self.views for i in kept],
            np.tile(self.gold[kept], len(self.views)),
            [self.samples[int(i)] for _ in self.views for i in kept],
            self.strength,
            balanced=self.balanced,
        )

    def held_back(self, usable: Array | None = None) -> Array:
        """Logits by view and sample, from fits that have not seen the sample's house."""
        usable = np.ones(len(self.samples), bool) if usable is None else usable
        folds = np.array([fold_of(s.house) for s in self.samples])
        logits = np.zeros((len(self.views), len(self.samples)))
        for away in range(FOLDS):
            learned = self.fit(np.flatnonzero((folds != away) & usable))
            for i in np.flatnonzero(folds == away):
                logits[:, i] = [learned.logit(view[int(i)]) for view in self.views]
        return logits
