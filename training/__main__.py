"""Make `okrsync/language/weights.json`: `python -m training [FILE.jsonl …]`.

The files are labelled texts beside our own. Prints what houses held back say; writes the weights
only with `--write`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from training.learn import Array, fit, held_back, house_weights, signals_of
from training.report import report
from training.texts import Sample, labelled, own

TARGET = Path(__file__).parents[1] / "okrsync" / "language" / "weights.json"
STRENGTH, STRENGTH_BOTH = 0.3, 0.1
SURE, TWO_SIDED = 0.72, 0.6


def main() -> None:
    """Learn, report, and write on request."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    samples = [*own(), *labelled(options.files)]
    content = learn(samples, errors=options.errors)
    if options.write:
        TARGET.write_text(json.dumps(content, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        print(f"written: {TARGET.name}, {TARGET.stat().st_size} bytes")


def learn(samples: list[Sample], *, errors: bool = False) -> dict[str, object]:
    """The content of the weights file."""
    rows = signals_of(samples)
    outcome = np.array([s.label == "outcome" for s in samples]).astype(int)
    both = np.array([s.label == "ambiguous" for s in samples]).astype(int)
    one_sided = both == 0
    logits = held_back(rows, outcome, samples, STRENGTH, usable=one_sided)
    slope, intercept = calibrate(logits[one_sided], outcome[one_sided], samples, one_sided)
    calibrated = slope * logits + intercept
    for row, logit in zip(rows, calibrated, strict=True):
        row["margin"] = abs(float(logit))
    two_sided = held_back(rows, both, samples, STRENGTH_BOTH, balanced=True)
    report(samples, calibrated, two_sided, sure=SURE, two_sided_from=TWO_SIDED, errors=errors)
    asked = fit(rows, both, samples, STRENGTH_BOTH, balanced=True)
    for row in rows:
        del row["margin"]
    kept = np.flatnonzero(one_sided)
    leaning = fit([rows[i] for i in kept], outcome[kept], [samples[i] for i in kept], STRENGTH)
    return {
        "outcome_bias": round(leaning.bias, 4),
        "outcome": {k: round(float(v), 4) for k, v in leaning.weights.items() if abs(v) >= 0.001},
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
    """Platt's slope and intercept, on logits of fits that had not seen the house."""
    kept = [s for s, m in zip(samples, mask, strict=True) if m]
    model = LogisticRegression(C=1e6, max_iter=5000)
    model.fit(logits.reshape(-1, 1), gold, sample_weight=house_weights(kept))
    return float(model.coef_[0][0]), float(model.intercept_[0])


if __name__ == "__main__":
    main()
