"""Make `okrsync/language/weights.json`: `python -m training [FILE.jsonl …]`.

The files are labelled texts beside our own. Prints what houses held back say; writes the weights
only with `--write`.
"""

from __future__ import annotations

import argparse
import json
from itertools import chain
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from training.contrast import pairs
from training.learn import Array, Task, house_weights
from training.report import report
from training.texts import Sample, labelled, own
from training.views import signals_of, thinned_signals

TARGET = Path(__file__).parents[1] / "okrsync" / "language" / "weights.json"
STRENGTH, STRENGTH_BOTH = 0.6, 1.0
GAPS, COPIES = 0.3, 4
"""The share of words that a copy of the lexicon forgets, and how many copies are learned from."""
SURE, TWO_SIDED = 0.8, 0.85


def main() -> None:
    """Learn, report, and write on request."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    samples = [*own(), *pairs(evaluation=False), *labelled(options.files)]
    content = learn(samples, errors=options.errors)
    if options.write:
        TARGET.write_text(json.dumps(content, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        print(f"written: {TARGET.name}, {TARGET.stat().st_size} bytes")


def learn(samples: list[Sample], *, errors: bool = False) -> dict[str, object]:
    """The content of the weights file."""
    views = [signals_of(samples)]
    views += [thinned_signals(samples, GAPS, seed) for seed in range(COPIES)]
    outcome = np.array([s.label == "outcome" for s in samples]).astype(int)
    both = np.array([s.label == "ambiguous" for s in samples]).astype(int)
    one_sided = both == 0
    leaning = Task(views, outcome, samples, STRENGTH)
    logits = leaning.held_back(usable=one_sided)
    slope, intercept = calibrate(logits[:, one_sided], outcome[one_sided], samples, one_sided)
    for view, margins in zip(views, slope * logits + intercept, strict=True):
        for row, margin in zip(view, margins, strict=True):
            row["margin"] = abs(float(margin))
    asking = Task(views, both, samples, STRENGTH_BOTH, balanced=True)
    two_sided = asking.held_back()
    for name, place in (("", 0), ("with gaps ", 1)):
        print(name + "held back by house")
        report(
            samples,
            slope * logits[place] + intercept,
            two_sided[place],
            sure=SURE,
            two_sided_from=TWO_SIDED,
            errors=errors and not place,
        )
    asked = asking.fit()
    for row in chain(*views):
        del row["margin"]
    leaned = leaning.fit(np.flatnonzero(one_sided))
    return {
        "outcome_bias": round(leaned.bias, 4),
        "outcome": {k: round(float(v), 4) for k, v in leaned.weights.items() if abs(v) >= 0.001},
        "both_bias": round(asked.bias, 4),
        "both": {k: round(float(v), 4) for k, v in asked.weights.items() if abs(v) >= 0.001},
        "slope": round(slope, 4),
        "intercept": round(intercept, 4),
        "sure": SURE,
        "two_sided": TWO_SIDED,
    }


def calibrate(
    logits: Array, gold: Array, samples: list[Sample], mask: Array
) -> tuple[float, float]:
    """Platt's slope and intercept, on logits of fits that had not seen the house.

    Both the full lexicon and the first copy with gaps count: texts to come lie in between.
    """
    kept = [s for s, m in zip(samples, mask, strict=True) if m]
    model = LogisticRegression(C=1e6, max_iter=5000)
    model.fit(
        logits[:2].reshape(-1, 1), np.tile(gold, 2), sample_weight=np.tile(house_weights(kept), 2)
    )
    return float(model.coef_[0][0]), float(model.intercept_[0])


if __name__ == "__main__":
    main()
