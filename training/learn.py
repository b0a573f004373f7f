"""Learn the weights: two regularised logistic regressions over the named signals.

Everything that is reported or calibrated comes from folds that leave whole houses out, so that
words of one house can't earn credit on its other texts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from okrsync.language.lexicon import load
from okrsync.language.signals import read
from training.texts import Sample

FOLDS = 10
HOUSE = 20
"""From this many texts on, a house's single texts count less: as √(HOUSE / size)."""
Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Learned:
    """What a fit gives: a bias and a weight for each signal."""

    bias: float
    weights: dict[str, float]

    def logit(self, signals: dict[str, float]) -> float:
        """The sum for one text."""
        return self.bias + sum(self.weights.get(s, 0.0) * v for s, v in signals.items())


def signals_of(samples: Sequence[Sample]) -> list[dict[str, float]]:
    """Every sample's signals as a row of ones."""
    return [dict.fromkeys(read(s.text, load(s.lang)).found, 1.0) for s in samples]


def allowed(
    rows: Sequence[dict[str, float]], samples: Sequence[Sample], least: int = 2
) -> set[str]:
    """Signals that texts of at least this many houses show."""
    houses: dict[str, set[str]] = {}
    for row, sample in zip(rows, samples, strict=True):
        for name in row:
            houses.setdefault(name, set()).add(sample.house)
    return {name for name, seen in houses.items() if len(seen) >= least}


def house_weights(samples: Sequence[Sample]) -> Array:
    """Less for each text of a house that dominates."""
    size = Counter(s.house for s in samples)
    return np.array([(HOUSE / max(size[s.house], HOUSE)) ** 0.5 for s in samples])


def fold_of(house: str) -> int:
    """The fold that holds this house's texts back: the same on every machine."""
    return int(hashlib.sha256(f"fold-{house}".encode()).hexdigest(), 16) % FOLDS


def fit(
    rows: Sequence[dict[str, float]],
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


def held_back(
    rows: Sequence[dict[str, float]],
    gold: Array,
    samples: Sequence[Sample],
    strength: float,
    *,
    usable: Array | None = None,
    balanced: bool = False,
) -> Array:
    """For every sample the logit of a fit that has not seen its house."""
    usable = np.ones(len(samples), bool) if usable is None else usable
    folds = np.array([fold_of(s.house) for s in samples])
    logits = np.zeros(len(samples))
    for fold in range(FOLDS):
        kept = np.flatnonzero((folds != fold) & usable)
        learned = fit(
            [rows[i] for i in kept],
            gold[kept],
            [samples[i] for i in kept],
            strength,
            balanced=balanced,
        )
        for i in np.flatnonzero(folds == fold):
            logits[i] = learned.logit(rows[i])
    return logits
