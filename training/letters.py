"""Make `okrsync/language/letters.json`: `python -m training.letters [--write]`.

Learns from our own texts and the contrast pairs, and from nothing else. How much the letters
count beside the first opinion is learned from houses that neither had seen, read with three
lexicons: the whole one, one with gaps, and one without the words that only this house uses.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from okrsync.language.letters import PATH, SHARED, STEP, grams
from training.__main__ import GAPS, STRENGTH, SURE, calibrate
from training.contrast import pairs
from training.learn import (
    FOLDS,
    Array,
    Task,
    fold_of,
    house_weights,
)
from training.texts import Sample, own
from training.views import signals_of, strange_signals, thinned_signals

STRENGTH_LETTERS = 5.0
SURE_TOGETHER = 0.65
"""Below this the checker asks: as a stranger it still decides 78 of 100 written texts then."""
MOST = 8_000
"""So many weights are shipped: the heaviest, counted by the texts that hold them."""
LEAST = 2
"""Texts that must hold a run of letters."""


def main() -> None:
    """Learn, report, and write on request."""
    parser = argparse.ArgumentParser(prog="python -m training.letters", description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    samples = [s for s in (*own(), *pairs(evaluation=False)) if s.label != "ambiguous"]
    content = learn(samples)
    if options.write:
        text = json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True)
        PATH.write_text(text + "\n", encoding="utf-8")
        print(f"written: {PATH.name}, {PATH.stat().st_size} bytes")


def learn(samples: Sequence[Sample]) -> dict[str, object]:
    """The content of the letters file."""
    gold = np.array([s.label == "outcome" for s in samples]).astype(int)
    first, second = first_opinion(samples, gold), second_opinion(samples, gold)
    views = len(first)
    heard = LogisticRegression(C=1e6, max_iter=5000)
    heard.fit(
        np.column_stack([first.ravel(), np.tile(second, views)]),
        np.tile(gold, views),
        sample_weight=np.tile(house_weights(samples), views),
    )
    (weight_first, weight_second), intercept = heard.coef_[0], heard.intercept_[0]
    for name, logits in zip(("whole", "with gaps", "as a stranger"), first, strict=True):
        both = intercept + weight_first * logits + weight_second * second
        report(name, samples, gold, logits, both)
    names, weights, bias = fitted(samples, gold)
    return {
        "bias": round(bias, 3),
        "grams": packed(names, weights),
        "first": round(float(weight_first), 3),
        "second": round(float(weight_second), 3),
        "intercept": round(float(intercept), 3),
        "sure": SURE_TOGETHER,
    }


def first_opinion(samples: Sequence[Sample], gold: Array) -> Array:
    """The calibrated logits of the signals, by lexicon and sample, from houses held back."""
    views = [signals_of(samples), thinned_signals(samples, GAPS, 0), strange_signals(samples)]
    logits = Task(views, gold, samples, STRENGTH).held_back()
    slope, intercept = calibrate(logits, gold, list(samples), np.ones(len(samples), bool))
    return slope * logits + intercept


def second_opinion(samples: Sequence[Sample], gold: Array) -> Array:
    """The logits of the letters, from fits that have not seen the sample's house."""
    folds = np.array([fold_of(s.house) for s in samples])
    logits = np.zeros(len(samples))
    for fold in range(FOLDS):
        kept, away = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        names, weights, bias = fitted([samples[int(i)] for i in kept], gold[kept])
        table = dict(zip(names, weights, strict=True))
        for i in away:
            row = counted(samples[int(i)])
            logits[i] = bias + sum(table.get(name, 0.0) * v for name, v in row.items())
    return logits


def counted(sample: Sample) -> dict[str, float]:
    """A text's runs of letters, for its language and for all, all together one long."""
    found = grams(sample.text)
    each = 1 / max(1, len(found)) ** 0.5
    names = (f"{part} {gram}" for gram in found for part in (SHARED, sample.lang))
    return dict.fromkeys(names, each)


def fitted(samples: Sequence[Sample], gold: Array) -> tuple[Sequence[str], Array, float]:
    """Names, weights and bias, learned twice: with all, then with those that weigh most."""
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([counted(s) for s in samples])
    held = np.asarray((matrix > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(held >= LEAST)
    weights, _ = _fit(matrix[:, kept], gold, samples)
    kept = kept[np.argsort(-np.abs(weights) * np.sqrt(held[kept]))[:MOST]]
    weights, bias = _fit(matrix[:, kept], gold, samples)
    rounded = np.round(weights / STEP) * STEP
    return vectors.get_feature_names_out()[kept], rounded, bias


def _fit(matrix: Any, gold: Array, samples: Sequence[Sample]) -> tuple[Array, float]:
    model = LogisticRegression(C=STRENGTH_LETTERS, max_iter=5000)
    model.fit(matrix, gold, sample_weight=house_weights(samples))
    return model.coef_[0], float(model.intercept_[0])


def packed(names: Sequence[str], weights: Array) -> dict[str, dict[str, str]]:
    """Runs of letters by language and weight, as the file has them."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, weight in sorted(zip(names, weights, strict=True)):
        if steps := round(weight / STEP):
            part, _, gram = name.partition(" ")
            found[part][str(steps)].append(gram)
    return {
        part: {weight: " ".join(held) for weight, held in sorted(by_weight.items())}
        for part, by_weight in sorted(found.items())
    }


def report(name: str, samples: Sequence[Sample], gold: Array, first: Array, both: Array) -> None:
    """What asking changes in written texts, beside a first opinion that asks as often."""
    written = np.array([not s.house.startswith("noun:") for s in samples])
    first, both, right = first[written], both[written], ((first >= 0) == gold)[written]
    decided = np.abs(first) >= _logit(SURE)
    agreed = decided & (np.where(first >= 0, both, -both) >= _logit(SURE_TOGETHER))
    alike = np.argsort(-np.abs(first))[: agreed.sum()]
    print(
        f"{name}: decided {right[decided].mean():.3f} at {decided.mean():.3f}, with letters "
        f"{right[agreed].mean():.3f} at {agreed.mean():.3f}; a higher line alone, as often: "
        f"{right[alike].mean():.3f}"
    )


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


if __name__ == "__main__":
    main()
